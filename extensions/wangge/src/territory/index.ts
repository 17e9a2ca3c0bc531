export { gridAt } from './locate-store.ts';
/** What territory offers to the other rooms. */
export type { Point } from './locate.ts';
export { standing } from './standing.ts';
