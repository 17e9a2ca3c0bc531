/** The first row of a ledger's workbook: which column holds what. Pure. */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Cell } from '../../workbook/cell-rules.ts';
import type { Dataset } from '../model.ts';
import type { Column } from './column-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { text } from '../../workbook/cell-rules.ts';
import { columnOf, columnsOf, isMaskedTwin } from './column-rules.ts';

export const ROWS_AT_MOST = 100_000;

export interface Headings {
  kind: 'headings';
  /** By position; null: nothing of ours. */
  columns: (Column | null)[];
  /** Headings that are none of ours: their cells are left out. */
  unknown: string[];
}

export function readHeadings(dataset: Dataset, cells: readonly Cell[]): Headings | Refusal {
  const known = columnsOf(dataset);
  const headings = cells.map(text);
  const columns = headings.map(heading => heading === null ? null : columnOf(known, heading));
  const twice = columns.find((column, at) => column !== null && columns.indexOf(column) !== at);
  if (twice != null)
    return refused('heading_twice', null, { label: twice.label['zh-CN'], label_en: twice.label['en-US'] });
  const missing = missingOf(dataset, known, columns);
  if (missing.length > 0)
    return refused('heading_missing', null, { labels: missing.map(({ label }) => label['zh-CN']).join('”“'), labels_en: missing.map(({ label }) => label['en-US']).join('”, “') });
  return { kind: 'headings', columns, unknown: headings.filter((heading, at): heading is string => heading !== null && columns[at] === null) };
}

/** Entries that are told apart by their number need no more than what is to change. */
function missingOf(dataset: Dataset, known: readonly Column[], columns: readonly (Column | null)[]): Column[] {
  const has = (kind: Column['meaning']['kind']): boolean => columns.some(column => column?.meaning.kind === kind);
  if (has('id'))
    return [];
  return known.filter(column => column.meaning.kind === 'field' && column.meaning.field.required && !columns.includes(column)
    && !(column.name === 'grid' && has('grid_code')) && !followsFromIdentity(column.name, columns) && !isMaskedTwin(column.meaning.field, dataset.fields));
}

/** Birthday and sex are read from the identity number; a row without one is told so. */
function followsFromIdentity(name: string, columns: readonly (Column | null)[]): boolean {
  return (name === 'birth_on' || name === 'sex') && columns.some(column => column?.name === 'identity_number');
}
