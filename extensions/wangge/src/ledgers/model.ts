/**
 * The vocabulary of the ledgers (I1–I4).
 *
 * A *data set* is one line of work: a real collection `ledger_*` and its row in `ledger_datasets`.
 * An *entry* is a row of it. A *spec* is what a data set is made from: a shipped YAML file, or the
 * form that an administrator fills in. Once made, a data set is read back from Directus' own
 * metadata as a `Dataset`, so that fields which an administrator added count like shipped ones.
 */
import type { PersonalKind, SealedKind } from '../kernel/mask-rules.ts';
import type { Words } from '../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../kernel/values.ts';
import { epochDay } from '../kernel/civil-date-rules.ts';

/** sensitive: special personal information (PIPL art. 28): activated by a second person, granted set by set. */
export const SENSITIVITIES = ['internal', 'personal', 'sensitive'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** What completeness is measured against: the grid's households, its facilities, or a number that was declared (`ledger_expected`). */
export const DENOMINATORS = ['households', 'facilities', 'declared'] as const;
export type Denominator = (typeof DENOMINATORS)[number];

export const ENTRY_STATES = ['current', 'moved', 'void'] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

export const ENTRY_SOURCES = ['patrol', 'visit', 'department', 'resident', 'import'] as const;
export type EntrySource = (typeof ENTRY_SOURCES)[number];

/**
 * What a field holds. `person`: an entry of `ledger_residents`; `entry`: an entry of another data set (`of`).
 * `identity_number` and `phone` are *sealed*: the row holds the masked text, the number itself is encrypted
 * in `ledger_sealed` and read by one route that keeps a log.
 */
export const FIELD_KINDS = [
  'text',
  'long_text',
  'integer',
  'decimal',
  'percent',
  'boolean',
  'date',
  'choice',
  'choices',
  'person',
  'entry',
  'identity_number',
  'phone',
  'credit_code',
  'location',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

export interface FieldSpec {
  field: string;
  kind: FieldKind;
  label: Words;
  note?: Words;
  required?: boolean;
  /** Of `choice` and `choices`: code → words. */
  choices?: Record<string, Words>;
  /** Of `entry`: the collection it refers to. */
  of?: string;
  width?: 'half' | 'full';
  personal?: PersonalKind;
  /** Bounds of numbers, both included. */
  min?: number;
  max?: number;
  max_length?: number;
}

export interface DatasetSpec {
  collection: string;
  name: Words;
  /** Code of a sub-item of `ledger_categories`. */
  category: string;
  icon?: string;
  note?: Words;
  /** Calendar days after which an entry has to be confirmed again. */
  review_days: number;
  required: boolean;
  expected_from: Denominator;
  sensitivity: Sensitivity;
  /** What makes two entries the same, in order: the first list whose fields are all filled in counts. `grid` may be one of them. */
  key_fields: string[][];
  /** By which field a workbook names an entry of this set, and how lists show it. */
  reference_field: string;
  /** What the paper ledger shows, in order. */
  print_fields: string[];
  legal_basis?: string;
  purpose?: string;
  retention_months?: number;
  fields: FieldSpec[];
}

/** A field as it is in the installation now. */
export interface Field {
  field: string;
  kind: FieldKind;
  /** Directus' type: string, text, integer, decimal, boolean, date, json, uuid … */
  type: string;
  label: Words;
  note: Words | null;
  required: boolean;
  choices: { value: string; label: Words }[] | null;
  /** Of `person` and `entry`: the collection it refers to. */
  of: string | null;
  sealed: SealedKind | null;
  personal: PersonalKind | null;
  min: number | null;
  max: number | null;
  max_length: number | null;
  /** An administrator's own check, a Directus filter; and its sentence. */
  validation: Record<string, unknown> | null;
  validation_message: string | null;
}

export interface Dataset {
  id: Uuid;
  collection: string;
  name: Words;
  category: Uuid;
  review_days: number;
  required: boolean;
  expected_from: Denominator;
  sensitivity: Sensitivity;
  key_fields: string[][];
  reference_field: string;
  print_fields: string[];
  export_allowed: boolean;
  active: boolean;
  /** What people fill in, in the order of the form; not the common fields. */
  fields: Field[];
}

/** Columns that every data set has and people may write. */
export const COMMON_FIELDS = ['grid', 'state', 'source', 'change_reason', 'remark'] as const;

/** Columns that every data set has and only the extension writes. */
export const MANAGED_FIELDS = [
  'dataset',
  'grid_path',
  'entry_key',
  'sealed',
  'draw',
  'confirmed_on',
  'confirmed_by',
  'review_due_on',
  'date_created',
  'user_created',
  'date_updated',
  'user_updated',
] as const;

/** `draw` is 0 to 127, from the entry's id: a tenth is drawn to be looked at, below this (`access/matrix.yaml`: `drawn`). */
export const DRAWN_BELOW = 13;

/** The values of an entry by field name. Dates `YYYY-MM-DD`, `choices` a list, relations the id, sealed fields the full number or the masked text. */
export type { Values } from '../kernel/values.ts';

export const FRESHNESS = ['fresh', 'due', 'stale'] as const;
export type Freshness = (typeof FRESHNESS)[number];

/** So many calendar days before `review_due_on` an entry counts as due. */
export const DUE_DAYS = 7;

/** `today` in the installation's time zone. due: within the last `DUE_DAYS` days, the last included; stale: past. */
export function freshness(review_due_on: Day, today: Day): Freshness {
  if (review_due_on < today)
    return 'stale';
  return epochDay(review_due_on) - epochDay(today) <= DUE_DAYS ? 'due' : 'fresh';
}

export interface Change {
  at: string;
  actor: Uuid | null;
  name: string | null;
  action: 'create' | 'update' | 'delete' | 'confirm';
  changes: Record<string, unknown>;
}
