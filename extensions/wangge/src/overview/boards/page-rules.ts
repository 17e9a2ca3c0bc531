/**
 * Grid boards (网格公示牌) as a document for pdfmake: one page each, whatever the names and posts are like. Pure.
 *
 * Everything has its place on the page: what stands below the map says first how much room it takes, the map gets the rest.
 */
import type { Node } from '../../print/page-pieces-rules.ts';
import type { Paper } from '../../print/paper.ts';
import type { BoardModel, BoardPaper, BoardPerson, BoardPost } from './model.ts';
import { at, clipped, COLOURS, enlarged, fitted, fittedTwice, LINE, linesOf, rect } from '../../print/page-pieces-rules.ts';
import { LEVEL_WORDS } from '../../territory/statements/text-rules.ts';
import { sketch } from './sketch-rules.ts';

/** A4 in points; A3 is the same, enlarged. */
const PAGE = { width: 595.28, height: 841.89 };
const SIDE = 36;
const WIDTH = PAGE.width - 2 * SIDE;
const HEAD = 86;
const FOOT = 738;
const BODY = 152;
const GAP = 14;
const TITLE = 22;
const ROW = 19;
const CARD = 206;
/** Of a box of duties: its title and the room around the text. */
const PADDED = 32;
const VACANT = '暂缺';
const MOST_DEPUTIES = 7;
const MOST_BELOW = 12;
/** Of a row of the grids below; of a deputy, and of one among many. */
const LINE_BELOW = 14.5;
const ROW_DEPUTY = 15;
const LEAST_DEPUTY = 11;

export function boardPages({ size, boards }: BoardPaper): object {
  const times = size === 'A3' ? Math.SQRT2 : 1;
  return {
    info: { title: boards.length === 1 ? `网格公示牌 ${boards[0]!.name}` : '网格公示牌', creator: 'Wangge', producer: 'Wangge' },
    language: 'zh-CN',
    pageSize: size,
    pageMargins: [0, 0, 0, 0],
    defaultStyle: { font: 'SC', fontSize: 10 * times, lineHeight: 1, color: COLOURS.ink },
    content: boards.map((board, index) => ({ stack: enlarged(page(board), times), ...(index === 0 ? {} : { pageBreak: 'before' }) })),
  };
}

function page(board: BoardModel): Node[] {
  const posts = postsPart(board);
  const drawn = board.shapes.some(({ part }) => part === 'own');
  const deputies = Math.min(board.deputies.length, MOST_DEPUTIES + 1);
  const least = drawn && deputies > 0 ? 210 + deputies * (deputies > 3 ? LEAST_DEPUTY : ROW_DEPUTY) : 186;
  const duties = dutiesPart(board, FOOT - BODY - posts.height - 2 * GAP - least);
  const room = FOOT - BODY - posts.height - duties.height - 2 * GAP;
  const middle = drawn ? Math.max(least, Math.min(300, room)) : least;
  // What is left over goes between the parts.
  const gap = GAP + Math.max(0, Math.min(22, (room - middle) / 2));
  const second = BODY + middle + gap;
  return [
    ...head(board),
    ...(drawn ? [...map(board, middle), ...card(board, SIDE + WIDTH - CARD, middle)] : wideCard(board, middle)),
    ...posts.at(second),
    ...duties.at(second + posts.height + gap),
    ...foot(board),
  ];
}

function head({ subdistrict, name, code, level, place, households, population }: BoardModel): Node[] {
  const facts = [households === null ? '' : `户数 ${households}`, population === null ? '' : `人口 ${population}`].filter(Boolean).join('　');
  const where = [subdistrict, ...place].join(' · ');
  const title = fitted(name, WIDTH - 130, 25, 12);
  return [
    rect(0, 0, PAGE.width, HEAD, { color: COLOURS.deep }),
    rect(0, HEAD, PAGE.width, 3.5, { color: COLOURS.accent }),
    at(SIDE, 11, WIDTH - 130, { ...fitted(subdistrict, WIDTH - 130, 13, 8), color: COLOURS.pale }),
    at(SIDE, 29, 320, { text: '网格公示牌', fontSize: 33, bold: true, color: COLOURS.white, characterSpacing: 3 }),
    rect(SIDE + WIDTH - 104, 24, 104, 29, { lineColor: COLOURS.pale, lineWidth: 1, r: 3 }),
    at(SIDE + WIDTH - 104, 27.5, 104, { text: LEVEL_WORDS[level], fontSize: 15, bold: true, color: COLOURS.white, alignment: 'center' }),
    at(SIDE + WIDTH - 220, 61, 220, { text: `编码 ${code}`, fontSize: 8.5, color: COLOURS.pale, alignment: 'right' }),
    at(SIDE, 94 + (25 - title.fontSize) * 0.8, WIDTH - 120, { ...title, bold: true, color: COLOURS.deep }),
    at(SIDE, 130, WIDTH, { ...fitted(where, WIDTH, 10, 7), color: COLOURS.grey }),
    at(SIDE + WIDTH - 130, 109, 130, { text: facts, fontSize: 10, color: COLOURS.grey, alignment: 'right' }),
  ];
}

function map({ shapes }: BoardModel, height: number): Node[] {
  const width = WIDTH - CARD - GAP;
  const svg = sketch(shapes, { width: width - 2, height: height - 20 }, { own: '#c3d8ea', line: COLOURS.deep, beside: '#9aa6b4', ground: COLOURS.ground, ink: COLOURS.ink, soft: COLOURS.grey })!;
  return [
    { absolutePosition: { x: SIDE + 1, y: BODY + 1 }, svg, width: width - 2, height: height - 20 },
    rect(SIDE, BODY, width, height - 18, { lineColor: COLOURS.line, lineWidth: 0.8 }),
    at(SIDE, BODY + height - 12, width, { text: '网格范围示意图，界线以街道划定的为准', fontSize: 8, color: COLOURS.grey }),
  ];
}

/** Beside the map: photograph, name, telephone; deputies below. */
function card({ leader, photo, deputies, level }: BoardModel, x: number, height: number): Node[] {
  const inner = CARD - 24;
  const beside = x + 12 + 93 + 12;
  const room = CARD - 93 - 36;
  return [
    rect(x, BODY, CARD, height, { color: COLOURS.ground }),
    rect(x, BODY, CARD, 3, { color: COLOURS.deep }),
    ...portrait(photo, x + 12, BODY + 14, 93, 124),
    at(beside, BODY + 18, room, { text: `${LEVEL_WORDS[level].slice(0, 2)}网格责任人`, fontSize: 9, color: COLOURS.grey }),
    ...who(leader, beside, BODY + 36, room),
    at(x + 12, BODY + 148, inner, { text: leader === null ? '请与上级网格责任人联系' : '联系电话', fontSize: 9, color: COLOURS.grey }),
    ...(leader === null ? [] : [at(x + 12, BODY + 159, inner, { ...fitted(leader.phone || '—', inner, 16, 8), bold: true, color: COLOURS.deep })]),
    ...deputyLines(deputies, x + 12, BODY + 190, inner, height - 194),
  ];
}

/** Without a map the card takes the whole width. */
function wideCard({ leader, photo, deputies, level }: BoardModel, height: number): Node[] {
  const [x, half] = [SIDE + 14 + 116 + 16, 168];
  return [
    rect(SIDE, BODY, WIDTH, height, { color: COLOURS.ground }),
    rect(SIDE, BODY, WIDTH, 3, { color: COLOURS.deep }),
    ...portrait(photo, SIDE + 14, BODY + 15, 116, 154),
    at(x, BODY + 22, half, { text: `${LEVEL_WORDS[level].slice(0, 2)}网格责任人`, fontSize: 10, color: COLOURS.grey }),
    ...who(leader, x, BODY + 44, half),
    at(x, BODY + 122, half, { text: leader === null ? '请与上级网格责任人联系' : '联系电话', fontSize: 10, color: COLOURS.grey }),
    ...(leader === null ? [] : [at(x, BODY + 136, half, { ...fitted(leader.phone || '—', half, 20, 8), bold: true, color: COLOURS.deep })]),
    ...deputyLines(deputies, SIDE + WIDTH - 190, BODY + 22, 176, height - 36),
  ];
}

function who(leader: BoardPerson | null, x: number, y: number, width: number): Node[] {
  if (leader === null)
    return [at(x, y, width, { text: VACANT, fontSize: 22, bold: true, color: COLOURS.grey })];
  return [
    at(x, y, width, { ...fittedTwice(leader.name, width, 22, 13), bold: true }),
    at(x, y + 38, width, { text: clipped(leader.title, width, 9, 3), fontSize: 9, color: COLOURS.grey }),
  ];
}

function deputyLines(deputies: readonly BoardPerson[], x: number, y: number, width: number, height: number): Node[] {
  if (deputies.length === 0)
    return [];
  const shown = deputies.slice(0, MOST_DEPUTIES);
  const more = deputies.length - shown.length;
  const pitch = Math.min(ROW_DEPUTY + 1, (height - 15) / (shown.length + (more > 0 ? 1 : 0)));
  const size = Math.min(10.5, pitch * 0.72);
  return [
    at(x, y, width, { text: '副责任人', fontSize: 9, color: COLOURS.grey }),
    ...shown.flatMap(({ name, phone }, index) => {
      const top = y + 14 + index * pitch;
      return [
        at(x, top, width * 0.46, { ...fitted(name, width * 0.46, size, Math.min(size, 6)), bold: true }),
        at(x + width * 0.48, top, width * 0.52, { ...fitted(phone || '—', width * 0.52, size, Math.min(size, 5.5)) }),
      ];
    }),
    ...(more > 0 ? [at(x, y + 14 + shown.length * pitch, width, { text: `等共 ${deputies.length} 人`, fontSize: size, color: COLOURS.grey })] : []),
  ];
}

/** Without a photograph: nobody in particular. */
function portrait(photo: string | null, x: number, y: number, width: number, height: number): Node[] {
  const picture: Node = photo !== null
    ? { image: photo, width, height }
    : { svg: `<svg xmlns="http://www.w3.org/2000/svg" width="93" height="124" viewBox="0 0 93 124"><rect width="93" height="124" fill="#e3e8ee"/><circle cx="46.5" cy="47" r="19" fill="#b6c1cd"/><path d="M12 124c0-29 14-45 34.5-45s34.5 16 34.5 45z" fill="#b6c1cd"/></svg>`, width, height };
  return [{ absolutePosition: { x, y }, ...picture }, rect(x, y, width, height, { lineColor: COLOURS.line, lineWidth: 0.8 })];
}

/** A part that says how high it is before it knows where it stands. */
interface Part { height: number; at: (y: number) => Node[] }

function heading(text: string, y: number): Node[] {
  return [
    rect(SIDE, y + 1.5, 3.5, 12, { color: COLOURS.accent }),
    at(SIDE + 10, y, WIDTH - 10, { text, fontSize: 12.5, bold: true, color: COLOURS.deep }),
  ];
}

/** The levels above with this one, and the grids below. */
function postsPart({ level, name, leader, above, below }: BoardModel): Part {
  const lines = [...above, { level, grid: name, leader }];
  const listed = below.slice(0, MOST_BELOW);
  const rows = Math.ceil(listed.length / 2);
  const note = below.length > listed.length ? `${LEVEL_WORDS[below[0]!.level]}共 ${below.length} 个，另有 ${below.length - listed.length} 个未列出` : '';
  const belowHeight = listed.length === 0 ? 0 : 18 + rows * LINE_BELOW + (note === '' ? 0 : 12);
  return {
    height: TITLE + ROW * (lines.length + 1) + belowHeight,
    at: (y) => {
      const top = y + TITLE;
      const under = top + ROW * (lines.length + 1) + 18;
      return [
        ...heading('责任体系', y),
        rect(SIDE, top, WIDTH, ROW, { color: COLOURS.pale }),
        ...rowOf(['级别', '网格', '责任人', '联系电话'], top, { color: COLOURS.deep }),
        ...lines.flatMap((line, index) => [
          ...rowOf(cellsOf(line), top + ROW * (index + 1), line.level === level ? { bold: true } : {}),
          rect(SIDE, top + ROW * (index + 2), WIDTH, 0.5, { color: COLOURS.line }),
        ]),
        ...(listed.length === 0 ? [] : [at(SIDE, under - 15, WIDTH, { text: `所辖${LEVEL_WORDS[below[0]!.level]}`, fontSize: 9, color: COLOURS.grey })]),
        ...listed.flatMap((post, index) => belowRow(post, SIDE + (index % 2) * (WIDTH / 2 + 6), under + Math.floor(index / 2) * LINE_BELOW, WIDTH / 2 - 6)),
        ...(note === '' ? [] : [at(SIDE, under + rows * LINE_BELOW, WIDTH, { text: note, fontSize: 8, color: COLOURS.grey })]),
      ];
    },
  };
}

const cellsOf = ({ level, grid, leader }: BoardPost): string[] => [LEVEL_WORDS[level], grid, leader?.name ?? VACANT, leader?.phone || '—'];

const COLUMNS = [[8, 70], [86, 200], [292, 96], [394, 122]] as const;

function rowOf(cells: readonly string[], y: number, look: Node): Node[] {
  return cells.map((text, index) => {
    const [x, width] = COLUMNS[index]!;
    const cell = fitted(text, width, 10, 6);
    return at(SIDE + x, y + 2 + (10 - cell.fontSize) * 0.8, width, { ...cell, ...look });
  });
}

function belowRow({ grid, leader }: BoardPost, x: number, y: number, width: number): Node[] {
  const cell = (text: string, from: number, wide: number, look: Node = {}): Node => at(x + width * from, y, width * wide, { ...fitted(text, width * wide - 4, 9, 5.5), ...look });
  return [cell(grid, 0, 0.44), cell(leader?.name ?? VACANT, 0.44, 0.22, { bold: true }), cell(leader?.phone || '—', 0.67, 0.33)];
}

/** Side by side; smaller letters, then shorter texts, where there is little room. */
function dutiesPart({ duties, level }: BoardModel, most: number): Part {
  if (duties.length === 0)
    return { height: 0, at: () => [] };
  const wide = (WIDTH - 12 * (duties.length - 1)) / duties.length;
  const inner = wide - 18;
  const textWide = (size: number): number => inner - size * 1.6;
  const itemHeight = (item: string, size: number, lines: number): number => Math.min(lines, linesOf(item, textWide(size), size)) * size * LINE + 2;
  const heightAt = (size: number, lines: number): number => Math.max(...duties.map(({ items }) => items.reduce((sum, item) => sum + itemHeight(item, size, lines), 0)));
  const tried = [...[9.5, 9, 8.5, 8, 7.5, 7].map(size => [size, 9] as const), [6.5, 9], [6.5, 3], [6.5, 2], [6.5, 1]] as const;
  const [size, lines] = tried.find(([size, lines]) => TITLE + PADDED + heightAt(size, lines) <= most) ?? tried.at(-1)!;
  const body = Math.min(PADDED + heightAt(size, lines), Math.max(60, most - TITLE));
  const shown = (items: readonly string[]): string[] => {
    let used = PADDED;
    return items.filter((item) => {
      used += itemHeight(item, size, lines);
      return used <= body + 1;
    });
  };
  return {
    height: TITLE + body,
    at: y => [
      ...heading('各级网格职责', y),
      ...duties.flatMap((duty, index) => {
        const [x, top] = [SIDE + index * (wide + 12), y + TITLE];
        const own = duty.level === level;
        return [
          rect(x, top, wide, body, { lineColor: own ? COLOURS.deep : COLOURS.line, lineWidth: own ? 1.2 : 0.8 }),
          rect(x, top, wide, 21, { color: own ? COLOURS.deep : COLOURS.pale }),
          at(x, top + 3, wide, { text: LEVEL_WORDS[duty.level], fontSize: 10.5, bold: true, alignment: 'center', color: own ? COLOURS.white : COLOURS.deep }),
          at(x + 9, top + 26, inner, {
            stack: shown(duty.items).map((item, nth) => ({
              columns: [{ width: size * 1.6, text: `${nth + 1}.`, noWrap: true }, { width: textWide(size), text: clipped(item, textWide(size), size, lines) }],
              fontSize: size,
              margin: [0, 0, 0, 2],
            })),
          }),
        ];
      }),
    ],
  };
}

function foot({ supervision_phone, address, subdistrict, level, printed_on }: BoardModel): Node[] {
  const code = 76;
  const edge = SIDE + WIDTH - code - 8;
  return [
    rect(0, FOOT + 8, PAGE.width, PAGE.height - FOOT - 8, { color: COLOURS.pale }),
    at(SIDE, FOOT + 15, 250, { text: '监督电话', fontSize: 11, color: COLOURS.deep }),
    at(SIDE, FOOT + 29, 290, { ...fitted(supervision_phone || '—', 290, 25, 12), bold: true, color: COLOURS.accent }),
    at(SIDE, FOOT + 74, 290, { ...fitted(`${subdistrict}　${printed_on}公示`, 290, 9, 6.5), color: COLOURS.grey }),
    ...(address === null
      ? []
      : [
          rect(edge, FOOT + 14, code + 8, code + 8, { color: COLOURS.white }),
          at(edge, FOOT + 18, code + 8, { qr: address, fit: code, eccLevel: 'L', foreground: COLOURS.ink, alignment: 'center' }),
          at(edge - 172, FOOT + 26, 160, { text: '扫码查看办理结果公示', fontSize: 12, bold: true, color: COLOURS.deep, alignment: 'right' }),
          at(edge - 172, FOOT + 47, 160, { text: `本${level === 1 ? '街道' : '社区'}事项的办理结果，无须登录即可查看，并可作出评价`, fontSize: 8.5, color: COLOURS.grey, alignment: 'right' }),
        ]),
  ];
}

export const boardPaper: Paper<BoardPaper> = { kind: 'boards', pages: boardPages };
