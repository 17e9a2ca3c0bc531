/** What an intake workbook says, cell by cell. */
import type { LookedUp, Sheet } from '../../extensions/wangge/src/handling/intake/row-rules.ts';
import type { Cell } from '../../extensions/wangge/src/workbook/cell-rules.ts';
import fc from 'fast-check';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { codeOf, COLUMN_NAMES, columnOf, COLUMNS, INTAKE_SOURCES } from '../../extensions/wangge/src/handling/intake/column-rules.ts';
import { messages } from '../../extensions/wangge/src/handling/intake/messages.ts';
import { momentOf, readRows, readSheet, ROWS_AT_MOST } from '../../extensions/wangge/src/handling/intake/row-rules.ts';
import { template } from '../../extensions/wangge/src/handling/intake/template-workbook.ts';
import { sentence } from '../../extensions/wangge/src/kernel/refusal-rules.ts';

const NOW = '2026-06-30T00:00:00.000Z';
const looked: LookedUp = {
  categories: [{ id: 'c1', code: 'street_lamp', name: '路灯' }, { id: 'c2', code: 'noise', name: '噪声扰民' }],
  grids: [{ id: 'g1', code: '110102001001001', name: '第一网格' }, { id: 'g2', code: '110102001002001', name: '第一网格' }],
  time_zone: 'Asia/Shanghai',
  close_of_business: '18:00',
};
const HEADINGS = ['工单编号', '来源', '内容', '类别', '网格', '经度', '纬度', '来件时间', '办理时限', '紧急程度', '保密'];
const GOOD: Cell[] = ['12345-001', '热线转办', '路灯不亮', '路灯', '110102001001001', null, null, '2026-03-04 09:30', '2026-03-10', '紧急', '是'];

const read = (...rows: Cell[][]) => readRows(readSheet([HEADINGS, ...rows]) as Sheet, looked, NOW);
const changed = (heading: string, value: Cell): Cell[] => GOOD.map((cell, at) => HEADINGS[at] === heading ? value : cell);
const faultsOf = (row: Cell[]) => read(row)[0]!.faults.map(({ column, refusal }) => `${column}: ${refusal.code}`);

describe('the headings', () => {
  it('are known in both languages, with or without marks', () => {
    for (const name of COLUMN_NAMES) {
      for (const heading of [name, ...Object.values(COLUMNS[name].heading), ` ${COLUMNS[name].heading['zh-CN']}* `])
        expect(columnOf(heading)).toBe(name);
    }
    expect(columnOf('备注')).toBeNull();
  });
  it('must hold what is needed, once; others are named and left out', () => {
    expect(readSheet([['工单编号', '来源'], ['1', '热线转办']])).toMatchObject({ code: 'heading_missing', params: { column: 'description' } });
    expect(readSheet([[...HEADINGS, '内容'], GOOD])).toMatchObject({ code: 'heading_twice' });
    expect(readSheet([HEADINGS, [null, '  ']])).toMatchObject({ code: 'sheet_empty' });
    expect(readSheet([[...HEADINGS, '备注'], [...GOOD, 'x']])).toMatchObject({ kind: 'sheet', unknown: ['备注'] });
  });
  it('stand over as many rows as one transaction holds', () => {
    expect(readSheet([HEADINGS, ...Array.from({ length: ROWS_AT_MOST + 1 }, () => GOOD)])).toMatchObject({ code: 'rows_too_many' });
    expect(readSheet([HEADINGS, ...Array.from({ length: ROWS_AT_MOST }, () => GOOD)])).toMatchObject({ kind: 'sheet' });
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
        external_due_at: '2026-03-10T10:00:00.000Z',
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
    ['工单编号', 1.2345678901234568e17, 'external_no: number_cut'],
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
    ['紧急程度', '很急', 'severity: word_unknown'],
    ['保密', '也许', 'confidential: word_unknown'],
  ])('%s %o: %s', (heading, value, expected) => {
    const faults = faultsOf(changed(heading, value));
    expect(faults).toContain(expected);
    for (const code of faults.map(fault => fault.split(': ')[1]!))
      expect(sentence(messages, { code, params: {} }, 'zh-CN')).not.toBe('');
  });
  it('with the number of an earlier one is at fault, of another source it is not', () => {
    expect(read(GOOD, GOOD)[1]!.faults).toMatchObject([{ column: 'external_no', refusal: { params: { row: 2 } } }]);
    expect(read(GOOD, changed('来源', '上级交办'))[1]!.faults).toEqual([]);
  });
  it('whatever stands in it, is read', () => {
    const cell = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.date());
    fc.assert(fc.property(fc.array(fc.array(cell, { maxLength: 12 }), { maxLength: 5 }), (rows) => {
      const sheet = readSheet([HEADINGS, ...rows]);
      if (sheet.kind === 'sheet')
        expect(readRows(sheet, looked, NOW)).toHaveLength(sheet.rows.length);
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
    expect(sheets[0]!.rows[0]!.map(heading => columnOf(String(heading)))).toEqual([...COLUMN_NAMES]);
    expect(sheets[1]!.rows.length).toBeGreaterThan(COLUMN_NAMES.length);
    expect(codeOf(INTAKE_SOURCES, INTAKE_SOURCES.hotline[language])).toBe('hotline');
  });
});
