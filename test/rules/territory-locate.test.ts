import type { Boundary } from '../../extensions/wangge/src/territory/boundary-rules.ts';
import type { DrawnGrid } from '../../extensions/wangge/src/territory/locate-rules.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { objectionToBoundary, readBoundary } from '../../extensions/wangge/src/territory/boundary-rules.ts';
import { locator } from '../../extensions/wangge/src/territory/locate-rules.ts';

type Ring = [number, number][];
const WEST = 116.3;
const SOUTH = 39.9;
const SIDE = 0.013;

/** A square of the board, `column` to the east and `row` to the north of its corner. */
function square(column: number, row: number, side = SIDE): Ring {
  const [w, s] = [WEST + column * SIDE, SOUTH + row * SIDE];
  return [[w, s], [w + side, s], [w + side, s + side], [w, s + side], [w, s]];
}
const polygon = (...rings: Ring[]): Boundary => ({ type: 'Polygon', coordinates: rings });
const grid = (code: string, boundary: Boundary, level = 3): DrawnGrid => ({ id: `id-${code}`, code, level, boundary });
const point = (lng: number, lat: number) => ({ type: 'Point' as const, coordinates: [lng, lat] });
const middle = (column: number, row: number) => point(WEST + (column + 0.5) * SIDE, SOUTH + (row + 0.5) * SIDE);

const board = [0, 1, 2].flatMap(column => [0, 1, 2].map(row => grid(`${column}${row}`, polygon(square(column, row)))));
const unit = fc.double({ min: 0, max: 3, noNaN: true });

describe('the grid at a point', () => {
  test.prop([unit, unit])('every point of a board without gaps lies in a square that holds it', (x, y) => {
    const found = locator(board)(point(WEST + x * SIDE, SOUTH + y * SIDE));
    const [column, row] = [...(found ?? '').replace('id-', '')].map(Number);
    expect(x).toBeGreaterThanOrEqual(column! - 1e-6);
    expect(x).toBeLessThanOrEqual(column! + 1 + 1e-6);
    expect(y).toBeGreaterThanOrEqual(row! - 1e-6);
    expect(y).toBeLessThanOrEqual(row! + 1 + 1e-6);
  });
  test.prop([fc.shuffledSubarray(board, { minLength: 9 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })])(
    'a corner or border goes to the smallest code, in whatever order the grids come',
    (shuffled, column, row) => {
      const at = point(WEST + column * SIDE, SOUTH + row * SIDE);
      expect(locator(shuffled)(at)).toBe(`id-${Math.max(column - 1, 0)}${Math.max(row - 1, 0)}`);
    },
  );
  test('the deepest grid wins; where no patch is drawn, the community does', () => {
    const community = grid('1', polygon(square(0, 0, 3 * SIDE)), 2);
    const locate = locator([community, grid('2', polygon(square(0, 0)))]);
    expect(locate(middle(0, 0))).toBe('id-2');
    expect(locate(middle(2, 2))).toBe('id-1');
  });
  test('a hole is outside, its rim is not', () => {
    const ring = grid('ring', polygon(square(0, 0, 3 * SIDE), square(1, 1)));
    expect(locator([ring])(middle(1, 1))).toBeNull();
    expect(locator([ring])(middle(0, 1))).toBe('id-ring');
    expect(locator([ring])(point(WEST + SIDE, SOUTH + 1.5 * SIDE))).toBe('id-ring');
  });
  test('each part of a MultiPolygon counts', () => {
    const scattered = grid('m', { type: 'MultiPolygon', coordinates: [[square(0, 0)], [square(2, 2)]] });
    expect(locator([scattered])(middle(2, 2))).toBe('id-m');
    expect(locator([scattered])(middle(1, 1))).toBeNull();
  });
  test('one metre outside is outside: the nearest grid is not guessed', () => {
    expect(locator(board)(point(WEST - 1e-5, SOUTH + SIDE / 2))).toBeNull();
  });
  test('without boundaries, and without coordinates, there is no answer', () => {
    expect(locator([])(middle(0, 0))).toBeNull();
    expect(locator(board)({ coordinates: [] })).toBeNull();
  });
});

describe('a boundary to be saved', () => {
  const code = (value: unknown) => objectionToBoundary(value)?.code ?? null;

  test.prop([fc.integer({ min: 3, max: 40 }), fc.double({ min: 0.001, max: 0.1, noNaN: true })])('any regular polygon passes, as an object and as text', (corners, radius) => {
    const open = Array.from({ length: corners }, (_, n): [number, number] => {
      const angle = 2 * Math.PI * n / corners;
      return [WEST + radius * Math.cos(angle), SOUTH + radius * Math.sin(angle)];
    });
    const boundary = polygon([...open, open[0]!]);
    expect(code(boundary)).toBeNull();
    expect(code(JSON.stringify(boundary))).toBeNull();
  });
  test.each([null, undefined, ''])('%o: none is drawn', (value) => {
    expect(code(value)).toBeNull();
  });
  test.each([
    ['no GeoJSON', 'boundary_shape', 'abc'],
    ['a Point', 'boundary_shape', { type: 'Point', coordinates: [116, 39] }],
    ['beyond the poles', 'boundary_range', polygon([[10, 10], [20, 10], [20, 91], [10, 10]])],
    ['no ring', 'boundary_shape', { type: 'Polygon', coordinates: [] }],
    ['text for a number', 'boundary_shape', { type: 'Polygon', coordinates: [[['116', '39']]] }],
    ['latitude first', 'boundary_swapped', polygon(square(0, 0).map(([lng, lat]) => [lat, lng]))],
    ['left open', 'boundary_ring', polygon(square(0, 0).slice(0, -1))],
    ['two corners', 'boundary_ring', polygon([[116, 39], [117, 39], [116, 39]])],
    ['a bow tie', 'boundary_crossing', polygon([[116, 39], [117, 40], [117, 39], [116, 40], [116, 39]])],
  ])('%s is refused', (_, expected, value) => {
    expect(code(value)).toBe(expected);
  });
  test('a ring may touch itself', () => {
    expect(code(polygon([[0, 0], [4, 0], [2, 2], [4, 4], [0, 4], [2, 2], [0, 0]]))).toBeNull();
  });
  test('what is no polygon is read as none', () => {
    expect(readBoundary({ type: 'MultiPolygon', coordinates: [[]] })).toBeNull();
  });
});
