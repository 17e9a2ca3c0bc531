/** The SQL behind a recognition's form and paper: names, evidence, steps. */
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';
import type { ShownEvidence, ShownNames, ShownStep } from './model.ts';

export async function namesOf(db: Db, recognition: Uuid): Promise<ShownNames> {
  const { rows } = await db.raw<{ rows: ShownNames[] }>(`
    select nullif(concat(u.last_name, u.first_name), '') as person, g.name as grid, d.name as department, s.name as subdistrict, o.name as rule, p.code as period
    from recognitions r join subdistricts s on s.id = r.subdistrict left join directus_users u on u.id = r.person left join grids g on g.id = r.grid left join departments d on d.id = r.department
    left join recognition_rules o on o.id = r.rule left join assessment_periods p on p.id = r.period where r.id = ?`, [recognition]);
  return rows[0]!;
}

export async function evidenceShown(db: Db, recognition: Uuid): Promise<ShownEvidence[]> {
  const { rows } = await db.raw<{ rows: ShownEvidence[] }>(`
    select e.fact_kind, e.fact, e.label, e.says, e.says_en, e.collection, e.item, e.on_day::text, g.name as grid, wangge_evidence_stands(e) as stands
    from recognition_evidence e left join grids g on g.id = e.of_grid where e.recognition = ? order by e.sort`, [recognition]);
  return rows;
}

export async function stepsShown(db: Db, recognition: Uuid): Promise<ShownStep[]> {
  const { rows } = await db.raw<{ rows: (Omit<ShownStep, 'at'> & { at: Date })[] }>(`
    select s.step, nullif(concat(u.last_name, u.first_name), '') as actor, s.reason, s.at, s.fact_kind, s.fact
    from recognition_steps s left join directus_users u on u.id = s.actor where s.recognition = ? order by s.seq`, [recognition]);
  return rows.map(({ at, ...row }) => ({ ...row, at: new Date(at).toISOString() }));
}
