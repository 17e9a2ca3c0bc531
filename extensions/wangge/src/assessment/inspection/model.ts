/** The words of an inspection visit: three sheets, by two inspectors, of one grid. */
import type { Day, Moment, Uuid } from '../../kernel/values.ts';

/** 听 (what is reported), 看 (what is seen), 议 (what is discussed). */
export const METHODS = ['listen', 'look', 'discuss'] as const;
export type Method = (typeof METHODS)[number];

export const VISIT_STATES = ['planned', 'under_way', 'held', 'acknowledged', 'cancelled'] as const;
export type VisitState = (typeof VISIT_STATES)[number];

/** What of the grid's work is looked at with the visit. */
export const SAMPLE_KINDS = ['entry', 'log', 'issue'] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

/** As the database has it. */
export interface StoredVisit {
  id: Uuid;
  grid: Uuid;
  state: VisitState;
  planned_on: Day;
  inspector_1: Uuid;
  inspector_2: Uuid;
  completed_1_at: Moment | null;
  completed_2_at: Moment | null;
}

/** One question on one inspector's sheet; its wording stays as it was when the visit began. */
export interface StoredAnswer {
  id: Uuid;
  inspector: Uuid;
  method: Method;
  question: string;
  /** 0 to 10; null: not yet. */
  score: number | null;
  note: string | null;
}

/** A photograph on one inspector's sheet. */
export interface StoredPhoto {
  id: Uuid;
  inspector: Uuid;
  method: Method;
  /** The file. */
  photo: Uuid;
}

/** A line of a sheet on paper. */
export interface SheetLine { inspector: Uuid; inspector_name: string; method: Method; question: string; score: number | null; note: string | null }

/** What the paper of a visit says beside its sheets. */
export interface VisitPage {
  grid: string;
  subdistrict: string;
  state: VisitState;
  occasion: 'drawn' | 'called';
  reason: string | null;
  planned_on: Day;
  held_on: Day | null;
  inspectors: [string, string];
  acknowledged_by: string | null;
  acknowledged_on: Day | null;
  acknowledgement: string | null;
}
