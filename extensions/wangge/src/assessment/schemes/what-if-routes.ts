/**
 * What would be on a frozen quarter, for whoever may see all its ranks: `POST /wangge/assessment/:period/simulate`,
 * `GET /wangge/assessment/:period/simulations` (those that were kept), and what each indicator is good for:
 * `GET /wangge/assessment/:period/indicators`; and whether these pages are there for the caller at all: `GET /wangge/assessment/pages`.
 */
import type { HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { RequestContext, Routes } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Measure } from '../facts/measure-rules.ts';
import type { Indicator, Scheme } from './model.ts';
import type { StoredQuarter } from './stored-quarter-store.ts';
import type { Change, WhatIf } from './what-if-rules.ts';
import { z } from 'zod';
import { periodOf } from '../../calendar/period-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { mayReadAny } from '../../kernel/rights.ts';
import { PlaceQuery } from '../asked-by-routes.ts';
import { MEASURES } from '../facts/measure-rules.ts';
import { SUBJECT_KINDS } from '../facts/model.ts';
import { indicatorLines } from './indicator-line-rules.ts';
import { indicatorIn } from './scheme-guard-rules.ts';
import { checkDirection, checkIndicator } from './scheme-rules.ts';
import { loadScheme } from './scheme-store.ts';
import { kindsSeen } from './seen-service.ts';
import { keepTrial, keptTrials, storedQuarter } from './stored-quarter-store.ts';
import { changedScheme, onStoredCounts, places, whatIf } from './what-if-rules.ts';

const Code = z.string().trim().min(1).max(64);
/** Moves that are answered; the numbers tell of all. */
const SHOWN = 500;

const SimulateBody = z.strictObject({
  ...PlaceQuery.shape,
  weights: z.record(Code, z.coerce.number()).optional(),
  rules: z.record(Code, z.strictObject({ rule: Code, params: z.record(z.string(), z.unknown()).optional() })).optional(),
  leave_out: z.array(Code).max(500).optional(),
  /** A whole scheme's indicators instead, as a form has them. */
  indicators: z.array(z.record(z.string(), z.unknown())).max(500).optional(),
  kind: z.enum(SUBJECT_KINDS).optional(),
  level: z.coerce.number().int().min(1).max(3).optional(),
  /** Kept with this reason, if the quarter is published. */
  note: z.string().trim().min(1).max(1000).optional(),
});
type Asked = z.infer<typeof SimulateBody>;

interface FoundPeriod { id: Uuid; code: string; version: number; state: string; scheme: Uuid }
interface Frozen { period: FoundPeriod; scheme: Scheme; quarter: StoredQuarter }

export function mountWhatIf(route: Routes<RequestContext>, context: Pick<HookContext, 'database' | 'services'>): void {
  const { database: db } = context;

  const frozenFor = async ({ caller, params: { period: code } }: Pick<RequestContext, 'caller' | 'params'>, subdistrict: string | undefined): Promise<Frozen | Refusal | null> => {
    const span = periodOf(code!);
    if (isRefusal(span))
      return span;
    const { rows: [period] } = await db.raw<{ rows: FoundPeriod[] }>(`
      select p.id, p.code, v.version, case when v.version = p.version and p.published_at is not null then 'published' else 'computed' end as state, v.scheme
      from assessment_periods p join subdistricts s on s.id = p.subdistrict
      join lateral (select version, scheme from assessment_versions v where v.period = p.id order by (v.version = p.version) desc, v.version desc limit 1) v on true
      where p.code = :code and (cast(:subdistrict as text) is null or s.code = :subdistrict) order by s.code limit 1`, { code: code!, subdistrict: subdistrict ?? null });
    if (period === undefined)
      return refused('period_not_ranked', 'period', { period: code! });
    const kinds = await kindsSeen(context, caller, period);
    if (kinds === null)
      return null;
    const { id: _, indicator_ids: __, ...scheme } = (await loadScheme(db, period.scheme))!;
    const { subjects, names } = await storedQuarter(db, period.id, period.version);
    return { period, scheme, quarter: { names, subjects: subjects.filter(({ subject }) => kinds.includes(subject.kind)) } };
  };

  // Which pages of the module answer their reader: these doors, of the newest quarter of which anything is published.
  route.get('/assessment/pages', {}, async ({ caller, admin }) => {
    const [quarter] = await new context.services.ItemsService('assessment_periods', { ...caller }).readByQuery({ fields: ['id', 'version'], filter: { _and: [{ kind: { _eq: 'quarter' } }, { version: { _gt: 0 } }] }, sort: ['-starts_on'], limit: 1 }) as { id: Uuid; version: number }[];
    return { quarter: admin || await mayReadAny(context, caller, 'assessment_steps'), indicators: quarter !== undefined && await kindsSeen(context, caller, quarter) !== null };
  });

  route.post('/assessment/:period/simulate', { body: SimulateBody }, async ({ person, body, ...asked }) => {
    const frozen = await frozenFor(asked, body.subdistrict);
    if (frozen === null || isRefusal(frozen))
      return frozen;
    if (body.note !== undefined && frozen.period.state !== 'published')
      return refused('trial_not_published', 'note', { period: frozen.period.code });
    const outcome = outcomeOf(frozen, body);
    if (isRefusal(outcome))
      return outcome;
    const { subdistrict: _, note, ...change } = body;
    const kept = note === undefined ? null : await keepTrial(db, { period: frozen.period.id, version: frozen.period.version, change, outcome, note, by: person });
    return { period: frozen.period.code, version: frozen.period.version, kept, ...outcome };
  });

  route.get('/assessment/:period/simulations', { query: PlaceQuery }, async ({ query, ...asked }) => {
    const frozen = await frozenFor(asked, query.subdistrict);
    return frozen === null || isRefusal(frozen) ? frozen : keptTrials(db, frozen.period.id);
  });

  route.get('/assessment/:period/indicators', { query: PlaceQuery }, async ({ query, ...asked }) => {
    const frozen = await frozenFor(asked, query.subdistrict);
    if (frozen === null || isRefusal(frozen))
      return frozen;
    const { scheme, quarter } = frozen;
    const byCode = new Map(scheme.indicators.map(indicator => [indicator.code, indicator]));
    return indicatorLines(places(quarter.subjects, scheme)).map((line) => {
      const { name, measure } = byCode.get(line.indicator)!;
      const { says, burden } = MEASURES[measure as Measure];
      return { ...line, name, measure, says, burden };
    });
  });
}

interface Outcome extends Omit<WhatIf, 'moves'> {
  /** Indicators of the tried scheme that nobody counted then: without data. */
  unmeasured: string[];
  moves: (WhatIf['moves'][number] & { name: string })[];
}

function outcomeOf({ scheme, quarter }: Frozen, asked: Asked): Outcome | Refusal {
  const tried = asked.indicators === undefined ? { scheme, subjects: quarter.subjects, unmeasured: [] } : triedOn(scheme, quarter, asked.indicators);
  if (isRefusal(tried))
    return tried;
  const next = changedScheme(tried.scheme, changeIn(asked));
  if (isRefusal(next))
    return next;
  // Of who is asked about alone, the numbers too: places of one kind and level do not hang on another's.
  const asksOf = ({ subject: { kind, level } }: StoredQuarter['subjects'][number]): boolean => (asked.kind === undefined || kind === asked.kind) && (asked.level === undefined || level === asked.level);
  const found = whatIf({ subjects: quarter.subjects.filter(asksOf), scheme }, { subjects: tried.subjects.filter(asksOf), scheme: next });
  if (isRefusal(found))
    return found;
  return { ...found, unmeasured: tried.unmeasured, moves: found.moves.slice(0, SHOWN).map(move => ({ ...move, name: quarter.names.get(`${move.kind} ${move.subject}`) ?? '' })) };
}

function changeIn({ weights, rules, leave_out }: Asked): Change {
  return {
    ...weights === undefined ? {} : { weights },
    ...rules === undefined ? {} : { rules: rules as NonNullable<Change['rules']> },
    ...leave_out === undefined ? {} : { leave_out },
  };
}

/** The scheme with other indicators, on what was counted; errors are those that saving it would meet. */
function triedOn(scheme: Scheme, { subjects }: StoredQuarter, rows: readonly Record<string, unknown>[]): { scheme: Scheme; subjects: StoredQuarter['subjects']; unmeasured: string[] } | Refusal {
  const indicators: Indicator[] = [];
  for (const row of rows) {
    const indicator = indicatorIn(row);
    const refusal = isRefusal(indicator) ? indicator : checkIndicator(indicator) ?? checkDirection(indicator);
    if (refusal !== null)
      return { ...refusal, field: 'indicators' };
    indicators.push(indicator as Indicator);
  }
  const next = { ...scheme, indicators };
  return { scheme: next, ...onStoredCounts(next, scheme, subjects) };
}
