/**
 * What does something that was written into a field mean?
 *
 * From a form, an interface or a spreadsheet comes text, a number, a list, or anything at all; out
 * comes the value as the column holds it, or why it cannot be one. Never an exception. What cannot be
 * misread is forgiven: full width, spaces, 2024年3月5日, 是, the words of a choice instead of its code.
 */
import type { Day } from '../kernel/values.ts';
import type { Field, FieldKind } from './model.ts';
import { parseCreditCode, parseIdentityNumber, parsePhone } from '../kernel/identity-number-rules.ts';
import { cleanText } from '../kernel/text-rules.ts';
import { writtenMoment } from '../kernel/written-moment-rules.ts';
import { hasHappened } from './happened-rules.ts';

export interface Unreadable { code: string; params?: Record<string, string | number> }
/** `value` null: nothing was written. */
export type Reading = { value: unknown; fault?: undefined } | { value?: undefined; fault: Unreadable };
export type Reader = (raw: unknown) => Reading;

const NOTHING: Reading = { value: null };
const FIRST_DAY = '1900-01-01';
const LAST_DAY = '2199-12-31';
const LONGEST = 10_000;
/** A spreadsheet keeps fifteen digits of a number and no more. */
const DIGITS = 15;

/** Prepared once per field: rows come by the hundred thousand. */
export function readerOf(field: Field, today: Day): Reader {
  const read = READERS[field.kind](field, today);
  return raw => raw === null || raw === undefined ? NOTHING : read(raw);
}

const READERS: Record<FieldKind, (field: Field, today: Day) => Reader> = {
  text: field => fromText(text => lengthen(text.replaceAll(/\s*[\r\n]\s*/g, ' '), field.max_length ?? 255)),
  long_text: field => fromText(text => lengthen(text.replaceAll(/\r\n?/g, '\n'), field.max_length ?? LONGEST)),
  integer: field => fromNumber(number => Number.isInteger(number) ? bounded(number, field, field.type === 'bigInteger' ? Number.MAX_SAFE_INTEGER : 2 ** 31 - 1) : bad('integer_invalid')),
  decimal: field => fromNumber(number => bounded(number, field, 1e12 - 1)),
  percent: field => fromNumber(number => bounded(number, { min: field.min ?? 0, max: field.max ?? 100 }, 1e12)),
  boolean: () => raw => typeof raw === 'boolean' ? { value: raw } : fromText(text => found(WORDS_OF_BOOLEANS, text.toLowerCase(), 'boolean_invalid'))(raw),
  date: ({ field }, today) => (raw) => {
    const reading = raw instanceof Date ? dayOf(raw) : fromText(day)(raw);
    return hasHappened(field) && typeof reading.value === 'string' && reading.value > today ? bad('date_future') : reading;
  },
  choice: (field) => {
    const codes = codesOf(field);
    return fromText(text => codes === null ? lengthen(text, field.max_length ?? 255) : found(codes, text, 'choice_unknown'));
  },
  choices: field => several(codesOf(field)),
  person: () => referenceOf(),
  entry: () => referenceOf(),
  identity_number: (_, today) => fromText((text) => {
    const known = parseIdentityNumber(text, today);
    return known === null ? bad('identity_number_invalid') : { value: known.number };
  }),
  phone: () => fromText(text => orBad(parsePhone(text), 'phone_invalid')),
  credit_code: () => fromText(text => orBad(parseCreditCode(text), 'credit_code_invalid')),
  location: () => raw => typeof raw === 'object' ? geometry(raw) : fromText(position)(raw),
};

function bad(code: string, params: Unreadable['params'] = {}): Reading {
  return { fault: { code, params } };
}

function orBad(value: string | null, code: string): Reading {
  return value === null ? bad(code) : { value };
}

function found<T>(known: ReadonlyMap<string, T>, text: string, code: string): Reading {
  const value = known.get(text);
  return value === undefined ? bad(code, { value: shortly(text) }) : { value };
}

// ── Text ─────────────────────────────────────────────────────────────────────────────────────────────────────

function fromText(read: (text: string) => Reading): Reader {
  return (raw) => {
    if (typeof raw === 'number' && !Number.isSafeInteger(raw) && (!Number.isFinite(raw) || Math.abs(raw) >= 10 ** DIGITS))
      return bad('digits_lost');
    const text = typeof raw === 'number' || typeof raw === 'bigint' ? String(raw) : raw;
    if (typeof text !== 'string')
      return bad('text_invalid');
    const trimmed = cleanText(text).trim();
    return trimmed === '' ? NOTHING : read(trimmed);
  };
}

/** Lengths are counted in characters, as the column counts them. */
function lengthen(text: string, most: number): Reading {
  return text.length > most && [...text].length > most ? bad('too_long', { most }) : { value: text };
}

function shortly(text: string): string {
  const signs = [...text];
  return signs.length > 30 ? `${signs.slice(0, 30).join('')}…` : text;
}

// ── Numbers, dates, yes and no ───────────────────────────────────────────────────────────────────────────────

function fromNumber(read: (number: number) => Reading): Reader {
  return (raw) => {
    if (typeof raw === 'number')
      return Number.isFinite(raw) ? read(raw) : bad('number_invalid');
    return fromText((text) => {
      const plain = text.normalize('NFKC').replace(/\s*%$/, '');
      const digits = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(plain) ? plain.replaceAll(',', '') : plain;
      return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(digits) ? read(Number(digits)) : bad('number_invalid');
    })(raw);
  };
}

/** Not over what the column can hold. */
function bounded(number: number, { min, max }: Pick<Field, 'min' | 'max'>, most: number): Reading {
  const [least, greatest] = [Math.max(min ?? -most, -most), Math.min(max ?? most, most)];
  return number < least || number > greatest ? bad('out_of_range', { min: least, max: greatest }) : { value: number === 0 ? 0 : number };
}

const WORDS_OF_BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['true', '1', '是', '有', 'yes', 'y', '√', '✓'].map(word => [word, true] as const),
  ...['false', '0', '否', '无', 'no', 'n', '×'].map(word => [word, false] as const),
]);

/** Of a day with its time the day, as it is written; one in another zone may be another day here. */
function day(text: string): Reading {
  const written = writtenMoment(text);
  const { hour, minute, second } = written?.time ?? { hour: 0, minute: 0, second: 0 };
  if (written === null || hour === 24 || (written.offset !== null && hour + minute + second > 0))
    return bad('date_invalid');
  return written.day < FIRST_DAY || written.day > LAST_DAY ? bad('date_out_of_range') : { value: written.day };
}

function dayOf(moment: Date): Reading {
  return Number.isNaN(moment.getTime()) ? bad('date_invalid') : day(moment.toISOString().slice(0, 10));
}

// ── Choices ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Codes come first; then words, where they mean one code. */
function codesOf({ choices }: Field): ReadonlyMap<string, string> | null {
  if (choices === null)
    return null;
  const codes = new Map<string, string>();
  for (const language of ['en-US', 'zh-CN'] as const) {
    for (const { value, label } of choices)
      codes.set(label[language], value);
  }
  for (const { value } of choices)
    codes.set(value, value);
  return codes;
}

/** A list, a JSON list, or words with commas between them. */
function several(codes: ReadonlyMap<string, string> | null): Reader {
  const one = fromText(text => codes === null ? lengthen(text, 255) : found(codes, text, 'choice_unknown'));
  return (raw) => {
    const list = Array.isArray(raw) ? raw : typeof raw === 'string' ? raw.replaceAll(/^\s*\[|\]\s*$|"/g, '').split(/[,，、;；|\n]/) : [raw];
    if (list.length > 1000)
      return bad('too_long', { most: 1000 });
    const values = new Set<unknown>();
    for (const entry of list) {
      const reading = entry === null ? NOTHING : one(entry);
      if (reading.fault !== undefined)
        return reading;
      if (reading.value !== null)
        values.add(reading.value);
    }
    return { value: values.size === 0 ? null : [...values] };
  };
}

// ── Relations and places ─────────────────────────────────────────────────────────────────────────────────────

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;

/** The id of an entry, also as `{ id }`; not the entry itself: that is written in its own place. */
function referenceOf(): Reader {
  const id = fromText(text => UUID.test(text.toLowerCase()) ? { value: text.toLowerCase() } : bad('reference_invalid'));
  return (raw) => {
    const said = typeof raw === 'object' && raw !== null && 'id' in raw && Object.keys(raw).length === 1 ? raw.id : raw;
    return typeof said === 'string' ? id(said) : bad('reference_invalid');
  };
}

/** `116.397428, 39.90923`: longitude first, as in a map's GeoJSON. */
function position(text: string): Reading {
  if (text.startsWith('{'))
    return geometry(parsed(text));
  const numbers = text.normalize('NFKC').split(/[\s,、;]+/).map(Number);
  return geometry({ type: 'Point', coordinates: numbers });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  }
  catch {
    return null;
  }
}

/** How deep the positions lie in a GeoJSON geometry. */
const DEPTHS: ReadonlyMap<unknown, number> = new Map([['Point', 0], ['MultiPoint', 1], ['LineString', 1], ['MultiLineString', 2], ['Polygon', 2], ['MultiPolygon', 3]]);

function geometry(raw: unknown): Reading {
  const { type, coordinates } = (raw ?? {}) as { type?: unknown; coordinates?: unknown };
  const depth = DEPTHS.get(type);
  return depth !== undefined && isPosition(coordinates, depth) ? { value: { type, coordinates } } : bad('location_invalid');
}

function isPosition(raw: unknown, depth: number): boolean {
  if (!Array.isArray(raw) || raw.length === 0)
    return false;
  if (depth > 0)
    return raw.every(part => isPosition(part, depth - 1));
  const [longitude, latitude] = raw as unknown[];
  return raw.length <= 3 && raw.every(part => typeof part === 'number' && Number.isFinite(part))
    && Math.abs(longitude as number) <= 180 && raw.length >= 2 && Math.abs(latitude as number) <= 90;
}
