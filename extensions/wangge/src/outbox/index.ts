/** What the outbox offers to other rooms: putting notices in. */
export { enqueue } from './outbox-store.ts';
