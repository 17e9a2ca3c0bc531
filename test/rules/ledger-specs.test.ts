import type { DatasetSpec, FieldSpec } from '../../extensions/wangge/src/ledgers/model.ts';
/** The data sets that are shipped are sound, and one that is not is refused with the file and the field (I1, I2). */
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { datasetSchemaOf, targetOf } from '../../extensions/wangge/src/ledgers/datasets/dataset-schema-rules.ts';
import { readSpecs } from '../../extensions/wangge/src/ledgers/datasets/spec-files.ts';
import { orderSpecs, parseSpec } from '../../extensions/wangge/src/ledgers/datasets/spec-rules.ts';
import { RESIDENTS } from '../../extensions/wangge/src/ledgers/display-rules.ts';
import { readSeeds } from '../../extensions/wangge/src/setup/seed-files.ts';

interface Category { id: string; parent?: string; code: string; name: string; name_en: string; sort: number; icon?: string }

const specs = await readSpecs('.');
const categories = (parse(readFileSync('seeds/reference/50-ledger-categories.yaml', 'utf8')) as { rows: Category[] }).rows;
const roots = categories.filter(({ parent }) => parent === undefined);
const set = (collection: string): DatasetSpec => specs.find(spec => spec.collection === collection)!;
const references = ({ fields }: DatasetSpec): FieldSpec[] => fields.filter(({ kind }) => kind === 'person' || kind === 'entry');
const titled = specs.map(spec => [spec.collection, spec] as const);

describe('the shipped data sets', () => {
  it('stand one by one under the sub-items of the eight categories', () => {
    expect(roots.map(({ code }) => code)).toEqual([
      'party_mass',
      'economy_finance',
      'security_justice',
      'social_affairs',
      'population_family',
      'labour_security',
      'urban_management',
      'culture_education_sport',
    ]);
    for (const root of roots) {
      const items = categories.filter(({ parent }) => parent === root.id);
      expect(items.length, root.code).toBeGreaterThanOrEqual(3);
      for (const { code, name, name_en } of items)
        expect(specs.filter(({ category }) => category === code).map(spec => spec.name), code).toEqual([{ 'zh-CN': name, 'en-US': name_en }]);
    }
    const subItems = categories.filter(({ parent }) => parent !== undefined && parent !== null).map(({ code }) => code);
    expect(specs.filter(({ category }) => !subItems.includes(category)).map(({ collection, category }) => `${collection}: 50-ledger-categories.yaml has no sub-item ${category}`)).toEqual([]);
    expect(specs).toHaveLength(categories.length - roots.length);
  });

  it('have ids, codes and names of their own, in both languages', () => {
    for (const key of ['id', 'code', 'name', 'name_en'] as const)
      expect(new Set(categories.map(category => category[key])).size, key).toBe(categories.length);
    expect(roots.every(({ icon }) => icon !== undefined)).toBe(true);
    expect(new Set(specs.map(({ collection }) => collection)).size).toBe(specs.length);
  });

  it('come after those that they refer to', () => {
    for (const [index, spec] of specs.entries()) {
      for (const field of references(spec))
        expect(specs.slice(0, index).map(({ collection }) => collection), `${spec.collection}.${field.field}`).toContain(targetOf(field));
    }
  });

  it('enter a person once: numbers of people stand with the residents only', () => {
    expect(specs.filter(({ fields }) => fields.some(({ kind }) => kind === 'identity_number')).map(({ collection }) => collection)).toEqual([RESIDENTS]);
    expect(set(RESIDENTS).fields.find(({ field }) => field === 'identity_number')?.required).toBeUndefined();
  });

  it('are sensitive where the law says so: grounds and purpose proposed, kept apart, never printed', () => {
    const sensitive = specs.filter(({ sensitivity }) => sensitivity === 'sensitive');
    expect(sensitive.map(({ collection }) => collection).sort()).toEqual([
      'ledger_disabled_persons',
      'ledger_family_services',
      'ledger_school_age_children',
      'ledger_supervised_persons',
    ]);
    for (const { legal_basis, purpose, print_fields, required } of sensitive) {
      expect(legal_basis).toMatch(/^(?:《中华人民共和国.+?法》)+$/);
      expect(purpose).toBeTruthy();
      expect(print_fields).toEqual([]);
      expect(required, 'what is not active is asked of nobody').toBe(false);
    }
  });

  it('do not refer to a sensitive set: its permission would decide over theirs', () => {
    for (const spec of specs)
      expect(references(spec).map(field => set(targetOf(field)).sensitivity), spec.collection).not.toContain('sensitive');
  });

  it.each(titled)('%s tells entries apart by fields that are filled in, and can be printed', (_, { sensitivity, key_fields, fields, print_fields }) => {
    const required = (name: string): boolean => name === 'grid' || fields.some(({ field, required }) => field === name && required === true);
    expect(key_fields.some(list => list.every(required)), 'one of the keys is always complete').toBe(true);
    expect(print_fields.length).toBeLessThanOrEqual(8);
    if (sensitivity !== 'sensitive')
      expect(print_fields.length).toBeGreaterThanOrEqual(3);
    expect(fields.filter(({ kind }) => kind === 'person').length).toBeLessThanOrEqual(1);
  });

  it.each(titled)('%s marks every name of a person', (_, { fields }) => {
    const people = fields.filter(({ field, kind, label }) => kind === 'text' && !field.endsWith('_masked') && /姓名|当事人|(?:人|房主|楼长|）长|专管员|书记)(?:（.+）)?$/.test(label['zh-CN']));
    expect(people.filter(({ personal }) => personal !== 'name')).toEqual([]);
  });

  it.each(titled)('%s fits on a screen', (collection) => {
    const lines = readFileSync(`seeds/reference/ledgers/${collection.replace('ledger_', '')}.yaml`, 'utf8').split('\n');
    expect(lines.length).toBeLessThanOrEqual(70);
    expect(lines[0]).toMatch(/^# \p{Script=Han}/u);
  });

  it('become collections in Directus', () => {
    for (const spec of specs) {
      const shape = datasetSchemaOf(spec, 'party_mass', collection => set(collection).reference_field);
      expect(shape.fields.map(({ field }) => field)).toEqual(expect.arrayContaining(['grid', ...spec.fields.map(({ field }) => field)]));
      expect(shape.relations.filter(({ related_collection }) => String(related_collection).startsWith('ledger_') && related_collection !== 'ledger_datasets')).toHaveLength(references(spec).length);
    }
  });

  it('do not disturb the reader of the rows beside them', async () => {
    const blocks = await readSeeds('.');
    expect(blocks.filter(({ file }) => file.includes('ledgers/'))).toEqual([]);
    expect(blocks.find(({ collection }) => collection === 'ledger_categories')?.rows).toHaveLength(categories.length);
  });
});

const sound = {
  collection: 'ledger_pets',
  name: ['宠物', 'Pets'],
  category: 'venues',
  review_days: 180,
  required: false,
  expected_from: 'declared',
  sensitivity: 'personal',
  key_fields: [['tag'], ['grid', 'name']],
  reference_field: 'name',
  print_fields: ['name', 'kind'],
  fields: [
    { field: 'name', kind: 'text', label: ['名字', 'Name'], required: true, max_length: 50 },
    { field: 'kind', kind: 'choice', label: ['种类', 'Kind'], choices: { dog: ['犬', 'Dog'], cat: ['猫', 'Cat'] } },
    { field: 'tag', kind: 'text', label: ['牌号', 'Tag'] },
    { field: 'keeper', kind: 'person', label: ['饲养人', 'Keeper'] },
  ],
};
type Draft = Record<string, unknown>;
const withField = (field: Draft): Draft => ({ ...sound, fields: [...sound.fields, field] });

describe('a document', () => {
  it('becomes a spec: the same, with its words in both languages', () => {
    const { name: _, fields: __, ...plain } = sound;
    expect(parseSpec('pets.yaml', sound)).toEqual({
      ...plain,
      name: { 'zh-CN': '宠物', 'en-US': 'Pets' },
      fields: [
        { field: 'name', kind: 'text', label: { 'zh-CN': '名字', 'en-US': 'Name' }, required: true, max_length: 50 },
        { field: 'kind', kind: 'choice', label: { 'zh-CN': '种类', 'en-US': 'Kind' }, choices: { dog: { 'zh-CN': '犬', 'en-US': 'Dog' }, cat: { 'zh-CN': '猫', 'en-US': 'Cat' } } },
        { field: 'tag', kind: 'text', label: { 'zh-CN': '牌号', 'en-US': 'Tag' } },
        { field: 'keeper', kind: 'person', label: { 'zh-CN': '饲养人', 'en-US': 'Keeper' } },
      ],
    });
  });

  it.each<[string, Draft, RegExp]>([
    ['another name of the collection', { ...sound, collection: 'pets' }, /^pets\.yaml: collection: .*ledger_/],
    ['a word that is misspelt', { ...sound, review_day: 3 }, /^pets\.yaml: document: .*review_day/],
    ['a name in one language', { ...sound, name: ['宠物'] }, /^pets\.yaml: name: write \[中文, English\]/],
    ['a choice in one language', withField({ field: 'size', kind: 'choice', label: ['大小', 'Size'], choices: { big: ['大', 'Big'], small: ['小'] } }), /^pets\.yaml: fields\.size\.choices\.small: write/],
    ['a field without a label', withField({ field: 'size', kind: 'text' }), /^pets\.yaml: fields\.size\.label: /],
    ['a field with a capital', withField({ field: 'Size', kind: 'text', label: ['大小', 'Size'] }), /^pets\.yaml: fields\.Size\.field: small letters/],
    ['a common field', withField({ field: 'remark', kind: 'text', label: ['备注', 'Remark'] }), /^pets\.yaml: fields\.remark: every data set has/],
    ['a managed field', withField({ field: 'entry_key', kind: 'text', label: ['码', 'Key'] }), /fields\.entry_key: every data set has/],
    ['a field twice', withField({ field: 'tag', kind: 'text', label: ['牌号', 'Tag'] }), /fields\.tag: stands there twice/],
    ['choices of a text', withField({ field: 'size', kind: 'text', label: ['大小', 'Size'], choices: { big: ['大', 'Big'], small: ['小', 'Small'] } }), /fields\.size: "choices"/],
    ['a choice without choices', withField({ field: 'size', kind: 'choice', label: ['大小', 'Size'] }), /fields\.size: "choices"/],
    ['an entry of nothing', withField({ field: 'home', kind: 'entry', label: ['房屋', 'Home'] }), /fields\.home: "of"/],
    ['bounds of a text', withField({ field: 'size', kind: 'text', label: ['大小', 'Size'], min: 3 }), /fields\.size: "min"/],
    ['a personal number', withField({ field: 'call', kind: 'phone', label: ['电话', 'Telephone'], personal: 'other' }), /fields\.call: "personal"/],
    ['the mask of nothing', withField({ field: 'tag_masked', kind: 'text', label: ['牌号', 'Tag'] }), /fields\.tag_masked: masks no personal field/],
    ['religion', withField({ field: 'belief', kind: 'text', label: ['信仰', 'Belief'] }), /fields\.belief: .*religion/],
    ['religion under another name', withField({ field: 'x', kind: 'choice', label: ['类型', 'Kind'], choices: { a: ['宗教人士', 'Clergy'], b: ['其他', 'Other'] } }), /fields\.x: "宗教人士"/],
    ['a diagnosis', withField({ field: 'health', kind: 'text', label: ['诊断类型', 'Kind'] }), /fields\.health: .*diagnoses/],
    ['a bank account', withField({ field: 'pay_to', kind: 'text', label: ['银行账户', 'Pay to'] }), /fields\.pay_to: .*bank/],
    ['a key of unknown fields', { ...sound, key_fields: [['chip']] }, /key_fields: there is no field chip/],
    ['the grid as a key', { ...sound, key_fields: [['grid']] }, /key_fields: the grid alone/],
    ['a reference by a choice', { ...sound, reference_field: 'kind' }, /reference_field: kind names no entry/],
    ['printing an unknown field', { ...sound, print_fields: ['chip'] }, /print_fields: there is no field chip/],
    ['printing a sensitive set', { ...sound, sensitivity: 'sensitive' }, /print_fields: a sensitive set is never printed/],
    ['people in an internal set', { ...sound, sensitivity: 'internal' }, /sensitivity: a set about people/],
  ])('is refused: %s', (_, document, sentence) => {
    expect(() => parseSpec('pets.yaml', document)).toThrow(sentence);
  });

  it('is refused with all its mistakes at once', () => {
    const wrong = { ...withField({ field: 'belief', kind: 'text', label: ['信仰', 'Belief'] }), print_fields: ['chip'] };
    expect(() => parseSpec('pets.yaml', wrong)).toThrow(/^pets\.yaml: fields\.belief: .*\npets\.yaml: print_fields: /);
  });
});

describe('the order', () => {
  const residents = parseSpec('residents.yaml', { ...sound, collection: RESIDENTS, fields: sound.fields.slice(0, 3) });
  const pets = parseSpec('pets.yaml', sound);
  const referring = (collection: string, of: string): DatasetSpec => parseSpec(`${collection}.yaml`, { ...withField({ field: 'other', kind: 'entry', of, label: ['相关', 'Related'] }), collection });

  it('puts what is referred to first', () => {
    expect(orderSpecs([referring('ledger_aa', 'ledger_pets'), pets, residents]).map(({ collection }) => collection)).toEqual([RESIDENTS, 'ledger_pets', 'ledger_aa']);
  });

  it('lets a set refer to itself', () => {
    expect(orderSpecs([residents, referring('ledger_aa', 'ledger_aa')])).toHaveLength(2);
  });

  it('refuses what leads nowhere, in a circle, or stands there twice', () => {
    expect(() => orderSpecs([pets])).toThrow('ledger_pets: fields.keeper: there is no data set ledger_residents');
    expect(() => orderSpecs([residents, referring('ledger_aa', 'ledger_bb'), referring('ledger_bb', 'ledger_aa')])).toThrow('ledger_aa → ledger_bb → ledger_aa');
    expect(() => orderSpecs([residents, pets, pets])).toThrow('two documents describe ledger_pets');
  });

  it('is read from a folder; what is no YAML names its file', async () => {
    const home = await mkdtemp(join(tmpdir(), 'wangge-specs-'));
    onTestFinished(async () => await rm(home, { recursive: true }));
    const folder = join(home, 'seeds/reference/ledgers');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'one.yaml'), stringify({ ...sound, fields: sound.fields.slice(0, 3) }));
    expect((await readSpecs(home)).map(({ collection }) => collection)).toEqual(['ledger_pets']);
    await writeFile(join(folder, 'two.yaml'), 'collection: [');
    await expect(readSpecs(home)).rejects.toThrow('seeds/reference/ledgers/two.yaml');
  });
});
