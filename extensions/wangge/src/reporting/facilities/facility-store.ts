/** The SQL of facility checks: the log they belong to, the facility, its open issue. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Facility } from './facility-check-rules.ts';

export interface CheckedLog { id: Uuid; person: Uuid; entered_by: Uuid; grid: Uuid; path: string; checked: boolean }

export async function logOf(db: Db, id: Uuid): Promise<CheckedLog | null> {
  return await db('work_logs as l').join('grids as g', 'g.id', 'l.grid').where('l.id', id)
    .first('l.id', 'l.person', 'l.entered_by', 'l.grid', 'g.path', db.raw('l.checked_at is not null as checked')) ?? null;
}

export interface StoredFacility extends Facility { grid: Uuid; grid_path: string; state: string; location: unknown }

export async function facilityOf(db: Db, id: Uuid): Promise<StoredFacility | null> {
  return await db('ledger_facilities').where({ id })
    .first('id', 'name', 'group', 'kind', 'address', 'condition', 'grid', 'grid_path', 'state', 'location', db.raw('null as confirmed_on, null as check_days')) ?? null;
}

/** The issue that was raised of a facility and is not closed. */
export async function openIssueOf(db: Db, facility: Uuid): Promise<Uuid | null> {
  const row = await db('facility_checks as c').join('issues as i', 'i.id', 'c.issue').where('c.facility', facility)
    .whereNotIn('i.status', ['closed', 'rejected', 'merged']).orderBy('i.reported_at', 'desc').first('i.id');
  return row?.id ?? null;
}

/** Two checks of one facility at once raise one issue. */
export async function oneAtATime(db: Db, facility: Uuid): Promise<void> {
  await db.raw(`select pg_advisory_xact_lock(hashtextextended('facility ' || ?, 0))`, [facility]);
}

export async function categoryByCode(db: Db, code: string): Promise<Uuid | null> {
  const row = await db('issue_categories').where({ code, active: true }).first('id');
  return row?.id ?? null;
}

/** Which log an issue came from; written in the transaction that reported it. */
export async function linkToLog(db: Db, issue: Uuid, log: Uuid): Promise<void> {
  await db('issues').where({ id: issue }).whereNull('work_log').update({ work_log: log });
}

/** Of these facilities, those with an issue that is not closed. */
export async function openIssues(db: Db, facilities: readonly Uuid[]): Promise<Map<Uuid, Uuid>> {
  const rows: { facility: Uuid; issue: Uuid }[] = await db('facility_checks as c').join('issues as i', 'i.id', 'c.issue').whereIn('c.facility', facilities)
    .whereNotIn('i.status', ['closed', 'rejected', 'merged']).select('c.facility', 'i.id as issue');
  return new Map(rows.map(({ facility, issue }) => [facility, issue]));
}

export async function checksOf(db: Db, keys: readonly Uuid[]): Promise<{ work_log: Uuid }[]> {
  return db('facility_checks').whereIn('id', keys).select('work_log');
}

/** Do these logs say of a facility that it is not in order, or did issues come of them? */
export async function hasRaised(db: Db, logs: readonly Uuid[]): Promise<boolean> {
  return await db('facility_checks').whereIn('work_log', logs).first('id') !== undefined || await db('issues').whereIn('work_log', logs).first('id') !== undefined;
}

export async function isCheckedIn(db: Db, log: Uuid, facility: Uuid): Promise<boolean> {
  return await db('facility_checks').where({ work_log: log, facility }).first('id') !== undefined;
}

export async function pathOf(db: Db, grid: Uuid): Promise<string | null> {
  return (await db('grids').where({ id: grid }).first('path'))?.path ?? null;
}

/** The report that was sent under a key. */
export async function reportedAs(db: Db, by: { client_key: Uuid } | { id: Uuid }): Promise<{ issue: Uuid; number: string } | null> {
  return await db('issues').where(by).first('id as issue', 'number') ?? null;
}
