/** Rings that bound ground as they should, against a slow answer that winds round every place; and what a boundary may be. */
import type { Boundary } from '../../extensions/wangge/src/territory/boundary-rules.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { boundaryIn, objectionToBoundary, POSITIONS_AT_MOST } from '../../extensions/wangge/src/territory/boundary-rules.ts';
import { objectionToCrs } from '../../extensions/wangge/src/territory/crs-rules.ts';
import { misdrawnAt } from '../../extensions/wangge/src/territory/ring-rules.ts';

type XY = [number, number];

// ── The slow answer ──────────────────────────────────────────────────────────────────────────────────────────

const edges = (rings: readonly XY[][]): [XY, XY][] => rings.flatMap(ring => ring.slice(1).map((to, at): [XY, XY] => [ring[at]!, to]));

/** How often the rings wind round a place that is on none of them. */
function turns(rings: readonly XY[][], [x, y]: XY): number {
  return edges(rings).reduce((sum, [[ax, ay], [bx, by]]) => {
    if ((ay > y) === (by > y) || ax + (bx - ax) * (y - ay) / (by - ay) < x)
      return sum;
    return sum + (by > ay ? 1 : -1);
  }, 0);
}

function crossed(rings: readonly XY[][]): boolean {
  const side = ([ax, ay]: XY, [bx, by]: XY, [px, py]: XY): number => Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax));
  const all = edges(rings);
  return all.some(([a, b], at) => all.slice(at + 1).some(([c, d]) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0));
}

/** On both sides of the middle of every piece between two meetings: every face has such a piece. */
function woundOnce(rings: readonly XY[][]): boolean {
  const all = edges(rings);
  return all.every(([[ax, ay], [bx, by]]) => {
    const [dx, dy] = [bx - ax, by - ay];
    const length = Math.hypot(dx, dy);
    if (length === 0)
      return true;
    const cuts = all.flatMap(([[cx, cy], [ex, ey]]) => {
      const [ux, uy] = [ex - cx, ey - cy];
      const across = dx * uy - dy * ux;
      // Of those that run along, the ends.
      const at = across === 0 ? [[cx, cy], [ex, ey]].map(([px, py]) => ((px! - ax) * dx + (py! - ay) * dy) / length ** 2) : [((cx - ax) * uy - (cy - ay) * ux) / across];
      return at.filter(share => share > 0 && share < 1);
    });
    const stops = [0, ...cuts.sort((a, b) => a - b), 1];
    return stops.slice(1).every((stop, at) => {
      const middle = (stop + stops[at]!) / 2;
      return stop - stops[at]! < 1e-9 || [1e-5, -1e-5].every((off) => {
        const count = turns(rings, [ax + dx * middle - dy / length * off, ay + dy * middle + dx / length * off]);
        return count === 0 || count === 1;
      });
    });
  });
}

/** A line that is only gone along and back may cross others or not: it bounds nothing. */
function agrees(rings: readonly XY[][]): void {
  const [said, wound] = [misdrawnAt(rings) !== null, woundOnce(rings)];
  if (!wound)
    expect(said).toBe(true);
  else if (said)
    expect(crossed(rings)).toBe(true);
}

const place = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })) as fc.Arbitrary<XY>;
const ring = fc.array(place, { minLength: 3, maxLength: 8 }).map((open): XY[] => [...open, open[0]!]);

describe('rings', () => {
  test.prop([ring], { numRuns: 3000 })('of a few corners: as the slow answer', (one) => {
    agrees([one]);
  });
  test.prop([fc.array(ring, { minLength: 2, maxLength: 4 })], { numRuns: 3000 })('several of them: as the slow answer', (some) => {
    agrees(some);
  });
  // A triangle each: rings that are right by themselves meet in more ways.
  const triangle = fc.tuple(place, place, place).map(([a, b, c]): XY[] => {
    const left = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
    return left ? [a, b, c, a] : [a, c, b, a];
  });
  test.prop([fc.array(fc.tuple(triangle, fc.boolean()), { minLength: 2, maxLength: 4 })], { numRuns: 3000 })('triangles and holes: as the slow answer', (some) => {
    const rings = some.map(([one, hole]) => hole ? one.toReversed() : one);
    agrees(rings);
  });
});

// ── What a boundary may be ───────────────────────────────────────────────────────────────────────────────────

const [WEST, SOUTH, CELL] = [116.3, 39.9, 0.001];
const drawn = (...corners: XY[]): XY[] => corners.map(([x, y]) => [WEST + x * CELL, SOUTH + y * CELL]);
const box = (x: number, y: number, w: number, h = w): XY[] => drawn([x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]);
const polygon = (...rings: XY[][]) => ({ type: 'Polygon', coordinates: rings });
const parts = (...polygons: XY[][][]) => ({ type: 'MultiPolygon', coordinates: polygons });
const code = (value: unknown): string | null => objectionToBoundary(value)?.code ?? null;

/** A star of so many points; every second one further in. */
function star(corners: number): XY[] {
  const open = Array.from({ length: corners }, (_, at): XY => {
    const [angle, far] = [2 * Math.PI * at / corners, at % 2 === 0 ? 0.02 : 0.019];
    return [WEST + far * Math.cos(angle), SOUTH + far * Math.sin(angle)];
  });
  return [...open, open[0]!];
}

describe('a boundary', () => {
  test.each([
    ['a ring whose points lie on one line', 'boundary_ground', polygon(drawn([0, 0], [1, 1], [2, 2], [3, 3], [0, 0]))],
    ['a ring that goes back the way it came', 'boundary_ground', polygon(drawn([0, 0], [2, 0], [2, 2], [2, 0], [0, 0]))],
    ['one point again and again', 'boundary_ring', polygon(drawn([1, 1], [1, 1], [1, 1], [1, 1]))],
    ['a triangle of three positions', 'boundary_ring', polygon(drawn([0, 0], [1, 0], [0, 0]))],
    ['left open', 'boundary_ring', polygon(box(0, 0, 2).slice(0, -1))],
    ['a hole outside', 'boundary_hole', polygon(box(0, 0, 2), box(3, 3, 1))],
    ['a hole that is its ring', 'boundary_hole', polygon(box(0, 0, 2), box(0, 0, 2))],
    ['a hole across its ring', 'boundary_hole', polygon(box(0, 0, 2), box(1, 1, 2))],
    ['a hole in a hole', 'boundary_hole', polygon(box(0, 0, 9), box(1, 1, 4), box(2, 2, 1))],
    ['a hole twice', 'boundary_hole', polygon(box(0, 0, 9), box(1, 1, 4), box(1, 1, 4))],
    ['the hole of another part', 'boundary_hole', parts([box(0, 0, 2), box(5, 5, 1)], [box(4, 4, 4)])],
    ['parts upon each other', 'boundary_parts', parts([box(0, 0, 2)], [box(1, 1, 2)])],
    ['a part twice', 'boundary_parts', parts([box(0, 0, 2)], [box(0, 0, 2)])],
    ['a part within another', 'boundary_parts', parts([box(0, 0, 4)], [box(1, 1, 1)])],
    ['a bow tie whose crossing is a corner', 'boundary_crossing', polygon(drawn([0, 0], [1, 1], [3, 3], [3, 0], [1, 1], [0, 2], [0, 0]))],
    ['twice round', 'boundary_crossing', polygon([...box(0, 0, 2), ...box(0, 0, 2).slice(1)])],
    ['a bow tie of 5,000 positions', 'boundary_crossing', polygon(star(5000).map((_, at, all) => all[at === 1000 ? 3000 : at === 3000 ? 1000 : at]!))],
    ['more positions than are taken', 'boundary_positions', polygon(star(POSITIONS_AT_MOST))],
    ['more rings than are taken', 'boundary_rings', parts(...Array.from({ length: 1001 }, (_, at) => [box(at * 2, 0, 1)]))],
    ['latitude first, Beijing', 'boundary_swapped', polygon(box(0, 0, 2).map(([lng, lat]) => [lat, lng]))],
    ['no number', 'boundary_shape', polygon([...box(0, 0, 2).slice(0, 2), [Number.NaN, 39] as XY, ...box(0, 0, 2).slice(3)])],
    ['beyond every number', 'boundary_shape', '{"type":"Polygon","coordinates":[[[1e999,0],[1,0],[1,1],[1e999,0]]]}'],
    ['its own crs', 'boundary_crs', { ...polygon(box(0, 0, 2)), crs: { type: 'name', properties: { name: 'EPSG:3857' } } }],
  ])('%s is refused', (_, expected, value) => {
    expect(code(value)).toBe(expected);
  });
  test.each([
    ['a hole that touches its ring at a corner', polygon(box(0, 0, 4), drawn([0, 0], [2, 1], [1, 2], [0, 0]))],
    ['parts side by side', parts([box(0, 0, 2)], [box(2, 0, 2)])],
    ['an island in the hole of another part', parts([box(0, 0, 9), box(1, 1, 6)], [box(2, 2, 2)])],
    ['as many positions as are taken', polygon(star(POSITIONS_AT_MOST - 1))],
  ])('%s is taken', (_, value) => {
    expect(code(value)).toBeNull();
  });
  test('is stored in one way: outer rings against the clock, holes with it, no position twice in a row', () => {
    const right = polygon(box(0, 0, 4), box(1, 1, 1).toReversed());
    expect(boundaryIn(right)).toEqual(right);
    expect(boundaryIn(polygon(box(0, 0, 4).toReversed(), box(1, 1, 1)))).toMatchObject({ coordinates: [expect.toSatisfy((one: XY[]) => JSON.stringify(one) === JSON.stringify(box(0, 0, 4))), expect.anything()] });
    const [first, ...rest] = box(0, 0, 4);
    expect(boundaryIn(JSON.stringify(polygon([first!, first!, ...rest, rest.at(-1)!])))).toEqual(polygon(box(0, 0, 4)));
    const stored = boundaryIn(parts([box(0, 0, 2).toReversed()])) as Boundary;
    expect(boundaryIn(stored)).toEqual(stored);
  });
  test.each([undefined, null, ...['EPSG:4326', 'urn:ogc:def:crs:OGC:1.3:CRS84', 'urn:ogc:def:crs:EPSG::4490', 'EPSG:4490', 'http://www.opengis.net/def/crs/EPSG/0/4326', 'CGCS2000', 'WGS 84'].map(name => ({ type: 'name', properties: { name } }))])('%j is degrees of WGS84, or as good', (crs) => {
    expect(objectionToCrs(crs)).toBeNull();
  });
  test.each([['EPSG:3857', 'boundary_crs'], ['EPSG:4547', 'boundary_crs'], ['urn:ogc:def:crs:EPSG::4549', 'boundary_crs'], ['EPSG:4214', 'boundary_crs'], ['GCJ-02', 'boundary_crs_shifted'], ['GCJ02', 'boundary_crs_shifted'], ['BD-09', 'boundary_crs_shifted'], ['bd09ll', 'boundary_crs_shifted'], ['火星坐标系', 'boundary_crs_shifted'], ['', 'boundary_crs']])('%s is refused: %s', (name, expected) => {
    expect(objectionToCrs({ type: 'name', properties: { name } })?.code).toBe(expected);
  });
  test.each([{}, 1, 'x', { properties: null }, { type: 'link', properties: { href: 'http://example.org/crs' } }])('a crs that says nothing known is refused: %j', (crs) => {
    expect(objectionToCrs(crs)?.code).toBe('boundary_crs');
  });
  test.prop([fc.anything()])('anything else is refused, not thrown', (thing) => {
    expect(['boundary_shape', null]).toContain(code(thing));
  });
});
