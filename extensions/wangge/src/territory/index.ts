/** What territory offers to the other rooms. */
export { gridAt } from './locate-store.ts';
export { daysKnown, firstKnown, type GridAsOf, gridsAsOf } from './span-store.ts';
export { standing } from './standing-store.ts';
export { make as makeStatements } from './statements/statement-service.ts';
export { boundaryTexts, dispatchesIn, todayOf } from './territory-store.ts';
