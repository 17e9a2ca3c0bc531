/** What assessment offers to other rooms. */
export { evidenceFiles } from './evidence/evidence-files.ts';
export { visitsWaiting } from './inspection/visit-store.ts';
export { cutOfPeriod, rankPeriod } from './periods/ranking-service.ts';
export { takeStep } from './periods/step-service.ts';
export { untoldFields } from './periods/untold-store.ts';
export { beginShippedScheme } from './schemes/shipped-scheme-service.ts';
