/** What the outbox offers to other rooms: putting notices in, and who hears of what concerns the whole installation. */
export { enqueue } from './outbox-store.ts';
export { administrators } from './sending-store.ts';
