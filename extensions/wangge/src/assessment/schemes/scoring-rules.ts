/** Rankings of grids alone, as evidence of format 1 and 1.1 holds them: the same scoring, said in their words. */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { EvidenceFormat } from '../facts/measure-rules.ts';
import type { Level, RankedGrid, Tally } from '../facts/tally-rules.ts';
import type { Indicator, RuleCount, Scheme, Unranked } from './model.ts';
import type { SubjectRanking, SubjectScore } from './subject-scoring-rules.ts';
import { indicatorsOf } from './model.ts';
import { checkScheme } from './scheme-rules.ts';
import { countFor, resultsOf, sampleOf, standings } from './subject-scoring-rules.ts';

export type { Unranked } from './model.ts';

export interface Subject extends RankedGrid {
  /** No longer in use: its cases count for the grids above it, itself it is not ranked. */
  retired: boolean;
  /** Its rank in the period before, null where it had none. */
  previous_rank: number | null;
}

export type Score = { grid: string } & Pick<SubjectScore, 'indicator' | 'numerator' | 'denominator' | 'value' | 'points' | 'no_data'>;
export type Ranking = { grid: string; level: Level; note: Unranked | null } & Pick<SubjectRanking, 'total' | 'grade' | 'rank' | 'of' | 'previous_rank' | 'sample'>;

export interface Scored {
  kind: 'scored';
  scores: Score[];
  rankings: Ranking[];
}

export interface Counted { tallies: readonly Tally[]; subjects: readonly Subject[]; format?: EvidenceFormat }

export function score({ tallies, subjects, format = 2 }: Counted, scheme: Scheme): Scored | Refusal {
  const refusal = checkScheme(scheme);
  if (refusal)
    return refusal;
  const lines = Map.groupBy(tallies, ({ grid }) => grid);
  const grids = subjects.map((grid) => {
    const subject = { kind: 'grid' as const, group: null, days: null, ...grid };
    const own = lines.get(grid.code) ?? [];
    const countOf = ({ measure, params: { scopes } }: Indicator): RuleCount => countFor(measure, scopes, own);
    // In files of the first format each round was a case.
    const sample = format === 1 ? Math.max(0, ...indicatorsOf(scheme, 'grid', grid.level).map(indicator => countOf(indicator).denominator)) : sampleOf(subject, own, scheme);
    return { subject, sample, countOf };
  });
  const { scores, rankings } = resultsOf(standings(grids, scheme, { earlier: true }), scheme);
  return {
    kind: 'scored',
    scores: scores.map(({ subject: grid, indicator, numerator, denominator, value, points, no_data }) => ({ grid, indicator, numerator, denominator, value, points, no_data }))
      .sort((a, b) => order(a.grid, b.grid) || order(a.indicator, b.indicator)),
    rankings: rankings.map(({ subject: grid, level, total, grade, rank, of, previous_rank, sample, note }) => ({ grid, level: level!, total, grade, rank, of, previous_rank, sample, note })),
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
