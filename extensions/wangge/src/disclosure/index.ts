/** What disclosure offers to other rooms' services and entry points. */
export { disclosureFacts } from './notice-facts-store.ts';
