/**
 * In which grid does a point lie? The deepest grid whose boundary holds it; on a border that
 * several share, the one with the smallest code. A point outside of all boundaries lies in no
 * grid: the nearest one is never guessed.
 */
import type { Uuid } from '../kernel/values.ts';
import type { Boundary, Position, Ring } from './boundary-rules.ts';
import { polygonsIn } from './boundary-rules.ts';

/** An active grid whose boundary is drawn. */
export interface DrawnGrid {
  id: Uuid;
  code: string;
  level: number;
  boundary: Boundary;
}

/** A GeoJSON Point; WGS84. */
export interface Point {
  coordinates: readonly number[];
}

/** A place as clients send it, an object or its JSON text; null: it is no Point. */
export function pointOf(value: unknown): Point | null {
  const point = typeof value === 'string' ? parsed(value) : value;
  const { type, coordinates } = (point ?? {}) as { type?: unknown; coordinates?: unknown };
  return type === 'Point' && Array.isArray(coordinates) && coordinates.every(number => typeof number === 'number') ? { coordinates } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  }
  catch {
    return null;
  }
}

export type Locate = (point: Point) => Uuid | null;

/** Degrees, a tenth of a millimetre on the ground: a border belongs to both its sides, rounding aside. */
const BORDER = 1e-9;

/** A grid with the box around it: most of them are told apart by that alone. */
export interface PlacedGrid { grid: DrawnGrid; box: readonly [west: number, south: number, east: number, north: number] }

export function placed(grid: DrawnGrid): PlacedGrid {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lng, lat] of polygonsIn(grid.boundary).flatMap(([outer = []]) => outer)) {
    box[0] = Math.min(box[0], lng);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lng);
    box[3] = Math.max(box[3], lat);
  }
  return { grid, box };
}

export function locator(grids: readonly DrawnGrid[]): Locate {
  return locatorAmong(grids.map(placed));
}

/** A point is held against ten thousand boxes in a tenth of a millisecond, and against the lines of the few around it. */
export function locatorAmong(grids: readonly PlacedGrid[]): Locate {
  return ({ coordinates: [lng, lat] }) => {
    if (lng === undefined || lat === undefined)
      return null;
    const around = grids.filter(({ grid, box: [west, south, east, north] }) =>
      lng >= west - BORDER && lng <= east + BORDER && lat >= south - BORDER && lat <= north + BORDER && holds(grid.boundary, lng, lat));
    return around.map(({ grid }) => grid).sort(deepestFirst)[0]?.id ?? null;
  };
}

function holds(boundary: Boundary, lng: number, lat: number): boolean {
  return polygonsIn(boundary).some(rings => rings.some(ring => isOn(ring, lng, lat)) || rings.filter(ring => isWithin(ring, lng, lat)).length === 1);
}

/** A line to the east meets the ring an odd number of times. Within a hole as well, it is outside. */
function isWithin(ring: Ring, lng: number, lat: number): boolean {
  let within = false;
  for (let at = 1; at < ring.length; at++) {
    const [[x, y], [toX, toY]] = [ring[at - 1]!, ring[at]!];
    if ((y > lat) !== (toY > lat) && lng < x + (toX - x) * (lat - y) / (toY - y))
      within = !within;
  }
  return within;
}

function isOn(ring: Ring, lng: number, lat: number): boolean {
  return ring.some((to, at) => at > 0 && distanceTo(ring[at - 1]!, to, lng, lat) <= BORDER);
}

function distanceTo([x, y]: Position, [toX, toY]: Position, lng: number, lat: number): number {
  const [dx, dy] = [toX - x, toY - y];
  const share = Math.min(1, Math.max(0, ((lng - x) * dx + (lat - y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(lng - x - share * dx, lat - y - share * dy);
}

function deepestFirst(a: DrawnGrid, b: DrawnGrid): number {
  return b.level - a.level || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
