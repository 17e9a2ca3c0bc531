/** What is printed of an entry: words instead of codes, and of personal data no more than is needed to know whom it is about. Pure. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Dataset, Field } from '../model.ts';
import { maskPersonal } from '../../kernel/mask-rules.ts';
import { displayField } from '../display-rules.ts';
import { LONGEST } from './column-width-rules.ts';

export interface Column {
  label: string;
  /** As it is asked for: `person.name` for a relation. */
  path: string;
  /** Of what the path ends at. */
  field: Field;
}

/** From a relation to what it is shown by: so many sets at most. */
const FAR = 4;

/** The columns of a data set: its `print_fields`, relations by what they are shown by. Fields that no longer exist, and those of which nothing may be printed, are left out. */
export function columnsOf(dataset: Dataset, datasets: ReadonlyMap<string, Dataset>, language: Language): Column[] {
  return dataset.print_fields.flatMap((name): Column[] => {
    const field = dataset.fields.find(one => one.field === name);
    const column = field === undefined ? null : follow(name, field, datasets, field.label[language], FAR);
    return column === null || column.field.personal === 'other' ? [] : [column];
  });
}

function follow(path: string, field: Field, datasets: ReadonlyMap<string, Dataset>, label: string, left: number): Column | null {
  if (field.of === null)
    return { label, path, field };
  const other = datasets.get(field.of);
  const shown = other?.fields.find(one => one.field === displayField(other));
  return shown === undefined || left === 0 ? null : follow(`${path}.${shown.field}`, { ...shown, personal: field.personal ?? shown.personal }, datasets, label, left - 1);
}

export function printed({ path, field }: Column, entry: Record<string, unknown>, language: Language): string {
  const value = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], entry);
  const text = inWords(field, value, language).replaceAll(/\s+/g, ' ').trim();
  const masked = text === '' || field.personal === null ? text : maskPersonal(field.personal, text);
  const signs = [...masked];
  return signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join('')}…` : masked;
}

const BOOLEANS: Record<Language, [string, string]> = { 'zh-CN': ['是', '否'], 'en-US': ['Yes', 'No'] };

function inWords(field: Field, value: unknown, language: Language): string {
  if (value === null || value === undefined)
    return '';
  if (Array.isArray(value))
    return value.map(one => inWords(field, one, language)).join(language === 'zh-CN' ? '、' : ', ');
  if (typeof value === 'boolean')
    return BOOLEANS[language][value ? 0 : 1];
  if (typeof value === 'object')
    return 'coordinates' in value ? [(value as { coordinates: unknown }).coordinates].flat(4).slice(0, 2).join(', ') : '';
  const text = String(value);
  return field.kind === 'percent' ? `${text}%` : field.choices?.find(choice => choice.value === text)?.label[language] ?? text;
}
