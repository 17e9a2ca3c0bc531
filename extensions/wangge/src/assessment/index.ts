/** What assessment offers to other rooms. */
export { evidenceFiles } from './evidence-files.ts';
export { rankPeriod } from './ranking-service.ts';
