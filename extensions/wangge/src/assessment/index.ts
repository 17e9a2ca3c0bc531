/** What assessment offers to other rooms. */
export { evidenceFiles } from './evidence/evidence-files.ts';
export { factsSaying, type SaidAsked, type SaidFact } from './facts/said-facts-service.ts';
export { samplesOf } from './inspection/sample-store.ts';
export * as holdVisit from './inspection/visit-service.ts';
export { answersOf, visitsWaiting } from './inspection/visit-store.ts';
export { cutOfPeriod, rankPeriod } from './periods/ranking-service.ts';
export { takeStep } from './periods/step-service.ts';
export { untoldFields } from './periods/untold-store.ts';
export { beginShippedScheme } from './schemes/shipped-scheme-service.ts';
export { scoresWaiting } from './year/score-service.ts';
