/** The three-way merge: an administrator's change is never lost, ours arrive everywhere else. */
import type { Json, JsonRecord } from '../../extensions/wangge/src/setup/merge-rules.ts';
import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { equal, merge, mergeRecord } from '../../extensions/wangge/src/setup/merge-rules.ts';

const grain = fc.constantFrom('whole', 'deep', 'set');
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
/** Lists of choices, as Directus stores them: the case that is taken apart. */
const choices = fc.uniqueArray(fc.record({ value: fc.constantFrom('a', 'b', 'c', 'd', 'e'), text: fc.string({ maxLength: 2 }) }), { selector: choice => choice.value });
const value = fc.oneof(json, choices, fc.record({ choices }), fc.constant(undefined));
const attributes = fc.dictionary(fc.constantFrom('note', 'width', 'hidden', 'options'), value.map(found => found ?? null));

describe('merge', () => {
  it.prop([value, value, grain])('takes what we ship where nobody changed anything', (base, shipped, how) => {
    expect(equal(merge(base, shipped, base, how), shipped)).toBe(true);
  });

  it.prop([value, value, grain])('leaves what is stored where we change nothing', (base, stored, how) => {
    expect(equal(merge(base, base, stored, how), stored)).toBe(true);
  });

  it.prop([value, value, value])('never touches a whole value that the administrator changed', (base, shipped, stored) => {
    fc.pre(!equal(base, stored));
    expect(equal(merge(base, shipped, stored, 'whole'), stored)).toBe(true);
  });

  it.prop([value, value, value, grain])('has nothing to do the second time', (base, shipped, stored, how) => {
    const once = merge(base, shipped, stored, how);
    expect(equal(merge(shipped, shipped, once, how), once)).toBe(true);
  });

  it.prop([choices, choices, choices])('keeps the choices that an administrator added and brings those that we added', (base, shipped, stored) => {
    const merged = (merge(base, shipped, stored, 'deep') as JsonRecord[]).map(choice => choice.value);
    const [old, ours, theirs] = [base, shipped, stored].map(list => list.map(choice => choice.value as Json));
    for (const id of theirs!.filter(id => !old!.includes(id)))
      expect(merged).toContain(id);
    for (const id of ours!.filter(id => !old!.includes(id)))
      expect(merged).toContain(id);
    expect(new Set(merged).size).toBe(merged.length);
  });

  it('merges a translation that we correct with one that the administrator reworded', () => {
    const words = (zh: string, en: string): Json => [{ language: 'zh-CN', translation: zh }, { language: 'en-US', translation: en }];
    expect(merge(words('网格', 'Gird'), words('网格', 'Grid'), words('责任区', 'Gird'), 'deep')).toEqual(words('责任区', 'Grid'));
  });

  it('does not put back a choice that the administrator took out', () => {
    const list = (...values: string[]): Json => values.map(value => ({ value }));
    expect(merge(list('a', 'b'), list('a', 'b', 'c'), list('a'), 'deep')).toEqual(list('a', 'c'));
  });

  it('merges permitted fields as a set', () => {
    expect(merge(['a', 'b'], ['a', 'b', 'c'], ['b', 'own'], 'set')).toEqual(['b', 'own', 'c']);
    expect(merge(['a', 'b'], ['a'], ['a', 'b', 'own'], 'set')).toEqual(['a', 'own']);
  });
});

describe('mergeRecord', () => {
  it.prop([attributes, attributes, attributes])('writes only what differs from what is stored, and is done then', (base, shipped, stored) => {
    const { changes } = mergeRecord(base, shipped, stored);
    for (const [name, after] of Object.entries(changes))
      expect(equal(after, stored[name])).toBe(false);
    expect(mergeRecord(shipped, shipped, { ...stored, ...changes }).changes).toEqual({});
  });

  it('says which of our changes gave way', () => {
    const merged = mergeRecord({ note: 'a', width: 'half' }, { note: 'b', width: 'full' }, { note: 'mine', width: 'half' });
    expect(merged).toEqual({ changes: { width: 'full' }, kept: ['note'] });
  });

  it('fills in what was never shipped and nobody filled in, and leaves what somebody did', () => {
    expect(mergeRecord(undefined, { note: 'a', icon: 'b' }, { note: null, icon: 'mine' }).changes).toEqual({ note: 'a' });
  });
});
