/**
 * May this be written into a ledger, and what exactly is written then?
 *
 * A form, an interface, an import: the values of an entry pass here, and come out trimmed and of the
 * right kind, numbers sealed and masked, birthday and sex filled in from the identity number, with one
 * fault per field that cannot stay as it is. Strange input is a fault at its field, never an exception.
 */
import type { SealedKind } from '../kernel/mask-rules.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Day } from '../kernel/values.ts';
import type { FieldCipher, Sealed } from './field-encryption-rules.ts';
import type { Dataset, Field, Values } from './model.ts';
import type { Reader } from './reading-rules.ts';
import { parseIdentityNumber } from '../kernel/identity-number-rules.ts';
import { isMasked, maskPersonal, maskSealed } from '../kernel/mask-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { sameKey } from '../kernel/text-rules.ts';
import { COMMON, DEFAULTED } from './common-field-rules.ts';
import { readerOf } from './reading-rules.ts';

export interface SealedValue extends Sealed { kind: SealedKind }

export interface Checked {
  /** What is to be written: only fields that were given or follow from them. */
  values: Values;
  /** For the column `sealed`. Null: the number was taken away. */
  sealed: Record<string, SealedValue | null>;
  faults: Refusal[];
}

/** Makes an administrator's own check, a filter of Directus, into a question about an entry. */
export type CompileValidation = (filter: Record<string, unknown>) => (values: Values) => boolean;

export interface Facts { today: Day; seals: FieldCipher | null; compile?: CompileValidation | undefined }

/** `stored`: the row before, null for a new entry; a sealed field holds its masked text, or the full number where it was revealed. */
export type CheckEntry = (values: Values, stored: Values | null) => Checked;

export function checkEntry(dataset: Dataset, values: Values, facts: Facts & { stored: Values | null }): Checked {
  return entryChecker(dataset, facts)(values, facts.stored);
}

/** For many entries of one set: everything that does not depend on the entry is prepared here. */
export function entryChecker(dataset: Dataset, facts: Facts): CheckEntry {
  const fields = [...COMMON, ...dataset.fields].map(field => prepared(field, dataset, facts));
  const said = fields.filter(({ spec: { field, kind } }) => (field === 'birth_on' && kind === 'date') || (field === 'sex' && kind === 'choice'));
  return (given, stored) => {
    const entry: Entry = { given: given ?? {}, stored, facts, checked: { values: {}, sealed: {}, faults: [] }, faulty: new Set(), identity: null };
    for (const field of fields)
      take(field, entry);
    fillFromIdentity(said, entry);
    const merged = { ...stored, ...entry.checked.values };
    for (const field of fields)
      judge(field, entry, merged);
    return entry.checked;
  };
}

interface Prepared {
  spec: Field;
  read: Reader;
  /** The field that shows this one masked. */
  masked: string | null;
  /** Filled in by us: what people write there is passed over. */
  derived: boolean;
  holds: ((values: Values) => boolean) | null;
}

interface Entry { given: Values; stored: Values | null; facts: Facts; checked: Checked; faulty: Set<string>; identity: string | null }

function prepared(spec: Field, { fields }: Dataset, { today, compile }: Facts): Prepared {
  const beside = (name: string): Field | undefined => fields.find(({ field }) => field === name);
  const source = spec.field.endsWith(MASKED) ? beside(spec.field.slice(0, -MASKED.length)) : undefined;
  return {
    spec,
    read: readerOf(spec, today),
    masked: spec.personal !== null && beside(spec.field + MASKED) !== undefined ? spec.field + MASKED : null,
    derived: source?.personal !== undefined && source.personal !== null,
    holds: spec.validation === null || compile === undefined ? null : compile(spec.validation),
  };
}

const MASKED = '_masked';
/** What the identity number says about the person whose it is. */
const IDENTITY = 'identity_number';
type Said = 'birth_on' | 'sex';
const DISAGREEMENTS: Record<Said, string> = { birth_on: 'birth_disagrees', sex: 'sex_disagrees' };

// ── One field ────────────────────────────────────────────────────────────────────────────────────────────────

function take({ spec, read, masked, derived }: Prepared, entry: Entry): void {
  const { given, stored, checked } = entry;
  const { field, personal } = spec;
  if (derived || !Object.hasOwn(given, field) || given[field] === undefined)
    return;
  if (typeof given[field] === 'string' && isMasked(given[field]) && (spec.sealed !== null || personal === 'name')) {
    if (!isUnchanged(spec, given[field], stored))
      fault(entry, spec, 'masked_text');
    return;
  }
  const reading = read(given[field]);
  if (reading.fault !== undefined)
    return fault(entry, spec, reading.fault.code, reading.fault.params);
  if (spec.sealed !== null)
    return seal(spec, spec.sealed, reading.value as string | null, entry);
  checked.values[field] = reading.value;
  if (personal !== null && masked !== null)
    checked.values[masked] = typeof reading.value === 'string' ? maskPersonal(personal, reading.value) : null;
}

/** The masked text as it was shown: somebody saved the form without touching this field. */
function isUnchanged({ field, sealed }: Field, text: string, stored: Values | null): boolean {
  const before = stored?.[field];
  return typeof before === 'string' && (text.trim() === before || (sealed !== null && text.trim() === maskSealed(sealed, before)));
}

function seal(spec: Field, kind: SealedKind, number: string | null, entry: Entry): void {
  const { facts, checked, stored } = entry;
  if (number === null) {
    checked.values[spec.field] = null;
    if (stored !== null)
      checked.sealed[spec.field] = null;
    return;
  }
  if (facts.seals === null)
    return fault(entry, spec, 'no_ledger_key');
  checked.values[spec.field] = maskSealed(kind, number);
  checked.sealed[spec.field] = { kind, ...facts.seals.seal(number) };
  if (spec.field === IDENTITY)
    entry.identity = number;
}

function fault({ checked, faulty }: Entry, { field, label }: Field, code: string, params: Refusal['params'] = {}): void {
  if (faulty.has(field))
    return;
  faulty.add(field);
  checked.faults.push(refused(code, field, { label: label['zh-CN'], label_en: label['en-US'], ...params }));
}

// ── The entry as a whole ─────────────────────────────────────────────────────────────────────────────────────

/** Birthday and sex are filled in where they are empty; where they say something else, somebody has to look. */
function fillFromIdentity(said: readonly Prepared[], entry: Entry): void {
  const { stored, checked: { values }, facts } = entry;
  const kept = Object.hasOwn(values, IDENTITY) ? null : stored?.[IDENTITY];
  const number = entry.identity ?? (typeof kept === 'string' && !isMasked(kept) ? kept : null);
  const person = number === null ? null : parseIdentityNumber(number, facts.today);
  for (const { spec } of said) {
    const { field, choices } = spec;
    const written = Object.hasOwn(values, field) ? values[field] : stored?.[field];
    if (person === null || entry.faulty.has(field))
      continue;
    const right = person[field as Said];
    const choice = choices?.find(({ value }) => value === right);
    // An administrator's own codes of sex say nothing to us.
    if (choices !== null && choice === undefined)
      continue;
    if ((written ?? null) === null)
      values[field] = right;
    else if (written !== right && (field === 'birth_on' || written === 'male' || written === 'female'))
      fault(entry, spec, DISAGREEMENTS[field as Said], { said: choice?.label['zh-CN'] ?? right, said_en: choice?.label['en-US'] ?? right });
  }
}

/** An entry that has moved away or is void need not be complete any more; what is written into it is still judged. */
function judge({ spec, holds }: Prepared, entry: Entry, merged: Values): void {
  const { checked: { values }, stored } = entry;
  const written = Object.hasOwn(values, spec.field);
  const empty = (merged[spec.field] ?? null) === null;
  if (empty && DEFAULTED.has(spec.field)) {
    if (stored === null)
      delete values[spec.field];
    else if (written)
      fault(entry, spec, 'field_required');
    return;
  }
  const asked = written || stored === null || (merged.state ?? 'current') === 'current';
  if (empty && spec.required && asked)
    fault(entry, spec, 'field_required');
  else if (holds !== null && (written || stored === null) && !holds(merged))
    fault(entry, spec, spec.validation_message === null ? 'check_failed' : 'check_failed_saying', { message: spec.validation_message ?? '' });
}

// ── What makes two entries the same ──────────────────────────────────────────────────────────────────────────

/**
 * Keyed hash over the first list of `key_fields` that is filled in completely, null if none is (or there
 * is no key of the installation). `values`: the whole entry, with the hash in place of a sealed number.
 */
export function entryKey(dataset: Dataset, values: Values, seals: FieldCipher | null): string | null {
  return keyBy(dataset, values, seals, sameKey);
}

/**
 * All keys under which the entry may be stored, today's first: earlier releases told dashes, brackets and points apart, and what
 * they stored keeps its key until it is changed. Without them such an entry would come in a second time.
 */
export function entryKeys(dataset: Dataset, values: Values, seals: FieldCipher | null): string[] {
  const [key, former] = [sameKey, formerKey].map(same => keyBy(dataset, values, seals, same)) as [string | null, string | null];
  return key === null ? [] : former === null || former === key ? [key] : [key, former];
}

function formerKey(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '');
}

function keyBy({ collection, key_fields, fields }: Dataset, values: Values, seals: FieldCipher | null, same: (text: string) => string): string | null {
  if (seals === null)
    return null;
  for (const names of key_fields) {
    const parts = names.map(name => plainKey(values[name], fields.find(({ field }) => field === name), same));
    if (parts.length > 0 && !parts.includes(''))
      return seals.hash(JSON.stringify([collection, names, parts]));
  }
  return null;
}

/** As everything that names something (`sameKey`), in the capitals of the keys that are stored; 12.50 is 12.5. */
function plainKey(value: unknown, field: Field | undefined, same: (text: string) => string): string {
  if (value === null || value === undefined)
    return '';
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if (Array.isArray(value))
    return value.map(part => plainKey(part, field, same)).sort().join(',');
  if (typeof value === 'object')
    return JSON.stringify(value);
  const text = same(String(value)).toUpperCase();
  return (field?.kind === 'decimal' || field?.kind === 'percent') && text !== '' ? String(Number(text)) : text;
}
