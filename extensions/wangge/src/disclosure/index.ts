/** What disclosure offers to other rooms' stores and doors. */
export { disclosureFacts } from './notice-facts-store.ts';
