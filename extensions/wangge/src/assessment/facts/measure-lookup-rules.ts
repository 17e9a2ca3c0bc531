/** What follows from the registry of measures: which names there are, and what a scheme asks of facts. */
import type { CaseColumn, CaseFact, EvidenceFormat, Measure, MeasureDefinition } from './measure-rules.ts';
import type { SubjectKind } from './model.ts';
import { CASE_COLUMNS, MEASURES } from './measure-rules.ts';
import { SUBJECT_KINDS } from './model.ts';

export const MEASURE_CODES = Object.keys(MEASURES) as Measure[];

export function isMeasure(code: string): code is Measure {
  return Object.hasOwn(MEASURES, code);
}

/** Does it divide a number of facts by a number of facts? Not where numbers are summed up: ledgers, scores by hand. */
export function isShareOfFacts(measure: Measure): boolean {
  return MEASURES[measure].of === undefined;
}

/** Does a person's number rest on the grids that they answered for, and not on what was theirs by name? */
export function isByPost(measure: Measure): boolean {
  const { reach, person }: MeasureDefinition = MEASURES[measure];
  return reach === 'subtree' && person !== 'pinned';
}

/** Can it be a number of such a subject? */
export function tellsOf(measure: Measure, kind: SubjectKind): boolean {
  return (MEASURES[measure].subjects ?? SUBJECT_KINDS).includes(kind);
}

/** Kinds whose facts name a department. */
const OF_DEPARTMENTS: readonly string[] = ['clock', 'report', 'inspection', 'manual'];

/** Is there ever anything to count of such a subject? Logs, ledgers and duties are of grids and persons alone. */
export function hasNumbersOf(measure: Measure, kind: SubjectKind): boolean {
  return tellsOf(measure, kind) && (kind !== 'department' || OF_DEPARTMENTS.includes(MEASURES[measure].fact));
}

/** Measures that a scheme names, each once. */
export function measuresIn({ tie_break, indicators }: { tie_break: readonly string[]; indicators: readonly { measure: string }[] }): Measure[] {
  return [...new Set([...tie_break, ...indicators.map(({ measure }) => measure)])].filter(isMeasure);
}

/** The columns of a fact that a measure counts. */
export function factColumnsOfMeasure({ among, hits, of }: Pick<MeasureDefinition, 'among' | 'hits' | 'of'>): string[] {
  return [among, hits, of].filter(column => column !== undefined);
}

/** The columns of a case that a measure counts: none, of what files of format 1 do not know. */
export function columnsOfMeasure(measure: MeasureDefinition): CaseColumn[] {
  return measure.fact === 'clock' ? factColumnsOfMeasure(measure).filter(isCaseColumn) : [];
}

function isCaseColumn(column: string): column is CaseColumn {
  return Object.hasOwn(CASE_COLUMNS, column);
}

/** Can it be counted of cases? */
export function countsCases(measure: MeasureDefinition): boolean {
  return columnsOfMeasure(measure).length > 0;
}

/**
 * What has to be asked of every case for this scheme, in the order of the evidence: what every ranking asks, and the whole
 * group of whatever else it measures. So a file's columns depend on its scheme alone, however many measures there are.
 */
export function caseColumnsFor(scheme: { tie_break: readonly string[]; indicators: readonly { measure: string }[] }): CaseColumn[] {
  const groups = new Set(['always', ...measuresIn(scheme).flatMap(measure => columnsOfMeasure(MEASURES[measure])).map(column => CASE_COLUMNS[column].group)]);
  return (Object.keys(CASE_COLUMNS) as CaseColumn[]).filter(column => groups.has(CASE_COLUMNS[column].group));
}

/** Does the case stand below the line of this measure? Not if it was not asked, or has nothing to say. */
export function counts(fact: CaseFact, measure: MeasureDefinition, format: EvidenceFormat): boolean {
  const base = format === 1 ? measure.among_in_1 ?? measure.among : measure.among;
  return measure.fact === 'clock' && (base === undefined || saidOf(fact, base) === true) && saidOf(fact, measure.hits) != null;
}

/** What a case says of a column; nothing, of one that cases do not have. */
export function saidOf(fact: CaseFact, column: string): boolean | null | undefined {
  return isCaseColumn(column) ? fact[column] : null;
}
