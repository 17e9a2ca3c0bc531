/**
 * Statements on paper, as a document for pdfmake: A4, title and number, the parties, the duties, a line for each side to sign. Pure.
 *
 * Of markdown it knows what the templates use: headings, paragraphs, lists, bold.
 */
import type { Paper } from '../../print/paper.ts';
import type { State } from './statement-rules.ts';

export interface StatementModel {
  number: string;
  state: State;
  title: string;
  /** Markdown. */
  duties: string;
  subdistrict: string;
  person: string;
  /** `责任人` or `副责任人`. */
  role: string;
  grid: string;
  level: string;
  term: string;
  /** `2026年1月5日`, or empty while it is a draft. */
  issued_on: string;
  /** How and when it was signed: `2026年1月6日`; empty: not yet. */
  signed_on: string;
  signed_in_app: boolean;
}

type Node = string | Record<string, unknown>;

const INK = '#1a1f27';
const GREY = '#5b6573';
/** Points: 2.6 cm at the sides, as official documents have it. */
const MARGINS: [number, number, number, number] = [74, 72, 74, 64];
const WIDTH = 595.28 - MARGINS[0] - MARGINS[2];
const SIZE = 12;
const INDENT = SIZE * 2;

export function statementPages(models: readonly StatementModel[]): object {
  const [only] = models;
  return {
    info: { title: models.length === 1 ? `${only!.title} ${only!.number}` : '责任书', creator: 'Wangge', producer: 'Wangge' },
    language: 'zh-CN',
    pageSize: 'A4',
    pageMargins: MARGINS,
    defaultStyle: { font: 'SC', fontSize: SIZE, lineHeight: 1.35, color: INK },
    content: models.map(statement),
  };
}

/** A section of its own: its pages are counted from its first, and say whose they are. */
function statement(model: StatementModel): Node {
  const note = { draft: '（草稿，未下发）', issued: '', signed: '', superseded: '（已更替）' }[model.state];
  let first = Number.POSITIVE_INFINITY;
  return {
    pageSize: 'A4',
    pageMargins: MARGINS,
    footer: (page: number) => {
      first = Math.min(first, page);
      return { text: `责任书 ${model.number}　${model.person}　第 ${page - first + 1} 页`, alignment: 'center', fontSize: 9, color: GREY, margin: [0, 24, 0, 0] };
    },
    section: [
      { text: `编号：${model.number}${note}`, alignment: 'right', fontSize: 10.5, color: note === '' ? INK : '#a3241c' },
      { text: model.title, alignment: 'center', fontSize: 22, bold: true, lineHeight: 1.2, margin: [0, 14, 0, 16] },
      parties(model),
      ...blocks(model.duties),
      signatures(model),
    ],
  };
}

function parties({ subdistrict, person, role, grid, level, term }: StatementModel): Node {
  const fact = (name: string, value: string): Node[] => [{ text: name, color: GREY }, value];
  return {
    margin: [0, 0, 0, 12],
    table: {
      widths: [58, '*', 58, '*'],
      body: [
        [...fact('下达单位', subdistrict), ...fact(role, person)],
        [...fact('责任网格', grid), ...fact('网格级别', level)],
        [{ text: '责任期', color: GREY }, { text: term, colSpan: 3 }, '', ''],
      ],
    },
    layout: { hLineWidth: () => 0.5, vLineWidth: () => 0, hLineColor: () => '#8b95a3', paddingTop: () => 4, paddingBottom: () => 3, paddingLeft: () => 4, paddingRight: () => 4 },
  };
}

/** The two sides, kept on one page together. */
function signatures({ subdistrict, person, role, issued_on, signed_on, signed_in_app, state }: StatementModel): Node {
  const blank = '　　　　年　　月　　日';
  const line = (name: string): Node => ({ columns: [{ width: 'auto', text: name }, { width: '*', stack: [{ canvas: [{ type: 'line', x1: 0, y1: 17, x2: 96, y2: 17, lineWidth: 0.6, lineColor: INK }] }] }], columnGap: 4, margin: [0, 10, 0, 0] });
  const confirmed: Node[] = signed_in_app && signed_on !== ''
    ? [{ text: `${person} 已在系统内确认签订`, fontSize: 10.5, color: GREY, margin: [0, 4, 0, 0] }]
    : [];
  return {
    unbreakable: true,
    margin: [0, 26, 0, 0],
    columns: [
      {
        width: WIDTH / 2 - 12,
        stack: [{ text: '下达单位（盖章）', bold: true }, { text: subdistrict, margin: [0, 4, 0, 0] }, line('负责人签字：'), { text: `日期：${state === 'draft' || issued_on === '' ? blank : issued_on}`, margin: [0, 10, 0, 0] }],
      },
      {
        width: WIDTH / 2 - 12,
        stack: [{ text: role, bold: true }, { text: person, margin: [0, 4, 0, 0] }, line('本人签字：'), { text: `日期：${signed_on === '' ? blank : signed_on}`, margin: [0, 10, 0, 0] }, ...confirmed],
      },
    ],
    columnGap: 24,
  };
}

const HEADING = /^(#{1,6})\s+(\S.*)$/;
const NUMBERED = /^(\d+)[.、]\s*(\S.*)$/;
const POINT = /^[-*+]\s+(\S.*)$/;

/** Every line is a paragraph of its own, as official texts have them: two characters in. */
export function blocks(markdown: string): Node[] {
  return markdown.split(/\r?\n/).map(line => line.trim()).filter(line => line !== '').map((line): Node => {
    const [, marks, heading] = HEADING.exec(line) ?? [];
    if (heading !== undefined)
      return { text: inline(heading), bold: true, fontSize: marks!.length <= 2 ? 14 : SIZE, margin: [0, 8, 0, 3], headlineLevel: 1 };
    const [, nth, item] = NUMBERED.exec(line) ?? [];
    if (item !== undefined)
      return hanging(`${nth}.`, item);
    const [, point] = POINT.exec(line) ?? [];
    return point !== undefined ? hanging('·', point) : { text: inline(line), leadingIndent: INDENT, margin: [0, 0, 0, 3], alignment: 'justify' };
  });
}

function hanging(mark: string, text: string): Node {
  return { columns: [{ width: 20, text: mark }, { width: '*', text: inline(text) }], margin: [INDENT - 4, 0, 0, 2] };
}

/** `**bold**` */
function inline(text: string): Node[] {
  return text.split(/(\*\*[^*]+\*\*)/).filter(part => part !== '').map(part => part.startsWith('**') && part.length > 4 ? { text: part.slice(2, -2), bold: true } : part);
}

export const statementPaper: Paper<readonly StatementModel[]> = { kind: 'statements', pages: statementPages };
