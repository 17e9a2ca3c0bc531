/**
 * The reader of XLSX against workbooks as odd as the standard allows, and as hostile as people make them: either the cells that
 * were written, or `Unreadable`; never other cells, never without end, never without measure.
 */
import type { Cell, SheetCell } from '../../extensions/wangge/src/workbook/cell-rules.ts';
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { fc, test } from '@fast-check/vitest';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect } from 'vitest';
import { isFlawed, isFormatted } from '../../extensions/wangge/src/workbook/cell-rules.ts';
import { Unreadable } from '../../extensions/wangge/src/workbook/reading-limits.ts';
import { openWorkbook } from '../../extensions/wangge/src/workbook/workbook-reader.ts';
import { bookOf, letters, MAIN, OFFICE, PACKAGE, sheetOf, workbook } from './xlsx-files.ts';

type Rows = [number, Cell[]][];

/** Rows with something in them, without the empty cells at their end. */
const filled = (rows: Rows): Rows => rows.map(([row, cells]): [number, Cell[]] => [row, cells.slice(0, cells.findLastIndex(cell => cell !== null) + 1)]).filter(([, cells]) => cells.length > 0);
/** `!error`: a cell that cannot be read. */
const plainly = (cell: SheetCell): Cell => isFlawed(cell) ? `!${cell.flaw}` : isFormatted(cell) ? cell.number : cell;
async function read(file: Buffer): Promise<Rows> {
  const rows: Rows = [];
  for await (const { row, cells } of (await openWorkbook(file)).rows(0))
    rows.push([row, cells.map(plainly)]);
  return filled(rows);
}
const readOrNot = (file: Buffer): Promise<Rows | 'unreadable'> => read(file).catch((error: unknown) => {
  if (error instanceof Unreadable)
    return 'unreadable';
  throw error;
});

// ── Workbooks ────────────────────────────────────────────────────────────────────────────────────────────────

// ── As odd as the standard allows ────────────────────────────────────────────────────────────────────────────

/** What XML can hold; the others are written as `_xHHHH_`. */
const words = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'甲乙丙 ab1&<>"\'=]\t\u{1F600}é　') }).filter(text => text.trim() !== '');
const value = fc.oneof(
  words.map((text): Cell => text),
  fc.constantFrom<Cell>('_x000D_', ']]>', '&amp;', '<t>', 'a\u0001b', '12', '1E5', 'true'),
  fc.integer().map((number): Cell => number),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -9e14, max: 9e14 }).map((number): Cell => number === 0 ? 0 : number),
  fc.boolean().map((yes): Cell => yes),
  fc.date({ min: new Date('1900-03-02T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true }).map((date): Cell => new Date(Math.floor(date.getTime() / 1000) * 1000)),
  fc.constant<Cell>(null),
);
/** All that is left to whoever writes a workbook, as numbers that are used up in their order. */
const whims = fc.infiniteStream(fc.nat(1_000_000));

interface Odd { rows: Rows; file: Buffer }

const odd: fc.Arbitrary<Odd> = fc.record({
  rows: fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.array(value, { maxLength: 6 })), { minLength: 1, maxLength: 8 }),
  whim: whims,
  far: fc.integer({ min: 0, max: 900 }),
}).map(({ rows, whim, far }) => {
  const choose = <Choice>(...choices: Choice[]): Choice => choices[whim.next().value! % choices.length]!;
  const prefix = choose('', 'x:', 'ss:');
  const [shared, expected]: [string[], Rows] = [[], []];
  const tag = (name: string, attributes: Record<string, string | undefined>, content: string): string => {
    const list = Object.entries(attributes).filter(([, one]) => one !== undefined).map(([key, one]) => choose(`${key}="${one}"`, `${key}='${one}'`, `${key} = "${one}"`));
    const open = [`${prefix}${name}`, ...choose(true, false) ? list : list.toReversed()].join(choose(' ', '\n  '));
    return content === '' && choose(true, false) ? `<${open}/>` : `<${open}>${content}</${prefix}${name}${choose('', ' ')}>`;
  };
  const noise = (): string => choose('', '', '\n', '<!-- <c><v>9</v></c> -->', '<?odd <row/> ?>');
  const escaped = (text: string): string => {
    const safe = text.replaceAll(/_x(?=[\dA-F]{4}_)/gi, '_x005F_x').replaceAll('\u0001', '_x0001_');
    if (!safe.includes(']]>') && choose(true, false, false))
      return `<![CDATA[${safe}]]>`;
    return [...safe].map(sign => '&<>'.includes(sign) || choose(...Array.from<boolean>({ length: 9 }).fill(false), true) ? choose(`&#${sign.codePointAt(0)};`, `&#x${sign.codePointAt(0)!.toString(16)};`) : sign === '\t' ? '&#9;' : sign).join('');
  };
  const runs = (text: string): string => {
    const [at, signs] = [choose(1, 2, 3), [...text]];
    const aids = choose('', tag('rPh', { sb: '0', eb: '1' }, tag('t', {}, 'ヨミ')) + tag('phoneticPr', { fontId: '1' }, ''));
    const run = (part: string): string => tag('r', {}, tag('rPr', {}, tag('b', {}, '')) + tag('t', { 'xml:space': 'preserve' }, escaped(part)));
    return (text === '_x000D_' || choose(true, false) ? tag('t', { 'xml:space': 'preserve' }, escaped(text)) : run(signs.slice(0, at).join('')) + noise() + run(signs.slice(at).join(''))) + aids;
  };
  const cell = (one: Cell, r: string | undefined): string => {
    if (one === null)
      return choose('', tag('c', { r, s: '1' }, ''), tag('c', { r, t: 's' }, ''), tag('c', { r }, tag('v', {}, '')));
    if (typeof one === 'boolean')
      return tag('c', { r, t: 'b' }, tag('v', {}, one ? '1' : '0'));
    if (typeof one === 'number')
      return tag('c', { r, s: choose(undefined, '0', '3'), t: choose(undefined, 'n') }, choose('', tag('f', {}, 'A1+1')) + tag('v', {}, choose(String(one), one.toExponential())));
    if (one instanceof Date) {
      const serial = one.getTime() / 86_400_000 + 25_569;
      return choose(tag('c', { r, s: choose('1', '2') }, tag('v', {}, String(serial))), tag('c', { r, t: 'd' }, tag('v', {}, choose(one.toISOString(), one.toISOString().slice(0, 19)))));
    }
    if (choose(true, false))
      return tag('c', { r, t: 'inlineStr', s: '0' }, tag('is', {}, runs(one)));
    if (choose(true, false))
      return tag('c', { r, t: 'str' }, tag('f', {}, 'CONCATENATE("&lt;v&gt;",A1)') + tag('v', {}, escaped(one)));
    const at = shared.push(tag('si', {}, runs(one))) - 1;
    return tag('c', { r, t: 's' }, tag('v', {}, String(at)));
  };
  let row = 0;
  const lines = rows.map(([step, cells], nth) => {
    row += step;
    const start = nth === 0 ? far : 0;
    expected.push([row, [...Array.from<null>({ length: start }).fill(null), ...cells]]);
    const counted = start === 0 && cells.every(one => one !== null) && choose(true, false);
    return tag('row', { r: step === 1 && choose(true, false) ? undefined : String(row), spans: '1:9', hidden: choose(undefined, '1') }, noise() + cells.map((one, at) => cell(one, counted ? undefined : letters(start + at) + row)).join(noise()));
  });
  const space = prefix === '' ? 'xmlns' : `xmlns:${prefix.slice(0, -1)}`;
  const part = (name: string, content: string): string => `${choose('<?xml version="1.0" encoding="UTF-8"?>\n', '')}${noise()}<${prefix}${name} ${space}="${MAIN}">${content}</${prefix}${name}>`;
  const utf16 = choose(false, false, false, true);
  const sheet = part('worksheet', `${tag('sheetPr', {}, '')}${tag('cols', {}, tag('col', { min: '1', max: '2' }, ''))}<${prefix}sheetData>${lines.join(noise())}</${prefix}sheetData>${tag('mergeCells', {}, tag('mergeCell', { ref: 'XFA1:XFA2' }, ''))}${tag('extLst', {}, tag('ext', {}, tag('row', { r: '1' }, tag('c', { r: 'A1' }, tag('v', {}, '7')))))}`);
  const file = workbook({
    sheet: utf16 ? sheet.replace(' encoding="UTF-8"', '') : sheet,
    shared: shared.length === 0 && choose(true, false) ? undefined : part('sst', shared.join(noise())).replace(utf16 ? ' encoding="UTF-8"' : '\0', ''),
    sharedName: choose('sharedStrings.xml', 'SharedStrings.xml', 'texts/甲.xml'),
    sheetName: choose('worksheets/sheet1.xml', 'sheet.xml', '网格.xml'),
    absolute: choose(true, false),
    stored: choose(true, false),
    utf16,
  });
  return { rows: filled(expected), file };
});

describe('a workbook that is odd', () => {
  test.prop([odd], { numRuns: 120 })('has the cells that were written', async ({ rows, file }) => {
    expect(await read(file)).toEqual(rows);
  });

  test.prop([odd, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 })], { numRuns: 150 })('and damaged has them still, or cannot be read', async ({ rows, file }, flips) => {
    const damaged = Buffer.from(file);
    for (const [at, bits] of flips)
      damaged[at % file.length]! ^= bits;
    // Without the mark of an archive it is text.
    fc.pre(damaged.subarray(0, 2).toString('latin1') === 'PK');
    expect([rows, 'unreadable']).toContainEqual(await readOrNot(damaged));
  });

  test.prop([odd, fc.nat()], { numRuns: 50 })('and cut off cannot be read', async ({ file }, at) => {
    const length = at % file.length;
    fc.pre(length >= 2);
    expect(await readOrNot(file.subarray(0, length))).toBe('unreadable');
  });

  test.prop([fc.array(fc.array(fc.oneof(words.filter(text => !/^\s|\s$/.test(text)), fc.integer(), fc.boolean()), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 })], { numRuns: 15 })('is to another reader what it is to this one', async (cells) => {
    const lines = cells.map((row, nth) => `<row r="${nth + 1}">${row.map((one, at) => {
      const place = `r="${letters(at)}${nth + 1}"`;
      return typeof one === 'string' ? `<c t="inlineStr" ${place}><is><t xml:space="preserve">${one.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</t></is></c>` : typeof one === 'boolean' ? `<c ${place} t="b"><v>${Number(one)}</v></c>` : `<c ${place}><v>${one}</v></c>`;
    }).join('')}</row>`).join('');
    const file = workbook({ sheet: sheetOf(lines), shared: `<sst xmlns="${MAIN}"/>`, book: bookOf() });
    const { sheets: [sheet] } = await readXlsx(file);
    expect(await read(file)).toEqual(filled(sheet!.rows.map((row, at) => [at + 1, row as Cell[]])));
  });
});

// ── Said plainly ─────────────────────────────────────────────────────────────────────────────────────────────

const one = (cell: string): string => sheetOf(`<row r="1">${cell}</row>`);

describe('a cell', () => {
  test.each([
    ['CDATA in an inline string', '<c r="A1" t="inlineStr"><is><t><![CDATA[备注 <1>]]></t></is></c>', '备注 <1>'],
    ['an error', '<c r="A1" t="e"><v>#N/A</v></c>', '!error'],
    ['a formula without a value', '<c r="A1"><f>A2</f></c>', '!no_value'],
    ['a day of 1904', '<c r="A1" s="1"><v>0</v></c>', new Date('1904-01-01T00:00:00Z'), '<workbookPr date1904="1"/>'],
    ['the day before the day that never was', '<c r="A1" s="1"><v>59</v></c>', new Date('1900-02-28T00:00:00Z')],
    ['a number in a format with “days” in quotes', '<c r="A1" s="3"><v>12.5</v></c>', 12.5],
    ['what is no number', '<c r="A1"><v>0x10</v></c>', '0x10'],
    ['a blank that is no number', '<c r="A1"><v> </v></c>', undefined],
  ] as [string, string, Cell | undefined, string?][])('%s', async (_, cell, expected, properties = '') => {
    expect(await read(workbook({ sheet: one(cell), book: bookOf(properties) }))).toEqual(expected === undefined ? [] : [[1, [expected]]]);
  });

  test('is in the first sheet that has cells, whatever its part is called', async () => {
    const relations = `<Relationships xmlns="${PACKAGE}"><Relationship Id="c" Type="${OFFICE}/chartsheet" Target="chart.xml"/><Relationship Id="s1" Type="${OFFICE}/worksheet" Target="./sheets/../worksheets/sheet1.xml"/></Relationships>`;
    const book = `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="图" r:id="c"/><sheet name="表" r:id="s1"/></sheets></workbook>`;
    expect(await read(workbook({ sheet: one('<c r="A1"><v>1</v></c>'), book, relations }))).toEqual([[1, [1]]]);
  });
});

// ── As hostile as people make them ───────────────────────────────────────────────────────────────────────────

const MEGABYTE = 1024 * 1024;
const cell = (r: string, content = '<v>1</v>'): string => one(`<c r="${r}">${content}</c>`);
const repeated = (text: string, megabytes: number): string => text.repeat(Math.ceil(megabytes * MEGABYTE / text.length));

const HOSTILE: [string, () => Buffer][] = [
  ['a shared string that is not there', () => workbook({ sheet: one('<c r="A1" t="s"><v>1</v></c>'), shared: `<sst xmlns="${MAIN}"><si><t>a</t></si></sst>` })],
  ['a shared string without a part of strings', () => workbook({ sheet: one('<c r="A1" t="s"><v>0</v></c>') })],
  ['a shared string by a negative number', () => workbook({ sheet: one('<c r="A1" t="s"><v>-0</v></c>'), shared: `<sst xmlns="${MAIN}"><si><t>a</t></si></sst>` })],
  ['a cell of another row', () => workbook({ sheet: cell('A2') })],
  ['a cell beyond the sheet', () => workbook({ sheet: cell('ZZZZZZZ1') })],
  ['a cell without a column', () => workbook({ sheet: cell('1') })],
  ['one cell twice', () => workbook({ sheet: one('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>') })],
  ['a row beyond the sheet', () => workbook({ sheet: sheetOf('<row r="900000000"/>') })],
  ['a row by a fraction', () => workbook({ sheet: sheetOf('<row r="1.5"/>') })],
  ['XML that is not well-formed', () => workbook({ sheet: one('<c r="A1"><v>1</c></v>') })],
  ['XML that breaks off', () => workbook({ sheet: cell('A1').slice(0, -12) })],
  ['bytes that are no UTF-8', () => zipWith(Buffer.from(cell('A1', '<f>\u00E9</f><v>1</v>'), 'latin1'))],
  ['styles that are empty', () => workbook({ sheet: cell('A1'), styles: '' })],
  ['entities of its own', () => workbook({ sheet: `<!DOCTYPE x [<!ENTITY a "${'x'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(100)}">]>${one('<c r="A1" t="str"><v>&b;</v></c>')}` })],
  ['no sheet', () => workbook({ sheet: '', book: `<workbook xmlns="${MAIN}"><sheets/></workbook>` })],
  ['a sheet outside of the archive', () => workbook({ sheet: cell('A1'), relations: `<Relationships xmlns="${PACKAGE}"><Relationship Id="s1" Type="${OFFICE}/worksheet" Target="file:///etc/passwd" TargetMode="External"/></Relationships>` })],
  ['styles that are not there', () => workbook({ sheet: cell('A1'), relations: `<Relationships xmlns="${PACKAGE}"><Relationship Id="s1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="y" Type="${OFFICE}/styles" Target="none.xml"/></Relationships>` })],
  ['one part twice', () => workbook({ sheet: cell('A1'), more: [{ name: 'xl/WORKSHEETS/sheet1.xml', bytes: Buffer.from(cell('A1', '<v>2</v>')) }] })],
  ['a text without end', () => workbook({ sheet: one(`<c r="A1" t="inlineStr"><is><t>${repeated('a', 8)}</t></is></c>`) })],
  ['texts without end in one cell', () => workbook({ sheet: one(`<c r="A1" t="inlineStr"><is>${repeated(`<t>${'a'.repeat(1000)}</t>`, 8)}</is></c>`) })],
  ['a shared text without end', () => workbook({ sheet: cell('A1'), shared: `<sst xmlns="${MAIN}"><si>${repeated(`<t>${'a'.repeat(1000)}</t>`, 8)}</si></sst>` })],
  ['blanks without end', () => workbook({ sheet: `${repeated(' ', 8)}${cell('A1')}` })],
  ['an attribute without end', () => workbook({ sheet: one(`<c r="${repeated('A', 8)}1"/>`) })],
  ['attributes without end', () => workbook({ sheet: one(`<c ${Array.from({ length: 600_000 }, (_, at) => `a${at}=""`).join(' ')}/>`) })],
  ['elements within elements without end', () => workbook({ sheet: one(`${repeated('<c>', 8)}`) })],
  ['shared strings without end', () => workbook({ sheet: cell('A1'), shared: `<sst xmlns="${MAIN}">${repeated('<si/>', 10)}</sst>` })],
  ['a part that says it is small', () => zipWith(Buffer.from(sheetOf(repeated('<row/>', 8))), 1000)],
  ['a part that says it is larger than any', () => zipWith(Buffer.from(cell('A1')), 0xFFFFFFF0)],
];

/** The sheet as these bytes; `size`: in the directory. */
function zipWith(bytes: Buffer, size = bytes.length): Buffer {
  const name = 'xl/worksheets/sheet2.xml';
  return workbook({
    sheet: cell('A1'),
    relations: `<Relationships xmlns="${PACKAGE}"><Relationship Id="s1" Type="${OFFICE}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
    more: [{ name, bytes, size }],
  });
}

describe('a workbook with', () => {
  test.each(HOSTILE)('%s cannot be read', async (_, make) => {
    const file = make();
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => most = Math.max(most, process.memoryUsage.rss()), 5);
    expect(await readOrNot(file)).toBe('unreadable');
    clearInterval(watch);
    expect((most - before) / MEGABYTE).toBeLessThan(300);
  });

  test('a cell beyond all that people fill in is read without it', async () => {
    expect(await read(workbook({ sheet: one('<c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c>') }))).toEqual([[1, [1]]]);
  });

  test('rows without end ends where a sheet does', async () => {
    const file = workbook({ sheet: sheetOf(`<row r="1"><c r="A1"><v>1</v></c></row>${repeated('<row/>', 8)}`) });
    expect(await readOrNot(file)).toBe('unreadable');
  });
});
