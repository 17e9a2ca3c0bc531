/**
 * Which data set does a document of `seeds/reference/ledgers` describe, and is it sound?
 *
 * Pure. Words are written as a pair, `[中文, English]`; everything else is named as in `DatasetSpec`. A document that is
 * not sound is refused with every mistake at once, each with the file and the field.
 */
import type { DatasetSpec, FieldSpec } from '../model.ts';
import { z } from 'zod';
import { PERSONAL_KINDS } from '../../kernel/mask-rules.ts';
import { RESIDENTS } from '../display-rules.ts';
import { COMMON_FIELDS, DENOMINATORS, FIELD_KINDS, MANAGED_FIELDS, SENSITIVITIES } from '../model.ts';
import { targetOf } from './dataset-schema-rules.ts';

/** Directus' own names and the two groups of the form. */
const TAKEN: readonly string[] = ['id', 'entry', 'group_upkeep', ...COMMON_FIELDS, ...MANAGED_FIELDS];
const NUMBERS = ['integer', 'decimal', 'percent'];
const TEXTS = ['text', 'long_text'];
/** What can name an entry in a workbook; who refers to a person or a dwelling is named by it. */
const NAMING = ['text', 'identity_number', 'credit_code', 'person', 'entry'];
/** What two entries cannot be compared by. */
const NOT_COMPARED = ['long_text', 'choices', 'location', 'boolean'];
/** What no ledger asks about anybody. */
const FORBIDDEN = /religio|\bfaith\b|\bbelief|diagnos|\bdisease|\billness|\bhiv\b|\baids\b|\bbank\b|宗教|信仰|教派|诊断|病种|病名|病史|疾病|艾滋|银行|[账帐][户号]|卡号|开户/i;

const text = z.string().trim().min(1);
const words = z.tuple([text, text.regex(/^[A-Z]/, 'the second word is the English one and has a capital')], 'write [中文, English]')
  .transform(([chinese, english]) => ({ 'zh-CN': chinese, 'en-US': english }));
const collection = z.string().regex(/^ledger_[a-z][a-z0-9_]{1,40}$/, 'a collection is named ledger_…, small letters, digits and _');
const snake = z.string().regex(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/, 'small letters, digits and single _').max(40);

const fieldSpec = z.strictObject({
  field: snake,
  kind: z.enum(FIELD_KINDS),
  label: words,
  note: words.exactOptional(),
  required: z.boolean().exactOptional(),
  choices: z.record(snake, words).exactOptional(),
  of: collection.exactOptional(),
  width: z.enum(['half', 'full']).exactOptional(),
  personal: z.enum(PERSONAL_KINDS).exactOptional(),
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
  max_length: z.int().min(1).max(255).exactOptional(),
});

const datasetSpec = z.strictObject({
  collection,
  name: words,
  category: snake,
  icon: snake.exactOptional(),
  note: words.exactOptional(),
  review_days: z.int().min(1).max(3660),
  required: z.boolean(),
  expected_from: z.enum(DENOMINATORS),
  sensitivity: z.enum(SENSITIVITIES),
  key_fields: z.array(z.array(snake).min(1)),
  reference_field: snake,
  print_fields: z.array(snake),
  legal_basis: text.exactOptional(),
  purpose: text.exactOptional(),
  retention_months: z.int().min(1).exactOptional(),
  fields: z.array(fieldSpec).min(1),
});

/** `file` is for the messages; `document` is the parsed YAML. */
export function parseSpec(file: string, document: unknown): DatasetSpec {
  const parsed = datasetSpec.safeParse(document);
  const mistakes = parsed.success
    ? specMistakes(parsed.data)
    : parsed.error.issues.map(({ path, message }) => `${placeOf(path, document)}: ${message}`);
  if (!parsed.success || mistakes.length > 0)
    throw new Error(mistakes.map(mistake => `${file}: ${mistake}`).join('\n'));
  return parsed.data;
}

/** What is wrong with a set that has the right form: `field: sentence`. */
export function specMistakes(spec: DatasetSpec): string[] {
  return [...spec.fields.flatMap(field => fieldMistakes(field, spec)), ...setMistakes(spec)];
}

/** A set after those that it refers to, otherwise by name; every reference leads somewhere. */
export function orderSpecs(specs: readonly DatasetSpec[]): DatasetSpec[] {
  const byName = new Map(specs.map(spec => [spec.collection, spec]));
  const twice = specs.find(({ collection }, index) => specs.findIndex(other => other.collection === collection) < index);
  if (twice !== undefined)
    throw new Error(`two documents describe ${twice.collection}`);
  const ordered: DatasetSpec[] = [];
  const place = (spec: DatasetSpec, path: readonly string[]): void => {
    if (ordered.includes(spec))
      return;
    if (path.includes(spec.collection))
      throw new Error(`${[...path, spec.collection].join(' → ')}: sets refer to each other in a circle`);
    for (const field of references(spec)) {
      const target = byName.get(targetOf(field));
      if (target === undefined)
        throw new Error(`${spec.collection}: fields.${field.field}: there is no data set ${targetOf(field)}`);
      if (target !== spec)
        place(target, [...path, spec.collection]);
    }
    ordered.push(spec);
  };
  for (const name of [...byName.keys()].sort())
    place(byName.get(name)!, []);
  return ordered;
}

function references({ fields }: DatasetSpec): FieldSpec[] {
  return fields.filter(({ kind }) => kind === 'person' || kind === 'entry');
}

function fieldMistakes(spec: FieldSpec, { fields }: DatasetSpec): string[] {
  const { field, kind, choices = {} } = spec;
  const base = fields.find(other => `${other.field}_masked` === field);
  const said = [field.replaceAll('_', ' '), ...Object.values(spec.label), ...Object.values(choices).flatMap(word => Object.values(word))];
  const forbidden = said.find(word => FORBIDDEN.test(word));
  return [
    ...when(TAKEN.includes(field), 'every data set has a field of this name'),
    ...when(fields.filter(other => other.field === field).length > 1, 'stands there twice'),
    ...when((kind === 'choice' || kind === 'choices') !== (spec.choices !== undefined), '"choices" belongs to choice and choices, and to them only'),
    ...when(spec.choices !== undefined && Object.keys(choices).length < 2, 'fewer than two choices'),
    ...when((kind === 'entry') !== (spec.of !== undefined), '"of" belongs to entry, and to it only'),
    ...when(spec.of === RESIDENTS, 'a resident is of kind person'),
    ...when(spec.personal !== undefined && !TEXTS.includes(kind), '"personal" marks plain text; numbers are sealed by their kind'),
    ...when((spec.min ?? spec.max) !== undefined && !NUMBERS.includes(kind), '"min" and "max" belong to numbers'),
    ...when(spec.min !== undefined && spec.max !== undefined && spec.min > spec.max, '"min" lies above "max"'),
    ...when(spec.max_length !== undefined && kind !== 'text', '"max_length" belongs to text'),
    ...when(field.endsWith('_masked') && base?.personal === undefined, 'masks no personal field'),
    ...when(field.endsWith('_masked') && (kind !== 'text' || spec.required === true), 'is filled in by itself: a text, not required'),
    ...when(forbidden !== undefined, `"${forbidden}": nothing about religion, diagnoses or bank accounts is collected`),
  ].map(mistake => `fields.${field}: ${mistake}`);
}

function setMistakes(spec: DatasetSpec): string[] {
  const { sensitivity, key_fields, reference_field, print_fields, fields } = spec;
  const kindOf = new Map(fields.map(({ field, kind }) => [field, kind]));
  const unknown = (names: readonly string[], of: string): string[] =>
    names.filter(name => !kindOf.has(name)).map(name => `${of}: there is no field ${name}`);
  const keys = key_fields.flat().filter(name => name !== 'grid');
  const people = fields.some(({ kind, personal }) => kind === 'person' || kind === 'identity_number' || personal === 'other');
  return [
    ...unknown(keys, 'key_fields'),
    ...keys.filter(name => NOT_COMPARED.includes(kindOf.get(name) ?? '')).map(name => `key_fields: entries are not told apart by ${name}`),
    ...when(key_fields.some(list => list.every(name => name === 'grid')), 'key_fields: the grid alone tells no entries apart'),
    ...unknown([reference_field], 'reference_field'),
    ...when(kindOf.has(reference_field) && !NAMING.includes(kindOf.get(reference_field)!), `reference_field: ${reference_field} names no entry`),
    ...unknown(print_fields, 'print_fields'),
    ...when(new Set(print_fields).size < print_fields.length, 'print_fields: a field stands there twice'),
    ...when(sensitivity === 'sensitive' && print_fields.length > 0, 'print_fields: a sensitive set is never printed'),
    ...when(sensitivity === 'internal' && people, 'sensitivity: a set about people is personal or sensitive'),
  ];
}

function when(wrong: boolean, mistake: string): string[] {
  return wrong ? [mistake] : [];
}

/** `fields.birth_on.label` rather than `fields.4.label`. */
function placeOf(path: readonly PropertyKey[], document: unknown): string {
  const [first, index, ...rest] = path;
  if (first !== 'fields' || typeof index !== 'number')
    return path.map(String).join('.') || 'document';
  const name = (document as { fields: { field?: unknown }[] }).fields[index]?.field;
  return ['fields', typeof name === 'string' ? name : index + 1, ...rest].map(String).join('.');
}
