/**
 * In which grid does a point lie? The deepest grid whose boundary holds it; on a border that
 * several share, the one with the smallest code. A point outside of all boundaries lies in no
 * grid: the nearest one is never guessed.
 */
import type { Uuid } from '../kernel/values.ts';
import type { Boundary } from './boundary-rules.ts';
import whichPolygon from 'which-polygon';

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

export function locator(grids: readonly DrawnGrid[]): Locate {
  const index = whichPolygon<DrawnGrid>({
    type: 'FeatureCollection',
    features: grids.map(grid => ({ type: 'Feature', geometry: grid.boundary as unknown as GeoJSON.Geometry, properties: grid })),
  });
  return ({ coordinates: [lng, lat] }) => {
    if (lng === undefined || lat === undefined)
      return null;
    const around = index.bbox([lng - BORDER, lat - BORDER, lng + BORDER, lat + BORDER]);
    return around.sort(deepestFirst)[0]?.id ?? null;
  };
}

function deepestFirst(a: DrawnGrid, b: DrawnGrid): number {
  return b.level - a.level || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
