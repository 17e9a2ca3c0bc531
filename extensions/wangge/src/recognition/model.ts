/** The words of recognition: what is proposed, and the steps from there. */
import type { ReferenceKind } from '../assessment/facts/fact-reference-rules.ts';
import type { Day, Moment, Uuid } from '../kernel/values.ts';

export const KINDS = ['commendation', 'honour_nomination', 'renewal_note', 'criticism', 'warning'] as const;
export type Kind = (typeof KINDS)[number];

/** What speaks for somebody: on outstanding work alone, and not appealed. */
export const PRAISE: ReadonlySet<string> = new Set<Kind>(['commendation', 'honour_nomination', 'renewal_note']);

export const CAUSES = ['outstanding', 'situation_unknown', 'late_learning', 'stale_ledger', 'inaccurate_data', 'false_data', 'late_handling', 'improper_handling'] as const;
export type Cause = (typeof CAUSES)[number];

export const HONOUR_LEVELS = ['city', 'district', 'subdistrict'] as const;
export type HonourLevel = (typeof HONOUR_LEVELS)[number];

export const STATES = ['proposed', 'answered', 'silent', 'confirmed', 'dismissed', 'published', 'acknowledged', 'suspended', 'revoked'] as const;
export type State = (typeof STATES)[number];

/** Decided, and neither suspended nor revoked: it can be cited, and appealed. */
export const HELD: ReadonlySet<string> = new Set<State>(['confirmed', 'published', 'acknowledged']);

/** Characters of a reason or a text at most. */
export const MOST_WORDS = 4000;

/** As they are stored. */
export const STEP_NAMES = ['proposed', 'answered', 'silent', 'confirmed', 'dismissed', 'published', 'acknowledged', 'suspended', 'restored', 'revoked'] as const;
export type StepName = (typeof STEP_NAMES)[number];

export interface Stored {
  id: Uuid;
  person: Uuid | null;
  grid: Uuid | null;
  department: Uuid | null;
  subdistrict: Uuid;
  kind: Kind;
  cause: Cause;
  state: State;
  year: number;
  honour_level: HonourLevel | null;
  text: string;
  number: string | null;
  answer_until: Moment;
  proposed_by: Uuid | null;
  decided_by: Uuid | null;
  published_at: Moment | null;
}

/** Of whom something is said: a person, or a grid or department as a whole. */
export interface Subject { person: Uuid | null; grid: Uuid | null; department: Uuid | null }

/** A fact as it was when it was cited. */
export interface Evidence {
  fact_kind: ReferenceKind;
  fact: string;
  label: string;
  says: string;
  says_en: string;
  cells: Record<string, unknown> | null;
  on_day: Day | null;
  of_grid: Uuid | null;
  person: Uuid | null;
  collection: string | null;
  item: string | null;
  /** What a rule says once of its subject. */
  once: string;
}

export interface Proposal extends Subject {
  subdistrict: Uuid;
  kind: Kind;
  cause: Cause;
  honour_level: HonourLevel | null;
  year: number;
  period: Uuid | null;
  rule: Uuid | null;
  text: string;
  evidence: readonly Evidence[];
}

/** A fact that somebody names, as it is known now. */
export interface FoundFact extends Pick<Evidence, 'fact_kind' | 'fact' | 'collection' | 'item' | 'person'> {
  title: string;
  grid: Uuid | null;
  grid_path: string | null;
  department: Uuid | null;
  subdistrict: Uuid;
  on_day: Day;
  /** Who led that grid on that day, or stood in. */
  led: Uuid[];
  stands: boolean;
  /** Of a ranking. */
  tier: string | null;
  /** Of a recognition. */
  recognition_kind: string | null;
  recognition_state: string | null;
}

/** As its form shows it. */
export interface ShownEvidence extends Pick<Evidence, 'fact_kind' | 'fact' | 'label' | 'says' | 'says_en' | 'collection' | 'item'> { on_day: Day | null; stands: boolean; grid: string | null }
export interface ShownStep { step: StepName; actor: string | null; reason: string | null; at: Moment; fact_kind: string | null; fact: string | null }
export interface ShownNames { person: string | null; grid: string | null; department: string | null; subdistrict: string; rule: string | null; period: string | null }
