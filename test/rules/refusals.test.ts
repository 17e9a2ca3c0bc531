/** How refusals come to be sentences: fields by their labels, and by one way from every room. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fieldsNamed, refusalsIn, refused, sentence, withLabels } from '../../extensions/wangge/src/kernel/refusal-rules.ts';

const SOURCE = 'extensions/wangge/src/';
const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts')).map(file => ({ file: file.replaceAll('\\', '/'), text: readFileSync(SOURCE + file, 'utf8') }));

it('a period is told as people call it, in either language; what is no period stays as it is', () => {
  const messages = { no: { 'zh-CN': '{period}尚无{what}。', 'en-US': '{period}: no {what}.' } };
  const told = (period: string) => sentence(messages, refused('no', null, { period, what: '2026-Q3' }), 'zh-CN');
  expect(['2026-Q3', '2026-09', '2026', '2026-Q5', '2026-13', '上季度'].map(told)).toEqual(['2026年第三季度尚无2026-Q3。', '2026年9月尚无2026-Q3。', '2026年度尚无2026-Q3。', '2026-Q5尚无2026-Q3。', '2026-13尚无2026-Q3。', '上季度尚无2026-Q3。']);
  expect(sentence(messages, refused('no', null, { period: '2026-Q1', what: 'x' }), 'en-US')).toBe('Quarter 1 of 2026: no x.');
});

describe('the fields that a sentence names', () => {
  it.each([
    [refused('managed_field', 'outcome', { field: 'outcome' }), 'grid_changes', [{ collection: 'grid_changes', field: 'outcome' }]],
    // Of another collection than the one that is written.
    [refused('preview_invalid', 'rule', { field: 'routing_rules.scope' }), 'issues', [{ collection: 'routing_rules', field: 'scope' }]],
    // The rule knows a label itself: that of the refusal's own field.
    [refused('too_long', 'remark', { label: '备注', label_en: 'Remark', most: 9 }), 'ledger_shops', [{ collection: 'ledger_shops', field: 'remark' }]],
    // Without a collection there is nobody to ask, and what is no name of a field is not asked for.
    [refused('managed_field', 'outcome', { field: 'outcome' }), null, []],
    [refused('value_invalid', 'a', { field: 'a.b.c' }), 'issues', []],
    [refused('value_invalid', 'a', { field: 'a\0' }), 'issues', []],
    [refused('value_invalid', 'a', { field: '\uD800' }), 'issues', []],
    [refused('photo_unfit', 'photos'), 'disclosures_files', []],
  ])('%j of %s', (refusal, collection, named) => {
    expect(fieldsNamed(refusal, collection)).toEqual(named);
  });

  it('are told by their labels; without one by their key, or the label that the rule knows', () => {
    const label = withLabels(refused('managed_field', 'outcome', { field: 'outcome' }), 'grid_changes', () => '调整结果');
    expect(label).toMatchObject({ field: 'outcome', params: { field: '调整结果' } });
    expect(withLabels(refused('preview_invalid', 'rule', { field: 'routing_rules.scope' }), null, () => undefined).params).toEqual({ field: 'scope' });
    expect(withLabels(refused('value_invalid', 'a', { field: 'a.b.c' }), 'issues', () => 'x').params).toEqual({ field: 'a.b.c' });
    const known = refused('too_long', 'remark', { label: '备注', label_en: 'Remark', most: 9 });
    expect(withLabels(known, 'ledger_shops', () => undefined)).toEqual(known);
    expect(withLabels(known, 'ledger_shops', () => '说明').params).toEqual({ label: '说明', label_en: '说明', most: 9 });
  });
});

describe('an answer', () => {
  it('is a refusal, several, or something else', () => {
    const no = refused('a');
    expect(refusalsIn(no)).toEqual([no]);
    expect(refusalsIn([no, no])).toEqual([no, no]);
    expect(refusalsIn([])).toEqual([]);
    expect(refusalsIn([no, 1])).toBeNull();
    expect(refusalsIn({ kind: 'refused', code: 'sent by somebody', field: null, params: {} })).toBeNull();
    expect(refusalsIn({ ...no, params: { field: 'b' } })).toEqual([refused('a', null, { field: 'b' })]);
    expect(refusalsIn(undefined)).toBeNull();
  });
});

describe('rooms', () => {
  /** Where a refusal is said without the kernel's filters and routes; none of them may name a field of a collection by `{field}`. */
  const APART = [
    'ledgers/ledger-confirm/operation-api.ts',
    'calendar/calendar-store.ts',
    // No filter hears of an upload; its fields get their labels here.
    'files/upload-service.ts',
  ];
  const outside = sources.filter(({ file }) => !file.startsWith('kernel/'));

  it('say no by the one way, in which fields get their labels', () => {
    expect(outside.filter(({ text }) => /\brefusalErrors?\(/.test(text)).map(({ file }) => file).filter(file => !APART.includes(file))).toEqual([]);
    const apart = outside.filter(({ file }) => APART.includes(file)).filter(({ text }) => /refused\([^)]*\bfield: /.test(text));
    expect(apart.map(({ file }) => file)).toEqual([]);
  });

  /** Pages that people look at, which are no data. */
  const PAGES = ['disclosure/public-routes.ts', 'accounts/page/page-routes.ts'];

  it('register their routes by the one way; beside them stand style sheets and pages', () => {
    const registering = outside.flatMap(({ file, text }) => [...text.matchAll(/\brouter(?:\.(?:get|post|put|patch|delete)|\[method\])\((.*)/g)].map(([, rest]) => ({ file, style: rest!.includes('STYLE_VERSION}.css') })));
    expect(registering.filter(({ file, style }) => !style && !PAGES.includes(file))).toEqual([]);
  });

  it('register their filters by the one way', () => {
    expect(outside.filter(({ text }) => /\bfilter as unknown/.test(text)).map(({ file }) => file)).toEqual([]);
    expect(outside.filter(({ text }) => /^\s*filter(?:<.*>)?\(/m.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('have a sentence in both languages with the same parameters', async () => {
    const parameters = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!.replace(/_en$/, '')))].sort();
    const catalogues = sources.map(({ file }) => file).filter(file => file !== 'kernel/messages.ts' && /(?:^|\/)messages\.ts$/.test(file));
    expect(catalogues.length).toBeGreaterThan(9);
    for (const file of catalogues) {
      const path = `../../${SOURCE}${file}`;
      const { messages } = await import(/* @vite-ignore */ path) as { messages: Record<string, Record<'zh-CN' | 'en-US', string>> };
      for (const [code, said] of Object.entries(messages)) {
        const named = (text: string): string[] => parameters(text).filter(name => ['field', 'parameter', 'label', 'path'].includes(name));
        expect(named(said['en-US']), `${file}: ${code}`).toEqual(named(said['zh-CN']));
      }
    }
  });
});
