/**
 * How the Studio calls a field: the label of its form in the reader's language, which an administrator may have changed, and
 * which fields that they added have as well.
 */
import type { Db } from './context.ts';
import type { Language, NamedField } from './refusal-rules.ts';

interface Translation { language: string; translation: string | null }
interface FieldRow { collection: string; field: string; translations: Translation[] | null }

const KEY = '$t:';

/** Asks for the labels of these fields; the answer gives one where there is one: in this language, else the Chinese one. */
export async function fieldLabels(db: Db, fields: readonly NamedField[], language: Language): Promise<(field: NamedField) => string | undefined> {
  const rows: FieldRow[] = await db('directus_fields').whereIn(['collection', 'field'], fields.map(({ collection, field }) => [collection, field])).select('collection', 'field', 'translations');
  const labels = rows.map(({ collection, field, translations }) => ({ collection, field, label: inLanguage(Array.isArray(translations) ? translations : [], language) }));
  const words = await wordsBehind(db, labels.flatMap(({ label }) => label?.startsWith(KEY) ? [label.slice(KEY.length)] : []), language);
  return ({ collection, field }) => {
    const label = labels.find(one => one.collection === collection && one.field === field)?.label;
    return label?.startsWith(KEY) ? words.get(label.slice(KEY.length)) : label;
  };
}

/** What the Studio shows for `$t:` keys. */
async function wordsBehind(db: Db, keys: readonly string[], language: Language): Promise<Map<string, string>> {
  if (keys.length === 0)
    return new Map();
  const rows: { key: string; language: string; translation: string }[] = await db('directus_translations').whereIn('key', keys).select('key', 'language', { translation: 'value' });
  return new Map(keys.flatMap((key) => {
    const text = inLanguage(rows.filter(row => row.key === key), language);
    return text === undefined ? [] : [[key, text]];
  }));
}

function inLanguage(translations: readonly Translation[], language: Language): string | undefined {
  const inThat = (wanted: Language): string | undefined => translations.find(one => one.language === wanted)?.translation || undefined;
  return inThat(language) ?? inThat('zh-CN');
}
