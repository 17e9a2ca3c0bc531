/** The sheet of a visit on paper (A4): who, where, why; what was asked and what was scored; what was looked at; who acknowledged it. Pure. */
import type { Paper } from '../../print/paper.ts';
import type { Method, SampleKind, SheetLine, StoredPhoto, VisitPage } from './model.ts';
import { chineseDay } from '../../territory/statements/text-rules.ts';
import { METHODS } from './model.ts';
import { scoreOfSheets, sheetScores } from './sheet-rules.ts';

export interface VisitModel {
  page: VisitPage;
  lines: readonly SheetLine[];
  samples: readonly { kind: SampleKind; label: string; result: 'right' | 'finding' | null; note: string | null }[];
  /** How many belong to which sheet is printed; they are looked at in the system. */
  photos: readonly Pick<StoredPhoto, 'inspector' | 'method'>[];
}

type Node = string | Record<string, unknown>;

/** So far down a page no heading begins: two lines of a table would not stand below it. */
const FOOT = 0.84;
const INK = '#1a1f27';
const GREY = '#566170';
const LINE = '#aab4c0';
const METHOD_WORDS: Record<Method, string> = { listen: '听（听取汇报）', look: '看（实地查看）', discuss: '议（座谈评议）' };
const KIND_WORDS: Record<SampleKind, string> = { entry: '台账', log: '工作日志', issue: '已结案问题' };
const RESULT_WORDS = { right: '属实', finding: '发现问题' } as const;
const LAYOUT = { hLineWidth: () => 0.5, vLineWidth: () => 0, hLineColor: () => LINE, paddingTop: () => 4, paddingBottom: () => 4, paddingLeft: () => 4, paddingRight: () => 4 };

function visitPages({ page, lines, samples, photos }: VisitModel): object {
  return {
    info: { title: `督查走访记录 ${page.grid}`, creator: 'Wangge', producer: 'Wangge' },
    language: 'zh-CN',
    pageSize: 'A4',
    pageMargins: [56, 60, 56, 56],
    defaultStyle: { font: 'SC', fontSize: 10.5, lineHeight: 1.3, color: INK },
    // A heading does not stand alone at the foot of a page.
    pageBreakBefore: ({ headlineLevel, startPosition }: { headlineLevel?: number; startPosition?: { verticalRatio: number } }) => headlineLevel === 1 && (startPosition?.verticalRatio ?? 0) > FOOT,
    footer: (current: number, count: number) => ({ text: `督查走访记录　${page.grid}　第 ${current} 页，共 ${count} 页`, alignment: 'center', fontSize: 8.5, color: GREY, margin: [0, 20, 0, 0] }),
    content: [
      { text: '督查走访记录', alignment: 'center', fontSize: 20, bold: true, margin: [0, 0, 0, 12] },
      facts(page),
      ...[...new Set(lines.map(({ inspector }) => inspector))].flatMap(inspector => sheet(lines.filter(line => line.inspector === inspector), photos.filter(photo => photo.inspector === inspector))),
      ...samples.length === 0 ? [] : [heading('抽查情况'), sampled(samples)],
      signatures(page),
    ],
  };
}

function facts({ subdistrict, grid, occasion, reason, planned_on, held_on, inspectors }: VisitPage): Node {
  const cell = (name: string, value: string, more: object = {}): Node[] => [{ text: name, color: GREY }, { text: value, ...more }];
  return {
    table: {
      widths: [58, '*', 58, '*'],
      body: [
        [...cell('街道', subdistrict), ...cell('网格', grid)],
        [...cell('走访日期', chineseDay(held_on ?? planned_on)), ...cell('督查人员', inspectors.join('、'))],
        [{ text: '走访缘由', color: GREY }, { text: occasion === 'drawn' ? '抽取' : reason ?? '', colSpan: 3 }, '', ''],
      ],
    },
    layout: LAYOUT,
    margin: [0, 0, 0, 6],
  };
}

function heading(text: string): Node {
  return { text, bold: true, fontSize: 12, margin: [0, 12, 0, 4], headlineLevel: 1 };
}

/** One inspector's sheets. */
function sheet(lines: readonly SheetLine[], photos: VisitModel['photos']): Node[] {
  const score = lines.some(({ score }) => score === null) ? null : scoreOfSheets(lines);
  const body: Node[][] = [[{ text: '内容', bold: true }, { text: '评分', bold: true, alignment: 'center' }, { text: '说明', bold: true }]];
  for (const method of METHODS) {
    const asked = lines.filter(line => line.method === method);
    if (asked.length === 0)
      continue;
    const [of] = sheetScores(asked);
    const pictures = photos.filter(photo => photo.method === method).length;
    body.push([{ text: `${METHOD_WORDS[method]}${score === null ? '' : `　${of!.score.toFixed(1)} 分`}${pictures === 0 ? '' : `　照片 ${pictures} 张（见系统）`}`, colSpan: 3, fillColor: '#f4f6f9', bold: true }, '', '']);
    body.push(...asked.map(({ question, score: given, note }): Node[] => [question, { text: given === null ? '' : String(given), alignment: 'center' }, note ?? '']));
  }
  return [heading(`评分人：${lines[0]!.inspector_name}${score === null ? '' : `　总评 ${score} 分`}`), { table: { headerRows: 1, widths: ['*', 36, 180], body, dontBreakRows: true }, layout: LAYOUT }];
}

function sampled(samples: VisitModel['samples']): Node {
  const body: Node[][] = [[{ text: '类别', bold: true }, { text: '对象', bold: true }, { text: '结果', bold: true }, { text: '说明', bold: true }]];
  return { table: { headerRows: 1, widths: [64, '*', 52, 160], body: [...body, ...samples.map(({ kind, label, result, note }) => [KIND_WORDS[kind], label, result === null ? '' : RESULT_WORDS[result], note ?? ''])], dontBreakRows: true }, layout: LAYOUT };
}

function signatures({ inspectors, acknowledged_by, acknowledged_on, acknowledgement }: VisitPage): Node {
  const blank = '　　　　年　　月　　日';
  return {
    unbreakable: true,
    margin: [0, 22, 0, 0],
    columns: [
      { width: '*', stack: [{ text: '督查人员签字', bold: true }, ...inspectors.map(name => ({ text: `${name}：____________`, margin: [0, 10, 0, 0] }))] },
      {
        width: '*',
        stack: [
          { text: '网格责任人签收', bold: true },
          { text: acknowledged_by === null ? '签字：____________' : `${acknowledged_by}（已在系统内签收）`, margin: [0, 10, 0, 0] },
          { text: `日期：${acknowledged_on === null ? blank : chineseDay(acknowledged_on)}`, margin: [0, 10, 0, 0] },
          ...acknowledgement === null || acknowledgement === '' ? [] : [{ text: `意见：${acknowledgement}`, margin: [0, 6, 0, 0] }],
        ],
      },
    ],
    columnGap: 24,
  };
}

export const visitPaper: Paper<VisitModel> = { kind: 'inspection-visit', pages: visitPages };
