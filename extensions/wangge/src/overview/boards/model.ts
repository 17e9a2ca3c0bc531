/** What stands on a grid board (网格公示牌), as the press gets it; and the rows that it is made from. */
import type { Uuid } from '../../kernel/values.ts';
import type { Level } from '../../territory/grid-rules.ts';
import type { Drawn } from './sketch-rules.ts';

export type PaperSize = 'A4' | 'A3';

export interface BoardPerson {
  name: string;
  title: string;
  /** The work phone; empty: none is known. */
  phone: string;
}

export interface BoardPost {
  level: Level;
  grid: string;
  /** Null: vacant. */
  leader: BoardPerson | null;
}

export interface BoardModel {
  subdistrict: string;
  supervision_phone: string;
  level: Level;
  name: string;
  code: string;
  /** What it lies in, the largest first; without the sub-district. */
  place: string[];
  households: number | null;
  population: number | null;
  leader: BoardPerson | null;
  /** A JPEG as a data address. */
  photo: string | null;
  deputies: BoardPerson[];
  above: BoardPost[];
  below: BoardPost[];
  /** Those of the three levels; a level of which none are known is left out. */
  duties: { level: Level; items: string[] }[];
  /** Without the grid's own boundary nothing is drawn. */
  shapes: Drawn[];
  /** Of the public notices. */
  address: string | null;
  /** `2026年11月23日` */
  printed_on: string;
}

export interface BoardPaper { size: PaperSize; boards: BoardModel[] }

export interface BoardGrid {
  id: Uuid;
  code: string;
  name: string;
  level: Level;
  parent: Uuid | null;
  subdistrict: Uuid;
  status: string;
  households: number | null;
  population: number | null;
  boundary: unknown;
}

export interface Holder {
  grid: Uuid;
  role: 'leader' | 'deputy';
  name: string;
  title: string | null;
  phone: string | null;
  avatar: Uuid | null;
}

export interface Subdistrict { id: Uuid; name: string; supervision_phone: string | null }
