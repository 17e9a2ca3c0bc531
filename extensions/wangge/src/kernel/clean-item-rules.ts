/** The texts of what is sent, cleaned: a row's by its columns, anything else wherever they stand in it. */
import type { Values } from './values.ts';
import { cleanText } from './text-rules.ts';

/** A column as Directus tells of it. */
export interface Column { field: string; type: string; alias: boolean; special: readonly string[] }

/** What somebody has to say again exactly as it was set, and what no hand writes. */
const SECRET = /^(?:hash|encrypt|conceal)$/;
const SECRET_NAME = /(?:^|_)(?:password|passphrase|secret|token|otp)s?(?:_|$)|^external_identifier$|^auth_data$/i;
/** Values of their own form; what is nested is another row, and cleaned as such. */
const FORMED = /^(?:alias|hash|binary|geometry)/;

/**
 * The row with its texts cleaned, or the row itself where there was nothing to clean. `emptied`: a text of which nothing is left
 * is no value at all, as in the Studio's forms: otherwise something required would be met by a sign that nobody sees.
 */
export function cleanItem(item: Values, columns: Readonly<Record<string, Column>>, emptied: boolean): Values {
  let cleaned = item;
  for (const [field, value] of Object.entries(item)) {
    const column = columns[field];
    const kept = column === undefined ? value : cleanValue(value, column, emptied);
    if (kept !== value)
      cleaned = { ...cleaned, [field]: kept };
  }
  return cleaned;
}

function cleanValue(value: unknown, { field, type, alias, special }: Column, emptied: boolean): unknown {
  if (alias || FORMED.test(type) || special.some(one => SECRET.test(one)) || SECRET_NAME.test(field))
    return value;
  if (typeof value === 'string') {
    const text = type === 'json' ? cleanJson(value) : cleanText(value);
    return text === '' && emptied ? null : text;
  }
  return type === 'json' || type === 'csv' ? cleanDeep(value) : value;
}

/** JSON sent as a text: what its escapes stand for is cleaned, too. */
function cleanJson(text: string): string {
  if (!text.includes('\\u'))
    return cleanText(text);
  try {
    return JSON.stringify(cleanDeep(JSON.parse(text)));
  }
  catch {
    return cleanText(text);
  }
}

/** All texts in a value, the names of its fields included; under a name that tells of a secret nothing is touched. */
export function cleanDeep(value: unknown): unknown {
  if (typeof value === 'string')
    return cleanText(value);
  if (Array.isArray(value))
    return unchanged(value, value.map(cleanDeep));
  if (typeof value !== 'object' || value === null || !isPlain(value))
    return value;
  const cleaned = Object.entries(value).map(([name, part]) => [cleanText(name), SECRET_NAME.test(name) ? part : cleanDeep(part)] as const);
  const same = Object.entries(value).every(([name, part], at) => name === cleaned[at]![0] && part === cleaned[at]![1]);
  return same ? value : Object.fromEntries(cleaned);
}

function unchanged(list: unknown[], cleaned: unknown[]): unknown[] {
  return cleaned.every((part, at) => part === list[at]) ? list : cleaned;
}

/** Not a date, nor anything else that carries more than its fields. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
