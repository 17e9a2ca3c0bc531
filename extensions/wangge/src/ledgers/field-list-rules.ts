/**
 * Lists that administrators write in the form of a data set, as words: which fields tell entries apart
 * (`grid+name`), which are personal and how they are masked (`contact:姓名`). Pure.
 */
import type { PersonalKind } from '../kernel/mask-rules.ts';
import type { FieldSpec } from './model.ts';

const KINDS: Readonly<Record<PersonalKind, string>> = { name: '姓名', address: '地址', other: '其他' };
const NAME = /^[a-z][a-z0-9_]*$/;

/** Null: something in it is no name of a field. */
export function readKeys(words: readonly string[]): string[][] | null {
  const keys = words.map(word => word.split(/[+＋]/).map(name => name.trim()));
  return keys.every(key => key.every(name => NAME.test(name))) ? keys : null;
}

export function writeKeys(keys: readonly (readonly string[])[]): string[] {
  return keys.map(key => key.join('+'));
}

/** Null: something in it is no name of a field, or no kind. Without a kind the whole text is masked. */
export function readPersonal(words: readonly string[]): Record<string, PersonalKind> | null {
  const read = words.map((word) => {
    const [name, kind = 'other'] = word.split(/[:：]/).map(part => part.trim());
    return [name!, (Object.keys(KINDS) as PersonalKind[]).find(one => one === kind || KINDS[one] === kind)] as const;
  });
  return read.every(([name, kind]) => NAME.test(name) && kind !== undefined) ? Object.fromEntries(read) as Record<string, PersonalKind> : null;
}

export function writePersonal(fields: readonly Pick<FieldSpec, 'field' | 'personal'>[]): string[] {
  return fields.flatMap(({ field, personal }) => personal === undefined ? [] : [`${field}:${KINDS[personal]}`]);
}
