export { boardReader } from './clocks/board-store.ts';
export { moveClocks, previewMoves } from './clocks/recalendar.ts';
export { digestOfContents } from './files.ts';
/** What handling offers to other rooms' stores and doors. The rule files are imported themselves: they know no database. */
export { reopenBySystem } from './lifecycle/by-itself.ts';
export { handOn } from './routing/hand-on.ts';
export type { ReportContext } from './routing/routing-store.ts';
export { issueNumber } from './store.ts';
