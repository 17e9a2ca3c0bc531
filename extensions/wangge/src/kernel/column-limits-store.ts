/** What the columns of a table can hold. */
import type { SchemaOverview } from '@directus/types';
import type { Db } from './context.ts';
import type { ColumnLimit } from './fitting-rules.ts';

type Collection = SchemaOverview['collections'][string];

/** Kept as long as Directus keeps its own picture of the collection: a column that is changed makes a new one. */
const known = new WeakMap<Collection, Promise<ReadonlyMap<string, ColumnLimit>>>();

export function columnLimits(db: Db, collection: Collection): Promise<ReadonlyMap<string, ColumnLimit>> {
  const kept = known.get(collection);
  if (kept !== undefined)
    return kept;
  const limits = readLimits(db, collection.collection);
  known.set(collection, limits);
  limits.catch(() => known.delete(collection));
  return limits;
}

async function readLimits(db: Db, table: string): Promise<ReadonlyMap<string, ColumnLimit>> {
  const { rows } = await db.raw<{ rows: { column: string; kind: string; modifier: number }[] }>(`
    select attname as column, format_type(atttypid, null) as kind, atttypmod as modifier
    from pg_attribute where attrelid = to_regclass(quote_ident(?)) and attnum > 0 and not attisdropped
  `, [table]);
  return new Map(rows.flatMap(({ column, kind, modifier }): [string, ColumnLimit][] => {
    switch (kind) {
      case 'character varying':
      case 'character':
        return modifier < 0 ? [] : [[column, { kind: 'text', most: modifier - 4 }]];
      case 'smallint':
        return [[column, { kind: 'integer', most: 2 ** 15 - 1 }]];
      case 'integer':
        return [[column, { kind: 'integer', most: 2 ** 31 - 1 }]];
      case 'bigint':
        return [[column, { kind: 'integer', most: Number.MAX_SAFE_INTEGER }]];
      case 'numeric': {
        const [digits, decimals] = [(modifier - 4) >> 16, (modifier - 4) & 0x7FF];
        return modifier < 0 ? [] : [[column, { kind: 'decimal', most: 10 ** (digits - decimals) - 10 ** -decimals }]];
      }
      case 'uuid':
        return [[column, { kind: 'key' }]];
      default:
        return [];
    }
  }));
}
