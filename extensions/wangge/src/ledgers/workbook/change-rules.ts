/** Does an entry of a workbook say anything new? Pure. */
import type { Checked } from '../entry-rules.ts';
import type { Field, Values } from '../model.ts';

/**
 * What of the checked values differs from the stored row. A number that was rounded when it was stored is the same;
 * a sealed number is compared by its hash.
 */
export function changesOf(checked: Pick<Checked, 'values' | 'sealed'>, stored: Values, hashes: Readonly<Record<string, string>>, kinds: ReadonlyMap<string, Field['kind']>, scales: ReadonlyMap<string, number>): Pick<Checked, 'values' | 'sealed'> {
  const sealed = Object.fromEntries(Object.entries(checked.sealed).filter(([field, value]) => value?.hash !== hashes[field]));
  const values = Object.fromEntries(Object.entries(checked.values).filter(([field, value]) =>
    field in checked.sealed ? field in sealed : !isSame(value, stored[field], kinds.get(field), scales.get(field))));
  return { values, sealed };
}

function isSame(value: unknown, stored: unknown, kind: Field['kind'] | undefined, scale: number | undefined): boolean {
  if (value === stored || (value ?? null) === (stored ?? null))
    return true;
  if (typeof value === 'number')
    return stored !== null && Math.abs(value - Number(stored)) <= (scale === undefined ? 0 : 10 ** -scale / 2 + Number.EPSILON);
  // Chosen together: their order says nothing.
  const inOrder = kind === 'choices' && Array.isArray(value) && Array.isArray(stored) ? [value.toSorted(), stored.toSorted()] : [value, stored];
  return typeof value === 'object' && JSON.stringify(sorted(inOrder[0])) === JSON.stringify(sorted(inOrder[1]));
}

/** The database sorts the keys of an object in its own way. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(sorted);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, one]) => [key, sorted(one)])) : value;
}

interface Writable { values: Values }

/** Rows that one statement writes have the same fields: what a row does not say is filled in by `other`; left out: `undefined`. */
export function groupedByFields<Row extends Writable>(rows: readonly Row[], other: (row: Row, field: string) => unknown): Row[][] {
  const fields = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))].sort();
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const values = Object.fromEntries(fields.map(field => [field, field in row.values ? row.values[field] : other(row, field)]).filter(([, value]) => value !== undefined));
    const shape = Object.keys(values).join();
    const group = groups.get(shape) ?? [];
    group.push({ ...row, values });
    groups.set(shape, group);
  }
  return [...groups.values()];
}
