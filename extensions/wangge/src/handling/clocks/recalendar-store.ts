/** The SQL of moving clocks to another calendar. */
import type { Calendar } from '../../calendar/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { StoredIssue } from '../issue-store.ts';
import type { OpenClock } from './recalendar-diff-rules.ts';
import { momentAt } from '../../calendar/working-days-rules.ts';
import { momentOf, storedIssue } from '../issue-store.ts';
import { STATUSES } from '../model.ts';

/** Where nothing runs any more but what informs the public: closed issues are touched where an end was provisional, and not otherwise. */
const ENDED: readonly string[] = ['closed', 'rejected', 'merged'];
const OPEN: readonly string[] = STATUSES.filter(status => !ENDED.includes(status));

/** All issues that are not ended, in the order in which they are locked. */
export async function openIssues(db: Db): Promise<Uuid[]> {
  const { rows } = await db.raw<{ rows: { id: Uuid }[] }>('select id from issues where status = any(?) order by id', [OPEN]);
  return rows.map(({ id }) => id);
}

/** Their running and paused clocks that are counted by another version, or without the days that the law fixes. */
export async function openClocks(db: Db, issues: readonly Uuid[], version: string): Promise<OpenClock[]> {
  const { rows } = await db.raw<{ rows: (Omit<OpenClock, 'title'> & { title: string; confidential: boolean })[] }>(`
    select d.issue, i.number, i.title, i.confidential, d.kind, d.department, p.name as department_name, d.opened_by_seq, d.started_at, d.due_at, d.provisional,
      d.warn_at, d.warned_at, d.held_until, d.state, d.certificate
    from issue_deadlines d join issues i on i.id = d.issue left join departments p on p.id = d.department
    where d.issue = any(?) and i.status = any(?) and d.state in ('running', 'paused')
      and (d.certificate #>> '{limit,calendar_version}' <> ? or d.certificate #>> '{limit,statutory}' is null)
    order by d.issue, d.opened_by_seq, d.id
  `, [issues, OPEN, version]);
  return rows.map(({ confidential, ...row }) => ({
    ...row,
    title: confidential ? null : row.title,
    started_at: momentOf(row.started_at)!,
    due_at: momentOf(row.due_at)!,
    warn_at: momentOf(row.warn_at),
    warned_at: momentOf(row.warned_at),
    held_until: momentOf(row.held_until),
  }));
}

export const PROVISIONAL_SQL = `
  select distinct d.issue from issue_deadlines d join issues i on i.id = d.issue
  where d.provisional and d.due_at <= :known and (d.state <> 'running' or d.due_at < :now or not i.status = any(cast(:open as text[])))
  order by d.issue`;

export function provisionalBindings(calendar: Calendar, now: Moment): Record<string, string> {
  return { known: momentAt(calendar, calendar.covers_to, '24:00'), now, open: `{${OPEN.join(',')}}` };
}

/**
 * Issues, ended ones too, with a clock whose end is provisional, lies in a year that this calendar knows, and has decided
 * something already: it has passed, or the clock has ended. In the order in which they are locked.
 */
export async function provisionalIssues(db: Db, calendar: Calendar, now: Moment): Promise<Uuid[]> {
  const { rows } = await db.raw<{ rows: { issue: Uuid }[] }>(PROVISIONAL_SQL, provisionalBindings(calendar, now));
  return rows.map(({ issue }) => issue);
}

/** Locks them, in the order of their ids, for the rest of the transaction; `open`: those that are still open. */
export async function lockForMoving(db: Db, issues: readonly Uuid[], which: 'open' | 'all'): Promise<StoredIssue[]> {
  return stored(db, issues, which === 'open' ? OPEN : STATUSES, 'for update of i');
}

/** The same without a lock, to look at. */
export async function lookAt(db: Db, issues: readonly Uuid[]): Promise<StoredIssue[]> {
  return stored(db, issues, STATUSES, '');
}

async function stored(db: Db, issues: readonly Uuid[], statuses: readonly string[], lock: string): Promise<StoredIssue[]> {
  const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(`
    select i.*, c.photo_required, c.disclosure_mode from issues i join issue_categories c on c.id = i.category
    where i.id = any(?) and i.status = any(?) order by i.id ${lock}
  `, [issues, statuses]);
  return rows.map(storedIssue);
}

export async function departmentNames(db: Db): Promise<Map<Uuid, string>> {
  return new Map((await db('departments').select('id', 'name')).map(({ id, name }) => [id, name]));
}

/** One moves clocks at a time: whoever comes second finds nothing left to do. Held to the end of the transaction. */
export async function waitForTurn(db: Db): Promise<void> {
  await db.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', ['wangge recalendar']);
}
