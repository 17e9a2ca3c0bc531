/** What assessment offers to other rooms. */
export { evidenceFiles } from './evidence/evidence-files.ts';
export { cutOfQuarter, rankPeriod } from './periods/ranking-service.ts';
