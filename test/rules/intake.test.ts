/** What an intake workbook says, cell by cell. */
import type { OrderColumn } from '../../extensions/wangge/src/handling/intake/column-rules.ts';
import type { KnownNames } from '../../extensions/wangge/src/handling/intake/row-rules.ts';
import type { Cell } from '../../extensions/wangge/src/workbook/cell-rules.ts';
import type { Headings } from '../../extensions/wangge/src/workbook/heading-rules.ts';
import type { FileRow, SheetRefused } from '../../extensions/wangge/src/workbook/sheet-entries.ts';
import type { OpenWorkbook } from '../../extensions/wangge/src/workbook/workbook-reader.ts';
import fc from 'fast-check';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { codeOf, COLUMNS, INTAKE_SOURCES, ROWS_AT_MOST, SHEET } from '../../extensions/wangge/src/handling/intake/column-rules.ts';
import { messages } from '../../extensions/wangge/src/handling/intake/messages.ts';
import { momentOf, readRows } from '../../extensions/wangge/src/handling/intake/row-rules.ts';
import { template } from '../../extensions/wangge/src/handling/intake/template-workbook.ts';
import { sentence } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { columnCalled, readHeadings } from '../../extensions/wangge/src/workbook/heading-rules.ts';
import { chooseSheet, sheetEntries } from '../../extensions/wangge/src/workbook/sheet-entries.ts';

const NOW = '2026-06-30T00:00:00.000Z';
const known: KnownNames = {
  categories: [{ id: 'c1', code: 'street_lamp', name: '路灯' }, { id: 'c2', code: 'noise', name: '噪声扰民' }],
  grids: [{ id: 'g1', code: '110102001001001', name: '第一网格' }, { id: 'g2', code: '110102001002001', name: '第一网格' }],
  time_zone: 'Asia/Shanghai',
  close_of_business: '18:00',
};
const HEADINGS = ['工单编号', '来源', '内容', '类别', '网格', '经度', '纬度', '来件时间', '办理时限', '紧急程度', '保密'];
const GOOD: Cell[] = ['12345-001', '热线转办', '路灯不亮', '路灯', '110102001001001', null, null, '2026-03-04 09:30', '2026-07-10', '紧急', '是'];

const headings = readHeadings<OrderColumn>({ known: COLUMNS }, HEADINGS) as Headings<OrderColumn>;
const read = (...rows: Cell[][]) => readRows(headings, rows.map((cells, at) => ({ row: at + 2, cells })), known, NOW);
/** A workbook of one sheet with these rows. */
const bookOf = (rows: Cell[][]): OpenWorkbook => {
  const all = rows.map((cells, at) => ({ row: at + 1, cells }));
  return { sheets: [{ at: 0, name: '工单', hidden: false, hiddenColumns: [], rows: all.slice(0, 10) }], async* rows() {
    yield* all;
  } };
};
/** What a sheet holds, or why it is refused. */
const readSheet = async (rows: Cell[][]) => {
  try {
    const sheet = await chooseSheet(bookOf(rows), SHEET, new Map());
    await sheetEntries(sheet, SHEET).next();
    return sheet.headings;
  }
  catch (error) {
    return (error as SheetRefused).refusal;
  }
};
const changed = (heading: string, value: Cell): Cell[] => GOOD.map((cell, at) => HEADINGS[at] === heading ? value : cell);
const faultsOf = (row: Cell[]) => read(row)[0]!.faults.map(({ field, code }) => `${field}: ${code}`);

it('takes every row in which anything stands for an order, however it begins', async () => {
  const sheet = await chooseSheet(bookOf([HEADINGS, ['※紧急※路灯不亮'], [null, '【示例】路口'], [null, ' '], ['HX-1']]), SHEET, new Map());
  const { value } = await sheetEntries(sheet, SHEET).next();
  expect((value as FileRow[]).map(({ row }) => row)).toEqual([2, 3, 5]);
});

describe('the headings', () => {
  it('are known in both languages, with or without marks', () => {
    for (const { name, label } of COLUMNS) {
      for (const heading of [name, ...Object.values(label), ` ${label['zh-CN']}* `])
        expect(columnCalled(COLUMNS, heading)?.name).toBe(name);
    }
    expect(columnCalled(COLUMNS, '备注')).toBeNull();
  });
  it('must hold what is needed, once; others are named and left out', async () => {
    expect(await readSheet([['工单编号', '来源'], ['1', '热线转办']])).toMatchObject({ code: 'heading_missing', params: { column: 'description' } });
    expect(await readSheet([[...HEADINGS, '内容'], GOOD])).toMatchObject({ code: 'heading_twice' });
    expect(await readSheet([HEADINGS, [null, '  ']])).toMatchObject({ code: 'sheet_empty' });
    expect(await readSheet([[...HEADINGS, '备注'], [...GOOD, 'x']])).toMatchObject({ kind: 'headings', unknown: ['备注'] });
  });
  it('stand over as many rows as one transaction holds', async () => {
    expect(await readSheet([HEADINGS, ...Array.from({ length: ROWS_AT_MOST + 1 }, () => GOOD)])).toMatchObject({ code: 'rows_too_many' });
    expect(await readSheet([HEADINGS, ...Array.from({ length: ROWS_AT_MOST }, () => GOOD)])).toMatchObject({ kind: 'headings' });
  });
});

describe('a row', () => {
  it('becomes a report', () => {
    expect(read(GOOD)).toEqual([{
      row: 2,
      source: 'hotline',
      external_no: '12345-001',
      faults: [],
      payload: {
        source: 'hotline',
        external_no: '12345-001',
        description: '路灯不亮',
        category: 'c1',
        grid: 'g1',
        occurred_at: '2026-03-04T01:30:00.000Z',
        external_due_at: '2026-07-10T10:00:00.000Z',
        arrived_late: false,
        severity: 'urgent',
        confidential: true,
      },
    }]);
  });
  it('may give a place instead of a grid', () => {
    const row = changed('网格', null);
    [row[5], row[6]] = [116.35, '39.94'];
    expect(read(row)[0]).toMatchObject({ faults: [], payload: { location: { type: 'Point', coordinates: [116.35, 39.94] } } });
  });
  it.each([
    ['工单编号', null, 'external_no: cell_required'],
    ['来源', '巡查发现', 'source: word_unknown'],
    ['内容', '  ', 'description: cell_required'],
    ['类别', '没有的类别', 'category: name_unknown'],
    ['网格', '第一网格', 'grid: name_ambiguous'],
    ['网格', null, 'grid: place_required'],
    ['经度', 116, 'latitude: cell_required'],
    ['经度', '东经', 'longitude: degrees_invalid'],
    ['来件时间', '昨天', 'occurred_at: moment_unknown'],
    ['来件时间', '2027-01-01', 'occurred_at: moment_future'],
    ['办理时限', '2026-02-30', 'external_due_at: moment_unknown'],
    ['办理时限', '3月5日', 'external_due_at: moment_unknown'],
    ['办理时限', '2026-03-03', 'external_due_at: due_before_received'],
    ['办理时限', '2026-06-29', 'external_due_at: due_before_receipt'],
    ['紧急程度', '很急', 'severity: word_unknown'],
    ['保密', '也许', 'confidential: word_unknown'],
  ])('%s %o: %s', (heading, value, expected) => {
    const faults = faultsOf(changed(heading, value));
    expect(faults).toContain(expected);
    for (const code of faults.map(fault => fault.split(': ')[1]!))
      expect(sentence(messages, { code, params: {} }, 'zh-CN')).not.toBe('');
  });
  it('with the number of an earlier one is at fault, of another source it is not', () => {
    expect(read(GOOD, GOOD)[1]!.faults).toMatchObject([{ field: 'external_no', params: { row: 2 } }]);
    expect(read(GOOD, changed('来源', '上级交办'))[1]!.faults).toEqual([]);
  });
  it('whatever stands in it, is read', () => {
    const cell = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.date());
    fc.assert(fc.property(fc.array(fc.array(cell, { maxLength: 12 }), { maxLength: 5 }), (rows) => {
      expect(read(...rows)).toHaveLength(rows.length);
    }));
  });
});

describe('a moment', () => {
  it.each(['2026-03-04 09:30', '2026/3/4 9:30', '2026年3月4日 09:30:00', '2026.3.4 9:30', '2026-03-04T09:30'])('written as %s is read', (written) => {
    expect(momentOf(written, 'Asia/Shanghai', '00:00')).toBe('2026-03-04T01:30:00.000Z');
  });
  it('of a spreadsheet is the wall clock, and a day alone ends when it is said to', () => {
    expect(momentOf(new Date('2026-03-04T09:30:00Z'), 'Asia/Shanghai', '18:00')).toBe('2026-03-04T01:30:00.000Z');
    expect(momentOf(new Date('2026-03-04T00:00:00Z'), 'Asia/Shanghai', '18:00')).toBe('2026-03-04T10:00:00.000Z');
    expect(momentOf('2026-03-04 25:00', 'Asia/Shanghai', '18:00')).toBeNull();
  });
});

describe('the template', () => {
  it.each(['zh-CN', 'en-US'] as const)('in %s has headings that are read again', async (language) => {
    const { sheets } = await readXlsx(await template(language));
    expect(sheets[0]!.rows[0]!.map(heading => columnCalled(COLUMNS, String(heading))?.name)).toEqual(COLUMNS.map(({ name }) => name));
    expect(sheets[1]!.rows.length).toBeGreaterThan(COLUMNS.length);
    expect(codeOf(INTAKE_SOURCES, INTAKE_SOURCES.hotline[language])).toBe('hotline');
  });
});
