import type { Item, Json, Snapshot } from '../../extensions/wangge/src/setup/schema/snapshot-rules.ts';
/** The schema file against its own rules: exact in both directions, and everything in it has its words. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { parse } from 'yaml';
import { STAFF_EVENTS, SYSTEM_EVENTS } from '../../extensions/wangge/src/handling/event-registry-rules.ts';
import { EXPLAIN_CAUSES, KINDS, PARTIES, RETURN_CAUSES, SEVERITIES, SOURCES, STATUSES } from '../../extensions/wangge/src/handling/model.ts';
import { compact, withoutForeignIndexes } from '../../extensions/wangge/src/setup/schema/compact-rules.ts';
import { foreignKeyName, indexName } from '../../extensions/wangge/src/setup/schema/constraint-names-rules.ts';
import { duplicates, expand } from '../../extensions/wangge/src/setup/schema/expand-rules.ts';
import { generateTypes } from '../../extensions/wangge/src/setup/schema/row-types.ts';
import { parseSchemaFile, printSchemaFile, readSchemaFile } from '../../extensions/wangge/src/setup/schema/schema-file.ts';
import { read, text } from '../../extensions/wangge/src/setup/schema/snapshot-rules.ts';

const ROOT = join(import.meta.dirname, '../..');
const LANGUAGES = ['zh-CN', 'en-US'];
const file = readFileSync(join(ROOT, 'schema-snapshot.yaml'), 'utf8');
const whole = readSchemaFile(file);
const committed = parseSchemaFile(file);
const words = (parse(readFileSync(join(ROOT, 'seeds/studio/translations.yaml'), 'utf8')) as { translations: Record<string, Record<string, string>> }).translations;

const nameOf = (item: Item): string => [item.collection, item.field].filter(Boolean).join('.');
const sorted = (items: Item[]): Item[] => [...items].sort((a, b) => nameOf(a) < nameOf(b) ? -1 : 1);
const unordered = (snapshot: Snapshot): Snapshot => ({ ...snapshot, collections: sorted(snapshot.collections), fields: sorted(snapshot.fields), relations: sorted(snapshot.relations) });
/** The part of the schema that some collections are. */
function of(collections: readonly string[]): Snapshot {
  const kept = (items: Item[]): Item[] => items.filter(item => collections.includes(text(item, 'collection')));
  return { ...whole, collections: kept(whole.collections), fields: kept(whole.fields), relations: kept(whole.relations) };
}
const fieldOf = (name: string): Item => whole.fields.find(field => nameOf(field) === name)!;
const choicesOf = (name: string): Json[] => (read(fieldOf(name), ['meta', 'options', 'choices']) as Item[]).map(choice => choice.value!);

describe('compact and whole', () => {
  test('the file is what the whole snapshot compacts to', () => {
    expect(printSchemaFile(compact(whole, { committed, include: [] }))).toBe(file);
  });

  const attribute = fc.constantFrom('hidden', 'readonly', 'required', 'width', 'group', 'sort', 'note', 'display', 'display_options', 'interface', 'special', 'options', 'translations', 'later');
  const value: fc.Arbitrary<Json> = fc.oneof(
    fc.constantFrom<Json>(null, true, false, 0, 3, 'half', 'labels', 'select-dropdown', ['m2o'], [], {}, { choices: [] }, { template: '{{name}}' }),
    fc.constantFrom<Json>([{ language: 'zh-CN', translation: '字' }], [{ language: 'zh-CN', translation: '字', plural: '字' }], [{ language: 'zh-CN', translation: '一' }, { language: 'zh-CN', translation: '二' }]),
    fc.string({ maxLength: 5 }),
  );
  const territory = of(['wangge_territory', 'posts', 'issue_events_files', 'directus_users']);
  // Six scopes are alike: one stands for all.
  const part = { ...territory, fields: territory.fields.filter(({ field }) => !/^scope_[2-6]$/.test(String(field))) };
  const edits = fc.array(fc.record({ field: fc.nat(part.fields.length - 1), attribute, value }), { maxLength: 30 })
    // Directus keeps translations as a list, or none.
    .map(list => list.filter(edit => edit.attribute !== 'translations' || edit.value === null || (Array.isArray(edit.value) && typeof edit.value[0] === 'object')));
  const columns = fc.array(fc.record({
    field: fc.nat(part.fields.length - 1),
    attribute: fc.constantFrom('is_nullable', 'is_unique', 'is_indexed', 'default_value', 'max_length', 'data_type', 'is_primary_key', 'has_auto_increment', 'later'),
    value: fc.constantFrom<Json>(null, true, false, 'x', 36),
  }), { maxLength: 20 });

  type Edits = typeof edits extends fc.Arbitrary<infer List> ? List : never;
  type Columns = typeof columns extends fc.Arbitrary<infer List> ? List : never;
  function edited(metas: Edits, schemas: Columns): Snapshot {
    const snapshot = structuredClone(part);
    for (const edit of metas)
      (snapshot.fields[edit.field]!.meta as Item)[edit.attribute] = edit.value;
    for (const edit of schemas.filter(({ field }) => snapshot.fields[field]!.schema !== undefined))
      (snapshot.fields[edit.field]!.schema as Item)[edit.attribute] = edit.value;
    return snapshot;
  }

  test.prop([edits, columns])('expanding the compact form gives back whatever was compacted', (metas, schemas) => {
    const snapshot = edited(metas, schemas);
    expect(unordered(expand(compact(snapshot)))).toEqual(unordered(snapshot));
  });

  // Writing and reading YAML costs most: some hundreds of values are enough for it.
  test.prop([edits, columns], { numRuns: 30 })('the file keeps whatever the compact form says', (metas, schemas) => {
    const short = compact(edited(metas, schemas));
    expect(parseSchemaFile(printSchemaFile(short))).toEqual(short);
  });

  test('what an administrator added stays out, unless it is asked for', () => {
    const own = structuredClone(whole);
    const description = fieldOf('issues.description');
    own.fields.push({ ...structuredClone(description), field: 'lamp', meta: { ...description.meta as Item, field: 'lamp', sort: 2 } });
    own.collections.push({ ...structuredClone(whole.collections[0]!), collection: 'ledger_shops' });
    expect(printSchemaFile(compact(own, { committed, include: [] }))).toBe(file);
    const asked = compact(own, { committed, include: ['issues.lamp'] });
    expect(asked.fields.map(nameOf)).toContain('issues.lamp');
    expect(asked.collections.map(nameOf)).not.toContain('ledger_shops');
  });

  test('an index that our SQL made is none of the field\'s', () => {
    const snapshot = structuredClone(whole);
    const paths = snapshot.fields.filter(field => field.field === 'grid_path');
    for (const path of paths)
      (path.schema as Item).is_indexed = true;
    const plain = new Set(whole.fields.filter(field => read(field, ['schema', 'is_indexed']) === true).map(field => indexName(text(field, 'collection'), text(field, 'field'))));
    expect(paths.length).toBeGreaterThan(5);
    expect(withoutForeignIndexes(snapshot, plain)).toEqual(whole);
  });

  test('long names are cut as Directus cuts them', () => {
    expect(foreignKeyName('issues', 'grid')).toBe('issues_grid_foreign');
    const long = foreignKeyName('responsibility_statements_of_the_sub_district', 'a_field_with_a_long_name');
    expect(long).toMatch(/^responsibility_statements_of.*__[0-9a-f]+_foreign$/);
    expect(long).toHaveLength(60);
  });

  test('a broken file is refused with its place', () => {
    expect(() => parseSchemaFile('collections: []\nfields: 3')).toThrow('"fields" must be a list');
    expect(() => parseSchemaFile('collections: [\n')).toThrow(/line \d/);
    expect(() => parseSchemaFile('collections: [{collection: a}, {collection: a}]\nfields: []\nrelations: []\nsystemFields: []')).toThrow('named twice: a');
  });
});

describe('words', () => {
  const translated = [...whole.collections, ...whole.fields];

  test('every collection and field has a name in both languages', () => {
    const without = translated.filter((item) => {
      const translations = read(item, ['meta', 'translations']) as Item[] | null;
      return !LANGUAGES.every(language => translations?.some(entry => entry.language === language && text(entry, 'translation') !== ''));
    });
    expect(without.map(nameOf)).toEqual([]);
  });

  const keysIn = (value: Json | undefined): string[] => typeof value === 'string'
    ? (value.startsWith('$t:') ? [value.slice(3)] : [])
    : value !== null && typeof value === 'object' ? Object.values(value).flatMap(keysIn) : [];
  const flows = readFileSync(join(ROOT, 'seeds/studio/flows.yaml'), 'utf8');
  const used = new Set([...translated.flatMap(keysIn), ...[...flows.matchAll(/\$t:([\w.]+)/g)].map(([, key]) => key!)]);

  test('every $t: key has its words in both languages, and no words are left over', () => {
    expect([...used].filter(key => !LANGUAGES.every(language => words[key]?.[language]))).toEqual([]);
    expect(Object.keys(words).filter(key => key.startsWith('wangge.') && !used.has(key))).toEqual([]);
  });

  test('every choice says its words through a key', () => {
    const bare = whole.fields.flatMap(field => ['options', 'display_options'].flatMap((part) => {
      const choices = read(field, ['meta', part, 'choices']);
      return (Array.isArray(choices) ? choices : []).filter(choice => !text(choice as Item, 'text').startsWith('$t:')).map(() => nameOf(field));
    }));
    expect(bare).toEqual([]);
    expect(whole.fields.filter(field => text(field, 'meta', 'note') !== '' && !text(field, 'meta', 'note').startsWith('$t:')).map(nameOf)).toEqual([]);
  });

  test('no English stands in a Chinese text, and no braces that the Studio would fill in', () => {
    const chinese = [
      ...translated.flatMap(item => (read(item, ['meta', 'translations']) as Item[]).filter(entry => entry.language === 'zh-CN').map(entry => text(entry, 'translation'))),
      ...Object.values(words).map(entry => entry['zh-CN']!),
    ];
    const technical = /2026-Q3|WGS84|（scopes）/g;
    expect(chinese.filter(phrase => /[a-z]/i.test(phrase.replaceAll(technical, '')))).toEqual([]);
    expect(Object.values(words).flatMap(entry => Object.values(entry)).filter(phrase => /[{}]/.test(phrase))).toEqual([]);
  });
});

describe('the collections', () => {
  test('nothing is named twice, and every relation has its fields', () => {
    expect(duplicates(whole)).toEqual([]);
    const names = new Set(whole.fields.map(nameOf));
    const broken = whole.relations.filter((relation) => {
      const list = text(relation, 'meta', 'one_field');
      const target = text(relation, 'related_collection');
      return !names.has(nameOf(relation)) || (list !== '' && !names.has(`${target}.${list}`)) || !(target.startsWith('directus_') || names.has(`${target}.id`));
    });
    expect(broken.map(nameOf)).toEqual([]);
  });

  test('keys are uuids where people edit rows, and nothing has a sort field', () => {
    const bigint = whole.fields.filter(field => field.field === 'id' && field.type !== 'uuid');
    expect(bigint.map(field => field.collection).sort()).toEqual(['assessment_scores', 'issue_deadlines', 'issue_events', 'job_runs', 'outbox']);
    expect(bigint.every(field => field.type === 'bigInteger' && read(field, ['schema', 'has_auto_increment']) === true)).toBe(true);
    expect([...whole.collections, ...whole.relations].filter(item => read(item, ['meta', 'sort_field']) !== null)).toEqual([]);
  });

  test('every row of a grid carries its path', () => {
    const has = (collection: unknown, field: string) => whole.fields.some(it => it.collection === collection && it.field === field);
    // A rule's grid is a condition, not where the rule lies.
    const bound = whole.relations.filter(relation => relation.field === 'grid' && relation.collection !== 'routing_rules');
    expect(bound.filter(relation => !has(relation.collection, 'grid_path')).map(nameOf)).toEqual([]);
  });

  test('what handling refers to cannot be deleted from under it', () => {
    const rows = whole.relations.filter(relation => ['issues', 'issue_events', 'issue_deadlines', 'issue_helpers', 'issues_files', 'issue_events_files'].includes(text(relation, 'collection')));
    expect(rows.filter(relation => text(relation, 'schema', 'on_delete') !== 'RESTRICT').map(nameOf)).toEqual([]);
  });

  test.each([
    ['issues.status', STATUSES],
    ['issues.severity', SEVERITIES],
    ['issues.kind', KINDS],
    ['issues.parties', PARTIES],
    ['issues.source', SOURCES],
    ['issue_events.cause', [...RETURN_CAUSES, ...EXPLAIN_CAUSES]],
  ] as const)('%s offers the words of the rules', (name, expected) => {
    expect([...choicesOf(name)].sort()).toEqual([...expected].sort());
  });

  test('events can be shown, and those of people that the rules know can be chosen', () => {
    const choices = read(fieldOf('issue_events.type'), ['meta', 'options', 'choices']) as Item[];
    expect(choices.map(choice => choice.value)).toEqual(expect.arrayContaining([...STAFF_EVENTS, ...SYSTEM_EVENTS]));
    const open = choices.filter(choice => choice.disabled !== true).map(choice => choice.value);
    // The report comes with its issue.
    expect(open.sort()).toEqual(STAFF_EVENTS.filter(type => type !== 'report').sort());
  });

  test('what a condition speaks of is a field of the same form', () => {
    const broken = whole.fields.flatMap((field) => {
      const rules = ((read(field, ['meta', 'conditions']) ?? []) as Item[]).flatMap(condition => read(condition, ['rule', '_and']) as Item[]);
      return rules.flatMap(rule => Object.keys(rule)).filter(name => fieldOf(`${text(field, 'collection')}.${name}`) === undefined).map(name => `${nameOf(field)}: ${name}`);
    });
    expect(broken).toEqual([]);
  });

  test('every group of a form is there', () => {
    const groups = new Set(whole.fields.filter(field => text(field, 'meta', 'interface').startsWith('group-')).map(nameOf));
    expect(whole.fields.filter(field => text(field, 'meta', 'group') !== '' && !groups.has(`${text(field, 'collection')}.${text(field, 'meta', 'group')}`)).map(nameOf)).toEqual([]);
  });
});

describe('types', () => {
  test('the generated types are current', () => {
    expect(readFileSync(join(ROOT, 'extensions/wangge/src/setup/schema/types.ts'), 'utf8')).toBe(generateTypes(whole));
  });

  test('they say what JSON brings', () => {
    const types = generateTypes(whole);
    expect(types).toContain('export interface IssueEvents {\n  id: string;\n  issue: string | Issues;');
    expect(types).toContain('  due_at: string | null;');
    expect(types).toContain('  route_explanation: unknown;');
    expect(types).toContain('  level: 1 | 2 | 3;');
    expect(types).toContain('  settings_wangge: SettingsWangge;');
    expect(types).not.toContain('group_handling');
  });
});
