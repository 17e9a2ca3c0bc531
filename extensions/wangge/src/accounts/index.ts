/** What other rooms ask of accounts. */
export { markChosen } from './account-store.ts';
