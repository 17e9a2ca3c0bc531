/**
 * How the boundaries of a sub-district lie upon each other: siblings that overlap, ground of a grid that belongs to none
 * of the grids below, grids that reach beyond the one above. Pure.
 *
 * One clip answers for all grids below one parent: what of it they leave free. If their areas add up to what they cover, none
 * overlaps and none reaches out; only otherwise are they compared in pairs, those first whose boxes meet.
 */
import type { Boundary, Polygons, Position } from '../boundary-rules.ts';
import { difference, intersection, union } from 'polyclip-ts';
import { areaOf, placeIn, polygonsOf } from '../area-rules.ts';

/** Smaller pieces come from drawing: two people never click the same point twice. Square metres. */
const SLIVER = 50;
/** Less than this part of the smaller grid is none either. */
const SHARE = 0.001;

export interface Drawn { code: string; parent: string | null; boundary: Boundary | null }

/** `far`: a grid that shares nothing with its parent, or lies nowhere near the others; `unchecked`: the shapes could not be compared. */
export interface Overlay {
  kind: 'overlap' | 'gap' | 'outside' | 'far' | 'unchecked';
  /** The two that overlap; the grid with the gap; the grid that reaches out and the one above. */
  codes: string[];
  /** Square metres. */
  area: number;
  /** Of a far one, kilometres. */
  distance?: number;
  /** Within the largest piece. */
  position: Position | null;
  pieces: Polygons;
}

interface Shape { code: string; polygons: [number, number][][][]; area: number; box: Box }
interface Box { west: number; south: number; east: number; north: number }

/** Active grids of a sub-district, parent after parent; what lies nowhere near comes first, under none. */
export function* overlaysOf(grids: readonly Drawn[]): Generator<{ parent: string | null; overlays: Overlay[] }> {
  const shapes = new Map(grids.flatMap(grid => grid.boundary === null ? [] : [[grid.code, shapeOf(grid.code, grid.boundary)]]));
  yield { parent: null, overlays: strays(grids, shapes) };
  for (const [parent, drawn, complete] of families(grids, code => shapes.get(code))) {
    const above = parent === null ? null : shapes.get(parent) ?? null;
    yield { parent, overlays: within(above, drawn, complete) };
  }
}

/** Parents with the grids below them that are drawn and have something to be compared with. `complete`: all of them are drawn. */
export function families<Shape>(grids: readonly Pick<Drawn, 'code' | 'parent'>[], shape: (code: string) => Shape | undefined): [parent: string | null, drawn: Shape[], complete: boolean][] {
  return [...Map.groupBy(grids, grid => grid.parent)].flatMap(([parent, below]): [string | null, Shape[], boolean][] => {
    const drawn = below.flatMap(({ code }) => shape(code) ?? []);
    const above = parent === null ? undefined : shape(parent);
    return drawn.length > 0 && (above !== undefined || drawn.length > 1) ? [[parent, drawn, drawn.length === below.length]] : [];
  });
}

/** No sub-district is as wide. */
const FAR = 100;

/** Where no parent is drawn, a grid is held against the middle of all. */
function strays(grids: readonly Drawn[], shapes: ReadonlyMap<string, Shape>): Overlay[] {
  const all = [...shapes.values()].map(({ box }) => middleOf(box));
  if (all.length < 3)
    return [];
  const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
  const middle: Position = [median(all.map(([lng]) => lng)), median(all.map(([, lat]) => lat))];
  return grids.flatMap(({ code, parent }) => {
    const shape = shapes.get(code);
    const distance = shape === undefined || (parent !== null && shapes.has(parent)) ? 0 : kilometres(middleOf(shape.box), middle);
    return distance < FAR ? [] : [{ kind: 'far' as const, codes: [code], area: 0, distance: Math.round(distance), position: middleOf(shape!.box), pieces: [] }];
  });
}

function middleOf({ west, south, east, north }: Box): [number, number] {
  return [(west + east) / 2, (south + north) / 2];
}

/** As on a plane. */
function kilometres([lng, lat]: Position, [toLng, toLat]: Position): number {
  const degree = 111.195;
  return Math.hypot((toLng - lng) * Math.cos((lat + toLat) / 2 * Math.PI / 180), toLat - lat) * degree;
}

/** `complete`: all grids below are drawn; the ground of one that is not would be a gap. */
function within(above: Shape | null, drawn: readonly Shape[], complete: boolean): Overlay[] {
  const codes = [...above === null ? [] : [above.code], ...drawn.map(({ code }) => code)];
  const free = above === null ? null : tried(() => difference(above.polygons, ...drawn.map(({ polygons }) => polygons)));
  const cover = above === null ? tried(() => union(drawn[0]!.polygons, ...drawn.slice(1).map(({ polygons }) => polygons))) : null;
  if (free === 'failed' || cover === 'failed')
    return [unchecked(codes)];
  const gaps = above !== null && free !== null && complete ? noted('gap', [above.code], free, above.area) : [];
  const covered = above !== null && free !== null ? above.area - areaOf(free) : areaOf(cover ?? []);
  const surplus = drawn.reduce((sum, { area }) => sum + area, 0) - covered;
  if (surplus < SLIVER * 0.99)
    return gaps;
  return [
    ...meeting(drawn).flatMap(([one, other]) => compared('overlap', [one.code, other.code], () => intersection(one.polygons, other.polygons), Math.min(one.area, other.area))),
    ...above === null ? [] : drawn.flatMap(one => apart(one, above) ?? compared('outside', [one.code, above.code], () => difference(one.polygons, above.polygons), one.area)),
    ...gaps,
  ];
}

/** A kilometre and more lies between their boxes. */
function apart(one: Shape, above: Shape): Overlay[] | null {
  const [a, b] = [one.box, above.box];
  const between = (from: number, until: number, low: number, high: number): [number, number] => until < low ? [until, low] : high < from ? [from, high] : [from, from];
  const [lng, toLng] = between(a.west, a.east, b.west, b.east);
  const [lat, toLat] = between(a.south, a.north, b.south, b.north);
  const distance = kilometres([lng, lat], [toLng, toLat]);
  return distance < 1 ? null : [{ kind: 'far', codes: [one.code, above.code], area: one.area, distance: Math.round(distance), position: middleOf(a), pieces: [] }];
}

function compared(kind: Overlay['kind'], codes: string[], clip: () => Polygons, area: number): Overlay[] {
  const pieces = tried(clip);
  return pieces === 'failed' ? [unchecked(codes)] : noted(kind, codes, pieces, area);
}

function noted(kind: Overlay['kind'], codes: string[], found: Polygons, of: number): Overlay[] {
  const pieces = found.filter(polygon => areaOf([polygon]) >= SLIVER);
  const area = areaOf(pieces);
  return area === 0 || area < of * SHARE ? [] : [{ kind, codes, area, position: placeIn(pieces), pieces }];
}

function unchecked(codes: string[]): Overlay {
  return { kind: 'unchecked', codes, area: 0, position: null, pieces: [] };
}

/** Shapes that cross themselves, or coordinates beyond what can be computed with. */
function tried<Result>(clip: () => Result): Result | 'failed' {
  try {
    return clip();
  }
  catch {
    return 'failed';
  }
}

/** Pairs whose boxes share ground: from west to east, each with those that begin before it ends. */
function meeting(shapes: readonly Shape[]): [Shape, Shape][] {
  const sorted = shapes.toSorted((a, b) => a.box.west - b.box.west);
  const pairs: [Shape, Shape][] = [];
  let open: Shape[] = [];
  for (const shape of sorted) {
    open = open.filter(({ box }) => box.east > shape.box.west);
    for (const other of open) {
      if (other.box.south < shape.box.north && shape.box.south < other.box.north)
        pairs.push([other, shape]);
    }
    open.push(shape);
  }
  return pairs;
}

function shapeOf(code: string, boundary: Boundary): Shape {
  const polygons = polygonsOf(boundary);
  const box: Box = { west: 180, south: 90, east: -180, north: -90 };
  for (const [lng, lat] of polygons.flatMap(rings => rings[0] ?? [])) {
    box.west = Math.min(box.west, lng);
    box.east = Math.max(box.east, lng);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return { code, polygons, area: areaOf(polygons), box };
}
