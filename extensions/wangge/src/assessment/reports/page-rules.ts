/** What papers of assessment are put together from: A4, headings, tables, small print. Pure. */
import type { Node } from '../../print/page-pieces-rules.ts';
import type { ReportHead } from './model.ts';
import type { Speak } from './words.ts';
import { COLOURS } from '../../print/page-pieces-rules.ts';

const MARGINS = { left: 46, top: 54, right: 40, bottom: 50 };
export const WIDTH = 595.28 - MARGINS.left - MARGINS.right;

/** So far down a page no heading begins. */
const FOOT = 0.89;

export interface Frame { title: string; head: Pick<ReportHead, 'language' | 'printed_by' | 'printed_at' | 'subdistrict'>; w: Speak }

export function pageFrame({ title, head, w }: Frame): object {
  return {
    info: { title, author: head.printed_by, creator: 'Wangge', producer: 'Wangge' },
    language: head.language,
    pageSize: 'A4',
    pageMargins: [MARGINS.left, MARGINS.top, MARGINS.right, MARGINS.bottom],
    defaultStyle: { font: 'SC', fontSize: 9, color: COLOURS.ink },
    header: (page: number) => page === 1 ? null : { text: title, fontSize: 8, color: COLOURS.grey, margin: [MARGINS.left, 28, MARGINS.right, 0] },
    footer: (page: number, pages: number) => ({
      columns: [
        { text: w('printed', { name: head.printed_by, at: head.printed_at }) },
        { text: w('pages', { page, pages }), alignment: 'right' },
      ],
      fontSize: 8,
      color: COLOURS.grey,
      margin: [MARGINS.left, 18, MARGINS.right, 0],
    }),
    // A heading does not stand alone at the foot of a page; of a table that moves on, what was laid out first still counts as following.
    pageBreakBefore: ({ headlineLevel, startPosition }: { headlineLevel?: number; startPosition?: { verticalRatio: number } }, { getFollowingNodesOnPage }: { getFollowingNodesOnPage: () => unknown[] }) => headlineLevel === 1 && ((startPosition?.verticalRatio ?? 0) > FOOT || getFollowingNodesOnPage().length < 3),
  };
}

export function part(text: string): Node {
  return { text, fontSize: 13, bold: true, color: COLOURS.deep, margin: [0, 14, 0, 5], headlineLevel: 1 };
}

export function sub(text: string): Node {
  return { text, fontSize: 10, bold: true, margin: [0, 6, 0, 3], headlineLevel: 1 };
}

/** Stays together on a page. Its headings stand in it: a page break before one of them would leave an empty page, or tear it out. */
export function together({ stack, ...more }: Node & { stack: readonly Node[] }): Node {
  return { ...more, unbreakable: true, stack: stack.map(({ headlineLevel: _, ...node }) => node) };
}

export function note(text: string): Node {
  return { text, fontSize: 8, color: COLOURS.grey, margin: [0, 0, 0, 4] };
}

export function list(text: string): Node {
  return { columns: [{ width: 10, text: '·' }, { width: '*', text }], margin: [2, 0, 0, 2] };
}

const LAYOUT = {
  hLineWidth: (at: number, { table }: { table: { headerRows?: number; body: unknown[] } }) => at === 0 || at === table.body.length || at === table.headerRows ? 0.8 : 0.4,
  vLineWidth: () => 0,
  hLineColor: (at: number, { table }: { table: { headerRows?: number; body: unknown[] } }) => at === 0 || at === table.body.length || at === table.headerRows ? '#7d8894' : COLOURS.line,
  paddingLeft: () => 3,
  paddingRight: () => 3,
  paddingTop: () => 2,
  paddingBottom: () => 2,
};

/** Rows stay whole; the headings come again on every page. */
export function plainTable(widths: readonly (number | string)[], rows: readonly (readonly (Node | string)[])[], headings?: readonly Node[]): Node {
  const head = headings === undefined ? [] : [headings.map(cell => ({ fontSize: 8.5, ...cell, bold: true, color: COLOURS.deep }))];
  return { table: { widths, body: [...head, ...rows], headerRows: head.length, ...head.length === 0 ? {} : { keepWithHeaderRows: 1 }, dontBreakRows: true }, layout: LAYOUT, fontSize: 8.5, margin: [0, 0, 0, 6] };
}
