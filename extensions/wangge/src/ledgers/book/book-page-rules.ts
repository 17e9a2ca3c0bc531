/** The paper ledger as a document for pdfmake: cover, contents, a table for each data set, the register of prints. Pure. */
import type { Paper } from '../../print/paper.ts';
import type { BookModel, PackedBook, Sheet } from './model.ts';
import type { Words } from './words.ts';
import { unpacked } from '../../kernel/task.ts';
import { breakable, columnWidths, widthOf } from './column-width-rules.ts';
import { wordsIn } from './words.ts';

type Node = string | Record<string, unknown>;

/** A4, lying; the margin to bind it by is wider. */
const PAGE = { width: 841.89, height: 595.28 };
const MARGINS = { left: 48, top: 50, right: 34, bottom: 42 };
const WIDTH = PAGE.width - MARGINS.left - MARGINS.right;
const PADDING = 3.5;
const LINE = 0.5;
const GREY = '#5b6573';
const INK = '#1f2733';
const RULE = '#8b95a3';

/** Whole points a module, two for an address of up to 134 characters: 0.7 mm on paper. */
const CODE = 84;

/** Lines left for writing at the end of a table; of an empty one as many as the page takes. */
const BLANK = 8;
const BLANK_PAGE = 13;
const ROW_HEIGHT = 15;
const BLANK_HEIGHT = 20;

export function book(model: BookModel): object {
  const w = wordsIn(model.language);
  const place = `${model.subdistrict} ${model.community} ${model.grid}（${model.code}）`;
  const version = w('nth', { n: model.version });
  return {
    info: { title: `${w('title')} ${model.grid}`, author: model.printed_by, subject: `${model.code} ${version}`, creator: 'Wangge', producer: 'Wangge' },
    language: model.language,
    pageSize: PAGE,
    pageMargins: [MARGINS.left, MARGINS.top, MARGINS.right, MARGINS.bottom],
    defaultStyle: { font: 'SC', fontSize: 9, color: INK },
    watermark: { text: `${model.printed_by} ${model.printed_at} ${version}`, color: '#6b7480', opacity: 0.11, bold: true, fontSize: 34, angle: -28 },
    header: (page: number) => page === 1 ? null : running([place, `${w('version')} ${version}`], [MARGINS.left, 26, MARGINS.right, 0]),
    footer: (page: number, pages: number) => running([`${w('printed_by')} ${model.printed_by}　${model.printed_at}　${version}`, { text: w('pages', { page, pages }), alignment: 'center', color: INK }, w('confidential')], [MARGINS.left, 12, MARGINS.right, 0]),
    content: [
      ...cover(model, w),
      ...contents(model, w),
      ...model.sheets.flatMap((sheet, at) => table(sheet, at, place, w)),
      ...register(model, w),
    ],
  };
}

/** Small print over and under the page: the last stands at the right. */
function running(parts: readonly Node[], margin: number[]): Node {
  const columns = parts.map((part, at) => typeof part === 'string' ? { text: part, alignment: at === 0 ? 'left' : 'right' } : part);
  return { columns, margin, fontSize: 8, color: GREY };
}

const PLAIN = { hLineWidth: () => LINE, vLineWidth: () => 0, hLineColor: () => RULE, paddingTop: () => 5, paddingBottom: () => 5, paddingLeft: () => 6, paddingRight: () => 6 };

const GRID = {
  hLineWidth: () => LINE,
  vLineWidth: () => LINE,
  hLineColor: () => RULE,
  vLineColor: () => RULE,
  paddingLeft: () => PADDING,
  paddingRight: () => PADDING,
  paddingTop: () => 2.5,
  paddingBottom: () => 2.5,
};

function cover(model: BookModel, w: Words): Node[] {
  const facts: [string, string][] = [
    [w('subdistrict'), model.subdistrict],
    [w('community'), model.community],
    [w('grid'), model.grid],
    [w('code'), model.code],
    [w('responsible'), model.responsible ?? w('vacant')],
    [w('phone'), model.phone ?? w('none')],
    [w('version'), w('nth', { n: model.version })],
    [w('printed_at'), model.printed_at],
    [w('printed_by'), model.printed_by],
  ];
  return [
    { text: model.subdistrict, alignment: 'center', fontSize: 16, margin: [0, 34, 0, 10] },
    { text: w('title'), alignment: 'center', fontSize: 34, bold: true, characterSpacing: model.language === 'zh-CN' ? 8 : 1 },
    { text: w('booklet'), alignment: 'center', fontSize: 13, color: GREY, margin: [0, 6, 0, 24] },
    {
      margin: [(WIDTH - 400) / 2, 0, 0, 0],
      fontSize: 12,
      table: { widths: [110, 290 - 24], body: facts.map(([name, value]) => [{ text: name, color: GREY }, value]) },
      layout: PLAIN,
    },
    { text: w('confidential'), alignment: 'center', fontSize: 12, bold: true, color: '#a3241c', margin: [0, 24, 0, 8] },
    { text: w('cover_note'), alignment: 'center', color: GREY, margin: [60, 0, 60, 0] },
  ];
}

/** Where a table begins, for the contents. */
const mark = (at: number): string => `sheet-${at}`;
const REGISTER = 'register';

function contents({ sheets, left_out }: BookModel, w: Words): Node[] {
  const page = (id: string): Node => ({ pageReference: id, alignment: 'right' });
  const lines = sheets.map((sheet, at): Node[] => [String(at + 1), sheet.part, sheet.title, { text: String(sheet.rows.length), alignment: 'right' }, page(mark(at))]);
  return [
    { text: w('contents'), fontSize: 18, bold: true, pageBreak: 'before', margin: [0, 0, 0, 8] },
    {
      table: {
        headerRows: 1,
        widths: [40, 150, '*', 80, 60],
        body: [
          [w('number'), w('part'), w('dataset'), { text: w('entries'), alignment: 'right' }, { text: w('page'), alignment: 'right' }].map(heading),
          ...lines,
          ['', '', w('register'), '', page(REGISTER)],
        ],
      },
      layout: { ...PLAIN, paddingTop: () => 3, paddingBottom: () => 3 },
    },
    ...left_out.length === 0 ? [] : [{ text: w('left_out', { names: left_out.join(w('separator')) }) + w('end'), color: GREY, margin: [0, 8, 0, 0] }],
  ];
}

function heading(cell: Node): Node {
  return { ...typeof cell === 'string' ? { text: cell } : cell, bold: true };
}

function table(sheet: Sheet, at: number, place: string, w: Words): Node[] {
  const count = sheet.rows.length === 0 ? w('empty') : w('count', { n: sheet.rows.length });
  const said: Node = {
    stack: [
      { text: `${at + 1}  ${sheet.title}`, id: mark(at), fontSize: 16, bold: true },
      { text: `${place}　${sheet.part}　${count}${sheet.note === '' ? '' : `　${sheet.note}`}`, color: GREY, margin: [0, 5, 0, 0] },
      { text: w('hand'), color: GREY, margin: [0, 2, 0, 0] },
    ],
  };
  const code: Node[] = sheet.address === null
    ? []
    : [{ width: CODE, stack: [{ qr: sheet.address, fit: CODE, eccLevel: 'L', alignment: 'right' }, { text: w('scan'), fontSize: 7, alignment: 'right', color: GREY, margin: [0, 4, 0, 0] }] }];
  return [
    { columns: [said, ...code], pageBreak: 'before', margin: [0, 0, 0, 6] },
    rows(sheet, `${at + 1}　${sheet.title}　${count}`, w),
  ];
}

/** The numbers of the lines are a column of their own. What the sheet is stands over every page, since sheets are taken out of a binder. */
function rows(sheet: Sheet, title: string, w: Words): Node {
  const size = sheet.columns.length > 9 ? 8 : 9;
  const columns = [w('number'), ...sheet.columns];
  const numbered = sheet.rows.map((row, at) => [String(at + 1), ...row]);
  const first = Math.max(widthOf(w('number')), widthOf(String(sheet.rows.length))) * size + 2;
  const rest = WIDTH - columns.length * 2 * PADDING - (columns.length + 1) * LINE - first;
  const widths = [first, ...columnWidths(sheet.columns, sheet.rows, rest, size)];
  const blank = sheet.rows.length === 0 ? BLANK_PAGE : BLANK;
  const filled = numbered.length + 2;
  return {
    fontSize: size,
    table: {
      headerRows: 2,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths,
      heights: (row: number) => row < filled ? ROW_HEIGHT : BLANK_HEIGHT,
      body: [
        [{ text: title, colSpan: columns.length, fontSize: 8, color: GREY }, ...columns.slice(1).map(() => '')],
        columns.map(text => ({ text, bold: true, fillColor: '#e9edf2' })),
        ...numbered.map(row => row.map((text, at) => breakable(text, widths[at]!, size))),
        ...Array.from({ length: blank }, () => columns.map(() => '')),
      ],
    },
    layout: GRID,
  };
}

function register({ prints, ...model }: BookModel, w: Words): Node[] {
  const columns = [w('version'), w('printed_at'), w('printed_by'), w('returned_on'), w('returned_to'), w('return_note')];
  const body = [
    [w('nth', { n: model.version }), model.printed_at, model.printed_by, '', '', w('this_one')],
    ...prints.map(one => [w('nth', { n: one.version }), one.printed_at, one.printed_by, one.returned_on, one.returned_to, one.return_note]),
  ];
  return [
    { text: w('register'), id: REGISTER, fontSize: 16, bold: true, pageBreak: 'before', margin: [0, 0, 0, 8] },
    {
      table: {
        headerRows: 1,
        dontBreakRows: true,
        widths: [70, 110, 100, 90, 100, '*'],
        heights: (row: number) => row <= body.length ? ROW_HEIGHT : BLANK_HEIGHT,
        body: [columns.map(text => ({ text, bold: true, fillColor: '#e9edf2' })), ...body, ...Array.from({ length: BLANK }, () => columns.map(() => ''))],
      },
      layout: GRID,
    },
  ];
}

export const bookPaper: Paper<PackedBook> = {
  kind: 'book',
  pages: model => book({ ...model, sheets: model.sheets.map(({ packed, ...sheet }) => ({ ...sheet, rows: packed.flatMap(rows => unpacked<string[][]>(rows)) })) }),
};
