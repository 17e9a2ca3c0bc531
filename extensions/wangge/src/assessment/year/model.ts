/** The words of a year: what its places are made of. */
import type { SubjectKind } from '../facts/model.ts';

/** Four quarters together, the team's review at the end of the year, the community's assessment. */
export const PARTS = ['quarters', 'review', 'community'] as const;
export type Part = (typeof PARTS)[number];

/** Of a scheme; together 100. */
export type YearWeights = Readonly<Record<Part, number>>;

/**
 * As shipped. The mean of four quarters weighs 70 and the team's review 30; no source gives a number for the community's assessment, so it
 * is shown beside the places until a sub-district gives it a weight in its scheme.
 */
export const SHIPPED_WEIGHTS: YearWeights = { quarters: 70, review: 30, community: 0 };

/** One of the four; `version` null: none was published when the year was computed. */
export interface QuarterOfYear { code: string; version: number | null; digest: string | null }

/** Why a quarter says nothing of somebody: not published; no row of them; a row without a single case; not in service, or of another level then. */
export const WITHOUT = ['not_published', 'not_there', 'no_data', 'no_days', 'other_level'] as const;
export type Without = (typeof WITHOUT)[number];

export interface OfSubject { kind: SubjectKind; code: string }

/** Kinds of the lines that a year rests on, with their cells in evidence. */
export const YEAR_COLUMNS = {
  /** Total in hundredths of a point, null without a case; days in service of so many (null: nobody knows); issues behind it; null, or why it does not count. */
  quarter: ['quarter', 'total', 'days', 'days_of', 'sample', 'without'],
  /** In hundredths; by a rater at the end of the year, or by an inspector of a visit held in the year. */
  review: ['score', 'basis'],
  /** In hundredths; the last that was confirmed. */
  community: ['score'],
} as const;

export interface QuarterFact extends OfSubjectFact { of: 'quarter'; quarter: string; total: number | null; days: number | null; days_of: number; sample: number; without: 'other_level' | null }
export interface ReviewFact extends OfSubjectFact { of: 'review'; score: number; basis: 'rater' | 'visit' }
export interface CommunityFact extends OfSubjectFact { of: 'community'; score: number }
interface OfSubjectFact { subject: OfSubject }
export type YearFact = QuarterFact | ReviewFact | CommunityFact;

/** A quarter as it counts for somebody: its total, and its share of all that count (per cent, two decimals); or why it does not. */
export interface QuarterMade { quarter: string; total: string | null; share: string | null; days: number | null; days_of: number | null; without: Without | null }
/** `points`: towards the total, after what had no data is spread. */
export interface PartMade {
  part: Part;
  weight: number;
  score: string | null;
  points: string | null;
  cases: number;
  /** Of scores that people gave, in hundredths; null: of the quarters, or there are none. */
  sum: number | null;
  basis: 'rater' | 'visit' | null;
}

/** What somebody's place in a year is made of. */
export interface YearMade extends OfSubject { level: 1 | 2 | 3 | null; days: number | null; days_of: number; quarters: QuarterMade[]; parts: PartMade[] }
