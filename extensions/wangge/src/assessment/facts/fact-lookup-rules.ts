/** What a scheme asks of facts: which kinds, which of their columns, which measures. */
import type { Measure } from './measure-rules.ts';
import type { FactKind } from './model.ts';
import { FLAGGED_COLUMN, weighsFlagged } from './count-key-rules.ts';
import { FACT_KINDS } from './fact-kinds.ts';
import { factColumnsOfMeasure, isByPost, measuresIn } from './measure-lookup-rules.ts';
import { MEASURES } from './measure-rules.ts';
import { FACT_KIND_NAMES } from './model.ts';
import { STRETCH } from './stretch-rules.ts';

/** Kinds in the order of the evidence, each with the columns asked of it, in the order of its registry. */
export type FactColumns = Readonly<Partial<Record<FactKind, readonly string[]>>>;

/** Every ranking asks the clocks, whose issues are its sample; and of what else its scheme measures, the columns that it counts; of what counts for persons by their posts, when; and where a case of some sources weighs more, from which it came. */
export function factColumnsFor(scheme: { tie_break: readonly string[]; indicators: readonly { measure: string; subject?: string; params?: { multiplier?: number | null } }[] }): FactColumns {
  const measures = measuresIn(scheme).map(measure => MEASURES[measure]);
  const persons = scheme.indicators.some(({ subject }) => subject === 'person');
  const byPost = new Set(persons ? measuresIn(scheme).filter(isByPost).map(measure => MEASURES[measure].fact) : []);
  const flagged = new Set(measuresIn({ tie_break: [], indicators: scheme.indicators.filter(({ params }) => weighsFlagged(params)) }).map(measure => MEASURES[measure].fact));
  const asked: Partial<Record<FactKind, readonly string[]>> = {};
  for (const kind of FACT_KIND_NAMES) {
    const counted = new Set(measures.filter(({ fact }) => fact === kind).flatMap(factColumnsOfMeasure));
    const { columns } = FACT_KINDS[kind];
    if (kind === 'clock' || counted.size > 0)
      asked[kind] = Object.keys(columns).filter(column => columns[column]!.always === true || counted.has(column) || (column === FLAGGED_COLUMN && flagged.has(kind)) || (column === STRETCH && (byPost.has(kind) || (persons && kind === 'clock'))));
  }
  return asked;
}

/** The measures that can be counted of these columns. */
export function measuresOf(columns: FactColumns): Measure[] {
  return (Object.keys(MEASURES) as Measure[]).filter(code => factColumnsOfMeasure(MEASURES[code]).every(column => columns[MEASURES[code].fact]?.includes(column) === true));
}

/** Where a kind's scope stands among its cells; -1 where it has none. */
export function scopeColumn(columns: readonly string[]): number {
  return columns.indexOf('scope');
}
