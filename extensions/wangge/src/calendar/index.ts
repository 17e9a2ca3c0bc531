/** What the calendar offers to other rooms' stores and services. Its rules are imported themselves: those know no database. */
export { loadCalendar, loadInForce, loadVersions, today, versionNames, writeDays } from './calendar-store.ts';
