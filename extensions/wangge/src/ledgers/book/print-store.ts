/** The SQL of prints: whom a book is for, versions, the register, what has changed since. */
import type { Db } from '../../kernel/context.ts';
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { PrintLine, SheetState } from './model.ts';

export interface Patch {
  id: Uuid;
  level: number;
  name: string;
  code: string;
  community: string | null;
  subdistrict: string;
  responsible: string | null;
  /** The leader's office telephone; without one, where the sub-district is told of complaints. */
  phone: string | null;
}

const NAME = 'coalesce(nullif(concat(u.last_name, u.first_name), \'\'), u.email)';
const ZONE = 'coalesce((select nullif(time_zone, \'\') from settings_wangge limit 1), \'Asia/Shanghai\')';
const LOCAL = (moment: string): string => `to_char(${moment} at time zone ${ZONE}, 'YYYY-MM-DD HH24:MI')`;

export async function patchBy(db: Db, id: Uuid): Promise<Patch | null> {
  const { rows } = await db.raw<{ rows: Patch[] }>(`
    select g.id, g.level, g.name, g.code, c.name as community, s.name as subdistrict, ${NAME} as responsible,
      coalesce(nullif(u.phone, ''), nullif(s.supervision_phone, '')) as phone
    from grids g join subdistricts s on s.id = g.subdistrict left join grids c on c.id = g.parent left join directus_users u on u.id = g.leader
    where g.id = ?`, [id]);
  return rows[0] ?? null;
}

export async function personName(db: Db, id: Uuid): Promise<string> {
  const { rows } = await db.raw<{ rows: { name: string | null }[] }>(`select ${NAME} as name from directus_users u where u.id = ?`, [id]);
  return rows[0]?.name ?? '';
}

/** The moment at which this transaction began: what it reads is as it was then. */
export async function beginning(db: Db): Promise<{ at: string; local: string }> {
  const { rows } = await db.raw<{ rows: { at: string; local: string }[] }>(`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, ${LOCAL('now()')} as local`);
  return rows[0]!;
}

/** The entries of a grid in the order in which they came, whoever asks: a sheet with fewer would be taken for the whole. */
export async function currentEntries(db: Db, collection: string, grid: Uuid): Promise<Uuid[]> {
  const { rows } = await db.raw<{ rows: { id: Uuid }[] }>('select id from ?? where grid = ? and state = \'current\' order by date_created, id', [collection, grid]);
  return rows.map(({ id }) => id);
}

/** What the categories above the sub-items are called, by sub-item. */
export async function partNames(db: Db, language: Language): Promise<Map<Uuid, string>> {
  const rows: { id: Uuid; name: string; name_en: string | null }[] = await db('ledger_categories as c').leftJoin('ledger_categories as r', 'r.id', 'c.parent').select('c.id', db.raw('coalesce(r.name, c.name) as name'), db.raw('coalesce(r.name_en, c.name_en) as name_en'));
  return new Map(rows.map(({ id, name, name_en }) => [id, language === 'en-US' ? name_en ?? name : name]));
}

export interface NewPrint {
  id: Uuid;
  grid: Uuid;
  printed_by: Uuid;
  printed_at: string;
  entries: Record<string, number>;
  job: Uuid | null;
}

/** The next version of this grid: who prints at the same moment waits until the first is stored. */
export async function insertPrint(trx: Db, print: NewPrint): Promise<number> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`ledger_prints ${print.grid}`]);
  const { rows } = await trx.raw<{ rows: { version: number }[] }>(`
    insert into ledger_prints (id, grid, version, printed_by, printed_at, entries, job)
    select :id, cast(:grid as uuid), coalesce(max(version), 0) + 1, :printed_by, :printed_at, :entries, :job from ledger_prints where grid = :grid
    returning version`, { ...print, entries: JSON.stringify(print.entries) });
  return rows[0]!.version;
}

export async function changeEntries(db: Db, id: Uuid, entries: NewPrint['entries']): Promise<void> {
  await db('ledger_prints').where({ id }).update({ entries: JSON.stringify(entries) });
}

/** A print of which no page has come out. */
export async function removePrint(db: Db, id: Uuid): Promise<void> {
  await db('ledger_prints').where({ id, file: null }).delete();
}

const REMEMBERED = 30;

/** Earlier prints of a grid, newest first. */
export async function earlierPrints(db: Db, grid: Uuid, version: number): Promise<PrintLine[]> {
  const name = (user: string): string => `(select ${NAME} from directus_users u where u.id = p.${user})`;
  const { rows } = await db.raw<{ rows: PrintLine[] }>(`
    select p.version, ${LOCAL('p.printed_at')} as printed_at, coalesce(${name('printed_by')}, '') as printed_by,
      coalesce(p.returned_on::text, '') as returned_on, coalesce(${name('returned_to')}, '') as returned_to, coalesce(p.return_note, '') as return_note
    from ledger_prints p where p.grid = ? and p.version < ? order by p.version desc limit ${REMEMBERED}`, [grid, version]);
  return rows;
}

/** What has become of a sheet since it was printed; null: there is no such sheet. Entries that went to another grid have changed too. */
export async function sheetState(db: Db, print: Uuid, collection: string): Promise<SheetState | null> {
  const { rows } = await db.raw<{ rows: SheetState[] }>(`
    select g.name as grid, c.name as community, d.name as dataset, d.name_en as dataset_en, p.version, ${LOCAL('p.printed_at')} as printed_at,
      ${NAME} as printed_by, cast(p.entries ->> d.collection as int) as entries,
      (select max(version) from ledger_prints n where n.grid = p.grid) as newest,
      (select count(*)::int from (
        select item from ledger_changes where grid = p.grid and collection = d.collection and at > p.printed_at
        union
        select item from ledger_changes where action = 'update' and jsonb_exists(changes, 'grid') and changes -> 'grid' ->> 0 = p.grid::text and collection = d.collection and at > p.printed_at
      ) changed) as changed
    from ledger_prints p join grids g on g.id = p.grid left join grids c on c.id = g.parent
    join ledger_datasets d on d.collection = :collection and jsonb_exists(p.entries::jsonb, d.collection)
    left join directus_users u on u.id = p.printed_by
    where p.id = :print`, { print, collection });
  return rows[0] ?? null;
}

export interface StoredPrint {
  id: Uuid;
  version: number;
  printed_on: string;
  returned_to: Uuid | null;
  today: string;
}

export async function storedPrints(db: Db, ids: readonly Uuid[]): Promise<StoredPrint[]> {
  const { rows } = await db.raw<{ rows: StoredPrint[] }>('select id, version, wangge_day(printed_at)::text as printed_on, returned_to, wangge_today()::text as today from ledger_prints where id = any(?::uuid[])', [[...ids]]);
  return rows;
}
