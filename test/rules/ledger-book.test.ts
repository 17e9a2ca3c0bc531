/** The paper ledger: what is printed of an entry, how wide columns are, when a copy may come back. */
import type { Dataset, Field } from '../../extensions/wangge/src/ledgers/model.ts';
import { fc, test as prop } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { breakable, columnWidths } from '../../extensions/wangge/src/ledgers/book/column-width-rules.ts';
import { columnsOf, printed } from '../../extensions/wangge/src/ledgers/book/printed-cell-rules.ts';
import { returned } from '../../extensions/wangge/src/ledgers/book/return-rules.ts';
import { sheetPage } from '../../extensions/wangge/src/ledgers/book/sheet-page-rules.ts';

function field(name: string, more: Partial<Field> = {}): Field {
  return { field: name, kind: 'text', type: 'string', label: { 'zh-CN': name, 'en-US': name }, note: null, required: false, choices: null, of: null, sealed: null, personal: null, min: null, max: null, max_length: null, validation: null, validation_message: null, ...more };
}

function dataset(collection: string, fields: Field[], more: Partial<Dataset> = {}): Dataset {
  return { id: collection, collection, name: { 'zh-CN': collection, 'en-US': collection }, category: 'c', review_days: 30, required: false, expected_from: 'declared', sensitivity: 'personal', key_fields: [], reference_field: 'name', print_fields: fields.map(one => one.field), export_allowed: false, active: true, fields, ...more };
}

describe('cells', () => {
  const residents = dataset('ledger_residents', [field('name', { personal: 'name' }), field('identity_number', { kind: 'identity_number' })], { reference_field: 'identity_number' });
  const kinds = field('kinds', { kind: 'choices', choices: [{ value: 'alone', label: { 'zh-CN': '独居', 'en-US': 'Alone' } }, { value: 'aged', label: { 'zh-CN': '高龄', 'en-US': 'Aged' } }] });
  const elderly = dataset('ledger_elderly', [
    field('person', { kind: 'person', of: 'ledger_residents' }),
    kinds,
    field('address', { personal: 'address' }),
    field('household', { personal: 'other' }),
    field('alarm', { kind: 'boolean' }),
  ], { print_fields: ['person', 'kinds', 'address', 'household', 'alarm', 'gone'] });
  const columns = columnsOf(elderly, new Map([residents, elderly].map(one => [one.collection, one])), 'zh-CN');

  it('relations are shown by name; what is gone or may not be printed is left out', () => {
    expect(columns.map(({ path }) => path)).toEqual(['person.name', 'kinds', 'address', 'alarm']);
  });

  it('words instead of codes, personal data masked', () => {
    const entry = { person: { name: '欧阳建国' }, kinds: ['alone', 'aged'], address: '和平路1号院3号楼2单元501', alarm: false };
    expect(columns.map(column => printed(column, entry, 'zh-CN'))).toEqual(['欧**', '独居、高龄', '和平路1号院3号楼***', '否']);
    expect(columns.map(column => printed(column, { person: null, kinds: null, address: null, alarm: null }, 'zh-CN'))).toEqual(['', '', '', '']);
  });

  it('a relation that leads back to itself ends', () => {
    const loop = dataset('ledger_loop', [field('name', { kind: 'entry', of: 'ledger_loop' })]);
    expect(columnsOf(loop, new Map([['ledger_loop', loop]]), 'zh-CN')).toEqual([]);
  });

  it('a long text is cut', () => {
    const column = columnsOf(dataset('d', [field('name')]), new Map(), 'zh-CN')[0]!;
    expect([...printed(column, { name: '长'.repeat(5000) }, 'zh-CN')]).toHaveLength(240);
  });
});

describe('columns', () => {
  prop.prop([fc.array(fc.array(fc.string({ maxLength: 300 }), { minLength: 3, maxLength: 3 }), { maxLength: 20 })])('fill the page, none is narrower than two characters', (rows) => {
    const widths = columnWidths(['序号', '名称', '备注'], rows, 700, 9);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(700, 5);
    for (const width of widths)
      expect(width).toBeGreaterThanOrEqual(18);
  });

  it('what is short stands in one line, what is long gets the rest', () => {
    const rows = Array.from({ length: 50 }, () => ['张*', '110105********002X', '经社区民警、网格长与楼栋长三方到场协调，'.repeat(5)]);
    const [name, number, note] = columnWidths(['姓名', '证件号码', '备注'], rows, 700, 9);
    expect(number!).toBeGreaterThan(18 * 0.58 * 9);
    expect(note!).toBeGreaterThan(name! + number!);
  });

  it('a word without a gap is broken', () => {
    expect(breakable('x'.repeat(100), 60, 9).split('\n').every(part => part.length <= 10)).toBe(true);
    expect(breakable('和平路 3号楼', 60, 9)).toBe('和平路 3号楼');
    const number = '91110105MA01ABCD2X';
    const [width] = columnWidths(['代码', '备注'], [[number, '长'.repeat(200)]], 300, 9);
    expect(breakable(number, width!, 9)).toBe(number);
  });
});

describe('returns', () => {
  const stored = [{ version: 2, printed_on: '2026-03-02', returned_to: null, today: '2026-03-10' }];

  it.each([
    [{ returned_on: '2026-03-01' }, 'print_returned_early'],
    [{ returned_on: '2026-03-11' }, 'print_returned_future'],
    [{ returned_on: '2026-02-30' }, 'print_returned_invalid'],
    [{ returned_on: 5 }, 'print_returned_invalid'],
    [{ version: 9 }, 'print_managed'],
  ])('%o is refused', (payload, code) => {
    expect(returned(payload, stored, 'me')).toMatchObject({ kind: 'refused', code });
  });

  it('whoever enters it has received it', () => {
    expect(returned({ returned_on: '2026-03-02' }, stored, 'me')).toEqual({ returned_on: '2026-03-02', returned_to: 'me' });
    expect(returned({ returned_on: '2026-03-02', returned_to: 'you' }, stored, 'me')).toEqual({ returned_on: '2026-03-02', returned_to: 'you' });
    expect(returned({ returned_on: null }, stored, 'me')).toEqual({ returned_on: null });
  });
});

describe('the page of a sheet', () => {
  const state = { grid: '第三网格<', community: '和平里社区', dataset: '居民', dataset_en: 'Residents', version: 2, printed_at: '2026-03-02 10:00', printed_by: '王小明', entries: 7, newest: 3, changed: 4 };

  it('says what has changed and whether there is a newer print, in both languages', () => {
    const page = sheetPage(state, 'ledger_residents', 'zh-CN');
    expect(page).toContain('打印后有 4 条新增或变更');
    expect(page).toContain('已有更新的第 3 版');
    expect(page).toContain('第三网格&lt;');
    expect(page).toContain('href="../../../../admin/content/ledger_residents/+"');
    expect(sheetPage({ ...state, changed: 0, newest: 2 }, 'ledger_residents', 'en-US')).toMatch(/Nothing has changed since[\s\S]*newest version[\s\S]*Residents/);
  });

  it('of nothing says so', () => {
    expect(sheetPage(null, 'x', 'zh-CN')).toContain('没有找到这张台账');
  });
});
