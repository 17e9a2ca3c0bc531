/** A row of headings: which column holds what. Pure. */
import type { Refusal, Words } from '../kernel/refusal-rules.ts';
import type { Cell } from './cell-rules.ts';
import type { TakingColumn } from './column-value-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { plain, text } from './cell-rules.ts';
import { ERRORS } from './sheet-mark-rules.ts';

export interface Column extends TakingColumn {
  label: Words;
  /** Without this column a sheet is refused. */
  required?: boolean;
  /** What it is called besides, in workbooks of this kind alone. */
  also?: readonly string[];
  /** Its name is not a heading: with others it means something else. */
  byLabelOnly?: boolean;
}

/** What offices call our columns: a heading, as `plain` has it, and the labels or names that it may mean. */
export type Synonyms = ReadonlyMap<string, readonly string[]>;

export interface Headings<Known extends Column = Column> {
  kind: 'headings';
  /** By position; null: nothing that is read. */
  columns: (Known | null)[];
  /** What they are called in the sheet. */
  titles: (string | null)[];
  /** Where an annotated workbook has its sentences; null: it is none. */
  errors: number | null;
  /** Headings that are none of ours: their cells are left out. */
  unknown: string[];
  /** Headings that were understood as others. */
  renamed: { title: string; label: Words }[];
}

const ERROR_COLUMN: Column = { name: 'errors', label: ERRORS };
const NO_SYNONYMS: Synonyms = new Map();

/** What people add to a heading that changes nothing: `（必填）`, `(18位)`, `*`. A unit does: it stays. */
const ADDED = /\((?:必填|必填项|选填|可选|可不填|非必填|必须|必须填写|文本|文本格式|文本型|下拉|下拉选择|请选择|单选|多选|\d+位|格式[^)]*|如[^)]*|例[^)]*|yyyy[^)]*|required|optional)\)$/;
const MARKS = /^[*★☆●◆■※▲#]+|[*★☆:,;]+$/g;

/** A heading as it is compared. */
export function headingKey(heading: string): string {
  let key = plain(heading);
  for (let before = ''; before !== key;)
    [before, key] = [key, key.replaceAll(MARKS, '').replace(ADDED, '')];
  return key === '' ? plain(heading) : key;
}

/** The column that a heading names, in either language or by its name; or by a synonym, where that means one of them. */
export function columnCalled<Known extends Column>(known: readonly Known[], heading: string, synonyms: Synonyms = NO_SYNONYMS): Known | null {
  return columnNamed(known, heading) ?? columnMeant(known, heading, synonyms);
}

function columnNamed<Known extends Column>(known: readonly Known[], heading: string): Known | null {
  const wanted = [plain(heading), headingKey(heading)];
  return known.find(({ name, label, byLabelOnly = false }) => [label['zh-CN'], label['en-US'], ...byLabelOnly ? [] : [name]].some(word => wanted.includes(plain(word)))) ?? null;
}

function columnMeant<Known extends Column>(known: readonly Known[], heading: string, synonyms: Synonyms): Known | null {
  const own = known.find(({ also = [] }) => also.some(word => plain(word) === headingKey(heading)));
  if (own !== undefined)
    return own;
  const meant = new Set((synonyms.get(headingKey(heading)) ?? []).flatMap(word => columnNamed(known, word) ?? []));
  const [only] = meant;
  return meant.size === 1 ? only! : null;
}

export interface HeadingSearch<Known extends Column> {
  known: readonly Known[];
  synonyms?: Synonyms;
  /** What the sheet lacks of these columns; left out: those that are required. */
  missing?: ((found: readonly (Known | null)[]) => Known[]) | undefined;
}

export function readHeadings<Known extends Column>({ known, synonyms = NO_SYNONYMS, missing = found => known.filter(column => column.required === true && !found.includes(column)) }: HeadingSearch<Known>, cells: readonly Cell[]): Headings<Known> | Refusal {
  const titles = cells.map(text);
  const all: Column[] = [...known, ERROR_COLUMN];
  const named = titles.map(title => title === null ? null : columnNamed(all, title));
  // What is called by its own name needs no synonym beside it.
  const found = titles.map((title, at) => {
    const meant = title === null || named[at] !== null ? null : columnMeant(all, title, synonyms);
    return named[at] ?? (meant !== null && named.includes(meant) ? null : meant);
  });
  const twice = found.find((column, at) => column !== null && found.indexOf(column) !== at);
  if (twice != null) {
    const called = titles.filter((_, at) => found[at] === twice);
    return refused('heading_twice', null, { label: twice.label['zh-CN'], label_en: twice.label['en-US'], titles: called.join('”“'), titles_en: called.join('”, “') });
  }
  const columns = found.map(column => column === ERROR_COLUMN ? null : column as Known | null);
  const lacking = missing(columns);
  if (lacking.length > 0)
    return refused('heading_missing', null, { column: lacking[0]!.name, labels: lacking.map(({ label }) => label['zh-CN']).join('”“'), labels_en: lacking.map(({ label }) => label['en-US']).join('”, “') });
  const errors = found.indexOf(ERROR_COLUMN);
  return {
    kind: 'headings',
    columns,
    titles,
    errors: errors < 0 ? null : errors,
    unknown: titles.filter((title, at): title is string => title !== null && found[at] === null),
    renamed: found.flatMap((column, at) => column !== null && named[at] === null ? [{ title: titles[at]!, label: column.label }] : []),
  };
}

/** How many of ours stand in a row. */
export function headingsKnown<Known extends Column>({ known, synonyms = NO_SYNONYMS }: HeadingSearch<Known>, cells: readonly Cell[]): number {
  return cells.map(text).filter(title => title !== null && columnCalled(known, title, synonyms) !== null).length;
}
