/** Workbooks as offices send them: what is read, what is refused at which cell, and what people are told; nothing in silence. */
import type { Column, Synonyms } from '../../extensions/wangge/src/workbook/heading-rules.ts';
import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { headingKey } from '../../extensions/wangge/src/workbook/heading-rules.ts';
import { Unreadable } from '../../extensions/wangge/src/workbook/reading-limits.ts';
import { chooseSheet, sheetEntries, SheetRefused } from '../../extensions/wangge/src/workbook/sheet-entries.ts';
import { toldOf } from '../../extensions/wangge/src/workbook/sheet-news-rules.ts';
import { openWorkbook } from '../../extensions/wangge/src/workbook/workbook-reader.ts';
import { letters, MAIN, OFFICE, PACKAGE, workbook } from './xlsx-files.ts';
import { zip } from './zip.ts';

const column = (name: string, zh: string, more: Partial<Column> = {}): Column => ({ name, label: { 'zh-CN': zh, 'en-US': `The ${name}` }, ...more });
const COLUMNS = [
  column('grid', '网格', { required: true }),
  column('name', '姓名', { required: true }),
  column('phone', '联系电话'),
  column('day', '日期', { takes: 'moment' }),
  column('share', '占比', { takes: 'percent' }),
  column('area', '面积', { takes: 'number' }),
  column('secret', '保密', { takes: 'yes_no' }),
  column('id', '系统编号', { byLabelOnly: true }),
  column('remark', '备注'),
];
const SYNONYMS: Synonyms = new Map([['手机号', ['联系电话', '电话']], ['手机', ['联系电话']], ['所属网格', ['网格']], ['说明', ['备注', '面积']]].map(([heading, means]) => [headingKey(heading as string), means as string[]]));

interface Read { rows: Record<string, unknown>[]; faults: string[]; told: string[] }

/** What becomes of a file: rows by their columns and `row`, faults as `row column code`. */
async function readFile(file: Buffer): Promise<Read> {
  const format = { columns: COLUMNS, rowsAtMost: 1000 };
  const book = await openWorkbook(file);
  const sheet = await chooseSheet(book, format, SYNONYMS);
  const read: Read = { rows: [], faults: [], told: [] };
  for await (const entries of sheetEntries(sheet, format)) {
    for (const { row, cells, faults = [] } of entries) {
      read.rows.push({ row, ...Object.fromEntries(sheet.headings.columns.flatMap((known, at) => known === null || cells[at] == null ? [] : [[known.name, cells[at]]])) });
      read.faults.push(...faults.map(({ field, code }) => `${row} ${field} ${code}`));
    }
  }
  read.told = toldOf(sheet.news, book.sheets.length, 'zh-CN');
  return read;
}
/** Why it is refused as a whole. */
const refusal = (file: Buffer) => readFile(file).then(() => 'read', (error: unknown) => {
  if (error instanceof SheetRefused)
    return { code: error.refusal.code, ...error.refusal.params };
  if (error instanceof Unreadable)
    return error.code;
  throw error;
});

// ── Workbooks ────────────────────────────────────────────────────────────────────────────────────────────────

/** A cell by its XML, or a text. */
const cell = (place: string, content: string): string => content.startsWith('<c') ? content.replace('<c', `<c r="${place}"`) : content === '' ? '' : `<c r="${place}" t="inlineStr"><is><t>${content}</t></is></c>`;
const row = (number: number, cells: readonly string[], attributes = ''): string => `<row r="${number}" ${attributes}>${cells.map((content, at) => cell(String.fromCharCode(65 + at) + number, content)).join('')}</row>`;
const sheet = (rows: string, { before = '', behind = '' } = {}): string => `<worksheet xmlns="${MAIN}">${before}<sheetData>${rows}</sheetData>${behind}</worksheet>`;
const merged = (...refs: string[]): { behind: string } => ({ behind: `<mergeCells>${refs.map(ref => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>` });
const HEADINGS = ['网格', '姓名', '联系电话', '日期', '占比', '面积', '保密', '备注'];
const FORMATS = ['General', 'yyyy"年"m"月"d"日"', '0%', '00000', '"HX-"0', '# ?/?', '0.00E+00', 'h:mm', '#,##0.00', '0"人"', '000-0000', '[$-804]aaaa', '_(* #,##0_)', 'G/通用格式', '[h]:mm', '@', '0.0_d'];
const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts>${FORMATS.map((code, at) => `<numFmt numFmtId="${170 + at}" formatCode="${code.replaceAll('"', '&quot;')}"/>`).join('')}</numFmts><cellXfs>${FORMATS.map((_, at) => `<xf numFmtId="${170 + at}"/>`).join('')}</cellXfs></styleSheet>`;
const book = (content: string, more: Partial<Parameters<typeof workbook>[0]> = {}): Buffer => workbook({ sheet: content, styles: STYLES, ...more });
/** One row with this cell under a heading. */
const under = (heading: string, content: string, more: Partial<Parameters<typeof workbook>[0]> = {}): Buffer => {
  const cells: string[] = HEADINGS.map(one => one === '网格' ? '甲' : one === '姓名' ? '张三' : '');
  cells[HEADINGS.indexOf(heading)] = content;
  return book(sheet(row(1, HEADINGS) + row(2, cells)), more);
};
const number = (value: string | number, format: string): string => `<c s="${FORMATS.indexOf(format)}"><v>${value}</v></c>`;
const PEOPLE = row(1, ['网格', '姓名', '备注']) + row(2, ['甲', '张三']);

/** Several sheets: `[name, XML, state]`. */
function books(...sheets: [string, string, string?][]): Buffer {
  return zip([
    ['_rels/.rels', `<Relationships xmlns="${PACKAGE}"><Relationship Id="r" Type="${OFFICE}/officeDocument" Target="/xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map(([name, , state], at) => `<sheet name="${name}" sheetId="${at + 1}" ${state === undefined ? '' : `state="${state}"`} r:id="s${at}"/>`).join('')}</sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${PACKAGE}">${sheets.map((_, at) => `<Relationship Id="s${at}" Type="${OFFICE}/worksheet" Target="worksheets/s${at}.xml"/>`).join('')}</Relationships>`],
    ...sheets.map(([, xml], at) => [`xl/worksheets/s${at}.xml`, xml]),
  ].map(([name, text]) => ({ name: name!, bytes: Buffer.from(text!) })));
}

// ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────

describe('a cell in which something stands that is not its content', () => {
  it.each([
    ['an error', '备注', '<c t="e"><v>#N/A</v></c>', 'cell_error'],
    ['the error of a formula', '备注', '<c t="e"><f>VLOOKUP(A1,B1,2)</f><v>#REF!</v></c>', 'cell_error'],
    ['an error without its name', '备注', '<c t="e"/>', 'cell_error'],
    ['an error as a text', '备注', '#DIV/0!', 'cell_error'],
    ['an error as the result of a formula', '联系电话', '<c t="str"><f>A1</f><v>#VALUE!</v></c>', 'cell_error'],
    ['an error of LibreOffice', '备注', 'Err:502', 'cell_error'],
    ['an error where a number is asked for', '面积', '<c t="e"><v>#NUM!</v></c>', 'cell_error'],
    ['an error where yes or no is asked for', '保密', '<c t="e"><v>#NAME?</v></c>', 'cell_error'],
    ['an error where a day is asked for', '日期', '<c t="e"><v>#VALUE!</v></c>', 'cell_error'],
    ['a formula without a value', '保密', '<c><f>IF(A1="x","是","否")</f></c>', 'cell_no_value'],
    ['one with an empty value', '备注', '<c><f>A1</f><v></v></c>', 'cell_no_value'],
    ['one of a text without a value', '备注', '<c t="str"><f>A1</f></c>', 'cell_no_value'],
    ['a shared one without a value', '备注', '<c><f t="shared" si="0"/></c>', 'cell_no_value'],
    ['what Excel made of an identity number', '联系电话', '<c><v>1.10105194912310E+17</v></c>', 'cell_digits_lost'],
    ['sixteen digits and more as a number', '联系电话', '<c><v>110105194912310021</v></c>', 'cell_digits_lost'],
    ['the same as a text', '联系电话', '1.10105E+17', 'cell_digits_lost'],
    ['a picture of WPS', '备注', '<c t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>', 'cell_picture'],
    ['a column too narrow', '日期', '########', 'cell_too_narrow'],
    ['a day that never was', '日期', number(60, FORMATS[1]!), 'cell_date_impossible'],
    ['a day before all days', '日期', number(-3, FORMATS[1]!), 'cell_date_impossible'],
    ['a day in a column of text', '备注', number(46000, FORMATS[1]!), 'cell_date'],
    ['a time in a column of text', '备注', number(0.5, 'h:mm'), 'cell_date'],
    ['hours in a column of numbers', '面积', number(1.5, '[h]:mm'), 'cell_date'],
    ['a weekday in a column of text', '备注', number(46000, '[$-804]aaaa'), 'cell_date'],
    ['a percentage in a column of numbers', '面积', number(0.85, '0%'), 'cell_percent'],
    ['a percentage as a text there', '面积', '85％', 'cell_percent'],
    ['a percentage as a day', '日期', number(0.85, '0%'), 'cell_percent'],
    ['what a format adds to a number', '联系电话', number(12, '"HX-"0'), 'cell_adorned'],
    ['a fraction in a column of text', '备注', number(0.5, '# ?/?'), 'cell_adorned'],
    ['zeros that a format adds, with a dash', '联系电话', number(10001, '000-0000'), 'cell_adorned'],
    ['yes in a column of numbers', '面积', '<c t="b"><v>1</v></c>', 'cell_boolean'],
    ['neither yes nor no', '保密', '<c t="b"><v>2</v></c>', 'cell_unclear'],
    ['a number whose format is lost', '日期', '<c s="99"><v>46000</v></c>', 'cell_format_missing'],
  ])('%s, is refused there', async (_, heading, content, code) => {
    const { rows, faults } = await readFile(under(heading, content));
    const { name } = COLUMNS.find(({ label }) => label['zh-CN'] === heading)!;
    expect([faults, rows]).toEqual([[`2 ${name} ${code}`], [{ row: 2, grid: '甲', name: '张三' }]]);
  });

  it('is refused in each cell that one formula fills', async () => {
    const file = book(sheet(row(1, HEADINGS) + row(2, ['甲', '张三', '', '', '', '', '', '<c><f t="array" ref="H2:H3">A2:A3</f></c>']) + row(3, ['甲', '李四'])));
    expect((await readFile(file)).faults).toEqual(['2 remark cell_no_value', '3 remark cell_no_value']);
  });
  it('is refused in all cells with formulas, where a program says that it computed none', async () => {
    const content = sheet(row(1, HEADINGS) + row(2, ['甲', '张三', '', '', '', '<c><f>1+1</f><v>0</v></c>', '<c t="b"><v>1</v></c>']));
    const said = (properties: string): string => `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="a" r:id="s1"/></sheets>${properties}</workbook>`;
    expect(await readFile(book(content, { book: said('<calcPr fullCalcOnLoad="1"/>') }))).toMatchObject({ faults: ['2 area cell_no_value'], rows: [{ secret: true }] });
    expect(await readFile(book(content, { book: said('<calcPr fullCalcOnLoad="0"/>') }))).toMatchObject({ faults: [], rows: [{ area: 0 }] });
  });
  it('passes where nothing of it is read', async () => {
    const { faults, told } = await readFile(book(sheet(row(1, ['网格', '姓名', '别的']) + row(2, ['甲', '张三', '<c t="e"><v>#N/A</v></c>']))));
    expect([faults, told]).toEqual([[], ['以下列没有对应的项目，不会导入：别的。']]);
  });
});

describe('a cell is read as it is seen', () => {
  it.each([
    ['85 % in a column of percentages', '占比', number(0.85, '0%'), 'share', 85],
    ['28.7 % without what the computer adds', '占比', number(0.287, '0%'), 'share', 28.7],
    ['85 in a column of percentages', '占比', '<c><v>85</v></c>', 'share', 85],
    ['a percentage in a column of text', '备注', number(0.85, '0%'), 'remark', '85%'],
    ['zeros that a format adds', '联系电话', number(123, '00000'), 'phone', '00123'],
    ['more digits than zeros', '联系电话', number(1234567, '00000'), 'phone', 1234567],
    ['a number in scientific notation', '联系电话', number(13800001111, '0.00E+00'), 'phone', 13800001111],
    ['a number with thousands', '面积', number(1234.5, '#,##0.00'), 'area', 1234.5],
    ['a number with its unit', '面积', number(12, '0"人"'), 'area', 12],
    ['a number of an account', '面积', number(12, '_(* #,##0_)'), 'area', 12],
    ['a number as wide as a letter more', '面积', number(12.5, '0.0_d'), 'area', 12.5],
    ['a fraction in a column of numbers', '面积', number(0.5, '# ?/?'), 'area', 0.5],
    ['0.1 + 0.2', '面积', '<c><f>0.1+0.2</f><v>0.30000000000000004</v></c>', 'area', 0.3],
    ['the result of a formula', '备注', '<c t="str"><f>A1</f><v>甲</v></c>', 'remark', '甲'],
    ['yes as the result of a formula', '保密', '<c t="b"><f>TRUE()</f><v>1</v></c>', 'secret', true],
    ['TRUE as a text', '保密', 'TRUE', 'secret', true],
    ['yes in a column of text', '备注', '<c t="b"><v>1</v></c>', 'remark', 'TRUE'],
    ['a day in the format of WPS', '日期', number(46000, FORMATS[1]!), 'day', new Date('2025-12-09T00:00:00Z')],
    ['a day of the strict format', '日期', '<c t="d"><v>2025-12-09</v></c>', 'day', new Date('2025-12-09T00:00:00Z')],
    ['a day as a text', '日期', '2025年12月9日', 'day', '2025年12月9日'],
    ['a number in a format of WPS', '面积', number(7, 'G/通用格式'), 'area', 7],
    ['digits as a text', '联系电话', '013800001111', 'phone', '013800001111'],
    ['digits kept as a text', '联系电话', '="0138"', 'phone', '0138'],
    ['digits behind an apostrophe', '联系电话', '\'0138', 'phone', '0138'],
    ['a formula that an export took the force of', '备注', '\'=1+1', 'remark', '=1+1'],
    ['CDATA in a text', '备注', '<c t="inlineStr"><is><t><![CDATA[备注在 CDATA 中]]></t></is></c>', 'remark', '备注在 CDATA 中'],
    ['rich text with a reading aid', '备注', '<c t="inlineStr"><is><r><rPr><b/></rPr><t>备</t></r><r><t xml:space="preserve">注 </t></r><rPh sb="0" eb="1"><t>ビ</t></rPh></is></c>', 'remark', '备注'],
    ['signs that XML cannot hold', '备注', '一_x000A_二_x005F_x000D_', 'remark', '一\n二_x000D_'],
  ])('%s', async (_, heading, content, name, value) => {
    const { rows: [first], faults } = await readFile(under(heading, content));
    expect([first![name], faults]).toEqual([value, []]);
  });
});

// ── Merged, hidden, and where the headings are ───────────────────────────────────────────────────────────────

describe('merged cells', () => {
  it('say in each row what they say in the first', async () => {
    const { rows, faults, told } = await readFile(book(sheet(row(1, ['网格', '姓名', '保密']) + row(2, ['甲', '张三', '是']) + row(3, ['', '李四', '']) + row(4, ['', '王五', '否']), merged('A2:A4', 'C2:C3'))));
    expect(rows).toEqual([{ row: 2, grid: '甲', name: '张三', secret: '是' }, { row: 3, grid: '甲', name: '李四', secret: '是' }, { row: 4, grid: '甲', name: '王五', secret: '否' }]);
    expect([faults, told]).toEqual([[], ['第 3、4 行有合并单元格，按合并的内容逐行填入。']]);
  });
  it('sideways, or over something else, are refused', async () => {
    expect((await readFile(book(sheet(row(1, ['网格', '姓名', '备注']) + row(2, ['甲', '张三', '']), merged('B2:C2'))))).faults).toEqual(['2 remark cell_merged_across']);
    expect((await readFile(book(sheet(row(1, ['网格', '姓名']) + row(2, ['甲', '张三']) + row(3, ['乙', '李四']), merged('A2:A3'))))).faults).toEqual(['3 grid cell_merged_over']);
    expect(await refusal(book(sheet(PEOPLE, merged('A2:A5', 'A3:B4'))))).toBe('read');
    expect(await refusal(book(sheet(PEOPLE + row(3, ['乙', '李四']), merged('A2:A5', 'A3:B4'))))).toBe('file_unreadable');
  });
  it('make no entry of a row in which nothing else stands', async () => {
    expect((await readFile(book(sheet(row(1, ['网格', '姓名']) + row(2, ['甲', '张三']) + row(3, ['<c s="1"/>']), merged('A2:A3', 'B2:B3'))))).rows).toEqual([{ row: 2, grid: '甲', name: '张三' }]);
  });
  it('with an error say the error in each row', async () => {
    expect((await readFile(book(sheet(row(1, ['网格', '姓名', '备注']) + row(2, ['甲', '张三', '<c t="e"><v>#N/A</v></c>']) + row(3, ['甲', '李四']), merged('C2:C3'))))).faults).toEqual(['2 remark cell_error', '3 remark cell_error']);
  });
});

describe('what people cannot see', () => {
  it('is told: rows, columns and sheets', async () => {
    const hidden = sheet(row(1, ['网格', '姓名', '备注']) + row(2, ['甲', '张三']) + row(3, ['甲', '李四'], 'hidden="1"') + row(4, ['甲', '王五'], 'ht="0" customHeight="1"'), { before: '<cols><col min="3" max="3" hidden="1"/></cols>' });
    const { rows, told } = await readFile(books(['名单', hidden], ['旧名单', sheet(PEOPLE), 'hidden'], ['密', sheet(PEOPLE), 'veryHidden'], ['空', sheet('')]));
    expect(rows).toHaveLength(3);
    expect(told).toEqual([
      '读取的是工作表“名单”，表头在第 1 行。',
      '未读取隐藏的工作表“旧名单”“密”。',
      '第 3、4 行在表中是隐藏的（被筛选或手动隐藏），同样会导入；不要导入的请删除后重新上传。',
      '隐藏的列“备注”同样会导入。',
    ]);
  });
  it('are all rows where the sheet says so', async () => {
    const { told } = await readFile(book(sheet(row(1, ['网格', '姓名'], 'hidden="0"') + row(2, ['甲', '张三']), { before: '<sheetFormatPr zeroHeight="1"/>' })));
    expect(told).toEqual([expect.stringContaining('第 2 行在表中是隐藏的')]);
  });
  it('is not read where only that would fit', async () => {
    expect(await refusal(books(['说明', sheet(row(1, ['填表说明']))], ['名单', sheet(PEOPLE), 'hidden']))).toMatchObject({ code: 'sheet_hidden', sheet: '名单' });
  });
});

describe('the sheet', () => {
  it('is the one that fits, and is named', async () => {
    const { rows, told } = await readFile(books(['封面', sheet(row(1, ['填表说明：请勿改动表头']))], ['名单', sheet(PEOPLE)]));
    expect([rows, told]).toEqual([[{ row: 2, grid: '甲', name: '张三' }], ['读取的是工作表“名单”，表头在第 1 行。', '未读取工作表“封面”。']]);
  });
  it('are read one by one: what another one holds is not looked at for its rows', async () => {
    const people = sheet(PEOPLE + row(3, ['', '李四']), merged('A2:A3'));
    const rowsOf = async (file: Buffer, only: number | null): Promise<unknown[]> => {
      const rows: unknown[] = [];
      for await (const one of (await openWorkbook(file, only)).rows(1))
        rows.push(one);
      return rows;
    };
    expect(await rowsOf(books(['坏', '<worksheet>'], ['名单', people]), 1)).toEqual(await rowsOf(books(['好', sheet('')], ['名单', people]), null));
  });
  it('of several that fit is the only one with entries; with several nobody can say', async () => {
    const empty = sheet(row(1, ['网格', '姓名']));
    expect((await readFile(books(['一', empty], ['二', sheet(PEOPLE)]))).told[0]).toContain('二');
    expect(await refusal(books(['一月', sheet(PEOPLE)], ['二月', sheet(PEOPLE)]))).toMatchObject({ code: 'sheets_several', names: '一月”“二月' });
  });
  it('of ours that lists the headings is no table', async () => {
    expect((await readFile(books(['名单', sheet(PEOPLE)], ['填写说明', sheet(row(1, ['列', '必填']) + row(2, ['网格', '姓名']) + row(3, ['x', 'y']))], ['选项', sheet(PEOPLE), 'hidden']))).told).toEqual(['读取的是工作表“名单”，表头在第 1 行。']);
  });
  it('that lacks a heading is named with its row', async () => {
    expect(await refusal(books(['封面', sheet(row(1, ['说明文字']))], ['名单', sheet(row(1, ['登记表']) + row(2, ['网格', '备注']))]))).toMatchObject({ code: 'heading_missing', labels: '姓名', row: 2, sheet: '工作表“名单”' });
    expect(await refusal(book(sheet(row(1, ['a', 'b']) + row(2, ['1', '2']))))).toMatchObject({ code: 'headings_none', labels: '网格”“姓名' });
  });
});

describe('the headings', () => {
  it('may stand below a title', async () => {
    const { rows, told } = await readFile(book(sheet(row(1, ['安贞街道居民信息登记表']) + row(2, ['填表日期：2026年3月']) + row(4, ['网格', '姓名']) + row(5, ['甲', '张三']), merged('A1:B1'))));
    expect([rows, told]).toEqual([[{ row: 5, grid: '甲', name: '张三' }], ['读取的是工作表“甲”，表头在第 4 行。']]);
  });
  it('may stand over two rows', async () => {
    const two = row(1, ['网格', '姓名', '联系方式', '', '备注']) + row(2, ['', '', '手机号', '固定电话', '']) + row(3, ['甲', '张三', '13800001111', '010', 'x']);
    for (const extra of [{}, merged('A1:A2', 'B1:B2', 'C1:D1', 'E1:E2')])
      expect((await readFile(book(sheet(two, extra)))).rows).toEqual([{ row: 3, grid: '甲', name: '张三', phone: '13800001111', remark: 'x' }]);
    const whole = row(1, ['网格', '姓名']) + row(3, ['甲', '张三']);
    expect((await readFile(book(sheet(whole, merged('A1:A2', 'B1:B2'))))).rows).toEqual([{ row: 3, grid: '甲', name: '张三' }]);
    const joined = row(1, ['网格', '姓名', '联系']) + row(2, ['', '', '电话']) + row(3, ['甲', '张三', '1']);
    expect((await readFile(book(sheet(joined)))).rows).toEqual([{ row: 3, grid: '甲', name: '张三', phone: '1' }]);
  });
  it('are known by what offices call them, which is told', async () => {
    const { rows, told } = await readFile(book(sheet(row(1, ['*所属网格', '姓 名（必填）', ' 手机号(11位) ']) + row(2, ['甲', '张三', '1']))));
    expect([rows, told]).toEqual([[{ row: 2, grid: '甲', name: '张三', phone: '1' }], ['按同义表头读取：“*所属网格”作为“网格”，“手机号(11位)”作为“联系电话”。']]);
  });
  it('with another unit, with two meanings, or beside their own name are none of ours', async () => {
    const { told } = await readFile(book(sheet(row(1, ['网格', '姓名', '面积（亩）', '说明', '联系电话', '手机号', 'id']) + row(2, ['甲', '张三', '1', '2', '3', '4', '5', '6']))));
    expect(told).toEqual(['以下列没有对应的项目，不会导入：面积（亩）、说明、手机号、id、H 列（没有表头）。']);
    expect(await refusal(book(sheet(row(1, ['网格', '姓名', '手机号', '手机']) + row(2, ['甲', '张三', '1', '2']))))).toMatchObject({ code: 'heading_twice', titles: '手机号”“手机', row: 1 });
  });
});

// ── Packages ─────────────────────────────────────────────────────────────────────────────────────────────────

describe('a package', () => {
  const shared = `<sst xmlns="${MAIN}"><si><t>备注内容应当在</t></si></sst>`;
  const reading = async (more: Partial<Parameters<typeof workbook>[0]>) => (await readFile(under('备注', '<c t="s"><v>0</v></c>', { shared, ...more }))).rows[0]!.remark;
  const relations = (target: string, strings: string): string => `<Relationships xmlns="${PACKAGE}"><Relationship Id="s1" Type="${OFFICE}/worksheet" Target="${target}"/><Relationship Id="x" Type="${OFFICE}/sharedStrings" Target="${strings}"/></Relationships>`;

  it.each([
    ['names its parts as it likes', { sharedName: 'texts/别的.xml' }],
    ['names them from its root', { absolute: true }],
    ['is in UTF-16', { utf16: true }],
    ['writes backslashes', { relations: relations('worksheets\\sheet1.xml', 'sharedStrings.xml') }],
    ['goes up and down', { relations: relations('../xl/./worksheets/sheet1.xml', '/xl/sharedStrings.xml') }],
    ['is of the strict kind', { relations: relations('worksheets/sheet1.xml', 'sharedStrings.xml').replaceAll(OFFICE, 'http://purl.oclc.org/ooxml/officeDocument/relationships') }],
  ])('%s', async (_, more) => {
    expect(await reading(more)).toBe('备注内容应当在');
  });
  it('has backslashes in the names of its parts', async () => {
    const file = books(['名单', sheet(PEOPLE)]);
    const changed = Buffer.from(file.toString('latin1').replaceAll('xl/worksheets/s0.xml', 'xl\\worksheets\\s0.xml'), 'latin1');
    expect((await readFile(changed)).rows).toHaveLength(1);
  });
  it('says that it is GB 2312', async () => {
    const xml = `<?xml version="1.0" encoding="GB2312"?>${sheet(PEOPLE)}`;
    const file = zip([
      { name: '_rels/.rels', bytes: Buffer.from(`<Relationships xmlns="${PACKAGE}"><Relationship Id="r" Type="${OFFICE}/officeDocument" Target="b.xml"/></Relationships>`) },
      { name: 'b.xml', bytes: Buffer.from(`<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="a" r:id="s"/></sheets></workbook>`) },
      { name: '_rels/b.xml.rels', bytes: Buffer.from(`<Relationships xmlns="${PACKAGE}"><Relationship Id="s" Type="${OFFICE}/worksheet" Target="s.xml"/></Relationships>`) },
      { name: 's.xml', bytes: iconv.encode(xml, 'gb2312') },
    ]);
    expect((await readFile(file)).rows).toEqual([{ row: 2, grid: '甲', name: '张三' }]);
  });
  it('without its styles has no days, and says so', async () => {
    const file = under('日期', '<c s="1"><v>46000</v></c>', { relations: relations('worksheets/sheet1.xml', 'none.xml') });
    expect((await readFile(file)).faults).toEqual(['2 day cell_format_missing']);
  });
  it.each([
    ['a workbook of the old kind', Buffer.from('d0cf11e0a1b11ae100', 'hex'), 'file_old_format'],
    ['one under a password', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]), 'file_encrypted'],
    ['a web page', Buffer.from('\uFEFF<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>'), 'file_web_page'],
    ['XML of Excel 2003', Buffer.from('<?xml version="1.0"?><Workbook/>'), 'file_web_page'],
    ['a document', zip([{ name: 'content.xml', bytes: Buffer.from('<x/>') }]), 'file_not_workbook'],
    ['a PDF', Buffer.from('%PDF-1.7 \0'), 'file_not_workbook'],
    ['bytes', Buffer.from([1, 0, 2, 0]), 'file_unreadable'],
  ] as [string, Buffer, string][])('may be %s: the remedy is named', async (_, file, code) => {
    expect(await refusal(file)).toBe(code);
  });
});

describe('a workbook that was made to burst', () => {
  const packed = (xml: string): Promise<unknown> => {
    const file = book(xml);
    expect(file.length).toBeLessThan(600_000);
    return refusal(file);
  };
  it.each([
    ['blanks', () => `<worksheet xmlns="${MAIN}"><sheetData>${row(1, ['网格', '姓名'])}${'<row/>\n'.repeat(20_000)}${' '.repeat(60_000_000)}</sheetData></worksheet>`],
    ['the same cell', () => sheet(row(1, ['网格', '姓名']) + '<row><c><v>1</v></c></row>'.repeat(1_000_000))],
  ])('by %s is refused at once', async (_, make) => {
    expect(await packed(make())).toBe('file_too_large');
  });
  it('by one long text that stands in every row is refused', async () => {
    const rows = '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>'.repeat(700);
    expect(await refusal(book(sheet(row(1, ['网格', '姓名']) + rows), { shared: `<sst xmlns="${MAIN}"><si><t>${'字'.repeat(90_000)}</t></si></sst>` }))).toBe('file_too_large');
  });
  it('by a long text that is merged over all rows is refused', async () => {
    const rows = `<row><c t="inlineStr"><is><t>${'字'.repeat(200_000)}</t></is></c><c><v>1</v></c></row>${'<row><c/><c><v>1</v></c></row>'.repeat(600)}`;
    expect(await refusal(book(sheet(row(1, ['网格', '姓名']) + rows, merged('A2:A700'))))).toBe('file_too_large');
  });
  it('by cells merged over all rows and columns is refused', async () => {
    const rows = `<row>${'<c><v>1</v></c>'.repeat(900)}</row>${'<row/>'.repeat(8000)}`;
    expect(await refusal(book(sheet(row(1, ['网格', '姓名']) + rows, merged(...Array.from({ length: 900 }, (_, at) => `${letters(at)}2:${letters(at)}9000`)))))).toBe('file_too_large');
  });
});

// ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────────

describe('CSV', () => {
  const TEXT = '网格,姓名,备注\n甲,张三,"一,""二""\n三"\n';
  const ROWS = [{ row: 2, grid: '甲', name: '张三', remark: '一,"二"\n三' }];
  const separated = (sign: string): string => TEXT.replaceAll(/,(?=[姓备张]|"一)/g, sign);
  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`)],
    ['GB 18030', iconv.encode(TEXT, 'gb18030')],
    ['UTF-16', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['UTF-16 from its other end', Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16()],
    ['tabs', Buffer.from(separated('\t'))],
    ['semicolons', Buffer.from(separated(';'))],
    ['CR LF', Buffer.from(TEXT.replaceAll('\n甲', '\r\n甲'))],
    ['a line that names the separator', Buffer.from(`sep=;\r\n${separated(';')}`)],
  ])('in %s is read', async (_, file) => {
    expect((await readFile(file)).rows).toEqual(ROWS);
  });
  it('keeps digits, and says where they are lost', async () => {
    const { rows, faults } = await readFile(Buffer.from('网格,姓名,联系电话\n甲,张三,="0138"\n乙,李四,"=""0,1"""\n丙,王五,4.10105E+17\n丁,赵六,\'010\n戊,钱七,#N/A'));
    expect(rows.map(({ phone }) => phone)).toEqual(['0138', '0,1', undefined, '010', undefined]);
    expect(faults).toEqual(['4 phone cell_digits_lost', '6 phone cell_error']);
  });
  it('that is damaged is refused and not read as other words', async () => {
    const bytes = Buffer.from(`name,grid\n${'安贞里社区第一网格居民'.repeat(9)},甲\n`);
    bytes[20] = 0xFF;
    expect(await refusal(bytes)).toBe('file_encoding');
    expect(await refusal(Buffer.from('网格,姓名\n"甲,张三'))).toBe('file_unreadable');
    expect(await refusal(Buffer.from(`网格,姓名\n甲,${','.repeat(5000)}x`))).toBe('file_too_large');
    expect(await refusal(Buffer.from(`网格,姓名\n甲,"${'x'.repeat(600_000)}"`))).toBe('file_too_large');
  });
  it('with the name of a workbook is CSV all the same', async () => {
    expect((await readFile(Buffer.from('网格,姓名\n甲,张三'))).told).toEqual([]);
  });
});
