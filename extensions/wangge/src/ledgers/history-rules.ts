/** What has happened to an entry, in words: who changed what, when, before and after; and who confirmed it. Pure. */
import type { Language } from '../kernel/refusal-rules.ts';
import type { Change, Dataset } from './model.ts';

export interface ToldChange {
  at: string;
  actor: string | null;
  name: string | null;
  action: Change['action'];
  changes: { field: string; label: string; before: string | null; after: string | null }[];
}

const COMMON: Record<string, Record<Language, string>> = {
  grid: { 'zh-CN': '网格', 'en-US': 'Grid' },
  state: { 'zh-CN': '状态', 'en-US': 'State' },
  source: { 'zh-CN': '来源', 'en-US': 'Source' },
  change_reason: { 'zh-CN': '变更原因', 'en-US': 'Reason for the change' },
  remark: { 'zh-CN': '备注', 'en-US': 'Remark' },
};

/** `names`: of grids and entries by id. `words`: of the common choices by value. Fields that no longer exist keep their name. */
export function tell(dataset: Dataset, history: readonly Change[], names: ReadonlyMap<string, string>, words: ReadonlyMap<string, string>, language: Language): ToldChange[] {
  const fields = new Map(dataset.fields.map(field => [field.field, field]));
  const shown = (name: string, value: unknown): string | null => {
    if (value === null || value === undefined || value === '')
      return null;
    if (Array.isArray(value))
      return value.map(one => shown(name, one)).join('、');
    if (typeof value === 'boolean')
      return { 'zh-CN': value ? '是' : '否', 'en-US': value ? 'Yes' : 'No' }[language];
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    const choice = fields.get(name)?.choices?.find(one => one.value === text);
    return choice?.label[language] ?? names.get(text) ?? (name in COMMON ? words.get(text) : undefined) ?? text;
  };
  return history.map(({ changes, ...change }) => ({
    ...change,
    changes: change.action === 'confirm'
      ? []
      : Object.entries(changes).map(([field, value]) => {
          const [before, after] = change.action === 'update' ? value as [unknown, unknown] : change.action === 'create' ? [null, value] : [value, null];
          return { field, label: fields.get(field)?.label[language] ?? COMMON[field]?.[language] ?? field, before: shown(field, before), after: shown(field, after) };
        }),
  }));
}

/** Ids that stand in a history: of grids, and of entries of other sets by collection. */
export function idsIn(dataset: Dataset, history: readonly Change[]): { grids: string[]; entries: Map<string, string[]> } {
  const values = (name: string): string[] => history.flatMap(({ changes }) => [changes[name]].flat().filter((value): value is string => typeof value === 'string'));
  const relations = dataset.fields.filter(({ of }) => of !== null);
  return { grids: values('grid'), entries: new Map(relations.map(({ field, of }) => [of!, values(field)])) };
}
