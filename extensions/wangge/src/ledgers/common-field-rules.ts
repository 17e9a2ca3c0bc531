/** The fields of every data set that people may fill in, as a form or a workbook knows them. */
import type { Words } from '../kernel/refusal-rules.ts';
import type { EntrySource, EntryState, Field, FieldKind } from './model.ts';
import { ENTRY_SOURCES, ENTRY_STATES } from './model.ts';

const STATES: Record<EntryState, Words> = {
  current: { 'zh-CN': '在册', 'en-US': 'Current' },
  moved: { 'zh-CN': '迁出', 'en-US': 'Moved' },
  void: { 'zh-CN': '作废', 'en-US': 'Void' },
};

const SOURCES: Record<EntrySource, Words> = {
  patrol: { 'zh-CN': '巡查', 'en-US': 'Patrol' },
  visit: { 'zh-CN': '走访', 'en-US': 'Visit' },
  department: { 'zh-CN': '部门推送', 'en-US': 'Department' },
  resident: { 'zh-CN': '居民提供', 'en-US': 'Resident' },
  import: { 'zh-CN': '批量导入', 'en-US': 'Import' },
};

export const COMMON: readonly Field[] = [
  common('grid', 'entry', 'uuid', { 'zh-CN': '网格', 'en-US': 'Grid' }, { required: true, of: 'grids' }),
  common('state', 'choice', 'string', { 'zh-CN': '状态', 'en-US': 'State' }, { choices: ENTRY_STATES.map(value => ({ value, label: STATES[value] })) }),
  common('source', 'choice', 'string', { 'zh-CN': '来源', 'en-US': 'Source' }, { choices: ENTRY_SOURCES.map(value => ({ value, label: SOURCES[value] })) }),
  common('change_reason', 'text', 'string', { 'zh-CN': '变更原因', 'en-US': 'Reason for the change' }, { max_length: 255 }),
  common('remark', 'long_text', 'text', { 'zh-CN': '备注', 'en-US': 'Remark' }),
];

/** Left empty in a new entry these take the column's default, and are never emptied later. */
export const DEFAULTED: ReadonlySet<string> = new Set(['state', 'source']);

function common(field: string, kind: FieldKind, type: string, label: Words, more: Partial<Field> = {}): Field {
  return { field, kind, type, label, note: null, required: false, choices: null, of: null, sealed: null, personal: null, min: null, max: null, max_length: null, validation: null, validation_message: null, ...more };
}
