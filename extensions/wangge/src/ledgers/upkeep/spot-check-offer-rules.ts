/** Entries that are offered to be looked at: by which name each is known to somebody who does not see the whole of it. Pure. */
import type { Uuid, Values } from '../../kernel/values.ts';
import type { Dataset } from '../model.ts';

export interface OfferedEntry { id: Uuid; name: string | null; grid: string; looked: boolean }

type Named = Pick<Dataset, 'reference_field' | 'fields'>;

/** What has to be read for it: the entry as far as its reader may, and what it is named by if that is another entry. */
export function fieldsToName({ reference_field, fields }: Named): string[] {
  const related = fields.find(({ field, kind }) => field === reference_field && (kind === 'person' || kind === 'entry'));
  return ['*', 'grid.name', ...related === undefined ? [] : [`${related.field}.*`]];
}

/** The name that lists show, or its masked twin; else the first text that may be read. Null: it is named by what its reader may not see. */
export function entryName(row: Values, { reference_field, fields }: Named): string | null {
  const known = [row[reference_field], row.name, row.name_masked, row[`${reference_field}_masked`], ...fields.filter(({ kind }) => kind === 'text').map(({ field }) => row[field])];
  for (const value of known) {
    const text = typeof value === 'object' && value !== null ? textOf((value as Values).name) ?? textOf((value as Values).name_masked) : textOf(value);
    if (text !== null)
      return text;
  }
  return null;
}

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' && !UUID.test(value) ? value.trim() : null;
}
