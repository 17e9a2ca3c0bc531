/**
 * The registry of measures: what can be measured of a grid, a department or a person, and of which facts it is counted.
 *
 * What a fact is and which columns it has is said by its kind (`fact-kinds.ts`); what is counted of the columns is said here,
 * and nowhere else: the SQL of counts and lists, the pure tally, what a scheme may name, the panel's words and the columns of
 * an evidence file follow from it.
 *
 * Of a **clock** fact: the first round says whether it was in time, handled, answered and so on; a later round (it was
 * done over) says that, and what it costs, and nothing that is good. So no number of rounds adds to what is good, and the
 * sample counts issues.
 *
 * A new measure takes an entry at the end of `handling-measures-rules.ts` or `daily/daily-measures-rules.ts` and, if nobody
 * asked yet what it counts, a column of its kind; its choice in the two lists of `schema-snapshot.yaml`; its name in
 * `seeds/studio/translations.yaml`. Whatever is forgotten does not compile, or `test/rules/measures.test.ts` names it. For a new column, `test/system/facts.test.ts` wants rows that make it true and
 * false: SQL and tally must count alike.
 *
 * **Nothing here is ever taken out, renamed or moved**: published evidence names its columns, its scheme names its measures,
 * and both must be read for ever.
 */
import { DAILY_MEASURES } from './daily/daily-measures-rules.ts';
import { CASE_MEASURES, HANDLING_MEASURES } from './handling-measures-rules.ts';

export { CASE_COLUMNS } from './case-columns-rules.ts';
export type { CaseColumn, CaseFact, CaseFacts, EvidenceFormat } from './case-columns-rules.ts';
export type { MeasureDefinition } from './model.ts';

export const MEASURES = { ...CASE_MEASURES, ...HANDLING_MEASURES, ...DAILY_MEASURES };
export type Measure = keyof typeof MEASURES;
