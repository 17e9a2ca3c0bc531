/**
 * May this data set be registered, or changed like that? (I1: one line of work, one data set)
 *
 * Pure: what the form says, and what there is already.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { DatasetSpec } from '../model.ts';
import { z } from 'zod';
import { refused } from '../../kernel/refusal-rules.ts';
import { readKeys, readPersonal } from '../field-list-rules.ts';
import { DENOMINATORS, SENSITIVITIES } from '../model.ts';

/** Of Directus' or Postgres' own: a table of this name would be taken for something else. */
const COLLECTION = /^ledger_[a-z][a-z0-9_]{1,40}$/;

const names = z.string().regex(/^[a-z][a-z0-9_]*$/);
const form = z.object({
  collection: z.string().regex(COLLECTION),
  name: z.string().trim().min(1).max(100),
  name_en: z.string().trim().max(100).nullish(),
  category: z.union([z.uuid(), z.object({ id: z.uuid() }).transform(({ id }) => id)]),
  icon: z.string().max(64).nullish(),
  review_days: z.number().int().min(1).max(3660).default(180),
  required: z.boolean().nullish(),
  expected_from: z.enum(DENOMINATORS).default('declared'),
  sensitivity: z.enum(SENSITIVITIES).default('personal'),
  key_fields: z.array(z.string()).refine(words => readKeys(words) !== null).nullish(),
  reference_field: names.nullish(),
  print_fields: z.array(names).nullish(),
  personal_fields: z.array(z.string()).refine(words => readPersonal(words) !== null).nullish(),
  active: z.boolean().nullish(),
});
export type DatasetForm = z.infer<typeof form>;

/** Of a change: what it says, each field as in the form. */
const change = form.partial();

export type Parsed<Value> = { kind: 'parsed'; value: Value } | Refusal;

export function parseForm(payload: unknown): Parsed<DatasetForm> {
  const result = form.safeParse(payload);
  return result.success ? { kind: 'parsed', value: result.data } : faultOf(result.error, payload);
}

export function parseChange(payload: unknown): Parsed<object> {
  const result = change.safeParse(payload);
  return result.success ? { kind: 'parsed', value: result.data } : faultOf(result.error, payload);
}

function faultOf(error: z.ZodError, payload: unknown): Refusal {
  const field = String(error.issues[0]!.path[0] ?? 'name');
  const missing = ((payload as Record<string, unknown> | null)?.[field] ?? '') === '';
  return missing ? refused('dataset_field_required', field) : refused(`dataset_${field}_invalid` in INVALID ? `dataset_${field}_invalid` : 'dataset_value_invalid', field);
}

const INVALID = { dataset_collection_invalid: true, dataset_review_days_invalid: true, dataset_key_fields_invalid: true, dataset_personal_fields_invalid: true };

/** What such a form comes to: the common fields alone; the others are added in the Studio's data model. */
export function specOf(said: DatasetForm, category: string): DatasetSpec {
  return {
    collection: said.collection,
    name: { 'zh-CN': said.name, 'en-US': said.name_en || said.name },
    category,
    ...said.icon ? { icon: said.icon } : {},
    review_days: said.review_days,
    required: said.required === true,
    expected_from: said.expected_from,
    sensitivity: said.sensitivity,
    key_fields: readKeys(said.key_fields ?? []) ?? [],
    reference_field: said.reference_field ?? 'name',
    print_fields: said.print_fields ?? [],
    // Every entry is called something: one field to begin with.
    fields: [{ field: 'name', kind: 'text', label: { 'zh-CN': '名称', 'en-US': 'Name' }, required: true }],
  };
}

/** What is stored of a set, as far as a change depends on it. */
export interface StoredDataset {
  collection: string;
  sensitivity: string;
  active: boolean;
  legal_basis: string | null;
  purpose: string | null;
  retention_months: number | null;
  impact_assessment: Uuid | null;
  prepared_by: Uuid | null;
}

const BASIS = ['legal_basis', 'purpose', 'retention_months', 'impact_assessment', 'sensitivity'] as const;
export const MANAGED = ['prepared_by', 'activated_by', 'activated_at'] as const;

/**
 * What follows from a change by `person`: the payload with who prepared and who activated, or why not.
 * A sensitive set is activated by somebody else than who wrote its basis, and its basis stands while it is active.
 */
export function changeOf(stored: StoredDataset, payload: Record<string, unknown>, person: Uuid | null, now: string): Record<string, unknown> | Refusal {
  if (payload.collection !== undefined && payload.collection !== stored.collection)
    return refused('dataset_collection_fixed', 'collection');
  const after = { ...stored, ...payload } as StoredDataset;
  const touched = BASIS.find(field => field in payload && payload[field] !== stored[field]);
  const wasSensitive = stored.sensitivity === 'sensitive';
  const stays = stored.active && after.active;
  if (touched !== undefined && stays && (wasSensitive || after.sensitivity === 'sensitive'))
    return refused('dataset_basis_fixed', touched);
  if (wasSensitive && after.sensitivity !== 'sensitive')
    return refused('dataset_stays_sensitive', 'sensitivity');
  const activates = !stored.active && after.active;
  if (activates && after.sensitivity === 'sensitive') {
    const missing = BASIS.find(field => (after[field] ?? '') === '');
    if (missing !== undefined)
      return refused('dataset_basis_missing', missing);
    if (touched !== undefined || person === null || stored.prepared_by === null || stored.prepared_by === person)
      return refused('dataset_second_person', 'active');
  }
  return {
    ...payload,
    ...touched === undefined ? {} : { prepared_by: person },
    ...activates ? { activated_by: person, activated_at: now } : {},
  };
}
