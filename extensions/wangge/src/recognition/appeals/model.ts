/** The words of appeals: on a fact, a ranking or a recognition, by whom it concerns, with two reviews. */
import type { ReferenceKind } from '../../assessment/facts/fact-reference-rules.ts';
import type { Certificate } from '../../calendar/model.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';

export const APPEAL_STATES = ['first_review', 'second_review', 'upheld', 'rejected', 'withdrawn'] as const;
export type AppealState = (typeof APPEAL_STATES)[number];
export type AppealDecision = 'upheld' | 'rejected';
/** 1: the inspection team recommends; 2: a level 1 who is not above that grid (or the head of another office) decides. */
export type Stage = 1 | 2;

/** What is known of what is appealed (`wangge_fact_place`). */
export interface AppealedPlace {
  grid: Uuid | null;
  department: Uuid | null;
  person: Uuid | null;
  subdistrict: Uuid;
  on_day: Day;
  /** From when on it could be known. */
  known_at: Moment;
  title: string;
}

/** The days of the scheme that is in force, and when offices close. */
export interface AppealDays { appeal_working_days: number; review_working_days: number; close_of_business: string }

/** What decides whether somebody may appeal now. */
export interface AppealFacts {
  /** Null: there is no such thing, or it has not happened yet. */
  place: AppealedPlace | null;
  /** Does it concern this person, or do they stand in for somebody whom it concerns? */
  concerned: 'own' | 'instead' | null;
  /** The one that was filed already. */
  filed: { id: Uuid; state: AppealState } | null;
  /** Until when; null: it is open, since what counts it was not told yet. */
  until: Moment | null;
}

export interface StoredAppeal {
  id: Uuid;
  subject_kind: ReferenceKind;
  subject: string;
  title: string;
  state: AppealState;
  reason: string;
  filed_by: Uuid;
  filed_at: Moment;
  person: Uuid | null;
  grid: Uuid | null;
  department: Uuid | null;
  subdistrict: Uuid;
  on_day: Day;
}

export interface ReviewClock { due_at: Moment; warn_at: Moment; certificate: Certificate }

/** How somebody stands to a review today. */
export interface Standing {
  /** May decide it: the database says who (`wangge_appeal_seats_on`). */
  seated: boolean;
  filed: boolean;
  concerned: boolean;
  /** Reviewed it before. */
  reviewed: boolean;
  /** Which part they had in it; null: none. */
  part: string | null;
  /** Holds the grid, or one above it, or stands in for who does. */
  in_line: boolean;
  /** Of the department that answered for it. */
  own_department: boolean;
  inspects: boolean;
  leads_area: boolean;
  heads_office: boolean;
}
