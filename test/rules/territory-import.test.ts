/** Grids and boundaries out of files: the tree, the cells, the shapes. */
import type { Boundary } from '../../extensions/wangge/src/territory/boundary-rules.ts';
import type { GridColumn, WrittenGrid } from '../../extensions/wangge/src/territory/import/column-rules.ts';
import type { Known } from '../../extensions/wangge/src/territory/import/grid-plan-rules.ts';
import type { Drawn } from '../../extensions/wangge/src/territory/import/overlap-rules.ts';
import type { Around, Place, Standing } from '../../extensions/wangge/src/territory/import/tree-rules.ts';
import type { Answer } from '../../extensions/wangge/src/territory/ui/territory-import/view.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { areaOf, placeIn, polygonsOf } from '../../extensions/wangge/src/territory/area-rules.ts';
import { DEFAULT_PATTERNS } from '../../extensions/wangge/src/territory/grid-rules.ts';
import { POSITIONS_AT_MOST, readCollection, readFeature } from '../../extensions/wangge/src/territory/import/boundary-file-rules.ts';
import { COLUMNS, readRow } from '../../extensions/wangge/src/territory/import/column-rules.ts';
import { drawnAfter, planGrids } from '../../extensions/wangge/src/territory/import/grid-plan-rules.ts';
import { messages } from '../../extensions/wangge/src/territory/import/messages.ts';
import { overlaysOf } from '../../extensions/wangge/src/territory/import/overlap-rules.ts';
import { moved, objectionsToTree } from '../../extensions/wangge/src/territory/import/tree-rules.ts';
import { warningsOf, worstOf } from '../../extensions/wangge/src/territory/import/warning-rules.ts';
import { drawingOf, viewOf } from '../../extensions/wangge/src/territory/ui/territory-import/view.ts';
import { speaker } from '../../extensions/wangge/src/territory/ui/territory-import/words.ts';
import { readHeadings } from '../../extensions/wangge/src/workbook/heading-rules.ts';

// ── Shapes ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Cells of a lattice: 0.001° each, some 85 by 111 metres. */
const CELL = 0.001;
const [WEST, SOUTH] = [116.4, 39.9];
interface Box { x: number; y: number; w: number; h: number }
const ring = ({ x, y, w, h }: Box): [number, number][] => [[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]].map(([a, b]) => [WEST + a! * CELL, SOUTH + b! * CELL]);
const rectangle = (box: Box): Boundary => ({ type: 'Polygon', coordinates: [ring(box)] });
const box = fc.record({ x: fc.integer({ min: 0, max: 8 }), y: fc.integer({ min: 0, max: 8 }), w: fc.integer({ min: 1, max: 4 }), h: fc.integer({ min: 1, max: 4 }) });
const holds = (one: Box, x: number, y: number): boolean => one.x <= x && x < one.x + one.w && one.y <= y && y < one.y + one.h;

/** By counting cells, each with the exact area between its meridians and parallels. */
function counted(inside: (x: number, y: number) => boolean): number {
  let area = 0;
  for (let x = -1; x < 18; x++) {
    for (let y = -1; y < 18; y++) {
      const sine = (lat: number): number => Math.sin((SOUTH + lat * CELL) * Math.PI / 180);
      area += inside(x, y) ? 6_371_007.181 ** 2 * CELL * Math.PI / 180 * (sine(y + 1) - sine(y)) : 0;
    }
  }
  return area;
}
const overlays = (grids: readonly Drawn[]) => [...overlaysOf(grids)].flatMap(({ overlays }) => overlays);
const close = (area: number): number => Math.round(area);

describe('areas', () => {
  test.prop([box])('of a rectangle are what the sphere has between its lines', (one) => {
    expect(areaOf(polygonsOf(rectangle(one)))).toBeCloseTo(counted((x, y) => holds(one, x, y)), 3);
  });
  test('of a square kilometre and of China are about right', () => {
    const [lng, lat] = [1 / (111.195 * Math.cos(39.9 * Math.PI / 180)), 1 / 111.195];
    expect(areaOf([[[[116, 39.9], [116 + lng, 39.9], [116 + lng, 39.9 + lat], [116, 39.9 + lat], [116, 39.9]]]])).toBeCloseTo(1e6, -3);
  });
  test('holes count for nothing, parts add up', () => {
    const [outer, hole, apart] = [ring({ x: 0, y: 0, w: 4, h: 4 }), ring({ x: 1, y: 1, w: 2, h: 2 }), ring({ x: 6, y: 6, w: 1, h: 1 })];
    expect(areaOf([[outer, hole], [apart]])).toBeCloseTo(areaOf([[outer]]) - areaOf([[hole]]) + areaOf([[apart]]), 6);
  });
  test.prop([box, fc.integer({ min: 1, max: 9 })])('the place lies inside, also beside a hole', (one, tenth) => {
    const big = { ...one, w: one.w + 2, h: one.h + 2 };
    const hole = { x: big.x + tenth / 10, y: big.y + tenth / 10, w: big.w - 1, h: big.h - 1 };
    const [lng, lat] = placeIn([[ring(big), ring(hole)]])!;
    const at = [(lng - WEST) / CELL, (lat - SOUTH) / CELL] as const;
    expect(holds(big, ...at) && !holds(hole, ...at)).toBe(true);
  });
});

describe('overlays', () => {
  test.prop([fc.array(box, { minLength: 1, maxLength: 7 })], { numRuns: 150 })('of random rectangles are those found by counting cells', (boxes) => {
    const grids = boxes.map((one, at) => ({ code: `${at}`, parent: null, boundary: rectangle(one) }));
    const expected = boxes.flatMap((one, at) => boxes.slice(at + 1).flatMap((other, more) => {
      const area = counted((x, y) => holds(one, x, y) && holds(other, x, y));
      return area === 0 ? [] : [{ codes: [`${at}`, `${at + more + 1}`], area: close(area) }];
    }));
    const found = overlays(grids).map(({ codes, area }) => ({ codes: codes.toSorted(), area: close(area) }));
    expect(overlays(grids).every(({ kind }) => kind === 'overlap')).toBe(true);
    const sorted = (list: typeof found) => list.toSorted((a, b) => a.codes.join() < b.codes.join() ? -1 : 1);
    expect(sorted(found)).toEqual(sorted(expected));
  });

  test.prop([fc.array(box, { minLength: 1, maxLength: 6 }), box], { numRuns: 150 })('with the grid above: its gaps and what reaches beyond it, by counting cells', (boxes, above) => {
    const parent = { ...above, w: above.w + 4, h: above.h + 4 };
    const grids = [{ code: 'p', parent: null, boundary: rectangle(parent) }, ...boxes.map((one, at) => ({ code: `${at}`, parent: 'p', boundary: rectangle(one) }))];
    const found = overlays(grids);
    const gap = counted((x, y) => holds(parent, x, y) && !boxes.some(one => holds(one, x, y)));
    expect(found.filter(({ kind }) => kind === 'gap').map(({ codes, area }) => [codes, close(area)])).toEqual(gap === 0 ? [] : [[['p'], close(gap)]]);
    const out = boxes.map((one, at) => [[`${at}`, 'p'], close(counted((x, y) => holds(one, x, y) && !holds(parent, x, y)))] as const).filter(([, area]) => area > 0);
    expect(found.filter(({ kind }) => kind === 'outside').map(({ codes, area }) => [codes, close(area)])).toEqual(out);
  });

  const half = (x: number): Drawn[] => [
    { code: 'p', parent: null, boundary: rectangle({ x: 0, y: 0, w: 10, h: 10 }) },
    { code: 'a', parent: 'p', boundary: rectangle({ x: 0, y: 0, w: x, h: 10 }) },
    { code: 'b', parent: 'p', boundary: rectangle({ x: 5, y: 0, w: 5, h: 10 }) },
  ];
  test('slivers of drawing are passed over, more is told with its place', () => {
    expect(overlays(half(5))).toEqual([]);
    // 10 by 0.0005 cells: 47 square metres; then 500, which is less than a thousandth of the grids.
    expect(overlays(half(5.0005))).toEqual([]);
    expect(overlays(half(4.9995))).toEqual([]);
    expect(overlays(half(5.004))).toEqual([]);
    const [overlap, ...none] = overlays(half(5.1));
    expect([overlap!.kind, overlap!.codes, none]).toEqual(['overlap', ['a', 'b'], []]);
    expect(overlap!.position![0]).toBeCloseTo(WEST + 5.05 * CELL, 6);
    expect(overlays(half(4.9)).map(({ kind, codes }) => [kind, codes])).toEqual([['gap', ['p']]]);
  });
  test('a gap may be the ground of a grid that is not drawn yet', () => {
    expect(overlays([...half(4), { code: 'c', parent: 'p', boundary: null }])).toEqual([]);
  });
  test('shapes that cannot be compared are told as such, and the others are compared', () => {
    const broken = { type: 'Polygon', coordinates: [[[116, 39], [Number.NaN, 39], [116, 40], [116, 39]]] } as unknown as Boundary;
    const found = overlays([...half(6), { code: 'x', parent: 'a', boundary: broken }]);
    expect(found.map(({ kind, codes }) => [kind, codes])).toContainEqual(['overlap', ['a', 'b']]);
    expect(found.filter(({ kind }) => kind === 'unchecked').map(({ codes }) => codes)).toEqual([['a', 'x']]);
    const { told, count } = warningsOf({ count: found.length, worst: worstOf(found, half(6)) }, 'zh-CN');
    expect([count, told[0]!.kind, told[1]!.text]).toEqual([2, 'unchecked', expect.stringMatching(/^a 与 b 重叠约 [\d,]+ 平方米$/)]);
    expect(told[1]!.sketch!.outlines).toHaveLength(2);
  });
  test('a grid that lies nowhere near its parent, or without one nowhere near the others, is questioned', () => {
    const away = { x: 3000, y: 0, w: 1, h: 1 };
    const found = overlays([...half(5), { code: 'c', parent: 'p', boundary: rectangle(away) }]);
    expect(found.map(({ kind, codes, distance }) => [kind, codes, distance])).toEqual([['far', ['c', 'p'], expect.any(Number)]]);
    expect(warningsOf({ count: 1, worst: worstOf(found, []) }, 'zh-CN').told[0]!.text).toMatch(/^c 的边界不在上级网格 p 附近，相距约 255 公里，/);
    const alone = overlays([...half(5), { code: 'c', parent: 'undrawn', boundary: rectangle(away) }]);
    expect(alone.map(({ kind, codes, distance }) => [kind, codes, distance])).toEqual([['far', ['c'], expect.any(Number)]]);
    expect(warningsOf({ count: 1, worst: worstOf(alone, []) }, 'zh-CN').told[0]!.text).toMatch(/^c 的边界距本街道其他网格约 25\d 公里，/);
  });
});

// ── Boundaries ───────────────────────────────────────────────────────────────────────────────────────────────

describe('a file of boundaries', () => {
  const file = (...features: object[]) => JSON.stringify({ type: 'FeatureCollection', features });
  const feature = (coordinates: unknown, properties: object = { code: '1' }) => ({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates } });
  const faults = (coordinates: unknown) => readFeature(feature(coordinates), 1, 'code').faults.map(({ code }) => code);
  const square = (x: number, y: number, side: number) => [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]];

  test('names the property with the code, or the one that is asked for', () => {
    expect(readCollection(file(feature([], { name: 'x' }), feature([], { 编码: '1' })), null)).toMatchObject({ property: '编码' });
    expect(readCollection(file(feature([], { WGBM: '1', code: 'x' })), 'WGBM')).toMatchObject({ property: 'WGBM' });
    expect(readCollection(file(feature([], { WGBM: '1' })), null)).toMatchObject({ code: 'code_property_missing', params: { known: 'WGBM' } });
    for (const text of ['', '[]', '{"type":"Feature"}', 'PK', file()])
      expect(readCollection(text, null)).toMatchObject({ kind: 'refused' });
    expect(readCollection(file(...Array.from({ length: 10_001 }, () => feature([]))), 'code')).toMatchObject({ code: 'features_too_many' });
  });
  test('with more positions than are taken is refused as a whole, before anything is looked at', () => {
    const half = Array.from({ length: POSITIONS_AT_MOST / 2 + 1 }, () => [1, 2]);
    expect(readCollection(file(feature([half], { code: '1' }), feature([half], { code: '2' })), null)).toMatchObject({ code: 'positions_too_many', params: { count: POSITIONS_AT_MOST + 2 } });
  });
  test('that says it is in other coordinates is refused as a whole; at one feature, there', () => {
    const crs = { type: 'name', properties: { name: 'GCJ-02' } };
    const right = feature(square(116.4, 39.9, 0.01));
    expect(readCollection(JSON.stringify({ type: 'FeatureCollection', crs, features: [right] }), null)).toMatchObject({ code: 'boundary_crs_shifted', field: null });
    expect(readFeature({ ...right, crs }, 1, 'code').faults).toMatchObject([{ code: 'boundary_crs_shifted', field: 'boundary' }]);
  });
  test('coordinates in metres and latitude first are told in plain words', () => {
    expect(faults(square(116.4, 39.9, 0.01))).toEqual([]);
    expect(faults(square(39_448_000, 4_418_000, 500))).toEqual(['boundary_projected']);
    expect(faults(square(448_000, 4_418_000, 500))).toEqual(['boundary_projected']);
    expect(faults(square(12_958_000, 4_853_000, 500))).toEqual(['boundary_projected']);
    expect(faults(square(39.9, 116.4, 0.01))).toEqual(['boundary_swapped']);
    expect(faults(square(43.8, 87.6, 0.01))).toEqual(['boundary_swapped']);
    expect(faults([[[0, 0], [1, 1]]])).toEqual(['boundary_ring']);
    expect(readFeature(null, 1, 'code').faults.map(({ code }) => code)).toEqual(['feature_without_code', 'boundary_shape']);
  });
  test.prop([fc.anything()])('anything else is refused, not thrown', (thing) => {
    expect(readFeature(thing, 1, 'code').boundary).toBeNull();
  });
});

// ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────

describe('a workbook of grids', () => {
  const headings = (...cells: string[]) => {
    const read = readHeadings<GridColumn>({ known: COLUMNS }, cells);
    if (read.kind === 'refused')
      throw new Error(read.code);
    return read;
  };
  const row = (cells: Record<string, string | number>) => readRow(headings(...Object.keys(cells)), 2, Object.values(cells));
  const fields = (cells: Record<string, string | number>) => row({ 编码: '110101001001', ...cells }).faults.map(({ code, field }) => `${field} ${code}`);

  test('knows its headings in both languages, in any order', () => {
    expect(headings('名称', '编码 *', '备注').columns.map(column => column?.name ?? null)).toEqual(['name', 'code', null]);
    expect(headings(...COLUMNS.map(({ label }) => label['en-US'])).unknown).toEqual([]);
    expect(readHeadings<GridColumn>({ known: COLUMNS }, ['名称'])).toMatchObject({ code: 'heading_missing' });
    expect(readHeadings<GridColumn>({ known: COLUMNS }, ['编码', 'code'])).toMatchObject({ code: 'heading_twice' });
  });
  test('takes levels, kinds and numbers as people write them', () => {
    for (const level of [2, '2', '二级', '二级网格', 'Level 2', '２'])
      expect(row({ 编码: 'x', 层级: level }).level).toBe(2);
    expect(row({ 编码: 'x', 类型: '专属', 户数: '1,200', 人口: '３００' })).toMatchObject({ kind: 'dedicated', households: 1200, population: 300, faults: [] });
    expect(row({ 编码: 110101001001001 })).toMatchObject({ code: '110101001001001', faults: [] });
  });
  test('says in which cell something is wrong', () => {
    expect(fields({ 层级: 4 })).toEqual(['level level_unknown']);
    expect(fields({ 户数: -1, 人口: 1.5, 类型: '其他' })).toEqual(['kind kind_unknown', 'households count_invalid', 'population count_invalid']);
    expect(fields({ 名称: 'a\u0000b' })).toEqual(['name text_invalid']);
    expect(row({ 编码: '' }).faults.map(({ code }) => code)).toEqual(['code_missing']);
  });
});

// ── The tree ─────────────────────────────────────────────────────────────────────────────────────────────────

const DISTRICT = '110101001';
const around = (change: Partial<Around> = {}): Around => ({ subdistrict: 's', standing: new Map(), elsewhere: new Set(), in_use: new Set(), patterns: DEFAULT_PATTERNS, ...change });
const code = (level: number, ...places: number[]): string => level === 1 ? `${DISTRICT}L0${places[0]! + 1}` : `${DISTRICT}${places.slice(1).map(place => String(place + 1).padStart(3, '0')).join('')}`;

/** Areas with communities with patches, numbered through; shuffled. */
const tree = fc.array(fc.array(fc.nat({ max: 4 }), { maxLength: 4 }), { minLength: 1, maxLength: 3 }).chain((areas) => {
  const rows: Omit<Place, 'row'>[] = [];
  let community = 0;
  for (const [area, communities] of areas.entries()) {
    rows.push({ code: code(1, area), name: '片区', level: 1, parent: null });
    for (const patches of communities) {
      rows.push({ code: code(2, area, community), name: '社区', level: 2, parent: code(1, area) });
      for (let patch = 0; patch < patches; patch++)
        rows.push({ code: code(3, area, community, patch), name: '网格', level: 3, parent: code(2, area, community) });
      community++;
    }
  }
  return fc.shuffledSubarray(rows, { minLength: rows.length }).map(list => list.map((one, at): Place => ({ ...one, row: at + 2 })));
});
const MUTATIONS: Record<string, (row: Place, rows: readonly Place[]) => Partial<Place> | null> = {
  'itself above': row => ({ parent: row.code }),
  'none above': row => row.level === 1 ? null : { parent: null },
  'one above where none is': row => row.level === 1 ? { parent: row.code } : null,
  'an unknown one above': row => row.level === 1 ? null : { parent: '110101001999' },
  'one of its own level above': (row, rows) => {
    const other = rows.find(({ level, code }) => level === row.level && code !== row.code);
    return other === undefined || row.level === 1 ? null : { parent: other.code };
  },
  'another level': row => ({ level: (row.level! % 3) + 1 }),
  'no level': () => ({ level: null }),
  'no name': () => ({ name: null }),
  'a code of another pattern': row => ({ code: `${row.code}9` }),
  'a code twice': (row, rows) => {
    const before = rows.find(other => other.row < row.row && other.level === row.level);
    return before === undefined ? null : { code: before.code };
  },
};

describe('the tree', () => {
  test.prop([tree])('of any shape is accepted in any order, and again when it stands', (rows) => {
    expect([...objectionsToTree(rows, around())]).toEqual([]);
    const standing = standingOf(rows);
    expect([...objectionsToTree(rows, around({ standing }))]).toEqual([]);
    expect(moved(rows, standing)).toEqual([]);
    // Empty cells leave what stands.
    expect([...objectionsToTree(rows.map(row => ({ ...row, name: null, level: null, parent: null })), around({ standing }))]).toEqual([]);
  });

  test.prop([tree, fc.nat(), fc.constantFrom(...Object.keys(MUTATIONS))], { numRuns: 400 })('with one fault is refused at that row', (rows, at, how) => {
    const place = at % rows.length;
    const change = MUTATIONS[how]!(rows[place]!, rows);
    fc.pre(change !== null);
    const faulty = rows.map((row, index) => index === place ? { ...row, ...change } : row);
    const found = [...objectionsToTree(faulty, around()).keys()];
    expect(found).toContain(rows[place]!.row);
    // Nothing else is at fault but what stood below it and now hangs in the air.
    const lost = faulty.filter(({ parent }) => parent !== null && !faulty.some(other => other.code === parent)).map(({ row }) => row);
    expect(found.filter(row => row !== rows[place]!.row && !lost.includes(row))).toEqual([]);
  });

  test.prop([tree, fc.nat()])('a grid in use is not moved, one that is not may be', (rows, at) => {
    const standing = standingOf(rows);
    const others = rows.filter(({ level }) => level === 2);
    const patches = rows.filter(({ level }) => level === 3);
    fc.pre(others.length > 1 && patches.length > 0);
    const patch = patches[at % patches.length]!;
    const to = others.find(({ code }) => code !== patch.parent)!;
    const change = rows.map(row => row === patch ? { ...row, parent: to.code } : row);
    expect(moved(change, standing)).toEqual([patch.code]);
    expect([...objectionsToTree(change, around({ standing, in_use: new Set([patch.code!]) }))].map(([row, { code }]) => [row, code])).toEqual([[patch.row, 'grid_moved']]);
    expect([...objectionsToTree(change, around({ standing }))]).toEqual([]);
  });

  test('knows other sub-districts, retired grids, and circles', () => {
    const [area, community, patch] = [{ row: 2, code: code(1, 0), name: 'a', level: 1, parent: null }, { row: 3, code: code(2, 0, 0), name: 'b', level: 2, parent: code(1, 0) }, { row: 4, code: code(3, 0, 0, 0), name: 'c', level: 3, parent: code(2, 0, 0) }];
    const said = (rows: Place[], change: Partial<Around>) => [...objectionsToTree(rows, around(change))].map(([row, { code }]) => [row, code]);
    expect(said([area, community], { elsewhere: new Set([area.code]) })).toEqual([[2, 'code_elsewhere']]);
    expect(said([community], { elsewhere: new Set([area.code]) })).toEqual([[3, 'parent_subdistrict']]);
    const retired = new Map([...standingOf([area])].map(([key, grid]) => [key, { ...grid, status: 'retired' }]));
    expect(said([community], { standing: retired })).toEqual([[3, 'parent_retired']]);
    expect(said([area], { standing: retired })).toEqual([[2, 'code_retired']]);
    expect(said([area, { ...community, parent: patch.code }, patch], {})).toEqual([[3, 'parent_level']]);
  });
});

function standingOf(rows: readonly Place[]): Map<string, Standing> {
  return new Map(rows.map(row => [row.code!, { id: `id ${row.code}`, code: row.code!, name: row.name!, level: row.level!, parent: row.parent, kind: 'basic', households: 10, population: null, department: null, boundary: null, status: 'active' }]));
}

// ── Together ─────────────────────────────────────────────────────────────────────────────────────────────────

describe('an import', () => {
  const known = (change: Partial<Known> = {}): Known => ({ ...around(), departments: new Map(), people: new Map(), posts: [], today: '2026-03-01', from: '2026-03-01', ...change });
  const said = (row: Place, change: Partial<WrittenGrid> = {}): WrittenGrid => ({ kind: null, households: null, population: null, department: null, leader: null, faults: [], ...row, ...change });
  let ids = 0;
  const newId = () => `new ${++ids}`;
  const area: Place = { row: 2, code: code(1, 0), name: '片区', level: 1, parent: null };
  const community: Place = { row: 3, code: code(2, 0, 0), name: '社区', level: 2, parent: area.code };

  test.prop([tree])('brings in what is not there, from above, and nothing the second time', (rows) => {
    const first = planGrids(rows.map(row => said(row)), [], known(), newId);
    expect(first.grids.map(({ level }) => level)).toEqual(rows.map(({ level }) => level!).sort());
    const at = new Map(first.grids.map((line, place) => [line.id, place]));
    for (const [place, { values, parent }] of first.grids.entries())
      expect(parent === null ? values.parent === null : at.get(values.parent as string)! < place).toBe(true);
    const again = planGrids(rows.map(row => said(row)), [], known({ standing: standingOf(rows) }), newId);
    expect(again.grids.every(({ values, post }) => Object.keys(values).length === 0 && post === null)).toBe(true);
    expect(again.missing).toEqual([]);
  });
  test('lists what the workbook does not name; boundaries alone ask for nothing of it', () => {
    const standing = standingOf([area, community]);
    expect(planGrids([said(area)], [], known({ standing }), newId).missing).toEqual([{ code: community.code, name: '社区' }]);
    const feature = { nth: 1, code: community.code, boundary: JSON.stringify(rectangle({ x: 0, y: 0, w: 1, h: 1 })), faults: [] };
    const alone = planGrids(null, [feature], known({ standing }), newId);
    expect([alone.missing, alone.grids.map(({ id, values }) => [id, Object.keys(values)])]).toEqual([[], [[`id ${community.code}`, ['boundary']]]]);
    expect(drawnAfter(alone, { standing })).toEqual([{ code: area.code, parent: null, boundary: null }, { code: community.code, parent: area.code, boundary: feature.boundary }]);
    const wrong = planGrids(null, [feature, { ...feature, nth: 2 }, { ...feature, nth: 3, code: '9' }], known({ standing }), newId);
    expect([...wrong.featureFaults].map(([nth, faults]) => [nth, faults.map(({ code }) => code)])).toEqual([[1, []], [2, ['feature_twice']], [3, ['feature_unknown']]]);
  });
  test('a leader who leads already stays; another one is refused by name; the seventh grid too', () => {
    const standing = standingOf([area]);
    const people = new Map([['a@b.cn', [{ id: 'p', name: '王敏', active: true }]], ['x', [{ id: 'q', name: '李', active: false }]]]);
    const post = { id: 'post', person: 'p', person_name: '王敏', grid: `id ${area.code}`, path: `/${area.code}/`, role: 'leader', starts_on: '2025-01-01', ends_on: null };
    const ask = (leader: string, change: Partial<Known> = {}) => planGrids([said(area, { leader })], [], known({ standing, people, ...change }), newId);
    expect(ask('A@b.cn').grids[0]!.post).toEqual({ person: 'p', starts_on: '2026-03-01' });
    expect(ask('a@b.cn', { posts: [post] }).grids[0]!.post).toBeNull();
    const codes = (plan: ReturnType<typeof planGrids>) => [...plan.rowFaults.values()].flat().map(({ code, field }) => [code, field]);
    expect(codes(ask('a@b.cn', { posts: [{ ...post, person: 'other' }] }))).toEqual([['leader_overlap', 'leader']]);
    expect(codes(ask('x'))).toEqual([['leader_inactive', 'leader']]);
    expect(codes(ask('nobody'))).toEqual([['leader_unknown', 'leader']]);
    const seven = Array.from({ length: 7 }, (_, at): Place => ({ row: at + 4, code: code(3, 0, 0, at), name: '网格', level: 3, parent: community.code }));
    const many = planGrids([said(area), said(community), ...seven.map(row => said(row, { leader: 'a@b.cn' }))], [], known({ people }), newId);
    expect([...many.rowFaults].filter(([, faults]) => faults.length > 0).map(([row, [fault]]) => [row, fault!.code])).toEqual([[10, 'seventh_scope']]);
  });
  test('every refusal has its sentence', () => {
    for (const words of Object.values(messages))
      expect(Object.keys(words)).toEqual(['zh-CN', 'en-US']);
  });
});

describe('the form', () => {
  const part = (change: object = {}): Answer['grids'] => ({ counts: { new: 0, changed: 0, same: 1, error: 0, ...change }, rows: [], unknown_columns: [] });
  const answer = (change: Partial<Answer>): Answer => ({ dry_run: true, stored: false, grids: null, boundaries: null, missing: { count: 0, grids: [] }, warnings: { count: 0, told: [] }, ...change });
  const speak = speaker('zh-CN');

  test('offers the import where something is new and nothing wrong', () => {
    expect(viewOf(answer({ grids: part(), boundaries: part() }), speak).outcome).toBe('nothing');
    expect(viewOf(answer({ grids: part({ new: 1 }), boundaries: part() }), speak).outcome).toBe('ready');
    expect(viewOf(answer({ grids: part({ new: 1 }), boundaries: part({ error: 1 }) }), speak).outcome).toBe('errors');
    const faulty = { ...part({ error: 1 })!, rows: [{ row: 3, verdict: 'error' as const, item: null, faults: [{ field: 'boundary', text: 'x' }] }] };
    expect(viewOf(answer({ boundaries: faulty }), speak).boundaries!.lines).toMatchObject([{ row: '第 3 个要素', field: '边界', text: 'x' }]);
  });
  test.prop([box, box])('draws within its frame, whatever the shapes', (one, piece) => {
    const { viewBox, pieces } = drawingOf({ outlines: [ring(one)], pieces: [ring(piece)] });
    const [, , width, height] = viewBox.split(' ').map(Number);
    for (const [x, y] of pieces[0]!.split(' ').map(point => point.split(',').map(Number)))
      expect(x! >= 0 && x! <= width! && y! >= 0 && y! <= height!).toBe(true);
  });
});
