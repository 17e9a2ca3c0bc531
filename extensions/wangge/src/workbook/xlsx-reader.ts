/**
 * The first sheet of an XLSX file, row by row (ECMA-376). Strings that the sheet shares are kept as plain text, rows are
 * inflated and read only as fast as they are taken: a workbook of 100,000 rows needs some tens of megabytes.
 */
import type { Cell } from './cell-rules.ts';
import { Buffer } from 'node:buffer';
import { createInflateRaw } from 'node:zlib';
import { elements, textOf, valueOf } from './xml-reader.ts';
import { openZip } from './zip-reader.ts';

export interface XlsxRow { index: number; values: Cell[] }

/** Text that a workbook shares between its cells, inflated. */
const SHARED_AT_MOST = 256 * 1024 * 1024;
const SMALL_PART = 16 * 1024 * 1024;
const COLUMNS_AT_MOST = 1000;

export async function* xlsxRows(file: Buffer): AsyncGenerator<XlsxRow> {
  const parts = openZip(file);
  const part = (name: string, most = Number.POSITIVE_INFINITY): AsyncIterable<string> => inflated(parts, name, most);
  const whole = async (name: string): Promise<string> => {
    let text = '';
    for await (const piece of parts.has(name) ? part(name, SMALL_PART) : [])
      text += piece;
    return text;
  };
  const book = await whole('xl/workbook.xml');
  const links = await whole('xl/_rels/workbook.xml.rels');
  const first = /<(?:\w+:)?sheet\s[^>]*?\w:id="([^"]+)"/.exec(book)?.[1];
  const target = [...links.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].map(([tag]) => tag).find(tag => attribute(tag, 'Id') === first);
  const sheet = target === undefined ? null : attribute(target, 'Target');
  if (first === undefined || sheet === null)
    throw new Error('No sheet');
  const dates = datesOf(await whole('xl/styles.xml'), /date1904="(?:1|true)"/.test(book));
  const shared = parts.has('xl/sharedStrings.xml') ? await sharedStrings(part('xl/sharedStrings.xml', SHARED_AT_MOST)) : [];
  let index = -1;
  for await (const { attributes, content } of elements(part(sheet.startsWith('/') ? sheet.slice(1) : `xl/${sheet}`), 'row')) {
    index = attributes.r === undefined ? index + 1 : Number(attributes.r) - 1;
    yield { index, values: cellsOf(content, shared, dates) };
  }
}

async function* inflated(parts: ReturnType<typeof openZip>, name: string, most: number): AsyncGenerator<string> {
  const entry = parts.get(name);
  if (entry === undefined)
    throw new Error(`No part ${name}`);
  const decoder = new TextDecoder();
  let size = 0;
  const stream = entry.deflated ? createInflateRaw({ chunkSize: 64 * 1024 }) : null;
  stream?.end(entry.bytes);
  for await (const chunk of stream ?? [entry.bytes]) {
    size += (chunk as Buffer).length;
    if (size > most)
      throw new Error('Too much of it');
    yield decoder.decode(chunk as Buffer, { stream: true });
  }
}

async function sharedStrings(part: AsyncIterable<string>): Promise<string[]> {
  const strings: string[] = [];
  // A copy: what is cut out of a text keeps the whole of it in memory.
  for await (const { content } of elements(part, 'si'))
    strings.push(Buffer.from(textOf(content)).toString());
  return strings;
}

const CELL = /<(?:\w+:)?c(?=[\s/>])([^>]*?)(?:\/>|>(.*?)<\/(?:\w+:)?c>)/gs;

function cellsOf(row: string, shared: readonly string[], dates: Dates): Cell[] {
  const values: Cell[] = [];
  let column = -1;
  for (const [, attributes = '', content = ''] of row.matchAll(CELL)) {
    const place = /(?:^|\s)r="([A-Z]+)\d*"/.exec(attributes)?.[1];
    column = place === undefined ? column + 1 : columnOf(place);
    if (column >= COLUMNS_AT_MOST)
      break;
    while (values.length < column)
      values.push(null);
    values[column] = cellOf(attribute(attributes, 't'), content, Number(attribute(attributes, 's') ?? -1), shared, dates);
  }
  return values;
}

function cellOf(type: string | null, content: string, style: number, shared: readonly string[], dates: Dates): Cell {
  if (type === 'inlineStr')
    return textOf(content);
  const value = valueOf(content);
  if (value === null || value === '')
    return null;
  switch (type) {
    case 's': return shared[Number(value)] ?? null;
    case 'b': return value === '1' || value === 'true';
    case 'str':
    case 'e': return value;
    case 'd': return new Date(`${value.slice(0, 19)}Z`);
    default: return Number.isNaN(Number(value)) ? value : dates.styles.has(style) ? dateOf(Number(value), dates.from1904) : Number(value);
  }
}

function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function attribute(tag: string, name: string): string | null {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1] ?? null;
}

// ── Dates are numbers with a format ──────────────────────────────────────────────────────────────────────────

interface Dates { styles: ReadonlySet<number>; from1904: boolean }

/** Built-in formats of days and times, the Chinese ones (27–36, 50–58) among them. */
const BUILT_IN = [[14, 22], [27, 36], [45, 47], [50, 58]] as const;

function datesOf(styles: string, from1904: boolean): Dates {
  const own = new Map([...styles.matchAll(/<(?:\w+:)?numFmt\s[^>]*>/g)].map(([tag]) => [Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '']));
  const list = /<(?:\w+:)?cellXfs[\s>].*?<\/(?:\w+:)?cellXfs>/s.exec(styles)?.[0] ?? '';
  const formats = [...list.matchAll(/<(?:\w+:)?xf[\s/>][^>]*/g)].map(([tag]) => Number(attribute(tag, 'numFmtId') ?? 0));
  const isDate = (format: number): boolean => own.has(format) ? saysDate(own.get(format)!) : BUILT_IN.some(([from, to]) => from <= format && format <= to);
  return { styles: new Set([...formats.keys()].filter(at => isDate(formats[at]!))), from1904 };
}

/** What stands in quotes, in brackets, or is escaped, says nothing of the value. */
function saysDate(format: string): boolean {
  return /[ymdhs]/i.test(format.replaceAll('&quot;', '"').replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '').replaceAll(/general/gi, ''));
}

/** The wall clock as UTC. Spreadsheets count a 29 February 1900. */
function dateOf(serial: number, from1904: boolean): Date {
  const days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  return new Date(Math.round((days - 25_569) * 86_400) * 1000);
}
