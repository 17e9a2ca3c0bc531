/** The first row of a sheet: which column holds what. Pure. */
import type { Refusal, Words } from '../kernel/refusal-rules.ts';
import type { Cell } from './cell-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { plain, text } from './cell-rules.ts';
import { ERRORS } from './sheet-mark-rules.ts';

export interface Column {
  name: string;
  label: Words;
  /** Without this column a sheet is refused. */
  required?: boolean;
}

export interface Headings<Known extends Column = Column> {
  kind: 'headings';
  /** By position; null: nothing that is read. */
  columns: (Known | null)[];
  /** Where an annotated workbook has its sentences; null: it is none. */
  errors: number | null;
  /** Headings that are none of ours: their cells are left out. */
  unknown: string[];
}

const ERROR_COLUMN: Column = { name: 'errors', label: ERRORS };

/** The column that a heading names, in either language or by its name. */
export function columnCalled<Known extends Column>(known: readonly Known[], heading: string): Known | null {
  const wanted = plain(heading);
  return known.find(({ name, label }) => [label['zh-CN'], label['en-US'], name].some(word => plain(word) === wanted)) ?? null;
}

/** `missing`: what the sheet lacks of these columns. */
export function readHeadings<Known extends Column>(known: readonly Known[], cells: readonly Cell[], missing: (found: readonly (Known | null)[]) => Known[] = found => known.filter(column => column.required === true && !found.includes(column))): Headings<Known> | Refusal {
  const headings = cells.map(text);
  const found = headings.map(heading => heading === null ? null : columnCalled<Column>([...known, ERROR_COLUMN], heading));
  const twice = found.find((column, at) => column !== null && found.indexOf(column) !== at);
  if (twice != null)
    return refused('heading_twice', null, { label: twice.label['zh-CN'], label_en: twice.label['en-US'] });
  const columns = found.map(column => column === ERROR_COLUMN ? null : column as Known | null);
  const lacking = missing(columns);
  if (lacking.length > 0)
    return refused('heading_missing', null, { column: lacking[0]!.name, labels: lacking.map(({ label }) => label['zh-CN']).join('”“'), labels_en: lacking.map(({ label }) => label['en-US']).join('”, “') });
  const errors = found.indexOf(ERROR_COLUMN);
  return { kind: 'headings', columns, errors: errors < 0 ? null : errors, unknown: headings.filter((heading, at): heading is string => heading !== null && found[at] === null) };
}
