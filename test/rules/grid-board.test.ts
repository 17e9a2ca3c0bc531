/** Grid boards: the sketch's projection and scale, text that fits, what stands on which board. */
import type { Surroundings } from '../../extensions/wangge/src/overview/boards/grid-board-rules.ts';
import type { BoardGrid } from '../../extensions/wangge/src/overview/boards/model.ts';
import type { Boundary } from '../../extensions/wangge/src/territory/boundary-rules.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { boardModels, dutiesIn, shortName } from '../../extensions/wangge/src/overview/boards/grid-board-rules.ts';
import { boardPages } from '../../extensions/wangge/src/overview/boards/page-rules.ts';
import { barLength, distanceText, sketch } from '../../extensions/wangge/src/overview/boards/sketch-rules.ts';
import { clipped, emsOf, enlarged, fitted, linesOf } from '../../extensions/wangge/src/print/page-pieces-rules.ts';

const square = (lng: number, lat: number, wide = 0.004, high = 0.003): Boundary => ({ type: 'Polygon', coordinates: [[[lng, lat], [lng + wide, lat], [lng + wide, lat + high], [lng, lat + high], [lng, lat]]] });
const COLOURS = { own: '#111111', line: '#222222', beside: '#333333', ground: '#444444', ink: '#555555', soft: '#666666' };
const BOX = { width: 300, height: 200 };
const own = (boundary: Boundary, name = '第一网格') => ({ name, part: 'own' as const, boundary });

/** The corners of the first filled path. */
function cornersOf(svg: string): [number, number][] {
  const d = /<path d="([^"]+)" fill="#111111"/.exec(svg)![1]!;
  return [...d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

describe('the sketch', () => {
  test.prop([fc.double({ min: -170, max: 170, noNaN: true }), fc.double({ min: -75, max: 75, noNaN: true }), fc.double({ min: 0.0005, max: 0.5, noNaN: true }), fc.double({ min: 0.0005, max: 0.5, noNaN: true })])('lies inside its frame, north up, with the proportions of the ground', (lng, lat, wide, high) => {
    const corners = cornersOf(sketch([own(square(lng, lat, wide, high))], BOX, COLOURS)!);
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    expect(Math.min(...xs)).toBeGreaterThan(0);
    expect(Math.max(...xs)).toBeLessThan(BOX.width);
    expect(Math.min(...ys)).toBeGreaterThan(0);
    expect(Math.max(...ys)).toBeLessThan(BOX.height);
    // The first corner is the south-west one.
    expect(corners[0]![1]).toBe(Math.max(...ys));
    const ground = wide * Math.cos((lat + high / 2) * Math.PI / 180) / high;
    const [across, down] = [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
    // Where neither side is too thin to be measured in hundredths.
    if (Math.min(across, down) > 5)
      expect(across / down / ground).toBeCloseTo(1, 1);
  });

  it('is none without a boundary of its own, and escapes names', () => {
    expect(sketch([{ name: '邻', part: 'beside', boundary: square(116, 39) }], BOX, COLOURS)).toBeNull();
    expect(sketch([own(square(116, 39), 'A & <B>')], BOX, COLOURS)).toContain('A &amp; &lt;B&gt;');
  });

  it('keeps a hole a hole, and drops what nobody would see', () => {
    const hole: Boundary = { type: 'Polygon', coordinates: [[...square(116, 39).coordinates[0] as [number, number][]], [[116.001, 39.001], [116.002, 39.001], [116.002, 39.002], [116.001, 39.001]]] };
    expect(sketch([own(hole)], BOX, COLOURS)).toMatch(/d="M[^"]+ZM[^"]+Z" fill="#111111" fill-rule="evenodd"/);
    const fine: Boundary = { type: 'Polygon', coordinates: [Array.from({ length: 20_001 }, (_, index) => [116 + Math.cos(index / 20_000 * 2 * Math.PI) * 0.002, 39 + Math.sin(index / 20_000 * 2 * Math.PI) * 0.002])] as never };
    expect(sketch([own(fine)], BOX, COLOURS)!.length).toBeLessThan(40_000);
  });

  it('names do not lie over each other, and a shape without room has none', () => {
    const svg = sketch([own(square(116, 39)), { name: '窄', part: 'beside', boundary: square(116.0041, 39, 0.00002) }, { name: '同一处', part: 'within', boundary: square(116, 39) }, { name: '又一处', part: 'within', boundary: square(116, 39) }], BOX, COLOURS)!;
    expect([svg.includes('同一处'), svg.includes('又一处'), svg.includes('>窄<')]).toEqual([true, false, false]);
  });

  test.prop([fc.double({ min: 0.02, max: 1e6, noNaN: true })])('a scale bar is 1, 2 or 5 times a power of ten, and fills at least two fifths of its room', (most) => {
    const length = barLength(most);
    expect(length).toBeLessThanOrEqual(most * 1.000001);
    expect(length).toBeGreaterThan(most * 0.39);
    expect(['1', '2', '5']).toContain(length.toExponential(0)[0]);
  });

  it('distances read as people say them', () => {
    expect([50, 500, 2000].map(distanceText)).toEqual(['50 米', '500 米', '2 公里']);
  });
});

describe('text that fits', () => {
  const text = fc.string({ unit: fc.constantFrom('网', '格', 'A', '1', ' ', '·', '（'), maxLength: 80 });
  test.prop([text, fc.double({ min: 40, max: 500, noNaN: true })])('stays within its width, whatever it says', (said, width) => {
    const { text, fontSize } = fitted(said, width, 24, 6);
    expect(emsOf(text) * fontSize).toBeLessThanOrEqual(width + 0.01);
    expect(fontSize).toBeGreaterThanOrEqual(6);
    const two = clipped(said, width, 8, 2);
    expect(linesOf(two, width, 8)).toBeLessThanOrEqual(2);
  });

  it('enlarges measures and nothing else', () => {
    expect(enlarged([{ text: '3', fontSize: 10, margin: [0, 2], columns: [{ width: 5, colSpan: 2 }] }], 2)).toEqual([{ text: '3', fontSize: 20, margin: [0, 4], columns: [{ width: 10, colSpan: 2 }] }]);
  });
});

const grid = (id: string, level: 1 | 2 | 3, parent: string | null, said: Partial<BoardGrid> = {}): BoardGrid => ({ id, code: id, name: id, level, parent, subdistrict: 's', status: 'active', households: null, population: null, boundary: null, ...said });
const around: Surroundings = {
  grids: [grid('片区', 1, null), grid('社区', 2, '片区'), grid('社区一格', 3, '社区', { boundary: square(116, 39) }), grid('社区二格', 3, '社区', { boundary: JSON.stringify(square(116.004, 39)) }), grid('旧格', 3, '社区', { status: 'retired', boundary: square(116, 39) })],
  holders: [
    { grid: '社区一格', role: 'leader', name: '王敏', title: null, phone: '1', avatar: 'a' },
    { grid: '社区一格', role: 'deputy', name: '李伟', title: null, phone: null, avatar: 'b' },
    { grid: '片区', role: 'leader', name: '赵强', title: '主任', phone: '2', avatar: null },
  ],
  subdistricts: [{ id: 's', name: '东城街道', supervision_phone: null }],
  templates: [{ level: 3, body: '前言\n## 一、工作职责\n1. 巡查{网格}。\n2. **每日**记录。\n\n## 二、其他\n1. 不在此列' }, { level: 2, body: '没有标题' }],
  today: '2026-11-23',
  photos: new Map([['a', 'data:image/jpeg;base64,AAAA']]),
  noticesOf: place => 'grid' in place ? `grid=${place.grid}` : `subdistrict=${place.subdistrict}`,
};

describe('what stands on a board', () => {
  it('a patch: its people, those above, its neighbours by their short names, the community’s notices', () => {
    const [board] = boardModels(['社区一格'], around);
    expect(board).toMatchObject({ place: ['片区', '社区'], leader: { name: '王敏', phone: '1' }, photo: 'data:image/jpeg;base64,AAAA', deputies: [{ name: '李伟', phone: '' }], address: 'grid=社区', printed_on: '2026年11月23日', supervision_phone: '' });
    expect(board!.above).toEqual([{ level: 1, grid: '片区', leader: { name: '赵强', title: '主任', phone: '2' } }, { level: 2, grid: '社区', leader: null }]);
    expect(board!.shapes.map(({ name, part }) => [name, part])).toEqual([['一格', 'own'], ['二格', 'beside']]);
    expect(board!.duties).toEqual([{ level: 3, items: ['巡查责任网格。', '每日记录。'] }]);
  });

  it('an area: the grids below it, and all of the sub-district’s notices; without a boundary nothing is drawn', () => {
    const [board] = boardModels(['片区'], around);
    expect([board!.below.map(post => post.grid), board!.shapes, board!.address]).toEqual([['社区'], [], 'subdistrict=s']);
    expect(boardModels(['社区'], around)[0]!.below.map(post => post.grid)).toEqual(['社区一格', '社区二格']);
  });

  it('names and duties are shortened as people do', () => {
    expect([shortName('安贞里社区第一网格', '安贞里社区'), shortName('安贞里社区', '安贞里社区'), shortName('甲', null)]).toEqual(['第一网格', '安贞里社区', '甲']);
    expect(dutiesIn('## 职责\n- 甲\n2、乙', '街道', null, 1)).toEqual(['甲', '乙']);
  });

  it('one page each, on either paper', () => {
    const boards = boardModels(['社区一格', '片区'], around);
    const pages = boardPages({ size: 'A3', boards }) as { pageSize: string; content: { pageBreak?: string }[] };
    expect([pages.pageSize, pages.content.map(({ pageBreak }) => pageBreak)]).toEqual(['A3', [undefined, 'before']]);
  });
});
