/**
 * What a data set comes to in Directus: its collection, fields and relations, and the words of its choices.
 *
 * Pure. The same shape serves the shipped sets (set-up) and those that an administrator registers.
 */
import type { Words } from '../../kernel/refusal-rules.ts';
import type { Item, Json } from '../../setup/schema/snapshot-rules.ts';
import type { DatasetSpec, FieldSpec } from '../model.ts';
import { displayPath, RESIDENTS } from '../display-rules.ts';

export interface DatasetSchema {
  /** Compact items, as they stand in `schema-snapshot.yaml`. */
  collections: Item[];
  fields: Item[];
  relations: Item[];
  /** `$t:` keys and what the Studio shows for them. */
  translations: { key: string; words: Words }[];
}

/** The folder of the navigation in which sets of this root category stand. */
export function folderOf(rootCategory: string): string {
  return `wangge_ledgers_${rootCategory}`;
}

/** `root`: code of the root above `spec.category`; `shown`: by which path another set's entries are shown. */
export function datasetSchemaOf(spec: DatasetSpec, root: string, shown: (collection: string) => string): DatasetSchema {
  const { collection } = spec;
  const field = (name: string, type: string, words: Words, meta: Item = {}, schema?: Item): Item =>
    ({ collection, field: name, type, meta: { ...meta, translations: { ...words } }, ...schema === undefined ? {} : { schema } });
  const relation = (name: string, related: string, on_delete = 'RESTRICT'): Item => ({ collection, field: name, related_collection: related, schema: { on_delete } });
  const user = (name: string, words: Words, meta: Item = {}): Item =>
    field(name, 'uuid', words, { options: { template: '{{first_name}}' }, display: 'user', readonly: true, width: 'half', ...meta });
  const translations: DatasetSchema['translations'] = [];
  const own = spec.fields.map((one): Item => {
    const { type, meta, schema } = column(one, shown);
    const choices = Object.entries(one.choices ?? {}).map(([value, words]) => {
      const key = `${collection}.${one.field}.${value}`;
      translations.push({ key, words });
      return { value, text: `$t:${key}` };
    });
    const note = one.note === undefined ? undefined : `${collection}.note.${one.field}`;
    if (note !== undefined)
      translations.push({ key: note, words: one.note! });
    return field(one.field, type, one.label, {
      ...meta,
      ...choices.length === 0 ? {} : { options: { ...meta.options as Item | undefined, choices } },
      ...one.required === true ? { required: true } : {},
      ...one.width === 'full' || one.kind === 'long_text' || one.kind === 'location' ? {} : { width: 'half' },
      ...note === undefined ? {} : { note: `$t:${note}` },
      ...one.field.endsWith('_masked') ? { hidden: true, readonly: true } : {},
    }, schema);
  });
  const upkeep = { group: 'group_upkeep' };
  const managed = { hidden: true, readonly: true };
  const fields = [
    field('id', 'uuid', { 'zh-CN': '编号', 'en-US': 'ID' }),
    field('entry', 'alias', { 'zh-CN': '台账维护', 'en-US': 'Upkeep' }, { interface: 'ledger-entry' }),
    field('grid', 'uuid', { 'zh-CN': '网格', 'en-US': 'Grid' }, { options: { template: '{{name}}' }, required: true, width: 'half' }, { is_nullable: false }),
    ...own,
    field('group_upkeep', 'alias', { 'zh-CN': '登记与维护', 'en-US': 'Record' }, { interface: 'group-detail', options: { headerIcon: 'update', start: 'closed' } }),
    field('state', 'string', { 'zh-CN': '状态', 'en-US': 'State' }, { ...upkeep, options: choicesOf('ledger.state'), width: 'half' }, { default_value: 'current', is_nullable: false, max_length: 16 }),
    field('source', 'string', { 'zh-CN': '来源', 'en-US': 'Source' }, { ...upkeep, options: choicesOf('ledger.source'), width: 'half' }, { default_value: 'visit', is_nullable: false, max_length: 16 }),
    field('confirmed_on', 'date', { 'zh-CN': '核实日期', 'en-US': 'Confirmed on' }, { ...upkeep, readonly: true, width: 'half' }, { is_nullable: true }),
    user('confirmed_by', { 'zh-CN': '核实人', 'en-US': 'Confirmed by' }, upkeep),
    field('review_due_on', 'date', { 'zh-CN': '维护期限', 'en-US': 'To be confirmed by' }, { ...upkeep, display: 'ledger-freshness', readonly: true, width: 'half' }),
    field('change_reason', 'string', { 'zh-CN': '变更原因', 'en-US': 'Reason for the change' }, { ...upkeep, width: 'half' }),
    field('remark', 'text', { 'zh-CN': '备注', 'en-US': 'Remark' }, upkeep),
    field('dataset', 'uuid', { 'zh-CN': '数据项', 'en-US': 'Data set' }, { ...managed, options: { template: '{{name}}' } }),
    field('grid_path', 'string', { 'zh-CN': '网格路径', 'en-US': 'Grid path' }, { searchable: false }),
    field('entry_key', 'string', { 'zh-CN': '查重码', 'en-US': 'Key' }, { ...managed, searchable: false }, { max_length: 64 }),
    field('sealed', 'json', { 'zh-CN': '加密信息', 'en-US': 'Sealed' }, { ...managed, searchable: false }),
    field('draw', 'integer', { 'zh-CN': '抽查号', 'en-US': 'Draw' }, { ...managed, searchable: false }),
    field('date_created', 'timestamp', { 'zh-CN': '创建时间', 'en-US': 'Created at' }, { ...managed, special: ['date-created'], display_options: { relative: true }, width: 'half' }),
    user('user_created', { 'zh-CN': '创建人', 'en-US': 'Created by' }, { ...managed, special: ['user-created'] }),
    field('date_updated', 'timestamp', { 'zh-CN': '修改时间', 'en-US': 'Changed at' }, { ...managed, special: ['date-updated'], display_options: { relative: true }, width: 'half' }),
    user('user_updated', { 'zh-CN': '修改人', 'en-US': 'Changed by' }, { ...managed, special: ['user-updated'] }),
  ];
  const relations = [
    relation('grid', 'grids'),
    relation('dataset', 'ledger_datasets'),
    ...spec.fields.flatMap(one => one.kind === 'person' || one.kind === 'entry' ? [relation(one.field, targetOf(one))] : []),
    relation('confirmed_by', 'directus_users'),
    relation('user_created', 'directus_users', 'SET NULL'),
    relation('user_updated', 'directus_users', 'SET NULL'),
  ];
  return { collections: [collectionOf(spec, root, shown)], fields, relations, translations };
}

function collectionOf(spec: DatasetSpec, root: string, shown: (collection: string) => string): Item {
  return {
    collection: spec.collection,
    meta: {
      group: folderOf(root),
      // Its bookmarks unfold when somebody asks for them.
      collapse: 'closed',
      // Every change is kept in `ledger_changes`; numbers must not go into revisions.
      accountability: null,
      display_template: `{{${displayPath(spec, shown)}}}`,
      icon: spec.icon ?? 'list_alt',
      translations: { ...spec.name },
    },
  };
}

export function targetOf({ kind, of }: Pick<FieldSpec, 'kind' | 'of'>): string {
  return kind === 'person' ? RESIDENTS : of!;
}

interface Column { type: string; meta: Item; schema?: Item }

function column(spec: FieldSpec, shown: (collection: string) => string): Column {
  const bounds: Item = { ...spec.min === undefined ? {} : { min: spec.min }, ...spec.max === undefined ? {} : { max: spec.max } };
  switch (spec.kind) {
    case 'text': return { type: 'string', meta: { options: { trim: true } }, schema: { max_length: spec.max_length ?? 255 } };
    case 'long_text': return { type: 'text', meta: {} };
    case 'integer': return { type: 'integer', meta: Object.keys(bounds).length === 0 ? {} : { options: bounds } };
    case 'decimal': return { type: 'decimal', meta: { options: { ...bounds, step: 0.01 } }, schema: { numeric_precision: 14, numeric_scale: 2 } };
    case 'percent': return { type: 'decimal', meta: { options: { min: 0, max: 100, step: 0.1, iconRight: 'percent' } }, schema: { numeric_precision: 5, numeric_scale: 1 } };
    case 'boolean': return { type: 'boolean', meta: {}, schema: { default_value: false } };
    case 'date': return { type: 'date', meta: {} };
    case 'choice': return { type: 'string', meta: { options: {} }, schema: { max_length: 64 } };
    case 'choices': return { type: 'json', meta: { options: {} } };
    case 'person':
    case 'entry': return { type: 'uuid', meta: { options: { template: `{{${shown(targetOf(spec))}}}` } }, schema: { is_indexed: true } };
    case 'identity_number':
    case 'phone': return { type: 'string', meta: { interface: 'protected-value', options: { kind: spec.kind } as Json }, schema: { max_length: 64 } };
    case 'credit_code': return { type: 'string', meta: { options: { kind: 'credit_code', trim: true, font: 'monospace' } }, schema: { max_length: 18 } };
    case 'location': return { type: 'json', meta: { interface: 'map', options: { geometryType: 'Point' } } };
  }
}

/** What every set says in the same words. */
export const COMMON_WORDS: readonly { key: string; words: Words }[] = [
  { key: 'ledger.state.current', words: { 'zh-CN': '在册', 'en-US': 'Current' } },
  { key: 'ledger.state.moved', words: { 'zh-CN': '迁出', 'en-US': 'Moved' } },
  { key: 'ledger.state.void', words: { 'zh-CN': '作废', 'en-US': 'Void' } },
  { key: 'ledger.source.patrol', words: { 'zh-CN': '巡查', 'en-US': 'Patrol' } },
  { key: 'ledger.source.visit', words: { 'zh-CN': '走访', 'en-US': 'Visit' } },
  { key: 'ledger.source.department', words: { 'zh-CN': '部门推送', 'en-US': 'Department' } },
  { key: 'ledger.source.resident', words: { 'zh-CN': '居民提供', 'en-US': 'Resident' } },
  { key: 'ledger.source.import', words: { 'zh-CN': '批量导入', 'en-US': 'Import' } },
];

function choicesOf(list: string): Item {
  return { choices: COMMON_WORDS.filter(({ key }) => key.startsWith(`${list}.`)).map(({ key }) => ({ value: key.slice(list.length + 1), text: `$t:${key}` })) };
}
