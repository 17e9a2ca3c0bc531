/** What the doors of results have alike: which period is asked for, and which columns of its rows are read. */
import type { Filter } from '@directus/types';
import type { Caller } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import type { ReadAs } from './read-as.ts';
import { z } from 'zod';
import { periodOf } from '../calendar/period-rules.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { DraftQuery } from './asked-by-routes.ts';
import { CERTAINTY_COLUMNS, DRAWN_COLUMNS, RESULT_COLUMNS } from './periods/ranking-columns-rules.ts';

export interface SeenPeriod { id: Uuid; code: string; kind: string; starts_on: string; ends_on: string; state: string; version: number; draft_version: number | null; published_at: string | null; evidence_digest: string | null; subdistrict: { id: Uuid; code: string; name: string } }
/** With the version that is looked at. */
export interface ShownPeriod extends SeenPeriod { shown: number }
export type FindPeriod = (caller: Caller, code: string, asked: { subdistrict?: string | undefined; draft: boolean }) => Promise<ShownPeriod | Refusal>;

const PERIOD_FIELDS = ['id', 'code', 'kind', 'starts_on', 'ends_on', 'state', 'version', 'draft_version', 'published_at', 'evidence_digest', 'subdistrict.id', 'subdistrict.code', 'subdistrict.name', 'scheme.grade_bands'];
export const RANKING_FIELDS = ['subject', 'level', 'grid.id', 'grid.code', 'grid.name', 'department.id', 'department.name', 'person.id', 'person.first_name', 'person.last_name', 'peer_group', ...RESULT_COLUMNS, ...CERTAINTY_COLUMNS, ...DRAWN_COLUMNS];

const Level = z.coerce.number().int().min(1).max(3).transform(level => level as 1 | 2 | 3);
export const SubjectQuery = DraftQuery.extend({ level: Level.optional() });

export function seenPeriods(read: ReadAs, caller: Caller, filter: Filter): Promise<SeenPeriod[]> {
  return read(caller, 'assessment_periods', { fields: PERIOD_FIELDS, filter, sort: ['-starts_on', 'kind', 'subdistrict.code'] });
}

/** The period of a code; of several sub-districts the one asked for, or the first. */
export function periodFinder(read: ReadAs): FindPeriod {
  return async (caller, code, { subdistrict, draft }) => {
    const span = periodOf(code);
    if (isRefusal(span))
      return span;
    const [found] = await seenPeriods(read, caller, { _and: [{ code: { _eq: code } }, draft ? { draft_version: { _nnull: true } } : { version: { _gt: 0 } }, ...subdistrict === undefined ? [] : [{ subdistrict: { code: { _eq: subdistrict } } }]] });
    return found === undefined ? refused('period_not_ranked', 'period', { period: code }) : { ...found, shown: draft ? found.draft_version! : found.version };
  };
}
