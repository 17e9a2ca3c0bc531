/**
 * What a grid's boundary may look like: a GeoJSON Polygon or MultiPolygon as RFC 7946, 3.1.6 has it, in WGS84 (CGCS2000 is the
 * same to a few centimetres). It is stored in one way: rings turned as the standard says, no position twice in a row. Pure.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Boundary, Polygons, Position, Ring } from './model.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { areaOf, ringArea } from './area-rules.ts';
import { objectionToCrs } from './crs-rules.ts';
import { misdrawnAt } from './ring-rules.ts';

export type { Boundary, Polygons, Position, Ring } from './model.ts';

/** A line of a sub-district surveyed every two metres; to compare them takes 60 ms. */
export const POSITIONS_AT_MOST = 20_000;
const RINGS_AT_MOST = 1_000;
/** Square metres: less is no ground. */
const GROUND = 1;

/** The boundary as it may arrive, an object or its JSON text; null: neither a Polygon nor a MultiPolygon. */
export function readBoundary(value: unknown): Boundary | null {
  const shape = typeof value === 'string' ? parseJson(value) : value;
  if (typeof shape !== 'object' || shape === null)
    return null;
  const { type, coordinates } = shape as { type?: unknown; coordinates?: unknown };
  const polygons = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : null;
  return isList(polygons) && polygons.every(isPolygon) ? { type, coordinates } as Boundary : null;
}

/** An empty boundary says that none is drawn. */
export function isDrawn(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '';
}

/** The boundary as it is stored, or why it may not be. */
export function boundaryIn(value: unknown): Boundary | Refusal {
  const boundary = readBoundary(value);
  if (boundary === null)
    return refused('boundary_shape', 'boundary');
  const found = polygonsIn(boundary);
  const objection = objectionToCrs((typeof value === 'string' ? parseJson(value) as { crs?: unknown } : value as { crs?: unknown }).crs)
    ?? objectionToSize(found.flat())
    ?? objectionToPositions(found.flat().flat());
  if (objection !== null)
    return objection;
  const polygons = found.map(rings => rings.map((ring, at) => turned(ring.filter((position, nth) => nth === 0 || !same(position, ring[nth - 1]!)), at === 0)));
  const misdrawn = objectionToRings(polygons);
  if (misdrawn !== null)
    return misdrawn;
  return boundary.type === 'Polygon' ? { type: 'Polygon', coordinates: polygons[0]! } : { type: 'MultiPolygon', coordinates: polygons };
}

/** Why this boundary may not be saved; null if it may. */
export function objectionToBoundary(value: unknown): Refusal | null {
  const boundary = isDrawn(value) ? boundaryIn(value) : null;
  return boundary !== null && 'kind' in boundary ? boundary : null;
}

export function polygonsIn({ type, coordinates }: Boundary): Polygons {
  return type === 'Polygon' ? [coordinates] : coordinates;
}

function objectionToSize(rings: readonly Ring[]): Refusal | null {
  const positions = rings.reduce((sum, ring) => sum + ring.length, 0);
  if (positions > POSITIONS_AT_MOST)
    return refused('boundary_positions', 'boundary', { count: positions, limit: POSITIONS_AT_MOST });
  return rings.length > RINGS_AT_MOST ? refused('boundary_rings', 'boundary', { count: rings.length, limit: RINGS_AT_MOST }) : null;
}

/** Coordinates in metres, or latitude first. China lies between 73° and 136° east, 3° and 54° north; nobody lives beyond 73° north. */
function objectionToPositions(positions: readonly Position[]): Refusal | null {
  const metric = positions.find(([x, y]) => Math.abs(x) > 1000 || Math.abs(y) > 1000);
  if (metric !== undefined)
    return refused('boundary_projected', 'boundary', { position: said(metric) });
  if (positions.every(([lng, lat]) => lng >= 3 && lng <= 54 && lat >= 73 && lat <= 136))
    return refused('boundary_swapped', 'boundary', { position: said(positions[0]!) });
  const outside = positions.find(([lng, lat]) => Math.abs(lng) > 180 || Math.abs(lat) > 90);
  return outside === undefined ? null : refused('boundary_range', 'boundary', { position: said(outside) });
}

function objectionToRings(polygons: Polygons): Refusal | null {
  for (const rings of polygons) {
    for (const [nth, ring] of rings.entries()) {
      const at = { position: said(ring[0]!) };
      if (ring.length < 4 || !same(ring[0]!, ring.at(-1)!))
        return refused('boundary_ring', 'boundary', at);
      if (liesOnLine(ring))
        return refused('boundary_ground', 'boundary', at);
      const crossing = misdrawnAt([nth === 0 ? ring : ring.toReversed()]);
      if (crossing !== null)
        return refused('boundary_crossing', 'boundary', { position: said(crossing) });
      if (ringArea(ring) < GROUND)
        return refused('boundary_ground', 'boundary', at);
    }
    const hole = rings.length === 1 ? null : misdrawnAt(rings) ?? (areaOf([rings]) < GROUND ? rings[1]![0]! : null);
    if (hole !== null)
      return refused('boundary_hole', 'boundary', { position: said(hole) });
  }
  const parts = polygons.length === 1 ? null : misdrawnAt(polygons.flat());
  return parts === null ? null : refused('boundary_parts', 'boundary', { position: said(parts) });
}

/** Outer rings run against the clock, holes with it. */
function turned(ring: Ring, outer: boolean): Ring {
  // Around its own beginning: far from it, the small areas would be lost in the large ones.
  const [x, y] = ring[0]!;
  const area = ring.reduce((sum, [lng, lat], at) => sum + (at === 0 ? 0 : (ring[at - 1]![0] - x) * (lat - y) - (lng - x) * (ring[at - 1]![1] - y)), 0);
  return (area > 0) === outer ? ring : ring.toReversed();
}

/** Degrees, ten centimetres: written in decimals, what lies on a line is off it by a hair. */
const HAIR = 1e-6;

function liesOnLine(ring: Ring): boolean {
  const [[x, y]] = ring as [Position];
  const [dx, dy] = ring.reduce((far, [lng, lat]) => Math.hypot(lng - x, lat - y) > Math.hypot(...far) ? [lng - x, lat - y] : far, [0, 0] as [number, number]);
  const length = Math.hypot(dx, dy);
  return ring.every(([lng, lat]) => Math.abs(dx * (lat - y) - dy * (lng - x)) <= HAIR * length);
}

function said(position: Position): string {
  return position.slice(0, 2).map(number => Math.round(number * 1e6) / 1e6).join(', ');
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
