/** The SQL of single facts that say something. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { FactsQuery } from './fact-store.ts';
import type { FactKind, FactListing } from './model.ts';
import { selectionOf } from './fact-store.ts';

export interface SaidFact {
  id: string;
  grid: Uuid | null;
  /** Of that grid, as it is now. */
  grid_path: string | null;
  department: Uuid | null;
  person: Uuid | null;
  verdict: boolean;
  title: string | null;
  item: { collection: string; id: string } | null;
  /** On which it counts, where the installation lives. */
  day: Day | null;
}

/** Needs what `askFacts` told, in the same transaction. */
export async function saidFacts(trx: Db, query: FactsQuery, { kind, verdict, subdistrict, listing }: { kind: FactKind; verdict: string; subdistrict: Uuid; listing: FactListing }): Promise<SaidFact[]> {
  const selection = selectionOf(query, kind);
  if (selection === null)
    return [];
  const asked = query.columns[kind]!.filter(column => column !== 'stretch');
  const { due_at, on_day, reported_at } = listing.dates;
  const moment = due_at ?? reported_at ?? null;
  const day = on_day ?? (moment === null ? 'cast(null as date)' : `cast(cast(${moment} as timestamptz) at time zone :time_zone as date)`);
  const { rows } = await trx.raw<{ rows: (Omit<SaidFact, 'item'> & { key: string | null })[] }>(`
    select * from (
      select f.id, f.grid, g.path as grid_path, f.department, f.person, (${verdict}) as verdict, ${listing.title} as title, ${listing.item === null ? 'cast(null as text)' : `cast(${listing.item.key} as text)`} as key, cast(${day} as text) as day
      from (${selection.parts.map(sql => `select cast(p.id as text) as id, p.grid, p.department, p.person${asked.map(name => `, p.${name}`).join('')} from (${sql}) p`).join(' union all ')}) f
      left join grids g on g.id = f.grid left join departments h on h.id = f.department
      ${listing.joins}
      where coalesce(g.subdistrict, h.subdistrict) = cast(:subdistrict as uuid)
    ) said where verdict is not null order by day nulls last, id`, { ...selection.bindings, subdistrict } as unknown as Record<string, string>);
  return rows.map(({ key, ...row }) => ({ ...row, item: listing.item === null || key === null ? null : { collection: listing.item.collection, id: key } }));
}
