/** Text with separators as rows (RFC 4180), as spreadsheets save it: in UTF-8, UTF-16 or GB 18030, with commas, tabs or semicolons. */
import type { Buffer } from 'node:buffer';
import type { SheetRow } from './merged-cells.ts';
import { CELLS_AT_MOST, COLUMNS_AT_MOST, ROW_AT_MOST, tooLarge, Unreadable } from './reading-limits.ts';

const HAN = /\p{Script=Han}/u;

/** A byte order mark is left out. Throws where it is in no encoding that is written here. */
export function decodedText(file: Buffer): string {
  const [first, second] = file;
  if (first === 0xFF && second === 0xFE)
    return decoded(file, 'utf-16le');
  if (first === 0xFE && second === 0xFF)
    return decoded(file, 'utf-16be');
  if (file.includes(0))
    throw new Unreadable();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  }
  catch {
    // Chinese programs save text as GB18030 unless told otherwise. What is UTF-8 but for a few bytes is damaged: in the other it would be other words.
    const lenient = new TextDecoder('utf-8').decode(file.subarray(0, 1_000_000));
    const [lost, read] = [lenient.split('\uFFFD').length - 1, [...lenient.slice(0, 100_000)].filter(sign => HAN.test(sign)).length];
    if (read > lost || (first === 0xEF && second === 0xBB))
      throw new Unreadable('file_encoding');
    return decoded(file, 'gb18030');
  }
}

function decoded(file: Buffer, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(file);
  }
  catch {
    throw new Unreadable('file_encoding');
  }
}

/** Rows by their number in a spreadsheet; what stands in quotes may go over several lines. */
export function* csvRows(text: string): Generator<SheetRow> {
  const separator = separatorOf(text);
  let [at, row, total] = [0, 0, 0];
  if (/^sep=.\r?\n/i.test(text.slice(0, 8)))
    at = text.indexOf('\n') + 1;
  while (at < text.length) {
    const [cells, begin]: [(string | null)[], number] = [[], at];
    for (let more = true; more;) {
      const field = fieldAt(text, at, separator);
      if (cells.length < COLUMNS_AT_MOST)
        cells.push(field.value === '' ? null : field.value);
      else if (field.value !== '')
        throw tooLarge('columns');
      more = text[field.end] === separator;
      at = field.end + 1;
      if (!more && text[field.end] === '\r' && text[at] === '\n')
        at++;
      if (at - begin > ROW_AT_MOST || ++total > CELLS_AT_MOST)
        throw tooLarge('a row');
    }
    yield { row: ++row, cells };
  }
}

/** What separates most in the first line outside of quotes. */
function separatorOf(text: string): string {
  const said = /^sep=(.)\r?\n/i.exec(text.slice(0, 8))?.[1];
  if (said !== undefined)
    return said;
  const line = /^(?:"[^"]*"|[^"\r\n])*/.exec(text.slice(0, 10_000))![0].replaceAll(/"[^"]*"/g, '');
  const counts = [',', '\t', ';'].map(sign => ({ sign, count: line.split(sign).length }));
  return counts.reduce((most, one) => one.count > most.count ? one : most).sign;
}

interface Field { value: string; end: number }

function fieldAt(text: string, begin: number, separator: string): Field {
  if (text[begin] !== '"') {
    // `="0,1"`: a spreadsheet is kept from taking it for a number.
    const end = endOf(text, text.startsWith('="', begin) ? closing(text, begin + 2) ?? begin : begin, separator);
    return { value: text.slice(begin, end), end };
  }
  const closed = closing(text, begin + 1);
  if (closed === null)
    throw new Unreadable('file_unreadable', 'A quotation does not end');
  const end = endOf(text, closed, separator);
  // What stands behind the closing mark belongs to it.
  return { value: text.slice(begin + 1, closed - 1).replaceAll('""', '"') + text.slice(closed, end), end };
}

/** Behind the mark that closes; null: none does. */
function closing(text: string, from: number): number | null {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (at - from > ROW_AT_MOST)
      throw tooLarge('a cell');
    if (text[at + 1] !== '"')
      return at + 1;
  }
  return null;
}

function endOf(text: string, from: number, separator: string): number {
  const separates = separator.charCodeAt(0);
  for (let at = from; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === separates || sign === 10 || sign === 13)
      return at;
  }
  return text.length;
}
