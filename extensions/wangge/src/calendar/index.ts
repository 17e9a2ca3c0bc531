/** What the calendar offers to other rooms' stores and doors. Rules import `calendar.ts` and `certificate.ts` themselves: those know no database. */
export { loadCalendar } from './store.ts';
