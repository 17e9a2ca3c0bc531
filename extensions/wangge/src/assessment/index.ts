/** What assessment offers to other rooms. */
export { evidenceFiles } from './evidence-files.ts';
export { cutOfQuarter, rankPeriod } from './ranking-service.ts';
