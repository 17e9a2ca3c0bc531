/** Results as a list of them may tell: where a scheme prints tiers only, of everybody else no place and nothing that gives it away. Pure. */
import type { SubjectKind } from '../facts/model.ts';
import type { FieldKey } from '../interval/field-input-rules.ts';
import { TIERS } from '../interval/model.ts';
import { DRAWN_COLUMNS } from './ranking-columns-rules.ts';

/** Of which fields of a version the places are kept from others: its scheme tells tiers only, and they are mostly chance, or how much so could not be drawn. */
export function keptFields({ tiers_only }: { tiers_only: boolean }, fields: readonly (FieldKey & ({ header: { places_told: boolean } } | { not_drawn: unknown }))[]): (field: FieldKey) => boolean {
  const kept = new Set(tiers_only ? fields.filter(field => !('header' in field && field.header.places_told)).map(fieldName) : []);
  return field => kept.has(fieldName(field));
}

function fieldName({ kind, level, group }: FieldKey): string {
  return JSON.stringify([kind, kind === 'department' ? null : level, group]);
}

/** A row of `rankings`, as its reader's permissions show it. */
export interface SeenRow {
  subject: SubjectKind;
  level: number | null;
  grid: { id: string; code: string; name: string } | null;
  department: { id: string; name: string } | null;
  person: { id: string; first_name: string | null; last_name: string | null } | null;
  peer_group: string | null;
  rank: number | null;
  tier: string | null;
  [column: string]: unknown;
}

export interface ToldRow extends SeenRow {
  id: string;
  name: string;
  /** It has a place that is not told here. */
  untold: boolean;
}

/** Of this quarter; of the year, which is mostly this quarter and those before. */
const PLACES = ['rank', 'of', 'previous_rank', 'low', 'high', 'weight_best', 'weight_worst', 'weight_by', 'year_total', 'year_rank', 'year_of', 'year_low', 'year_high', ...DRAWN_COLUMNS] as const;

export interface Telling {
  /** Is this field one whose places are not told? And was it, in the quarter before? */
  untold: boolean;
  untoldBefore: boolean;
  /** Everybody reads their own. */
  own: boolean;
}

export function toldRow(row: SeenRow, { untold, untoldBefore, own }: Telling): ToldRow {
  const named = { ...row, id: idOf(row), name: nameOf(row) };
  if (own || !untold)
    return { ...named, ...untoldBefore && !own ? { previous_rank: null } : {}, untold: false };
  const without = { ...named, ...Object.fromEntries(PLACES.filter(column => column in row).map(column => [column, null])), rank: null };
  // The total of who has no place is no place; of the others it would give theirs away.
  return row.rank === null ? { ...without, untold: false } : { ...without, total: null, untold: true };
}

/** Who has a place first; places that are not told by tier (who is not rated is looked at first), inside a tier by name. */
export function inOrder(rows: readonly ToldRow[]): ToldRow[] {
  return rows.map((row, at) => ({ row, at })).sort((a, b) => standing(a.row) - standing(b.row) || (a.row.untold && b.row.untold ? tierPlace(a.row) - tierPlace(b.row) || compare(a.row.name, b.row.name) || compare(a.row.id, b.row.id) : (a.row.rank ?? 0) - (b.row.rank ?? 0)) || a.at - b.at).map(({ row }) => row);
}

function standing({ rank, untold }: ToldRow): number {
  return rank !== null ? 0 : untold ? 1 : 2;
}

function tierPlace({ tier }: SeenRow): number {
  return tier === 'not_rated' ? -1 : tier === null ? TIERS.length : (TIERS as readonly string[]).indexOf(tier);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function idOf({ subject, grid, department, person }: SeenRow): string {
  return { grid, department, person }[subject]?.id ?? '';
}

/** Family name first, as here. */
function nameOf({ subject, grid, department, person }: SeenRow): string {
  return { grid: grid?.name, department: department?.name, person: [person?.last_name, person?.first_name].filter(Boolean).join('') }[subject] ?? '';
}
