/** The words of schemes: who is scored, by which indicators, and what a scheme may say. */
import type { FlaggedSource, Scope } from '../../handling/model.ts';
import type { Count, SubjectKind } from '../facts/model.ts';
import type { Level } from '../facts/tally-rules.ts';
import { FLAGGED_SOURCES } from '../../handling/model.ts';
import { weighsFlagged } from '../facts/count-key-rules.ts';
import { SUBJECT_KINDS } from '../facts/model.ts';

export const LEVELS: readonly Level[] = [1, 2, 3];

export const RULES = ['ratio', 'inverse_ratio', 'threshold', 'bands', 'deduct_per_case', 'add_per_case', 'zeroing', 'manual', 'raters', 'veto'] as const;
export type Rule = (typeof RULES)[number];

/** What bands are laid over: the rate in percent, the number below the line, or the number above it. */
export const BAND_BASES = ['percent', 'cases', 'hits'] as const;
export type BandBase = (typeof BAND_BASES)[number];

export interface GradeBand {
  grade: string;
  /** Totals from here (inclusive) up to the next band; the lowest band starts at 0, so that no total falls between. */
  from: number;
  names: Record<string, string>;
}

export interface IndicatorParams {
  /** Whose matters count, where facts tell it: level 3 answers for the community's own only (another's delay must not cost it marks). */
  scopes?: Scope[];
  /** `threshold`: the rate in percent from which (or, where lower is better, up to which) the full weight is given … */
  full_at?: number;
  /** … and the points that each percentage point beyond it costs. */
  per_point?: number;
  /** `bands`: points by the rate in percent (or by a number, see `of`), each from its lower bound; the lowest starts at 0. */
  bands?: { from: number; points: number }[];
  of?: BandBase;
  /** `deduct_per_case`, `add_per_case`: points for each case … */
  per_case?: number;
  /** … and how many in all at most; without it, the weight. */
  cap?: number;
  /** `deduct_per_case`, `add_per_case`, `bands`: as how many a case from a flagged source counts; the others count as 1 … */
  multiplier?: number;
  /** … from which; without it, all of them. */
  flagged_sources?: FlaggedSource[];
}

export interface Indicator {
  code: string;
  name: string;
  group: string;
  subject: SubjectKind;
  /** Of grids and persons; departments have none. */
  levels: Level[];
  measure: string;
  /** Points at best; a decimal, as a number or as a database's text. */
  weight: number | string;
  rule: string;
  params: IndicatorParams;
  /** Without a single case: leave out and spread the weight over the others, give it in full, or give none. */
  no_data: 'exclude' | 'full' | 'zero';
}

/** Who is compared with whom: those of one declared group, or of one size; without it all of a level. */
export type PeerGroups
  = | { by: 'declared' }
    /** Lower bounds; the lowest is 0. `matters`: how many issues fell due in the period before. */
    | { by: 'size'; households?: number[]; matters?: number[] };

export interface Scheme {
  code: string;
  name: string;
  version: number;
  /** Facts count that were recorded before the close of this working day after the period; null or absent: before its end (schemes of an earlier release). */
  cut_working_days?: number | null;
  /** Levels of grids and persons that get ranks; the others are scored and shown. */
  ranked_levels: Level[];
  /** With fewer issues a subject is listed, not ranked (T17). */
  min_sample: number;
  /** With fewer days in service or in the post likewise; null or absent: nobody asks. */
  min_days?: number | null;
  /** Null or absent: none. */
  peer_groups?: PeerGroups | null;
  grade_bands: GradeBand[];
  /** Measures that part equal totals, the weightiest first; who is equal in all of them shares a rank. */
  tie_break: string[];
  indicators: Indicator[];
}

/** Who is scored. */
export interface Subject {
  kind: SubjectKind;
  /** A grid's or a department's code; of a person the id, in evidence a pseudonym. */
  code: string;
  /** Null: a department. */
  level: Level | null;
  /** Of a grid: codes from the root down to itself, `/a/b/c/`. */
  path: string | null;
  /** Who it is compared with; null: all of its kind and level. */
  group: string | null;
  /** No longer in use: its cases count for the grids above it, itself it is not ranked. */
  retired: boolean;
  /** In service, or in the post, in the period; null: nobody knows. */
  days: number | null;
  /** Its rank in the period before, null where it had none. */
  previous_rank: number | null;
}

/** A count as a rule needs it. */
export interface RuleCount extends Count {
  /** Of these, those from flagged sources. */
  flagged?: Count;
  /** Of scores (0 to 100): the lowest and the highest. */
  least?: number;
  most?: number;
}

/** Why somebody is listed without a rank; the Studio translates the word. */
export const UNRANKED = ['no_cases', 'below_minimum', 'retired', 'level_not_ranked', 'too_few_days', 'vetoed'] as const;
export type Unranked = (typeof UNRANKED)[number];

/** The sources whose cases weigh more under an indicator; none, where all weigh the same. */
export function flagsOf(params: IndicatorParams): readonly FlaggedSource[] {
  return weighsFlagged(params) ? params.flagged_sources ?? FLAGGED_SOURCES : [];
}

/** The indicators by which those of a kind and level are scored. */
export function indicatorsOf(scheme: Pick<Scheme, 'indicators'>, kind: SubjectKind, level: Level | null): Indicator[] {
  return scheme.indicators.filter(indicator => indicator.subject === kind && (level === null || indicator.levels.includes(level)));
}

/** Every kind and level that this scheme scores. */
export function fieldsOf(scheme: Pick<Scheme, 'indicators'>): { kind: SubjectKind; level: Level | null }[] {
  const all = SUBJECT_KINDS.flatMap((kind): { kind: SubjectKind; level: Level | null }[] => kind === 'department' ? [{ kind, level: null }] : LEVELS.map(level => ({ kind, level })));
  return all.filter(({ kind, level }) => indicatorsOf(scheme, kind, level).length > 0);
}
