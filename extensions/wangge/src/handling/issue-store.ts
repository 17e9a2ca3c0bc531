/** The SQL of handling: issues, their events and clocks, in the transaction handed in. */
import type { Db } from '../kernel/context.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { ChainedEvent } from './chain/chain-rules.ts';
import type { NamedIssue, Reported } from './lifecycle/decision-facts-rules.ts';
import type { Helper } from './lifecycle/derived-state-rules.ts';
import type { IssueState } from './lifecycle/evolve-rules.ts';
import type { Clock, IssueEvent, NewEvent, Parties, Pins } from './model.ts';
import { MOMENT_COLUMNS, PLAIN_COLUMNS } from './issue-field-rules.ts';

export interface StoredIssue extends Reported {
  title: string;
  parties: Parties;
  involves_departments: boolean;
  grid_path: string;
  event_seq: number;
  state: IssueState;
}

export function momentOf(value: Date | string | null): Moment | null {
  if (value === null)
    return null;
  return (value instanceof Date ? value : new Date(value)).toISOString();
}

/** Locks the issue for the rest of the transaction; null if there is none. With it others that the step is about, in one order for everybody. */
export async function lockIssue(db: Db, id: Uuid, others: readonly Uuid[] = []): Promise<StoredIssue | null> {
  const rows = await db('issues as i')
    .join('issue_categories as c', 'c.id', 'i.category')
    .whereIn('i.id', [id, ...others])
    .orderBy('i.id')
    .select('i.*', 'c.photo_required', 'c.disclosure_mode')
    .forUpdate('i');
  const row = rows.find(one => one.id === id);
  return row === undefined ? null : storedIssue(row);
}

/** Those that are merged into this one itself. */
export async function mergedInto(db: Db, issue: Uuid): Promise<Uuid[]> {
  return db('issues').where({ duplicate_of: issue, status: 'merged' }).orderBy('id').pluck('id');
}

/** The same with what was merged into those before. */
export async function allMergedInto(db: Db, issue: Uuid): Promise<Uuid[]> {
  const { rows } = await db.raw<{ rows: { id: Uuid }[] }>(`
    with recursive merged (id) as (
      select id from issues where duplicate_of = ? and status = 'merged'
      union
      select i.id from merged m join issues i on i.duplicate_of = m.id and i.status = 'merged'
    )
    select id from merged`, [issue]);
  return rows.map(({ id }) => id);
}

/** Those merged into the issue itself, locked: whoever merges another into it waits for its lock first. */
export async function lockMerged(db: Db, issue: Uuid): Promise<StoredIssue[]> {
  const rows = await db('issues as i').join('issue_categories as c', 'c.id', 'i.category')
    .where({ 'i.duplicate_of': issue, 'i.status': 'merged' }).orderBy('i.id').select('i.*', 'c.photo_required', 'c.disclosure_mode').forUpdate('i');
  return rows.map(storedIssue);
}

const DUE_STATUS = { closes_at: 'fed_back', resumes_at: 'suspended' } as const;

/** Locks the issues whose own moment has come, the earliest first; those that others hold are left out. */
export async function lockDue(db: Db, column: keyof typeof DUE_STATUS, now: Moment, batch: number): Promise<StoredIssue[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(`
    select i.*, c.photo_required, c.disclosure_mode from issues i join issue_categories c on c.id = i.category
    where i.status = ? and i.${column} <= ?
    order by i.${column}, i.id limit ? for update of i skip locked
  `, [DUE_STATUS[column], now, batch]);
  return rows.map(storedIssue);
}

/** One that is known to exist, without a lock. */
export async function loadIssue(db: Db, id: Uuid): Promise<StoredIssue> {
  return storedIssue(await db('issues as i').join('issue_categories as c', 'c.id', 'i.category').where('i.id', id).first('i.*', 'c.photo_required', 'c.disclosure_mode'));
}

/** A row as the driver gives it. */
type Row = Record<string, unknown>;

export function storedIssue(row: Row): StoredIssue {
  const state = Object.fromEntries([
    ...PLAIN_COLUMNS.map(key => [key, row[key]] as const),
    ...MOMENT_COLUMNS.map(key => [key, momentOf(row[key] as Date | string | null)] as const),
  ]) as unknown as IssueState;
  const { id, title, severity, source, kind, parties, involves_departments, confidential, photo_required, disclosure_mode, grid_path, event_seq } = row as unknown as StoredIssue;
  return {
    id,
    title,
    severity,
    source,
    kind,
    parties,
    involves_departments,
    confidential,
    photo_required: photo_required ?? false,
    disclosure_mode: disclosure_mode ?? 'individual',
    grid_path,
    event_seq,
    state,
  };
}

const EVENT_COLUMNS = ['issue', 'seq', 'type', 'actor', 'at', 'note', 'to_department', 'to_person', 'to_scope', 'to_category', 'to_grid', 'to_issue', 'to_seq', 'request_kind', 'until', 'decision', 'cause', 'result', 'channel', 'solved', 'satisfaction', 'data', 'from_status', 'to_status'] as const;

/** The timelines of some issues, each in its order. */
export async function loadEvents(db: Db, issues: readonly Uuid[]): Promise<IssueEvent[]> {
  const rows = await db('issue_events').whereIn('issue', issues).orderBy(['issue', 'seq']).select(EVENT_COLUMNS);
  return rows.map(row => ({ ...row, at: momentOf(row.at), until: momentOf(row.until) })) as IssueEvent[];
}

/**
 * Events in the order given; the database numbers, chains and applies them. A statement holds one
 * event of an issue: those of many issues go in rounds, the first of each, then the second.
 */
export async function insertEvents(db: Db, events: readonly NewEvent[]): Promise<void> {
  const rounds: NewEvent[][] = [];
  const taken = new Map<Uuid, number>();
  for (const event of events) {
    const round = taken.get(event.issue) ?? 0;
    taken.set(event.issue, round + 1);
    (rounds[round] ??= []).push(event);
  }
  for (const round of rounds)
    await db('issue_events').insert(round.map(event => ({ ...event, data: JSON.stringify(event.data) })));
}

/** What held when a clock fell due or ended. */
const PIN_COLUMNS = ['scope', 'grid', 'department_at_due', 'person_at_due', 'handled_at', 'first_round'] as const satisfies readonly (keyof Pins)[];

/** The clocks of many issues as re-derived from their events, upserted by their identity. */
export async function writeClocksOf(db: Db, timelines: readonly { issue: Uuid; clocks: readonly Clock[] }[]): Promise<void> {
  const rows = timelines.flatMap(({ issue, clocks }) => clocks.map(clock => ({ issue, ...clock })));
  if (rows.length === 0)
    return;
  await db.raw(`
    insert into issue_deadlines (issue, kind, department, opened_by_seq, policy, person, started_at, due_at, original_due_at,
      provisional, warn_at, warned_at, held_until, met_at, missed_at, state, certificate, ${PIN_COLUMNS.join(', ')})
    select c.issue, c.kind, c.department, c.opened_by_seq, c.policy, c.person, c.started_at, c.due_at, c.original_due_at,
      c.provisional, c.warn_at, c.warned_at, c.held_until, c.met_at, c.missed_at, c.state, c.certificate, ${PIN_COLUMNS.map(name => `c.${name}`).join(', ')}
    from json_populate_recordset(null::issue_deadlines, ?::json) c
    on conflict (issue, kind, department, opened_by_seq) do update set
      policy = excluded.policy, person = excluded.person, due_at = excluded.due_at, original_due_at = excluded.original_due_at, provisional = excluded.provisional,
      warn_at = excluded.warn_at, warned_at = excluded.warned_at, held_until = excluded.held_until, met_at = excluded.met_at, missed_at = excluded.missed_at,
      state = excluded.state, certificate = excluded.certificate, ${PIN_COLUMNS.map(name => `${name} = excluded.${name}`).join(', ')}
    where (issue_deadlines.policy, issue_deadlines.person, issue_deadlines.due_at, issue_deadlines.warned_at, issue_deadlines.held_until, issue_deadlines.met_at,
      issue_deadlines.missed_at, issue_deadlines.state, issue_deadlines.certificate::text, ${PIN_COLUMNS.map(name => `issue_deadlines.${name}`).join(', ')})
      is distinct from (excluded.policy, excluded.person, excluded.due_at, excluded.warned_at, excluded.held_until, excluded.met_at,
      excluded.missed_at, excluded.state, excluded.certificate::text, ${PIN_COLUMNS.map(name => `excluded.${name}`).join(', ')})
  `, [JSON.stringify(rows)]);
}

/** The called departments as re-derived from the events; they see the issue by these rows. */
export async function writeHelpers(db: Db, issue: Uuid, helpers: readonly Helper[]): Promise<void> {
  if (helpers.length === 0)
    return;
  await db.raw(`
    insert into issue_helpers (id, issue, called_seq, department, called_by, called_at, arrive_by, arrived_at, answer, result, answered_at, rating)
    select gen_random_uuid(), ?, h.called_seq, h.department, h.called_by, h.called_at, h.arrive_by, h.arrived_at, h.answer, h.result, h.answered_at, h.rating
    from json_populate_recordset(null::issue_helpers, ?::json) h
    on conflict (issue, called_seq) do update set
      arrived_at = excluded.arrived_at, answer = excluded.answer, result = excluded.result, answered_at = excluded.answered_at, rating = excluded.rating
  `, [issue, JSON.stringify(helpers)]);
}

/** The next number of a sub-district's day; holds the counter until the end of the transaction, so take it last. */
export async function nextNumber(db: Db, subdistrict: { id: Uuid; code: string }, day: string): Promise<string> {
  const { rows } = await db.raw<{ rows: { last: number }[] }>(`
    insert into issue_counters (subdistrict, day, last) values (?, ?, 1)
    on conflict (subdistrict, day) do update set last = issue_counters.last + 1
    returning last
  `, [subdistrict.id, day]);
  return issueNumber(subdistrict.code, day, rows[0]!.last);
}

/** `110105014-20260302-0001`: sub-district, day, sequence of the day. */
export function issueNumber(subdistrict: string, day: string, sequence: number): string {
  return `${subdistrict}-${day.replaceAll('-', '')}-${String(sequence).padStart(4, '0')}`;
}

/** A report sent again by the same client, if there is one; waits for a sender that is at it now. */
export async function findByClientKey(db: Db, clientKey: Uuid): Promise<Row & { id: Uuid; number: string } | null> {
  await db.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`client_key:${clientKey}`]);
  return (await db('issues').where('client_key', clientKey).first()) ?? null;
}

/**
 * Does the issue say the same in an administrator's columns that belong to its report? Both sides as Postgres holds them:
 * `"3"` in a column of numbers is 3. What the column could not hold cannot be what it says.
 */
export async function saysTheSame(db: Db, issue: Uuid, said: Record<string, unknown>): Promise<boolean> {
  const columns = Object.keys(said);
  if (columns.length === 0)
    return true;
  const stored = (trx: Db): Promise<boolean> => trx.raw<{ rows: { same: boolean }[] }>(`
    select not exists (
      select from unnest(cast(:columns as text[])) name
      where wangge_issue_column_of_report(name) and to_jsonb(i) -> name is distinct from to_jsonb(s) -> name
    ) as same
    from issues i, jsonb_populate_record(null::issues, cast(:said as jsonb)) s where i.id = :issue
  `, { columns, said: JSON.stringify(said), issue } as unknown as Record<string, string>).then(({ rows }) => rows[0]!.same);
  // In a transaction of its own: a value that does not fit ends that one alone.
  return db.transaction(stored).catch((error: { code?: string }) => {
    if (error.code?.startsWith('22'))
      return false;
    throw error;
  });
}

export async function subdistrictOf(db: Db, issue: Uuid): Promise<Uuid> {
  return (await db('issues as i').join('grids as g', 'g.id', 'i.grid').where('i.id', issue).first('g.subdistrict')).subdistrict;
}

/** Who and what a command names; a department or an issue of another sub-district is none that may be named. */
export async function loadTargets(db: Db, grid: Uuid, { to_department: department, to_person: person, to_issue: issue }: { to_department: Uuid | null; to_person: Uuid | null; to_issue: Uuid | null }): Promise<{
  to_department: { kind: string; active: boolean } | null;
  to_person: { active: boolean; department: Uuid | null } | null;
  to_issue: NamedIssue | null;
}> {
  const to_department = department === null
    ? null
    : await db('departments').where('id', department)
        .andWhere(here => here.where('kind', 'district').orWhereNull('subdistrict').orWhere('subdistrict', db('grids').where('id', grid).select('subdistrict')))
        .first('kind', 'active');
  const user = person === null ? null : await db('directus_users').where('id', person).first('status', 'department');
  const to_issue = issue === null
    ? null
    : await db('issues as i').join('grids as g', 'g.id', 'i.grid').where('i.id', issue)
        .where('g.subdistrict', db('grids').where('id', grid).select('subdistrict'))
        .first('i.number', 'i.status', 'i.duplicate_of', 'i.reported_at', 'i.handler', 'i.lead');
  return {
    to_issue: to_issue ? { ...to_issue, reported_at: momentOf(to_issue.reported_at)! } : null,
    to_department: to_department ?? null,
    to_person: user ? { active: user.status === 'active', department: user.department } : null,
  };
}

/** The contact of a confidential report, beside its issue; what is not said stays as it was. */
export async function keepContact(db: Db, { issue, name, phone }: { issue: Uuid; name: unknown; phone: unknown }): Promise<void> {
  await db.raw(`
    insert into issue_contacts as c (id, issue, name, phone) values (gen_random_uuid(), :issue, :name, :phone)
    on conflict (issue) do update set name = coalesce(excluded.name, c.name), phone = coalesce(excluded.phone, c.phone)
  `, { issue, name, phone } as Record<string, string>);
}

/** The one patch that a person leads today, if it is one: what a report need not say. */
export async function soleGridOf(db: Db, person: Uuid | null): Promise<Uuid | null> {
  if (person === null)
    return null;
  const grids = await db('grids').where({ leader: person, level: 3, status: 'active' }).limit(2).select('id');
  return grids.length === 1 ? grids[0].id : null;
}

/** The active members of the departments that dispatch in the sub-district of a grid. */
export async function dispatchersOf(db: Db, grid: Uuid): Promise<Uuid[]> {
  return db('grids as g')
    .join('departments as d', 'd.subdistrict', 'g.subdistrict')
    .join('directus_users as u', 'u.department', 'd.id')
    .where({ 'g.id': grid, 'd.active': true, 'd.dispatches': true, 'u.status': 'active' })
    .pluck('u.id');
}

export interface StoredTimeline {
  issue: StoredIssue & { event_hash: string };
  events: IssueEvent[];
  /** The same events as the chain covers them. */
  chain: ChainedEvent[];
  clocks: Clock[];
}

/** Whole timelines in the order of their ids, for verification: those after `after`, at most `limit`. */
export async function loadTimelines(db: Db, after: Uuid | null, limit: number): Promise<StoredTimeline[]> {
  const query = db('issues').orderBy('id').limit(limit);
  const issues: (Row & { id: Uuid; event_hash: string })[] = await (after === null ? query : query.where('id', '>', after));
  const ids = issues.map(issue => issue.id);
  const events = await db('issue_events').whereIn('issue', ids).orderBy(['issue', 'seq']).select('*', db.raw('data::text as text'));
  const clocks = await db('issue_deadlines').whereIn('issue', ids).orderBy(['issue', 'opened_by_seq', 'id']);
  const byIssue = <Row extends { issue: Uuid }>(rows: Row[]): Map<Uuid, Row[]> => Map.groupBy(rows, row => row.issue);
  const [eventsOf, clocksOf] = [byIssue(events), byIssue(clocks)];
  return issues.map(row => ({
    issue: { ...storedIssue(row), event_hash: row.event_hash },
    events: (eventsOf.get(row.id) ?? []).map(event => ({ ...event, at: momentOf(event.at), until: momentOf(event.until) })),
    chain: (eventsOf.get(row.id) ?? []).map(event => ({ ...event, at: momentOf(event.at), until: momentOf(event.until), data: event.text })),
    clocks: (clocksOf.get(row.id) ?? []).map(storedClock),
  }));
}

function storedClock(row: Row): Clock {
  const { id: _id, issue: _issue, ...clock } = row;
  const moments = ['started_at', 'due_at', 'original_due_at', 'warn_at', 'warned_at', 'held_until', 'met_at', 'missed_at', 'handled_at'];
  return { ...clock, ...Object.fromEntries(moments.map(key => [key, momentOf(row[key] as Date | string | null)])) } as unknown as Clock;
}
