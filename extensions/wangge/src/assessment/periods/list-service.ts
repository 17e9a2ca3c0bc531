/** The list behind a number: the facts of one subject under one indicator, as of the cut of the version that has the number. */
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { FactBehind } from '../facts/fact-list-store.ts';
import type { Measure } from '../facts/measure-rules.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { Indicator } from '../schemes/model.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { periodOf } from '../../calendar/period-rules.ts';
import { factsBehind } from '../facts/fact-list-store.ts';
import { factColumnsFor } from '../facts/fact-lookup-rules.ts';
import { askFacts, gridsFor, stretchesIn } from '../facts/facts-service.ts';
import { loadGridsAsOf } from '../facts/grid-store.ts';
import { isByPost } from '../facts/measure-lookup-rules.ts';
import { answerersOf } from '../facts/stretch-rules.ts';
import { flagsOf } from '../schemes/model.ts';
import { periodBounds } from './period-store.ts';

export interface NumberAsked {
  /** `2026-Q3`. */
  code: string;
  subdistrict: Uuid;
  cut: Moment;
  /** Which calendar counted the days that no version knew at the cut; null: of an earlier release, the newest. */
  calendar_version: string | null;
  /** Is a person's number that of the grids they answered for? Not in versions of earlier releases. */
  persons_by_post: boolean;
  /** That the version knew, by their ids. */
  exemptions: readonly string[];
  indicator: Pick<Indicator, 'code' | 'measure' | 'params'>;
  kind: SubjectKind;
  /** Of a person, at which they are ranked. */
  level: number | null;
  /** Of the grid, the department or the person. */
  id: Uuid;
  part: FactBehind['verdict'];
  page?: { limit: number; offset: number };
}

/** `times`: as how many it counts, where it came from a source that weighs more. */
export interface ListedFact extends Omit<FactBehind, 'flagged'> { times?: number }

/** As many as were counted. Nothing is left behind. */
export async function factsOfNumber(db: Db, { code, subdistrict, cut, calendar_version, persons_by_post, exemptions, indicator, kind, level, id, part, page }: NumberAsked): Promise<ListedFact[]> {
  const trx = await db.transaction(undefined, { isolationLevel: 'repeatable read' });
  try {
    const span = periodOf(code) as PeriodSpan;
    const bounds = await periodBounds(trx, span.starts_on, span.ends_on);
    const calendar = { ...await loadCalendar(trx, calendar_version ?? undefined), time_zone: bounds.time_zone };
    const measure = indicator.measure as Measure;
    const asked = { span, bounds, cut, calendar, exemptions, columns: factColumnsFor({ tie_break: [], indicators: [indicator] }) };
    const stretches = kind === 'person' && persons_by_post && isByPost(measure) ? await stretchesIn(trx, [subdistrict], asked) : null;
    const query = await askFacts(trx, [subdistrict], asked, stretches);
    const ids = kind === 'grid' ? await gridsBehind(trx, subdistrict, span, measure, id) : [id];
    const answered = stretches === null ? {} : { stretches: [...stretches].flatMap(([grid, own]) => own.flatMap((_, stretch) => answerersOf(own, stretch, new Map([[id, level ?? 0]])).length > 0 ? [{ grid, stretch }] : [])) };
    const behind = await factsBehind(trx, query, { measure, indicator: indicator.code, subject: { kind, ids, ...answered }, part, scopes: indicator.params.scopes ?? null, flags: flagsOf(indicator.params), ...page === undefined ? {} : { page } });
    return behind.map(({ flagged, ...row }) => flagged === true && part !== 'exempt' ? { ...row, times: indicator.params.multiplier! } : row);
  }
  finally {
    await trx.rollback();
  }
}

/** The grid as it lay then, with those below it that count for it. */
async function gridsBehind(trx: Db, subdistrict: Uuid, { ends_on }: PeriodSpan, measure: Measure, id: Uuid): Promise<Uuid[]> {
  const grids = await loadGridsAsOf(trx, [subdistrict], ends_on, [id]);
  const own = grids.find(grid => grid.id === id);
  return own === undefined ? [id] : gridsFor(measure, own.code, grids);
}
