/** How a person stands to a place, and the shape of a place: what several rules of the territory speak of. */
import type { Uuid } from '../kernel/values.ts';

/** How a person stands to the territory and the departments, from today's posts and memberships. */
export interface Standing {
  /** Null: the system. */
  person: Uuid | null;
  /** The active department that the person belongs to. */
  department: Uuid | null;
  /** The active departments that the person heads. */
  heads: readonly Uuid[];
  /** The levels at which the person leads, deputises or stands in for a grid that holds the grid. */
  levels: readonly (1 | 2 | 3)[];
  /** An active member of a department that dispatches. */
  dispatcher: boolean;
  /** An active member of a department that supervises. */
  inspector: boolean;
}

export const SYSTEM: Standing = { person: null, department: null, heads: [], levels: [], dispatcher: false, inspector: false };

/** Longitude and latitude in degrees; an altitude may follow and says nothing here. */
export type Position = readonly [lng: number, lat: number, ...rest: number[]];
export type Ring = readonly Position[];
/** Polygons, each an outer ring and its holes. */
export type Polygons = readonly (readonly Ring[])[];
export type Boundary
  = | { type: 'Polygon'; coordinates: readonly Ring[] }
    | { type: 'MultiPolygon'; coordinates: Polygons };
