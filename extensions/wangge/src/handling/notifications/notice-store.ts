/** The SQL of telling: people whom an issue does not name itself, in one round trip, and only where an event concerns them. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { PendingRequest } from '../lifecycle/derived-state-rules.ts';
import type { IssueState } from '../lifecycle/evolve-rules.ts';
import type { Severity, Status } from '../model.ts';
import type { NotifiedEvent, People, Subject } from './model.ts';
import { awaitsDispatchers, concerns, departmentCalled, lapsedNotices, NOBODY, notifiesUpwards } from './notice-rules.ts';

/** The lists that `noticesOf` needs for these events; the others stay empty. An ordinary report that found its handler costs no query. */
export async function peopleConcerned(db: Db, events: readonly NotifiedEvent[], { state, severity, confidential }: { state: IssueState; severity: Severity; confidential: boolean }): Promise<People> {
  const upwards = events.some(event => notifiesUpwards(event, severity));
  const deciding = events.some(event => concerns(event, 'approver') && event.data.decided.approver !== 'lead');
  const dispatchers = awaitsDispatchers(state, confidential) || deciding || events.some(event => concerns(event, 'dispatchers_anyway'));
  const level_1 = upwards || deciding;
  const departments = [
    ...(upwards || events.some(event => concerns(event, 'department_head')) ? [state.department] : []),
    ...events.map(departmentCalled),
  ].filter(department => department !== null);
  if (!dispatchers && !level_1 && departments.length === 0)
    return NOBODY;
  const { rows } = await db.raw<{ rows: PeopleRow[] }>(PEOPLE_SQL, { grid: state.grid, dispatchers, level_1, departments });
  const row = rows[0]!;
  return { dispatchers: row.dispatchers, level_1: row.level_1, level_1_there: row.level_1_there, heads: new Map(Object.entries(row.heads)) };
}

interface PeopleRow {
  dispatchers: Uuid[];
  level_1: Uuid[];
  level_1_there: Uuid[];
  heads: Record<Uuid, Uuid[]>;
}

const PEOPLE_SQL = `
with place as (
  select g.subdistrict, g.path, area.id as area, area.leader from grids g
  left join grids area on area.level = 1 and area.subdistrict = g.subdistrict and starts_with(g.path, area.path)
  where g.id = cast(:grid as uuid)
)
select
  array(
    select u.id from place p join departments d on d.subdistrict = p.subdistrict and d.active and d.dispatches
    join directus_users u on u.department = d.id and u.status = 'active'
    where cast(:dispatchers as boolean) order by u.id
  ) as dispatchers,
  array(
    select p.leader from place p where cast(:level_1 as boolean) and p.leader is not null
    union
    select o.person from place p join posts o on o.grid = p.area and o.role = 'deputy'
      and o.starts_on <= wangge_today() and (o.ends_on is null or o.ends_on >= wangge_today())
    where cast(:level_1 as boolean) and p.leader is null
  ) as level_1,
  array(select wangge_acting(p.path, 1, wangge_today()) from place p where cast(:level_1 as boolean)) as level_1_there,
  (select coalesce(jsonb_object_agg(d.id, case when h.id is not null then jsonb_build_array(h.id) else (
      select coalesce(jsonb_agg(u.id order by u.id), '[]') from directus_users u where u.department = d.id and u.status = 'active') end), '{}')
    from departments d left join directus_users h on h.id = d.head and h.status = 'active'
    where d.id = any(cast(:departments as uuid[]))) as heads`;

/** For those whose requests lapse with the misses of these issues: what is asked last is what waited. */
export async function lapsedRequests(db: Db, issues: readonly Uuid[]): Promise<Notice[]> {
  if (issues.length === 0)
    return [];
  const { rows } = await db.raw<{ rows: LapsedRow[] }>(`
    select i.id, coalesce(i.title, i.number) as title, i.number, i.status, i.severity, i.confidential, e.seq, e.actor as by, e.request_kind as kind
    from issues i cross join lateral (
      select seq, actor, request_kind from issue_events where issue = i.id and type = 'request_extension' order by seq desc limit 1
    ) e
    where i.id = any(cast(? as uuid[])) order by i.id`, [issues]);
  return rows.flatMap(({ number, status, seq, by, kind, ...issue }) => lapsedNotices({ ...issue, state: { number, status } }, { seq, by, kind }, { actor: null }));
}

interface LapsedRow extends Omit<Required<Subject>, 'state'>, Pick<PendingRequest, 'seq' | 'by' | 'kind'> {
  number: string;
  status: Status;
}
