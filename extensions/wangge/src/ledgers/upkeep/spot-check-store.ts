/** The SQL of spot checks. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';

/** Does this person hold the grid, or one above it, or stand in for somebody who does? */
export async function isInLine(db: Db, person: Uuid, grid: Uuid, day: Day): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { in_line: boolean }[] }>('select wangge_in_line(?, ?, cast(? as date)) as in_line', [person, grid, day]);
  return rows[0]!.in_line;
}

interface Days { starts_on: Day; ends_on: Day }

/** How many entries of each data set were looked at. */
export async function lookedSets(db: Db, { starts_on, ends_on }: Days): Promise<Map<Uuid, number>> {
  const rows: { dataset: Uuid; count: string }[] = await db('ledger_spot_checks').whereBetween('checked_on', [starts_on, ends_on]).groupBy('dataset').select('dataset').countDistinct('item as count');
  return new Map(rows.map(({ dataset, count }) => [dataset, Number(count)]));
}

/** The patches in which somebody has looked at anything; of one sub-district, or of all. */
export async function lookedGrids(db: Db, { starts_on, ends_on }: Days, subdistrict: Uuid | null): Promise<Uuid[]> {
  const { rows } = await db.raw<{ rows: { id: Uuid }[] }>(`
    select g.id from grids g where (cast(:subdistrict as uuid) is null or g.subdistrict = :subdistrict)
      and exists (select from ledger_spot_checks c where c.grid = g.id and c.checked_on between cast(:starts_on as date) and cast(:ends_on as date))`, { starts_on, ends_on, subdistrict } as Record<string, string>);
  return rows.map(({ id }) => id);
}

/** Which of these entries were looked at. */
export async function lookedAmong(db: Db, { starts_on, ends_on }: Days, dataset: Uuid, items: readonly Uuid[]): Promise<Set<Uuid>> {
  return new Set(await db('ledger_spot_checks').where({ dataset }).whereIn('item', items as Uuid[]).whereBetween('checked_on', [starts_on, ends_on]).distinct().pluck('item'));
}

/** Where this person looks: in the sub-district of their office (null: in all), beside the grids that they hold today and what lies below. */
export async function reachOf(db: Db, person: Uuid): Promise<{ subdistrict: Uuid | null; own: string[] }> {
  const { rows } = await db.raw<{ rows: { subdistrict: Uuid | null; own: string[] }[] }>(`
    select (select d.subdistrict from directus_users u join departments d on d.id = u.department where u.id = :person) as subdistrict,
      array(select distinct g.path from posts p join grids g on g.id = p.grid
        where p.person = :person and p.starts_on <= wangge_today() and (p.ends_on is null or p.ends_on >= wangge_today())) as own`, { person });
  return rows[0]!;
}

export async function insertSpotCheck(trx: Db, row: Record<string, unknown>): Promise<void> {
  await trx('ledger_spot_checks').insert({ id: trx.raw('gen_random_uuid()'), date_created: trx.fn.now(), ...row });
}
