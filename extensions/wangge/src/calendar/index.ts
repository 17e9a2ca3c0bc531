/** What the calendar offers to other rooms' stores and services. Its rules are imported themselves: those know no database. */
export { calendarsAmong, loadCalendar, loadCalendars, loadInForce, loadVersions, publishedVersions, today, versionNames, writeDays } from './calendar-store.ts';
