/** The SQL of pins that an earlier release did not write. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Clock } from '../model.ts';

/** Some issues with clocks that are not pinned yet. */
export async function unpinnedIssues(db: Db, limit: number): Promise<Uuid[]> {
  const { rows } = await db.raw<{ rows: { issue: Uuid }[] }>('select distinct issue from issue_deadlines where first_round is null order by issue limit ?', [limit]);
  return rows.map(({ issue }) => issue);
}

/** The pins alone: what else is stored of these clocks stays as it is. */
export async function pinClocks(db: Db, timelines: readonly { issue: Uuid; clocks: readonly Clock[] }[]): Promise<number> {
  const rows = timelines.flatMap(({ issue, clocks }) => clocks.map(({ kind, department, opened_by_seq, scope, grid, department_at_due, person_at_due, handled_at, first_round }) =>
    ({ issue, kind, department, opened_by_seq, scope, grid, department_at_due, person_at_due, handled_at, first_round })));
  const { rowCount } = await db.raw<{ rowCount: number }>(`
    update issue_deadlines d set scope = c.scope, grid = c.grid, department_at_due = c.department_at_due, person_at_due = c.person_at_due,
      handled_at = c.handled_at, first_round = c.first_round
    from json_populate_recordset(null::issue_deadlines, ?::json) c
    where d.issue = c.issue and d.kind = c.kind and d.department is not distinct from c.department and d.opened_by_seq = c.opened_by_seq
      and d.first_round is null
  `, [JSON.stringify(rows)]);
  return rowCount;
}

/** Clocks that no timeline gives: what holds now is all that is known. */
export async function pinAsTheyStand(db: Db, issues: readonly Uuid[]): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(`
    update issue_deadlines d set scope = i.scope, grid = i.grid, department_at_due = coalesce(d.department, i.department), person_at_due = d.person,
      handled_at = case when d.kind in ('resolve', 'own') then coalesce(d.met_at, i.handled_at) end, first_round = d.opened_by_seq = 1
    from issues i
    where i.id = d.issue and d.issue = any(?) and d.first_round is null
  `, [issues]);
  return rowCount;
}
