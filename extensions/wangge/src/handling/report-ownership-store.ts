/** The SQL of whose a report is: its reporter's, until it is accepted. */
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';

/** Which of these fields are columns that an administrator added and a reporter may write: they belong to the report. */
export async function columnsOfReport(db: Db, fields: readonly string[]): Promise<string[]> {
  // Whatever people send as a key: what no column can be called is not asked for.
  const possible = fields.filter(field => field.isWellFormed() && !field.includes('\0'));
  if (possible.length === 0)
    return [];
  const { rows } = await db.raw<{ rows: { name: string }[] }>('select name from unnest(cast(? as text[])) name where wangge_issue_column_of_report(name)', [possible]);
  return rows.map(({ name }) => name);
}

/** Is one of these issues somebody else's report? */
export async function reportedByOthers(db: Db, issues: readonly Uuid[], person: Uuid): Promise<boolean> {
  return (await db('issues').whereIn('id', issues).whereRaw('reporter is distinct from ?', [person]).first('id')) !== undefined;
}

/** Is it a report that nobody has accepted, made by this person (null: by anybody)? */
export async function openReportOf(db: Db, issue: Uuid, person: Uuid | null): Promise<boolean> {
  const reports = db('issues').where('id', issue).whereNull('accepted_at');
  return (await (person === null ? reports : reports.where('reporter', person)).first('id')) !== undefined;
}

/** Do all these photographs belong to reports that nobody has accepted? */
export async function photographsOpen(db: Db, links: readonly Uuid[]): Promise<boolean> {
  return (await db('issues_files as f').join('issues as i', 'i.id', 'f.issues_id').whereIn('f.id', links).whereNotNull('i.accepted_at').first('f.id')) === undefined;
}

/** Was this event inserted by the transaction that asks? */
export async function writtenInThisTransaction(db: Db, event: string): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>('select from issue_events where id = ? and xmin = pg_current_xact_id()::xid', [event]);
  return rows.length > 0;
}
