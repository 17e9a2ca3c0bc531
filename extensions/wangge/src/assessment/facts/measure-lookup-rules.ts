/** What follows from the registry of measures: which names there are, what a scheme asks of a case, and what a case counts for. */
import type { CaseColumn, CaseFact, EvidenceFormat, Measure, MeasureDefinition } from './measure-rules.ts';
import { CASE_COLUMNS, MEASURES } from './measure-rules.ts';

export const MEASURE_CODES = Object.keys(MEASURES) as Measure[];

export function isMeasure(code: string): code is Measure {
  return Object.hasOwn(MEASURES, code);
}

/** The columns that a measure counts. */
export function columnsOfMeasure({ among, hits }: MeasureDefinition): CaseColumn[] {
  return among === undefined ? [hits] : [among, hits];
}

/**
 * What has to be asked of every case for this scheme, in the order of the evidence: what every ranking asks, and the whole
 * group of whatever else it measures. So a file's columns depend on its scheme alone, however many measures there are.
 */
export function caseColumnsFor(scheme: { tie_break: readonly string[]; indicators: readonly { measure: string }[] }): CaseColumn[] {
  const asked = [...scheme.tie_break, ...scheme.indicators.map(({ measure }) => measure)].filter(isMeasure);
  const groups = new Set(['always', ...asked.flatMap(measure => columnsOfMeasure(MEASURES[measure])).map(column => CASE_COLUMNS[column].group)]);
  return (Object.keys(CASE_COLUMNS) as CaseColumn[]).filter(column => groups.has(CASE_COLUMNS[column].group));
}

/** Does the case stand below the line of this measure? Not if it was not asked, or has nothing to say. */
export function counts(fact: CaseFact, { among, among_in_1, hits }: MeasureDefinition, format: EvidenceFormat): boolean {
  const base = format === 1 ? among_in_1 ?? among : among;
  return (base === undefined || fact[base] === true) && fact[hits] != null;
}
