/** What territory offers to the other rooms. */
export { standing } from './standing.ts';
