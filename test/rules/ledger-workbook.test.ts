/** Ledgers as workbooks: headings, cells, what changes, and what a spreadsheet would take for a formula. */
import type { Dataset, Field } from '../../extensions/wangge/src/ledgers/model.ts';
import type { Cell } from '../../extensions/wangge/src/workbook/cell-rules.ts';
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { readXlsx, writeXlsx, writeXlsxStream } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { concurrencyLimit } from '../../extensions/wangge/src/kernel/concurrency-limit.ts';
import { changesOf, groupedByFields } from '../../extensions/wangge/src/ledgers/workbook/change-rules.ts';
import { cellOf, columnsOf, templateColumns } from '../../extensions/wangge/src/ledgers/workbook/column-rules.ts';
import { sheetFormat } from '../../extensions/wangge/src/ledgers/workbook/heading-rules.ts';
import { template } from '../../extensions/wangge/src/ledgers/workbook/template-workbook.ts';
import { asText, fromText, plain, unwrapped } from '../../extensions/wangge/src/workbook/cell-rules.ts';
import { columnCalled, readHeadings } from '../../extensions/wangge/src/workbook/heading-rules.ts';
import { newReport } from '../../extensions/wangge/src/workbook/import-report-rules.ts';
import { Unreadable } from '../../extensions/wangge/src/workbook/reading-limits.ts';
import { EXAMPLE, isEntry, sheetName } from '../../extensions/wangge/src/workbook/sheet-mark-rules.ts';
import { openWorkbook } from '../../extensions/wangge/src/workbook/workbook-reader.ts';

const field = (name: string, kind: Field['kind'], label: string, more: Partial<Field> = {}): Field => ({
  field: name,
  kind,
  type: 'string',
  label: { 'zh-CN': label, 'en-US': name },
  note: null,
  required: false,
  choices: null,
  of: null,
  sealed: null,
  personal: null,
  min: null,
  max: null,
  max_length: null,
  validation: null,
  validation_message: null,
  ...more,
});
const dataset: Dataset = {
  id: 'd',
  collection: 'ledger_test',
  name: { 'zh-CN': '测试：台账/一', 'en-US': 'Test' },
  category: 'c',
  review_days: 30,
  required: false,
  expected_from: 'declared',
  sensitivity: 'personal',
  key_fields: [['identity_number'], ['grid', 'name']],
  reference_field: 'name',
  print_fields: [],
  export_allowed: true,
  active: true,
  fields: [
    field('name', 'text', '姓名', { required: true, personal: 'name' }),
    field('name_masked', 'text', '姓名（脱敏）'),
    field('identity_number', 'identity_number', '公民身份号码', { sealed: 'identity_number' }),
    field('birth_on', 'date', '出生日期', { required: true }),
    field('kinds', 'choices', '类型', { choices: [{ value: 'a', label: { 'zh-CN': '甲', 'en-US': 'A' } }, { value: 'b', label: { 'zh-CN': '乙', 'en-US': 'B' } }] }),
    field('paid', 'boolean', '已缴'),
    field('area', 'decimal', '面积'),
  ],
};

const headingsOf = (cells: readonly Cell[]) => {
  const { columns, missing } = sheetFormat(dataset);
  return readHeadings({ known: columns, missing }, cells);
};

describe('the headings', () => {
  it('are known in both languages, by the field\'s name, with or without marks', () => {
    const columns = columnsOf(dataset);
    for (const { name, label } of columns) {
      for (const heading of [...Object.values(label), ` ${label['zh-CN']} * `])
        expect(columnCalled(columns, heading)?.name).toBe(name);
      // Other programs have an `id` of their own.
      expect(columnCalled(columns, name)?.name).toBe(name === 'id' ? undefined : name);
    }
    expect(columnCalled(columns, '没有的列')).toBeNull();
  });
  it('must hold what is required, once, unless entries are named by their number; others are told', () => {
    expect(headingsOf(['网格', '姓名'])).toMatchObject({ code: 'heading_missing', params: { labels: '出生日期' } });
    expect(headingsOf(['网格编码', '姓名', '公民身份号码'])).toMatchObject({ kind: 'headings' });
    expect(headingsOf(['系统编号', '面积'])).toMatchObject({ kind: 'headings', unknown: [] });
    expect(headingsOf(['网格', '姓名', '姓 名', '出生日期'])).toMatchObject({ code: 'heading_twice' });
    expect(headingsOf(['网格', '姓名', '出生日期', 'entry_key', 'confirmed_by'])).toMatchObject({ unknown: ['entry_key', 'confirmed_by'] });
  });
  it('of what the system keeps are no fields that anybody fills in', () => {
    for (const { name, meaning } of columnsOf(dataset))
      expect(['confirmed_on', 'review_due_on', 'errors'].includes(name)).toBe(meaning.kind === 'passed_over');
  });
});

describe('a cell', () => {
  it('starts no computing, and loses nothing on the way back', () => {
    for (const text of ['=1+1', '  =1+1', '\u3000＝1', '\'=1', '\'\'-5', '+1+cmd|x', '-2+3+cmd', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '-甲'])
      expect(asText(text)).toBe(`'${text}`);
    for (const text of ['+8613800000000', '-', '—', '-5', '- 12.5', '+86 (10) 6234-5678', '甲=乙', '', '\'甲'])
      expect(asText(text)).toBe(text);
    const cell = fc.oneof(fc.string(), fc.array(fc.constantFrom(...'\'=+-@ \t＝1甲'), { maxLength: 6 }).map(signs => signs.join('')));
    fc.assert(fc.property(cell, text => fromText(asText(text)) === text));
    fc.assert(fc.property(cell, text => !/^\s*[=@＝＠]/.test(asText(text))));
    expect(unwrapped('\'=1+1')).toBe('=1+1');
    expect([unwrapped('="0102"'), unwrapped('\'110105199001011234'), unwrapped('\'90后')]).toEqual(['0102', '110105199001011234', '\'90后']);
    expect(plain(' 姓　名＊: ')).toBe('姓名');
  });
  it('shows words for codes, days as days, and text for what is no number', () => {
    const [, , , birth, kinds, paid, area] = dataset.fields;
    expect(cellOf(kinds!, ['a', 'b'], 'zh-CN')).toBe('甲、乙');
    expect(cellOf(kinds!, ['a', '=x'], 'en-US')).toBe('A、=x');
    expect(cellOf(paid!, true, 'en-US')).toBe('Yes');
    expect(cellOf(birth!, '1980-01-01', 'zh-CN')).toEqual(new Date('1980-01-01T00:00:00Z'));
    // Spreadsheets know a 29 February 1900.
    expect(cellOf(birth!, '1900-02-28', 'zh-CN')).toBe('1900-02-28');
    expect(cellOf(area!, '12.50', 'zh-CN')).toBe(12.5);
    expect(cellOf(area!, null, 'zh-CN')).toBeNull();
    expect(cellOf(dataset.fields[0]!, '=1+1', 'zh-CN')).toBe('\'=1+1');
  });
  it('makes a row an entry unless it is the example, our remark or empty', () => {
    expect(isEntry([null, '甲'])).toBe(true);
    for (const first of [`${EXAMPLE['zh-CN']}第一网格`, '[Example]Patch 1', '※ 共导出 3 条', ' '])
      expect(isEntry([first, first.trim() === '' ? null : 'x'])).toBe(false);
  });
});

describe('what an entry says', () => {
  const kinds = new Map(dataset.fields.map(({ field, kind }) => [field, kind]));
  const changes = (values: Record<string, unknown>, stored: Record<string, unknown>, sealed = {}, hashes = {}) => changesOf({ values, sealed }, stored, hashes, kinds, new Map([['area', 2]]));
  it('is new where it differs from what stands', () => {
    const sealed = { identity_number: { kind: 'identity_number' as const, cipher: 'c', hash: 'h' } };
    expect(changes({ name: '甲', area: 12.345, kinds: ['b', 'a'] }, { name: '甲', area: 12.35, kinds: ['a', 'b'] })).toEqual({ values: {}, sealed: {} });
    expect(changes({ area: 12.5 }, { area: 12.6 })).toEqual({ values: { area: 12.5 }, sealed: {} });
    expect(changes({ identity_number: '1***' }, { identity_number: '1***' }, sealed, { identity_number: 'h' })).toEqual({ values: {}, sealed: {} });
    expect(changes({ identity_number: '1***' }, { identity_number: '1***' }, sealed, { identity_number: 'other' })).toEqual({ values: { identity_number: '1***' }, sealed });
    expect(changes({ location: { type: 'Point', coordinates: [1, 2] } }, { location: { coordinates: [1, 2], type: 'Point' } }).values).toEqual({});
  });
  it('is written with few statements: rows with the same fields go together', () => {
    const rows = [{ values: { a: 1 } }, { values: { b: 2 } }, { values: { a: 3, c: 4 } }];
    expect(groupedByFields(rows, (_, field) => field === 'c' ? undefined : null)).toEqual([
      [{ values: { a: 1, b: null } }, { values: { a: null, b: 2 } }],
      [{ values: { a: 3, b: null, c: 4 } }],
    ]);
  });
  it('is told with the rows at fault first, five hundred at most', () => {
    const report = newReport();
    for (let row = 2; row < 1002; row++)
      report.add({ row, verdict: row % 500 === 0 ? 'error' : 'new', item: null, faults: [] });
    expect(report.counts).toEqual({ new: 998, changed: 0, same: 0, error: 2 });
    expect(report.rows().slice(0, 3).map(({ row }) => row)).toEqual([500, 1000, 2]);
    expect(report.rows()).toHaveLength(500);
  });
});

describe('the template', () => {
  it('has headings, an example that is passed over, lists to choose from and notes, in both languages', async () => {
    expect(templateColumns(dataset).map(({ field }) => field)).toEqual(['grid', 'name', 'identity_number', 'birth_on', 'kinds', 'paid', 'area', 'remark']);
    for (const language of ['zh-CN', 'en-US'] as const) {
      const file = await template(dataset, language, { today: '2026-03-04', grids: [{ code: 'g1', name: '一' }, { code: 'g2', name: '一' }], references: new Map() });
      const { sheets } = await readXlsx(file);
      expect(headingsOf(sheets[0]!.rows[0]!)).toMatchObject({ kind: 'headings', unknown: [] });
      expect(isEntry(sheets[0]!.rows[1]!)).toBe(false);
      expect(sheets[0]!.rows[1]![0]).toContain('g1');
      expect(sheets[0]!.dataValidations).toHaveLength(3);
      expect(sheets).toHaveLength(3);
      expect(sheets[1]!.rows.length).toBeGreaterThan(9);
    }
    expect(sheetName('a/b:c')).toBe('a b c');
  });
});

describe('the reader of XLSX', () => {
  const read = async (file: Uint8Array) => {
    const rows: unknown[] = [];
    for await (const { row, cells } of (await openWorkbook(Buffer.from(file))).rows(0))
      rows.push([row, cells]);
    return rows;
  };
  const ROWS = [['甲 <b> & "c"', 1.5, true, new Date('1980-02-29T00:00:00Z')], [], [null, ' x ', -3, '两\n行'], ['😀', 0, false, '110105199001011234']];

  it('finds what was written, with shared strings and without', async () => {
    const expected = [[1, ROWS[0]], [3, ROWS[2]], [4, ROWS[3]]];
    expect(await read(await writeXlsx({ sheets: [{ name: 'x', rows: ROWS }, { name: 'y', rows: [['no']] }] }))).toEqual(expected);
    const streamed = new Uint8Array(await new Response(writeXlsxStream(ROWS, { name: 'x' })).arrayBuffer());
    expect(await read(streamed)).toEqual(expected);
    await fc.assert(fc.asyncProperty(fc.array(fc.array(fc.oneof(fc.string({ minLength: 1, unit: 'grapheme' }), fc.integer(), fc.boolean()), { minLength: 1, maxLength: 30 }), { minLength: 1 }), async (rows) => {
      expect((await read(await writeXlsx({ sheets: [{ name: 'x', rows }] }))).map(([, cells]: any) => cells)).toEqual(rows);
    }), { numRuns: 50 });
  });
  it('says of what is none, or breaks off, that it cannot be read', async () => {
    const file = await writeXlsx({ sheets: [{ name: 'x', rows: ROWS }] });
    for (const broken of [file.slice(0, 300), file.slice(0, -30), new Uint8Array([80, 75, 3, 4]), new Uint8Array([0, 1, 2])])
      await expect(read(broken)).rejects.toThrow(Unreadable);
  });
});

describe('a concurrency limit', () => {
  it('lets so many at once, and the next one after a failure too', async () => {
    const inTurn = concurrencyLimit(2);
    let [running, most] = [0, 0];
    const work = async (at: number): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise(resolve => setTimeout(resolve, 2));
      running--;
      if (at % 2 === 0)
        throw new Error('x');
    };
    await Promise.allSettled(Array.from({ length: 9 }, (_, at) => inTurn(() => work(at))));
    expect([running, most]).toEqual([0, 2]);
    await inTurn(() => work(1));
  });
});
