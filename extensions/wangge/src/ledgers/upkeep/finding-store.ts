/** The SQL of findings: what `decide` weighs, and whom to tell. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { FindingKind, FindingState } from './finding-rules.ts';

export interface GridHere {
  id: Uuid;
  path: string;
  name: string;
  /** Who leads it, or the grid above while nobody does. */
  leader: Uuid | null;
}

export async function gridHere(db: Db, grid: Uuid): Promise<GridHere | null> {
  const { rows } = await db.raw<{ rows: GridHere[] }>(`
    select g.id, g.path, g.name, coalesce(g.leader, above.leader) as leader
    from grids g left join grids above on above.id = g.parent where g.id = ?`, [grid]);
  return rows[0] ?? null;
}

/** The entry that a finding is about. */
export async function entryHere(db: Db, collection: string, item: Uuid): Promise<{ grid: Uuid; draw: number } | null> {
  return (await db(collection).where('id', item).first('grid', 'draw')) ?? null;
}

export interface FindingRow {
  id: Uuid;
  kind: FindingKind;
  state: FindingState;
  found_by: Uuid | null;
  answered_by: Uuid | null;
  grid: Uuid;
  grid_path: string;
  grid_name: string;
  dataset_name: string | null;
  collection: string | null;
  item: Uuid | null;
  created_on: Day;
  /** The leader, deputies, and who stands in for them today; whose work log it is about. */
  responsible: Uuid[];
  /** Whose work log it is about. */
  logged_by: Uuid | null;
  leader: Uuid | null;
}

export async function findingsById(db: Db, ids: readonly Uuid[]): Promise<FindingRow[]> {
  const { rows } = await db.raw<{ rows: FindingRow[] }>(`
    select f.id, f.kind, f.state, f.found_by, f.answered_by, f.grid, g.path as grid_path, g.name as grid_name,
      d.name as dataset_name, d.collection, f.item, wangge_day(f.date_created)::text as created_on, coalesce(g.leader, above.leader) as leader,
      array(
        select p.person from posts p where p.grid = f.grid and p.starts_on <= wangge_today() and (p.ends_on is null or p.ends_on >= wangge_today())
        union
        select a.stand_in from absences a join posts p on p.person = a.person and p.grid = f.grid
        where a.stand_in is not null and a.approved_by is not null and a.starts_on <= wangge_today() and (a.ends_on is null or a.ends_on >= wangge_today())
          and p.starts_on <= wangge_today() and (p.ends_on is null or p.ends_on >= wangge_today())
        union
        select l.person from work_logs l where l.id = f.work_log
      ) as responsible, (select l.person from work_logs l where l.id = f.work_log) as logged_by
    from ledger_findings f join grids g on g.id = f.grid left join grids above on above.id = g.parent
    left join ledger_datasets d on d.id = f.dataset
    where f.id = any(?::uuid[])`, [[...ids]]);
  return rows;
}

/** Who confirmed this entry last; null: nobody known. */
export async function confirmerOf(db: Db, collection: string, item: Uuid): Promise<Uuid | null> {
  return (await db(collection).where('id', item).first('confirmed_by'))?.confirmed_by ?? null;
}

export async function insertFinding(trx: Db, row: Record<string, unknown>): Promise<void> {
  await trx('ledger_findings').insert(row);
}
