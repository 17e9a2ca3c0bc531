/** What territory offers to the other rooms. */
export { gridAt } from './locate-store.ts';
export { standing } from './standing.ts';
export { make as makeStatements } from './statements/statements.ts';
export { todayOf } from './store.ts';
