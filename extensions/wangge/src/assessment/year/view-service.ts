/** A year as its caller may see it: what each place is made of, the quarters it rests on, and what is still missing. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Scheme } from '../schemes/model.ts';
import type { YearWeights } from './model.ts';
import type { RanksWhom, YearDetail } from './view-store.ts';
import { quartersOf } from '../../calendar/period-rules.ts';
import { isRefusal } from '../../kernel/refusal-rules.ts';
import { activeScheme } from '../periods/ranking-store.ts';
import { SHIPPED_WEIGHTS } from './model.ts';
import { quarterStates, restsOn, schemeWeights, scoresMissing, scoresSince, yearRowsOf } from './view-store.ts';
import { weightsIn } from './weight-rules.ts';
import { yearFieldsOf } from './year-scoring-rules.ts';

/** `rows`: those of the ranking that the caller sees and whose places are told to them. */
export async function yearDetails(db: Db, period: Uuid, version: number, rows: readonly { subject: string; id: Uuid }[]): Promise<YearDetail[]> {
  return yearRowsOf(db, period, version, rows);
}

/** What one place is made of. */
export async function madeOf(db: Db, { id, shown }: { id: Uuid; shown: number }, row: { subject: string; level: number | null; id: Uuid }): Promise<YearDetail | null> {
  return (await yearRowsOf(db, id, shown, [row])).find(({ subject, level }) => subject === row.subject && level === row.level) ?? null;
}

/** Of the version that is shown, the quarters that it rests on; of a year that is not computed yet, how its quarters stand and what is missing. */
export async function yearStanding(db: Db, { id, subdistrict, code, ends_on, version }: { id: Uuid | null; subdistrict: Uuid; code: string; ends_on: string; version: number }, now: Moment): Promise<object> {
  const scheme = version > 0 && id !== null ? await schemeWeights(db, id, version) : null;
  const active = await activeScheme(db, ends_on);
  const weights: YearWeights = scheme !== null ? weightsOf(scheme) : active === null ? SHIPPED_WEIGHTS : weightsOf(await db('assessment_schemes').where({ id: active.id }).first('year_quarters', 'year_review', 'year_community'));
  const states = await quarterStates(db, subdistrict, quartersOf(code), now);
  const rests = version > 0 && id !== null ? await restsOn(db, id, version) : null;
  const newer = rests === null ? [] : states.filter(({ code: its, version: published }) => published > 0 && rests.find(one => one.code === its)?.version !== published).map(state => state.code);
  const scores = id === null ? 0 : await scoresSince(db, id);
  return {
    weights,
    /** To compute it again always takes one; the first time only where a quarter waits to be published. */
    reason_asked: scheme !== null || states.some(({ draft }) => draft !== null),
    quarters: states.map(state => ({ ...state, rests_on: rests?.find(one => one.code === state.code)?.version ?? null })),
    /** A quarter was published anew since, or scores were given: the year is computed again with the reason. */
    outdated: newer.length > 0 || scores > 0,
    outdated_by: { quarters: newer, scores },
    missing: await scoresMissing(db, subdistrict, { code, starts_on: `${code}-01-01`, ends_on }, active === null ? RANKED_UNTIL_TOLD : rankedBy(active)),
  };
}

/** Where no scheme is in force yet. */
const RANKED_UNTIL_TOLD: RanksWhom = { levels: [3], departments: false };

function rankedBy(scheme: Scheme): RanksWhom {
  const ranked = yearFieldsOf(scheme);
  return { levels: ranked.flatMap(({ kind, level }) => kind === 'grid' && level !== null ? [level] : []), departments: ranked.some(({ kind }) => kind === 'department') };
}

function weightsOf(row: Record<string, unknown>): YearWeights {
  const weights = weightsIn(row);
  return isRefusal(weights) ? SHIPPED_WEIGHTS : weights;
}
