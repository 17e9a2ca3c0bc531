/** The SQL of issues that their columns cannot tell as of the cut: which they are, and where what their events tell is kept until the end of the transaction. */
import type { ClockIdentity } from '../../handling/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { DuplicateTold, FactQuery } from './model.ts';
import { CLOCK_COLUMNS, FLAGGED } from './clock-columns.ts';
import { asksResponses, clocksOf, dueClocks, responseBindings, SETTLED, UNSETTLED } from './clock-facts.ts';
import { CLOCKS_TOLD, REPORTS_TOLD } from './told-tables.ts';

/** Days. Another calendar brings a limit forward by its holidays, and no more. */
const MOVED_BACK_AT_MOST = 40;

/** For each of the few workers; what passes it goes to disk. */
const WORK_MEM = '64MB';

const ISSUES_UNSETTLED = 'wangge_issues_unsettled';

const KEPT = `id bigint primary key, issue uuid, grid uuid, department uuid, person uuid, first_round boolean, due_at timestamptz, warn_at timestamptz, met_at timestamptz,
  ${Object.entries(CLOCK_COLUMNS).map(([name, { type }]) => `${name} ${type === 'word' ? 'text' : 'boolean'}`).join(', ')}`;

/** Makes room for what events tell, and finds which issues it is to be told of, in these sub-districts. `columns`: of clocks. */
export async function beginTold(trx: Db, { from, until, cut, columns, subdistricts }: FactQuery, reports: boolean): Promise<void> {
  // Counted in memory, in parallel: with what a server gives to a query of the Studio, all facts would be sorted on disk.
  await trx.raw(`set local work_mem = '${WORK_MEM}'`);
  await trx.raw(`create temp table if not exists ${CLOCKS_TOLD} (${KEPT}) on commit drop`);
  await trx.raw(`create temp table if not exists ${REPORTS_TOLD} (issue uuid primary key, grid uuid, scope text, category uuid, duplicate_of uuid, stands boolean) on commit drop`);
  await trx.raw(`truncate ${CLOCKS_TOLD}, ${REPORTS_TOLD}`);
  await trx.raw(`drop table if exists ${ISSUES_UNSETTLED}`);
  const kinds = clocksOf(columns).map(clock => `'${clock}'`).join(', ');
  // What has been moved since may lie anywhere later.
  const falls_due = `d.kind in (${kinds}) and d.started_at < :until and d.due_at >= cast(:from as timestamptz) - interval '${MOVED_BACK_AT_MOST} days'`;
  const here = (...grids: string[]): string => `exists (select from grids g where g.id in (${grids.join(', ')}) and g.subdistrict = any (:subdistricts))`;
  // (As a table made of its query, which runs in parallel: what is inserted does not.)
  await trx.raw(`
    create temp table ${ISSUES_UNSETTLED} on commit drop as
    ${since(unsettled => `
    select i.id as issue from issues i
    where i.reported_at < :until and ${unsettled} and exists (select from issue_deadlines d where d.issue = i.id and ${falls_due} and ${here('i.grid', 'd.grid')})`)}
    union
    select d.issue from issue_deadlines d join issues i on i.id = d.issue where d.provisional and ${falls_due} and ${here('i.grid', 'd.grid')}
    union
    select d.issue from issue_deadlines d join issues i on i.id = d.issue where d.first_round is null and ${falls_due} and ${here('i.grid', 'd.grid')}
    union
    select d.issue from issue_events s join issue_deadlines d on d.issue = s.issue join issues i on i.id = d.issue
    where s.type = 'separate' and (${falls_due} or s.at >= :from and s.at < :until) and ${here('i.grid', 'd.grid')}
    ${reports
      ? since(unsettled => `
    select i.id from issues i join issue_events e on e.issue = i.id and e.seq = 1
    where i.reported_at >= :from and i.reported_at < :until and ${unsettled} and ${here('i.grid', `cast(e.data #>> '{decided,grid}' as uuid)`)}
    union
    select o.issue from issue_events o join issues i on i.id = o.issue where o.type = 'merge' and o.at < :cut and ${unsettled} and ${here('i.grid')}`, 'union')
      : ''}`, { from, until, cut, subdistricts: [...subdistricts] });
}

/** What is asked of issues that something was recorded of since. */
function since(asked: (unsettled: string) => string, first = ''): string {
  return `${first} ${UNSETTLED.map(asked).join(' union ')}`;
}

/** Those of which something was recorded since. (An issue may be told for its clocks alone: its columns say what its report was, and would say it twice.) */
export async function keepReports(trx: Db, { cut }: Pick<FactQuery, 'cut'>, rows: readonly object[]): Promise<void> {
  await trx.raw(`
    insert into ${REPORTS_TOLD} select t.* from json_populate_recordset(null::${REPORTS_TOLD}, cast(:rows as json)) t join issues i on i.id = t.issue where not ${SETTLED}`, { rows: JSON.stringify(rows), cut });
}

export async function duplicatesTold(trx: Db): Promise<DuplicateTold[]> {
  const { rows } = await trx.raw<{ rows: DuplicateTold[] }>(`select issue, duplicate_of from ${REPORTS_TOLD} where duplicate_of is not null order by issue`);
  return rows;
}

export async function keepTold(trx: Db, rows: readonly object[]): Promise<void> {
  await trx.raw(`insert into ${CLOCKS_TOLD} select * from json_populate_recordset(null::${CLOCKS_TOLD}, ?::json)`, [JSON.stringify(rows)]);
}

/** Issues whose timelines do not replay (`verify issues` names them) are counted as they and their clocks stand. */
export async function keepAsStored(trx: Db, { from, until, cut, columns, response_limits }: FactQuery, issues: readonly Uuid[]): Promise<void> {
  if (issues.length === 0)
    return;
  await trx.raw(`
    insert into ${REPORTS_TOLD}
    select i.id, i.grid, i.scope, i.category, i.duplicate_of, i.status not in ('rejected', 'merged') and i.withdrawn_at is null from issues i
    where i.id = any (:issues) and not ${SETTLED} on conflict do nothing`, { issues: [...issues], cut });
  const asked = [...new Set(['clock', ...columns])];
  const said = ['id', 'issue', 'grid', 'department', 'person', 'first_round', 'due_at', 'warn_at', 'met_at'];
  const stored = said.map(name => `d.${name === 'department' || name === 'person' ? `${name}_at_due` : name}`).join(', ');
  await trx.raw(`insert into ${CLOCKS_TOLD} (${[...said, ...asked].join(', ')}) ${dueClocks(asked, stored, 'd.issue = any (:issues)')} on conflict do nothing`, {
    from,
    until,
    cut,
    issues: [...issues],
    ...asksResponses(columns) ? responseBindings(response_limits) as Record<string, string[]> : {},
  });
}

export interface UnsettledIssue { id: Uuid; repeats: boolean; flagged_source: string | null; clocks: (ClockIdentity & { id: string })[] }

/** Issues of the period that their columns cannot tell, in the order of their ids: those after `after`, at most `limit`. */
export async function unsettledIssues(trx: Db, after: Uuid | null, limit: number): Promise<UnsettledIssue[]> {
  const { rows } = await trx.raw<{ rows: UnsettledIssue[] }>(`
    select i.id, i.repeat_of is not null as repeats, ${FLAGGED} as flagged_source,
      (select json_agg(json_build_object('id', n.id::text, 'kind', n.kind, 'department', n.department, 'opened_by_seq', n.opened_by_seq)) from issue_deadlines n where n.issue = i.id) as clocks
    from ${ISSUES_UNSETTLED} u join issues i on i.id = u.issue
    where cast(:after as uuid) is null or u.issue > cast(:after as uuid)
    order by u.issue limit :limit`, { after, limit } as unknown as Record<string, string>);
  return rows;
}
