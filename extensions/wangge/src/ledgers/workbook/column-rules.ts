/**
 * The columns of a data set's workbook: what they are called, which heading means which, and how a value
 * stands in a cell. Pure. The same words serve the template, what comes in, and what goes out.
 */
import type { Language, Words } from '../../kernel/refusal-rules.ts';
import type { Cell } from '../../workbook/cell-rules.ts';
import type { Takes } from '../../workbook/column-value-rules.ts';
import type { Column as SheetColumn } from '../../workbook/heading-rules.ts';
import type { Dataset, Field, FieldKind } from '../model.ts';
import { asText } from '../../workbook/cell-rules.ts';
import { YES_NO } from '../../workbook/sheet-mark-rules.ts';
import { COMMON } from '../common-field-rules.ts';

/** `id`: the entry's number in the system, in exports; `grid_code` beside `grid`, whose names need not be unique. */
export type Meaning = { kind: 'field'; field: Field } | { kind: 'id' } | { kind: 'grid_code' } | { kind: 'passed_over' };

export interface Column extends SheetColumn { meaning: Meaning }

export const ID: Words = { 'zh-CN': '系统编号', 'en-US': 'Entry ID' };
const GRID_CODE: Words = { 'zh-CN': '网格编码', 'en-US': 'Grid code' };

/** What exports show besides, and nobody brings in. */
const MANAGED: readonly { name: string; label: Words }[] = [
  { name: 'confirmed_on', label: { 'zh-CN': '核实日期', 'en-US': 'Confirmed on' } },
  { name: 'review_due_on', label: { 'zh-CN': '维护期限', 'en-US': 'To be confirmed by' } },
];

const common = (name: string): Field => COMMON.find(({ field }) => field === name)!;
const TAKES: Partial<Record<FieldKind, Takes>> = { integer: 'number', decimal: 'number', percent: 'percent', boolean: 'yes_no', date: 'moment' };
const asColumn = (field: Field): Column => ({ name: field.field, label: field.label, takes: TAKES[field.kind] ?? 'text', meaning: { kind: 'field', field } });

/** Everything that a workbook of this set may hold, in the order of an export. */
export function columnsOf({ fields }: Pick<Dataset, 'fields'>): Column[] {
  return [
    asColumn(common('grid')),
    { name: 'grid_code', label: GRID_CODE, of: 'grid', meaning: { kind: 'grid_code' } },
    ...fields.map(asColumn),
    ...['state', 'source', 'change_reason', 'remark'].map(name => asColumn(common(name))),
    ...MANAGED.map(column => ({ ...column, passedOver: true, meaning: { kind: 'passed_over' as const } })),
    // Other programs have an `id` of their own.
    { name: 'id', label: ID, byLabelOnly: true, meaning: { kind: 'id' } },
  ];
}

/** What the template asks for: what people know of a new entry. A masked twin is filled in by itself. */
export function templateColumns({ fields }: Pick<Dataset, 'fields'>): Field[] {
  return [common('grid'), ...fields.filter(field => !isMaskedTwin(field, fields)), common('remark')];
}

export function isMaskedTwin({ field }: Field, fields: readonly Field[]): boolean {
  const source = field.endsWith('_masked') ? fields.find(other => other.field === field.slice(0, -'_masked'.length)) : undefined;
  return source !== undefined && source.personal !== null;
}

// ── Values as cells ──────────────────────────────────────────────────────────────────────────────────────────

/** Spreadsheets count days from 1900 and count one too many before March of that year. */
const FIRST_DATE = '1900-03-01';

/** A stored value as people read it. Relations come as text. */
export function cellOf(field: Field, value: unknown, language: Language): Cell {
  if (value === null || value === undefined || value === '')
    return null;
  const word = (code: unknown): string => field.choices?.find(choice => choice.value === String(code))?.label[language] ?? String(code);
  switch (field.kind) {
    case 'integer':
    case 'decimal':
    case 'percent': return Number.isFinite(Number(value)) ? Number(value) : asText(String(value));
    case 'boolean': return YES_NO[value === true ? 'true' : 'false'][language];
    case 'date': return typeof value === 'string' && value >= FIRST_DATE ? dateCell(value) : asText(String(value));
    case 'choice': return asText(word(value));
    case 'choices': return asText((Array.isArray(value) ? value : [value]).map(word).join('、'));
    case 'location': return asText(positionOf(value));
    default: return asText(String(value));
  }
}

/** A spreadsheet's date has no zone: its UTC fields are the calendar day. */
function dateCell(day: string): Cell {
  return new Date(`${day.slice(0, 10)}T00:00:00Z`);
}

function positionOf(value: unknown): string {
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown };
  return type === 'Point' && Array.isArray(coordinates) ? coordinates.slice(0, 2).join(', ') : JSON.stringify(value);
}
