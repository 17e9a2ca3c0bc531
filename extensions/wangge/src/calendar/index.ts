/** What the calendar offers to other rooms. Rules import `calendar.ts` and `certificate.ts` themselves: they know no database. */
export * from './calendar.ts';
export type { CertificateDay, ExpandedCertificate } from './certificate.ts';
export { certificateText, expandCertificate } from './certificate.ts';
export { momentFrom } from './due.ts';
export { loadCalendar } from './store.ts';
