/** How a person stands to a place, and the shape of a place: what several rules of the territory speak of. */
import type { Uuid } from '../kernel/values.ts';

/** How a person stands to the territory and the departments, from today's posts and memberships. */
export interface Standing {
  /** Null: the system. */
  person: Uuid | null;
  /** The active department that the person belongs to. */
  department: Uuid | null;
  /** For whom the person stands in today: approved absences. */
  acts_for: readonly Uuid[];
  /** The active departments that the person heads, or stands in for the head of. */
  heads: readonly Uuid[];
  /** The levels at which the person leads, deputises or stands in for a grid that holds the grid. */
  levels: readonly (1 | 2 | 3)[];
  /** An active member of a department that dispatches. */
  dispatcher: boolean;
  /** An active member of a department that supervises. */
  inspector: boolean;
  /** Asked of dispatchers alone: who is there to decide as level 1. Where that is nobody else, they decide in their place. */
  level_1: readonly Uuid[];
  /** Does their role read the contacts of confidential reports? */
  reads_contacts: boolean;
}

export const SYSTEM: Standing = { person: null, department: null, acts_for: [], heads: [], levels: [], dispatcher: false, inspector: false, level_1: [], reads_contacts: false };

/** Longitude and latitude in degrees; an altitude may follow and says nothing here. */
export type Position = readonly [lng: number, lat: number, ...rest: number[]];
export type Ring = readonly Position[];
/** Polygons, each an outer ring and its holes. */
export type Polygons = readonly (readonly Ring[])[];
export type Boundary
  = | { type: 'Polygon'; coordinates: readonly Ring[] }
    | { type: 'MultiPolygon'; coordinates: Polygons };
