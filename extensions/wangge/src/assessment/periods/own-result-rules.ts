/** What a number rests on, and what would have changed it: of one subject's score under one indicator. */
import type { Measure } from '../facts/measure-rules.ts';
import { MEASURES } from '../facts/measure-rules.ts';
import { atLeast, decimal, rounded, subtract, ZERO } from '../schemes/fraction-rules.ts';

export interface OwnScore {
  measure: string;
  weight: number | string;
  numerator: number;
  denominator: number;
  points: number | string | null;
  no_data: boolean;
}

export interface RestsOn {
  /** What was done well, out of how many. */
  good: number;
  of: number;
  /** What was not: the cases that would have changed it, and in which part of the list they stand. */
  missed: number;
  part: 'hit' | 'miss';
  /** Points that are missing to the full weight; null without data. */
  lost: string | null;
}

/** What is lower the better has what went wrong above the line. */
export function restsOn({ measure, weight, numerator, denominator, points, no_data }: OwnScore): RestsOn {
  const bad = MEASURES[measure as Measure]?.better === 'lower';
  const missed = bad ? numerator : denominator - numerator;
  return {
    good: denominator - missed,
    of: denominator,
    missed,
    part: bad ? 'hit' : 'miss',
    lost: no_data || points === null ? null : rounded(atLeast(subtract(decimal(weight), decimal(points)), ZERO)),
  };
}
