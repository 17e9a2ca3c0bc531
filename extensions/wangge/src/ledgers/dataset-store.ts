/**
 * Data sets as they are in this installation, read from Directus' own metadata: a field that an
 * administrator added in the Studio counts like one that was shipped.
 */
import type { Db } from '../kernel/context.ts';
import type { PersonalKind, SealedKind } from '../kernel/mask-rules.ts';
import type { Words } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Dataset, Field, FieldKind } from './model.ts';
import { SEALED_KINDS } from '../kernel/mask-rules.ts';
import { RESIDENTS } from './display-rules.ts';
import { readKeys, readPersonal } from './field-list-rules.ts';
import { COMMON_FIELDS, MANAGED_FIELDS } from './model.ts';

interface DatasetRow extends Omit<Dataset, 'name' | 'fields' | 'key_fields' | 'print_fields' | 'reference_field'> {
  name: string;
  name_en: string | null;
  key_fields: string[] | null;
  print_fields: string[] | null;
  reference_field: string | null;
  personal_fields: string[] | null;
}

interface FieldRow {
  collection: string;
  field: string;
  interface: string | null;
  options: Record<string, unknown> | null;
  required: boolean;
  note: string | null;
  translations: { language: string; translation: string }[] | null;
  validation: Record<string, unknown> | null;
  validation_message: string | null;
  column_type: string;
  related: string | null;
}

/** The data set that this collection is; null: it is none. Retired and never activated ones too. */
export async function loadDataset(db: Db, collection: string): Promise<Dataset | null> {
  return /^ledger_\w+$/.test(collection) ? (await load(db, [collection]))[0] ?? null : null;
}

/** All active data sets, in the order of categories and names. */
export async function loadDatasets(db: Db): Promise<Dataset[]> {
  const collections: string[] = await db('ledger_datasets as d')
    .join('ledger_categories as c', 'c.id', 'd.category').leftJoin('ledger_categories as r', 'r.id', 'c.parent')
    .where('d.active', true)
    .orderByRaw('coalesce(r.sort, c.sort), coalesce(r.code, c.code), c.sort, c.code, d.collection')
    .pluck('d.collection');
  const loaded = new Map((await load(db, collections)).map(one => [one.collection, one]));
  return collections.map(collection => loaded.get(collection)!);
}

async function load(db: Db, collections: readonly string[]): Promise<Dataset[]> {
  const rows: DatasetRow[] = await db('ledger_datasets').whereIn('collection', collections).select(
    'id',
    'collection',
    'name',
    'name_en',
    'category',
    'review_days',
    'required',
    'expected_from',
    'sensitivity',
    'key_fields',
    'reference_field',
    'print_fields',
    'personal_fields',
    'export_allowed',
    'active',
  );
  if (rows.length === 0)
    return [];
  const { rows: fields } = await db.raw<{ rows: FieldRow[] }>(`
    select f.collection, f.field, f.interface, f.options, f.required, f.note, f.translations, f.validation, f.validation_message,
      format_type(a.atttypid, a.atttypmod) as column_type, r.one_collection as related
    from directus_fields f
    join pg_attribute a on a.attrelid = to_regclass(format('public.%I', f.collection)) and a.attname = f.field and not a.attisdropped
    left join directus_relations r on r.many_collection = f.collection and r.many_field = f.field
    where f.collection = any(?) and f.field <> 'id' and not f.field = any(?)
    order by f.collection, f.sort nulls last, f.id`, [rows.map(({ collection }) => collection), [...COMMON_FIELDS, ...MANAGED_FIELDS]]);
  const words = await wordsOf(db, fields);
  return rows.map(({ name, name_en, personal_fields, key_fields, print_fields, reference_field, ...row }) => {
    const personal = readPersonal(personal_fields ?? []) ?? {};
    const own = fields.filter(({ collection }) => collection === row.collection);
    return {
      ...row,
      name: { 'zh-CN': name, 'en-US': name_en ?? name },
      key_fields: readKeys(key_fields ?? []) ?? [],
      print_fields: print_fields ?? own.map(({ field }) => field),
      reference_field: reference_field ?? own[0]?.field ?? 'id',
      fields: own.flatMap(field => fieldOf(field, personal[field.field] ?? null, words)),
    };
  });
}

function fieldOf(row: FieldRow, personal: PersonalKind | null, words: ReadonlyMap<string, Partial<Words>>): Field[] {
  const options = row.options ?? {};
  const kind = kindOf(row, options);
  if (kind === null)
    return [];
  const spoken = (text: string): Words => {
    const known = words.get(text.replace(/^\$t:/, ''));
    const plain = text.startsWith('$t:') ? text.slice(3) : text;
    return { 'zh-CN': known?.['zh-CN'] ?? plain, 'en-US': known?.['en-US'] ?? known?.['zh-CN'] ?? plain };
  };
  const number = (value: unknown): number | null => typeof value === 'number' ? value : null;
  const length = /^character varying\((\d+)\)$/.exec(row.column_type)?.[1];
  const choices = kind === 'choice' || kind === 'choices' ? options.choices as { value: string; text: string }[] : null;
  const label = new Map((row.translations ?? []).map(({ language, translation }) => [language, translation]));
  return [{
    field: row.field,
    kind,
    type: TYPES.find(([pattern]) => pattern.test(row.column_type))?.[1] ?? row.column_type,
    label: { 'zh-CN': label.get('zh-CN') ?? row.field, 'en-US': label.get('en-US') ?? label.get('zh-CN') ?? row.field },
    note: row.note === null ? null : spoken(row.note),
    required: row.required,
    choices: choices?.map(({ value, text }) => ({ value: String(value), label: spoken(text) })) ?? null,
    of: row.related,
    sealed: (SEALED_KINDS as readonly string[]).includes(kind) ? kind as SealedKind : null,
    personal,
    min: number(options.min),
    max: number(options.max),
    max_length: length === undefined ? null : Number(length),
    validation: row.validation,
    validation_message: row.validation_message,
  }];
}

const TYPES: readonly [RegExp, string][] = [
  [/^character varying/, 'string'],
  [/^text$/, 'text'],
  [/^(?:integer|smallint)$/, 'integer'],
  [/^bigint$/, 'bigInteger'],
  [/^(?:numeric|real|double)/, 'decimal'],
];

/** What a field holds, by the interface that was chosen for it and the type of its column; null: nothing that people fill in by hand. */
function kindOf(row: FieldRow, options: Record<string, unknown>): FieldKind | null {
  if (row.interface === 'protected-value')
    return (SEALED_KINDS as readonly unknown[]).includes(options.kind) ? options.kind as SealedKind : 'phone';
  if (row.related !== null)
    return row.related === RESIDENTS ? 'person' : row.related.startsWith('ledger_') ? 'entry' : null;
  const several = Array.isArray(options.choices);
  switch (row.column_type.replace(/\(.*$/, '')) {
    case 'character varying': return options.kind === 'credit_code' ? 'credit_code' : several ? 'choice' : 'text';
    case 'text': return several ? 'choice' : 'long_text';
    case 'integer':
    case 'smallint': return 'integer';
    case 'numeric':
    case 'real':
    case 'double precision': return options.iconRight === 'percent' ? 'percent' : 'decimal';
    case 'boolean': return 'boolean';
    case 'date': return 'date';
    case 'json': return several ? 'choices' : row.interface === 'map' ? 'location' : null;
    default: return null;
  }
}

/** The words behind `$t:` keys of notes and choices. */
async function wordsOf(db: Db, fields: readonly FieldRow[]): Promise<Map<string, Partial<Words>>> {
  const texts = fields.flatMap(({ note, options }) => [note, ...((options?.choices ?? []) as { text?: unknown }[]).map(({ text }) => text)]);
  const keys = texts.flatMap(text => typeof text === 'string' && text.startsWith('$t:') ? [text.slice(3)] : []);
  const rows: { key: string; language: keyof Words; value: string }[] = await db('directus_translations').whereIn('key', keys).select('key', 'language', 'value');
  const words = new Map<string, Partial<Words>>();
  for (const { key, language, value } of rows)
    words.set(key, { ...words.get(key), [language]: value });
  return words;
}

/** Code of the root category above this sub-item, and whether it is a sub-item at all; null: there is no such category. */
export async function rootOf(db: Db, category: Uuid): Promise<{ root: string; is_root: boolean } | null> {
  const row = await db('ledger_categories as c').leftJoin('ledger_categories as r', 'r.id', 'c.parent').where('c.id', category).first('c.code', 'r.code as root');
  return row === undefined ? null : { root: row.root ?? row.code, is_root: row.root === null };
}
