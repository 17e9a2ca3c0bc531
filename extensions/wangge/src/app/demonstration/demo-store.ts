/**
 * The SQL of the demonstration: what it needs to read, and its rows in bulk.
 *
 * No trigger is switched off (`daily-work-store.ts` has an exception). Issues and events go in as the running system writes them: the report, the issue (the
 * trigger applies the report), then every other event in order (numbered, chained and applied by triggers), clocks last.
 */
import type { IssueEvent } from '../../handling/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Demonstration } from './generate.ts';
import type { ExpectedRow } from './ledgers/ledgers.ts';
import type { DemoRows } from './model.ts';
import type { CategoryRow, Reference } from './reference.ts';
import type { IssueTimeline } from './timeline.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { digestOfContents } from '../../handling/index.ts';
import { idOf } from './random.ts';

const BATCH = 1000;

/** A photograph that is stored already. */
export interface Photo {
  id: Uuid;
  /** Of its content, in hexadecimal. */
  sha256: string;
}

export async function hasSubdistrict(db: Db): Promise<boolean> {
  return (await db('subdistricts').first('id')) !== undefined;
}

export async function loadReference(db: Db): Promise<Reference> {
  const { rows } = await db.raw<{ rows: { close_of_business: string }[] }>(
    `select to_char(coalesce((select close_of_business from settings_wangge limit 1), time '18:00'), 'HH24:MI') as close_of_business`,
  );
  const categories = await db('issue_categories').select('id', 'code', 'name', 'parent', 'photo_required', 'disclosure_mode', 'active');
  return {
    categories: categories.map((row: CategoryRow) => ({ ...row, photo_required: row.photo_required ?? false, disclosure_mode: row.disclosure_mode ?? 'individual', active: row.active ?? true })),
    rules: await db('routing_rules').where('active', true)
      .select('id', 'priority', 'name', 'category', 'kinds', 'parties', 'involves_departments', 'sources', 'severities', 'grid', 'scope', 'lead', 'lead_level', 'department', 'handler'),
    policies: await db('deadline_policies').where('active', true)
      .select('id', 'kind', 'scope', 'category', 'severity', 'working_days', 'clock_hours', 'warn_working_hours'),
    calendar: await loadCalendar(db),
    close_of_business: rows[0]!.close_of_business,
  };
}

export async function insertWorld(db: Db, world: DemoRows, roles: Readonly<Record<string, Uuid>>, passwordHash: string): Promise<void> {
  await insertRows(db, 'subdistricts', [world.subdistrict]);
  // A head works in the department that they head: departments, people, heads.
  await insertRows(db, 'departments', world.departments.map(({ head: _, ...row }) => row));
  await insertRows(db, 'directus_users', world.people.map(({ account, role, ...row }) => ({
    ...row,
    role: roles[role],
    password: account ? passwordHash : null,
    status: 'active',
    provider: 'default',
    language: 'zh-CN',
  })), NEW_USER);
  await db.raw(`
    update departments d set head = h.head from json_populate_recordset(null::departments, ?::json) h where d.id = h.id and h.head is not null
  `, [JSON.stringify(world.departments)]);
  // The tree grows from its root: a grid's path builds on its parent's.
  for (const level of [1, 2, 3])
    await insertRows(db, 'grids', world.grids.filter(grid => grid.level === level).map(({ path: _, ...row }) => row));
  await insertRows(db, 'posts', world.posts);
  // Its grids are as old as the first post on one.
  await db('grid_spans').where('subdistrict', world.subdistrict.id).update({ valid_from: db('posts').whereIn('id', world.posts.map(({ id }) => id)).min('starts_on') });
  await insertRows(db, 'absences', world.absences);
  await insertRows(db, 'duty_lines', world.duty_lines);
}

const NEW_USER = ['id', 'email', 'first_name', 'title', 'phone', 'role', 'department', 'password', 'status', 'provider', 'language'];

export async function insertIssues(db: Db, { issues, counters, world }: Demonstration, photos: readonly Photo[]): Promise<void> {
  const timelines = issues.map(issue => ({ issue, written: issue.written() }));
  const rounds = Math.max(0, ...timelines.map(({ written }) => written.length));
  for (let round = 0; round < rounds; round++) {
    // One event of each issue at a time, so that what an event carries (`data.then`) comes right after it.
    const events = timelines.flatMap(({ issue, written }) => written.slice(round, round + 1).map(event => withDigest(issue, event, photos)));
    await insertRows(db, 'issue_events', events, EVENT_COLUMNS);
    if (round === 0)
      await insertRows(db, 'issues', issues.map(issueRow));
  }
  await insertRows(db, 'issue_deadlines', issues.flatMap(({ report, clocks }) => clocks.map(clock => ({ issue: report.id, ...clock }))));
  const helpers = issues.flatMap(issue => issue.helpers().map(helper => ({ id: idOf(`helper/${issue.report.id}/${helper.called_seq}`), issue: issue.report.id, ...helper })));
  if (helpers.length > 0)
    await insertRows(db, 'issue_helpers', helpers);
  await insertAttachments(db, issues, photos);
  await insertRows(db, 'issue_counters', counters.map(counter => ({ subdistrict: world.subdistrict.id, ...counter })));
}

export async function insertExpected(db: Db, rows: readonly ExpectedRow[]): Promise<void> {
  await insertRows(db, 'ledger_expected', rows.map(row => ({ id: idOf(`expected/${row.dataset}/${row.grid}`), ...row })));
}

/** What the reporter said; the rest is the report event's, applied by the trigger. */
function issueRow({ report }: IssueTimeline): Record<string, unknown> {
  const { id, title, description, kind, category, parties, involves_departments, source, external_no, severity, confidential, grid, address, occurred_at } = report;
  return { id, title, description, kind, category, parties, involves_departments, source, external_no, severity, confidential, grid, address, occurred_at };
}

const EVENT_COLUMNS = ['issue', 'type', 'actor', 'at', 'note', 'to_department', 'to_person', 'to_scope', 'to_category', 'to_grid', 'to_issue', 'to_seq', 'request_kind', 'until', 'decision', 'cause', 'result', 'channel', 'solved', 'satisfaction', 'data', 'from_status', 'to_status', 'files_digest'];

/** The digest of an event's files is part of its hash; computed as for any other event. */
function withDigest(issue: IssueTimeline, event: IssueEvent, photos: readonly Photo[]): IssueEvent & { files_digest: string | null } {
  const contents = attached(issue, event.seq, photos);
  return { ...event, files_digest: contents.length === 0 ? null : digestOfContents(contents) };
}

function attached({ photos: numbers }: IssueTimeline, seq: number, photos: readonly Photo[]): Photo[] {
  return (numbers.get(seq) ?? []).map(number => photos[number % photos.length]!);
}

async function insertAttachments(db: Db, issues: readonly IssueTimeline[], photos: readonly Photo[]): Promise<void> {
  const rows = issues.flatMap(issue => [...issue.photos.keys()].flatMap(seq =>
    attached(issue, seq, photos).map(({ id }) => ({ id: idOf(`attachment/${issue.report.id}/${seq}/${id}`), issue: issue.report.id, seq, file: id }))));
  await db.raw(`
    insert into issue_events_files (id, issue_events_id, directus_files_id)
    select a.id, e.id, a.file from json_to_recordset(?::json) a (id uuid, issue uuid, seq integer, file uuid)
    join issue_events e on e.issue = a.issue and e.seq = a.seq
  `, [JSON.stringify(rows)]);
}

/** Rows in the order given; columns that are not named take their default. */
export async function insertRows(db: Db, table: string, rows: readonly object[], columns: readonly string[] = Object.keys(rows[0] ?? {})): Promise<void> {
  const names = columns.map(() => '??').join(', ');
  for (let from = 0; from < rows.length; from += BATCH) {
    await db.raw(`insert into ?? (${names}) select ${names} from json_populate_recordset(null::??, ?::json)`, [
      table,
      ...columns,
      ...columns,
      table,
      JSON.stringify(rows.slice(from, from + BATCH)),
    ]);
  }
}
