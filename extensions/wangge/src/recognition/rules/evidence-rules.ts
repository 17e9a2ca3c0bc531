/** What is asked of a fact again that was cited for something. Pure. */
import type { Measure } from '../../assessment/facts/measure-rules.ts';
import type { FactKind } from '../../assessment/facts/model.ts';
import type { SaidAsked } from '../../assessment/index.ts';
import { FACT_KINDS } from '../../assessment/facts/fact-kinds.ts';
import { MEASURES } from '../../assessment/facts/measure-rules.ts';
import { FACT_KIND_NAMES } from '../../assessment/facts/model.ts';
import { columnOf, OF_ITS_DAY } from '../speaks-rules.ts';

/** As they are frozen with the evidence: the column, or the measure and its limit, and what the fact said of it. */
export interface CitedCells { column?: string; measure?: string; threshold?: number; verdict: boolean }

/** Null: it says nothing that could be asked again. */
export function askedAgain(kind: string, { column, measure, threshold }: CitedCells): SaidAsked | null {
  const known = FACT_KIND_NAMES.find(name => name === kind);
  if (known === undefined)
    return null;
  if (measure !== undefined)
    return Object.hasOwn(MEASURES, measure) && MEASURES[measure as Measure].fact === known ? askedOf(measure as Measure, Number(threshold ?? 0)) : null;
  const said = column === undefined || OF_ITS_DAY.has(column) ? null : columnOf(known, column);
  return said === null ? null : { kind: known, reads: said.reads, verdict: said.verdict };
}

/** Does a fact count for the measure: true, false, or null where it is not asked. */
export function askedOf(measure: Measure, threshold: number): SaidAsked {
  const { among, hits, of, fact } = MEASURES[measure];
  const said = of !== undefined ? `case when f.${of} > 0 then f.${hits} >= f.${of} end` : FACT_KINDS[fact as FactKind].columns[hits]!.type === 'flag' ? `f.${hits}` : `f.${hits} >= ${threshold}`;
  return { kind: fact, reads: [...among === undefined ? [] : [among], hits, ...of === undefined ? [] : [of]], verdict: among === undefined ? said : `case when f.${among} then ${said} end` };
}
