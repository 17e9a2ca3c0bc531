import type { Dataset, DatasetSpec, Field } from '../../extensions/wangge/src/ledgers/model.ts';
/** The demonstration's ledgers obey the rules of the ledgers, name nobody, and show every freshness (I1, I2). */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeDemoRows } from '../../extensions/wangge/src/app/demonstration/demo-rows.ts';
import { confirmedOn, drawLedgers, expectedOf } from '../../extensions/wangge/src/app/demonstration/ledgers/ledgers.ts';
import { targetOf } from '../../extensions/wangge/src/ledgers/datasets/dataset-schema-rules.ts';
import { readSpecs } from '../../extensions/wangge/src/ledgers/datasets/spec-files.ts';
import { entryChecker, entryKey } from '../../extensions/wangge/src/ledgers/entry-rules.ts';
import { fieldCipherOf } from '../../extensions/wangge/src/ledgers/field-encryption-rules.ts';
import { FRESHNESS, freshness } from '../../extensions/wangge/src/ledgers/model.ts';
import { material, reference } from './demonstration-world.ts';

const TODAY = '2026-11-18';
const specs = await readSpecs('.');
const seals = fieldCipherOf('a key for tests that is long enough');
const world = makeDemoRows(material, reference.categories, TODAY, '1');
const drawn = drawLedgers(world, material, TODAY, '1');
const byId = new Map(drawn.map(entry => [entry.id, entry]));
const digestOf = (entries: ReturnType<typeof drawLedgers>): string => createHash('sha256').update(JSON.stringify(entries)).digest('hex');

function datasetOf(spec: DatasetSpec): Dataset {
  return { ...spec, id: spec.collection, export_allowed: true, active: true, fields: spec.fields.map((field): Field => ({
    field: field.field,
    kind: field.kind,
    type: { integer: 'integer', decimal: 'decimal', percent: 'decimal', boolean: 'boolean', date: 'date', choices: 'json', location: 'json', person: 'uuid', entry: 'uuid' }[field.kind as string] ?? 'string',
    label: field.label,
    note: field.note ?? null,
    required: field.required ?? false,
    choices: field.choices === undefined ? null : Object.entries(field.choices).map(([value, label]) => ({ value, label })),
    of: field.kind === 'person' || field.kind === 'entry' ? targetOf(field) : null,
    sealed: field.kind === 'identity_number' || field.kind === 'phone' ? field.kind : null,
    personal: field.personal ?? null,
    min: field.min ?? null,
    max: field.max ?? null,
    max_length: field.max_length ?? null,
    validation: null,
    validation_message: null,
  })) };
}

const datasets = specs.map(datasetOf);

describe('the demonstration\'s ledgers', () => {
  it('are the same again for the same seed, and others for another', () => {
    const first = digestOf(drawn);
    expect(digestOf(drawLedgers(world, material, TODAY, '1'))).toBe(first);
    expect(digestOf(drawLedgers(world, material, TODAY, '2'))).not.toBe(first);
  });

  it('fill every data set that is active, and none that is sensitive', () => {
    const filled = new Set(drawn.map(({ collection }) => collection));
    expect([...filled].sort()).toEqual(specs.filter(({ sensitivity }) => sensitivity !== 'sensitive').map(({ collection }) => collection).sort());
  });

  it.each(datasets.map(dataset => [dataset.collection, dataset] as const))('pass the rules: %s', (collection, dataset) => {
    const check = entryChecker(dataset, { today: TODAY, seals });
    const known = new Set(['source', ...dataset.fields.map(({ field }) => field)]);
    const keys = drawn.filter(entry => entry.collection === collection).map(({ grid, values }) => {
      const { values: stored, sealed, faults } = check({ ...values, grid }, null);
      expect(faults).toEqual([]);
      expect(Object.keys(values).filter(field => !known.has(field))).toEqual([]);
      const hashes = Object.fromEntries(Object.entries(sealed).map(([field, number]) => [field, number?.hash ?? null]));
      return entryKey(dataset, { ...stored, ...hashes, grid }, seals);
    });
    expect(keys).not.toContain(null);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('refer to entries of the right set that stand before them, in the same patch', () => {
    const places = new Map(drawn.map(({ id }, index) => [id, index]));
    for (const [index, { collection, grid, values }] of drawn.entries()) {
      for (const { field, of } of datasets.find(dataset => dataset.collection === collection)!.fields) {
        const referred = of === null || values[field] === undefined ? undefined : byId.get(values[field] as string);
        if (of === null || values[field] === undefined)
          continue;
        expect(referred).toMatchObject({ collection: of, grid });
        expect(places.get(referred!.id)).toBeLessThan(index);
      }
    }
  });

  it('are nearly complete in the first patch; nowhere is more entered than was declared', () => {
    const [first] = world.grids.filter(({ level }) => level === 3);
    const dwellings = drawn.filter(({ collection, grid }) => collection === 'ledger_dwellings' && grid === first!.id).length;
    expect(dwellings / first!.households).toBeGreaterThan(0.9);
    expect(dwellings).toBeLessThanOrEqual(first!.households);
    const expected = expectedOf(world, drawn, datasets, TODAY, '1');
    expect(expected.filter(({ dataset }) => dataset === 'ledger_residents')).toHaveLength(world.grids.filter(({ level }) => level === 3).length);
    for (const { dataset, grid, expected: number } of expected)
      expect(drawn.filter(entry => entry.collection === dataset && entry.grid === grid).length, dataset).toBeLessThanOrEqual(number);
  });

  it('carry numbers that nobody has', () => {
    for (const { values } of drawn) {
      if (typeof values.identity_number === 'string')
        expect(values.identity_number.slice(2, 6)).toBe('9999');
      for (const [field, value] of Object.entries(values).filter(([field]) => field.endsWith('phone')))
        expect(value, field).toMatch(/^154\d{8}$/);
    }
  });

  it('are fresh mostly, some due, some stale; in every patch something is to be done', () => {
    const states = drawn.map((entry) => {
      const { review_days } = specs.find(({ collection }) => collection === entry.collection)!;
      const confirmed = confirmedOn(entry, review_days, TODAY);
      expect(confirmed <= TODAY).toBe(true);
      return freshness(new Date(Date.parse(confirmed) + review_days * 86_400_000).toISOString().slice(0, 10), TODAY);
    });
    const share = Object.fromEntries(FRESHNESS.map(state => [state, states.filter(one => one === state).length / states.length]));
    expect(share.fresh).toBeGreaterThan(0.6);
    expect(share.due).toBeGreaterThan(0.02);
    expect(share.stale).toBeGreaterThan(0.05);
    expect(share.stale).toBeLessThan(0.25);
  });
});
