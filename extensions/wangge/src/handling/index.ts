export { boardReader } from './clocks/deadline-board-store.ts';
export { pinEarlierClocks } from './clocks/pins-upgrade-service.ts';
export { moveClocks, previewMoves } from './clocks/recalendar-service.ts';
export { repairIssues } from './clocks/repair-service.ts';
export { digestOfContents } from './event-files-service.ts';
export { issueNumber, loadEvents } from './issue-store.ts';
export { reopenBySystem } from './lifecycle/automatic-steps-service.ts';
/** What handling offers to other rooms' services and entry points. The rule files are imported themselves: they know no database. */
export { pinnedCalendars } from './lifecycle/decide-and-write-service.ts';
export type { ReportContext } from './routing/model.ts';
export { reassign } from './routing/reassign-service.ts';
