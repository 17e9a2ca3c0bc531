/** What handling offers to other rooms' stores and doors. The rule files are imported themselves: they know no database. */
export { reopenBySystem } from './by-itself.ts';
export { digestOfContents } from './files.ts';
export { moveClocks, previewMoves } from './recalendar.ts';
export type { ReportContext } from './routing-store.ts';
export { issueNumber } from './store.ts';
