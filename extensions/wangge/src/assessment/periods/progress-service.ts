/** Where a period stands: over or not, closed or not, which version there is, and what people still owe it. */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { Missing } from './missing-store.ts';
import type { VersionState } from './step-rules.ts';
import { periodOf, quartersOf } from '../../calendar/period-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { waitingQuarters } from '../year/year-store.ts';
import { missingOf } from './missing-store.ts';
import { periodBounds } from './period-store.ts';
import { cutOfPeriod } from './ranking-service.ts';

export interface ProgressPeriod {
  /** Null: nothing is stored of it yet. */
  id: Uuid | null;
  subdistrict: Uuid;
  code: string;
  kind: string;
  state: 'open' | 'computed' | 'preview' | 'published';
  starts_on: Day;
  ends_on: Day;
  version: number;
  draft_version: number | null;
  over: boolean;
  cut: Moment;
  cut_passed: boolean;
  preview_until: Moment | null;
}

/** `waiting`: of a year, its quarters that are computed and not published: it is computed without them for a reason alone. */
export interface Progress { period: ProgressPeriod; waiting: string[]; missing: Missing[] }

interface StoredProgress { subdistrict: Uuid; state: ProgressPeriod['state']; version: number; draft_version: number | null; cut: Date | null; preview_until: Date | null }

/** `stored`: null where nothing was computed yet; then the sub-district is the named one, or the only one. */
export async function progressOf(db: Db, stored: Uuid | null, asked: { code: string; subdistrict: string | null }, now: Moment): Promise<Progress | Refusal> {
  const span = periodOf(asked.code);
  if (isRefusal(span))
    return span;
  const found = stored === null ? await unstored(db, asked.subdistrict) : await storedProgress(db, stored);
  if (found === null)
    return refused('subdistrict_unknown', 'subdistrict', { subdistrict: asked.subdistrict ?? '' });
  const { from, until } = await periodBounds(db, span.starts_on, span.ends_on);
  const cut = found.cut?.toISOString() ?? await cutOfPeriod(db, span.code);
  const { subdistrict, state, version, draft_version } = found;
  return {
    period: { id: stored, subdistrict, ...span, state, version, draft_version, over: now >= until, cut, cut_passed: now >= cut, preview_until: found.preview_until?.toISOString() ?? null },
    waiting: span.kind === 'year' ? await waitingQuarters(db, subdistrict, quartersOf(span.code)) : [],
    // What a year lacks stands on its own page (`year/view-service.ts`).
    missing: span.kind === 'year' ? [] : await missingOf(db, { period: stored, kind: span.kind, subdistrict, starts_on: span.starts_on, ends_on: span.ends_on, from, until }),
  };
}

async function storedProgress(db: Db, id: Uuid): Promise<StoredProgress | null> {
  const { rows: [row] } = await db.raw<{ rows: (Omit<StoredProgress, 'draft_version'> & { draft: VersionState | null; newest: number | null })[] }>(`
    select p.subdistrict, p.state, p.version, v.version as newest, v.state as draft, v.cut, v.preview_until
    from assessment_periods p
    left join lateral (select version, state, cut, preview_until from assessment_versions where period = p.id order by version desc limit 1) v on true
    where p.id = ?`, [id]);
  if (row === undefined)
    return null;
  const { draft, newest, ...period } = row;
  return { ...period, draft_version: draft === 'computed' || draft === 'preview' ? newest : null };
}

async function unstored(db: Db, code: string | null): Promise<StoredProgress | null> {
  const places: { id: Uuid }[] = await db('subdistricts').modify(query => void (code === null || query.where({ code }))).select('id').limit(2);
  return places.length === 1 ? { subdistrict: places[0]!.id, state: 'open', version: 0, draft_version: null, cut: null, preview_until: null } : null;
}
