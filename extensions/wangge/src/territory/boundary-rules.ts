/**
 * What a grid's boundary may look like: a GeoJSON Polygon or MultiPolygon (RFC 7946) of closed
 * rings of positions in WGS84, no ring crossing itself.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';

/** Longitude and latitude in degrees; an altitude may follow and says nothing here. */
export type Position = readonly [lng: number, lat: number, ...rest: number[]];
export type Ring = readonly Position[];
export type Boundary
  = | { type: 'Polygon'; coordinates: readonly Ring[] }
    | { type: 'MultiPolygon'; coordinates: readonly (readonly Ring[])[] };

/** A ring of more positions is not compared with itself: each pair of its edges would have to be. */
const COMPARED = 2_000;

/** The boundary as it may arrive, an object or its JSON text; null: neither a Polygon nor a MultiPolygon. */
export function readBoundary(value: unknown): Boundary | null {
  const shape = typeof value === 'string' ? parseJson(value) : value;
  if (typeof shape !== 'object' || shape === null)
    return null;
  const { type, coordinates } = shape as { type?: unknown; coordinates?: unknown };
  const polygons = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : null;
  return isList(polygons) && polygons.every(isPolygon) ? { type, coordinates } as Boundary : null;
}

/** Why this boundary may not be saved; null if it may. An empty one says that none is drawn. */
export function objectionToBoundary(value: unknown): Refusal | null {
  if (value === null || value === undefined || value === '')
    return null;
  const boundary = readBoundary(value);
  if (boundary === null)
    return refused('boundary_shape', 'boundary');
  for (const ring of ringsOf(boundary)) {
    const outside = ring.find(([lng, lat]) => !(Math.abs(lng) <= 180 && Math.abs(lat) <= 90));
    if (outside !== undefined)
      return refused('boundary_range', 'boundary', { position: outside.join(', ') });
    if (ring.length < 4 || !same(ring[0]!, ring.at(-1)!))
      return refused('boundary_ring', 'boundary', { position: (ring[0] ?? []).join(', ') });
    const crossing = ring.length <= COMPARED ? crossingOf(ring) : null;
    if (crossing !== null)
      return refused('boundary_crossing', 'boundary', { position: crossing.join(', ') });
  }
  return null;
}

function ringsOf({ type, coordinates }: Boundary): readonly Ring[] {
  return type === 'Polygon' ? coordinates : coordinates.flat();
}

/** Where an edge begins that properly crosses another one; rings that only touch themselves pass. */
function crossingOf(ring: Ring): Position | null {
  for (let i = 0; i + 1 < ring.length; i++) {
    for (let j = i + 2; j + 1 < ring.length; j++) {
      if (cross(ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!))
        return ring[i]!;
    }
  }
  return null;
}

function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** On which side of the line from a to b a position lies: -1, 0 or 1. */
function side([ax, ay]: Position, [bx, by]: Position, [px, py]: Position): number {
  return Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax));
}

function same(a: Position, b: Position): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function isPolygon(rings: unknown): boolean {
  return isList(rings) && rings.every(ring => isList(ring) && ring.every(isPosition));
}

function isPosition(position: unknown): boolean {
  return Array.isArray(position) && position.length >= 2 && position.every(number => Number.isFinite(number));
}

/** A list with something in it. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  }
  catch {
    return null;
  }
}
