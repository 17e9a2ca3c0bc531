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
  /** It is ours, and what stands in it is passed over: exports show it. */
  passedOver?: boolean;
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

/** Longer is no heading. */
const LONGEST = 100;

/** What headings mean, made once for the columns and synonyms of an import: a workbook may have many sheets, and rows that might be headings. */
interface Vocabulary {
  /** By their own words. */
  named: (heading: string) => Column | null;
  /** By a synonym, where that means one of them. */
  meant: (heading: string) => Column | null;
}

const VOCABULARIES = new WeakMap<Synonyms, WeakMap<readonly Column[], Vocabulary>>();

function vocabularyOf(known: readonly Column[], synonyms: Synonyms): Vocabulary {
  const ofSynonyms = VOCABULARIES.get(synonyms) ?? new WeakMap<readonly Column[], Vocabulary>();
  VOCABULARIES.set(synonyms, ofSynonyms);
  const vocabulary = ofSynonyms.get(known) ?? newVocabulary(known, synonyms);
  ofSynonyms.set(known, vocabulary);
  return vocabulary;
}

function newVocabulary(known: readonly Column[], synonyms: Synonyms): Vocabulary {
  const [words, others] = [new Map<string, Column>(), new Map<string, Column>()];
  const add = (to: Map<string, Column>, word: string, column: Column): void => void (to.has(plain(word)) || to.set(plain(word), column));
  for (const column of [...known, ERROR_COLUMN]) {
    for (const word of [...Object.values(column.label), ...column.byLabelOnly === true ? [] : [column.name]])
      add(words, word, column);
    for (const word of column.also ?? [])
      add(others, word, column);
  }
  const named = (heading: string): Column | null => words.get(plain(heading)) ?? words.get(headingKey(heading)) ?? null;
  const meant = (heading: string): Column | null => {
    const own = others.get(headingKey(heading));
    const columns = own === undefined ? new Set((synonyms.get(headingKey(heading)) ?? []).flatMap(word => named(word) ?? [])) : new Set([own]);
    const [only] = columns;
    return columns.size === 1 ? only! : null;
  };
  return { named: remembered(named), meant: remembered(meant) };
}

function remembered(find: (heading: string) => Column | null): (heading: string) => Column | null {
  const found = new Map<string, Column | null>();
  return (heading) => {
    if (heading.length > LONGEST)
      return null;
    const column = found.get(heading) ?? (found.has(heading) ? null : find(heading));
    found.set(heading, column);
    return column;
  };
}

/** The column that a heading names, in either language or by its name; or by a synonym, where that means one of them. */
export function columnCalled<Known extends Column>(known: readonly Known[], heading: string, synonyms: Synonyms = NO_SYNONYMS): Known | null {
  const { named, meant } = vocabularyOf(known, synonyms);
  const column = named(heading) ?? meant(heading);
  return known.find(one => one === column) ?? null;
}

export interface HeadingSearch<Known extends Column> {
  known: readonly Known[];
  synonyms?: Synonyms;
  /** What the sheet lacks of these columns; left out: those that are required. */
  missing?: ((found: readonly (Known | null)[]) => Known[]) | undefined;
}

export function readHeadings<Known extends Column>({ known, synonyms = NO_SYNONYMS, missing = found => known.filter(column => column.required === true && !found.includes(column)) }: HeadingSearch<Known>, cells: readonly Cell[]): Headings<Known> | Refusal {
  const titles = cells.map(text);
  const vocabulary = vocabularyOf(known, synonyms);
  const named = titles.map(title => title === null ? null : vocabulary.named(title));
  // What is called by its own name needs no synonym beside it.
  const found = titles.map((title, at) => {
    const meant = title === null || named[at] !== null ? null : vocabulary.meant(title);
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
