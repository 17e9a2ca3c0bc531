/**
 * The rolling year: the last four published quarters' counts together, by the scheme of the latest; its priors are of the counts
 * themselves, as in a first quarter. Computed when a quarter is, and again by whoever verifies it: the evidence says what the
 * quarters before had counted (`YearBefore`), and of which versions.
 */
import type { SubjectKind } from '../facts/model.ts';
import type { RuleCount, Scheme, Subject } from '../schemes/model.ts';
import type { CountedSubject } from '../schemes/subject-scoring-rules.ts';
import type { FrozenField, SubjectInterval } from './field-rules.ts';
import { resultsOf, standings } from '../schemes/subject-scoring-rules.ts';
import { fieldsIntervals } from './field-rules.ts';

/** Above and below the line; and of these from flagged sources, where that was told apart (where it was not, those cases count once). */
export type EarlierCount = readonly [numerator: number, denominator: number, flagged_numerator?: number, flagged_denominator?: number];

/** By code of the indicator, as far as the indicator measured the same. */
export type EarlierCounts = Readonly<Record<string, EarlierCount>>;

/** `by_quarter`: of a year, what each quarter (by its code) counted under the indicators that go by no rate. */
export interface EarlierSubject { kind: SubjectKind; code: string; sample: number; counts: EarlierCounts; by_quarter?: Readonly<Record<string, EarlierCounts>> }

const NOTHING: EarlierCount = [0, 0];

/** As rules read it: what quarters counted together under an indicator; nothing, where they did not. */
export function countedBefore(had: Pick<EarlierSubject, 'counts'> | undefined, indicator: string): RuleCount {
  const [numerator, denominator, flagged_numerator, flagged_denominator] = had !== undefined && Object.hasOwn(had.counts, indicator) ? had.counts[indicator]! : NOTHING;
  return { numerator, denominator, ...flagged_numerator !== undefined && flagged_denominator !== undefined && { flagged: { numerator: flagged_numerator, denominator: flagged_denominator } } };
}

export interface YearBefore {
  /** The latest first, as they were published then; with this quarter they are a rolling year. */
  quarters: readonly { code: string; version: number; persons_by_post: boolean }[];
  /** Of all of them together. */
  subjects: readonly EarlierSubject[];
}

export interface YearRow {
  kind: Subject['kind'];
  level: Subject['level'];
  code: string;
  quarters: number;
  total: string | null;
  rank: number | null;
  of: number;
  low: number | null;
  high: number | null;
  tier: string | null;
}

/** How many of these there are of a kind: of persons, those in which they were counted as they are now. */
function beforeOf(kind: SubjectKind, quarters: YearBefore['quarters']): number {
  return quarters.filter(({ persons_by_post }) => kind !== 'person' || persons_by_post).length;
}

/** `quarter`: everybody with their counts of this one; `before`: the quarters that there are besides. Of whom there is none besides, there is no year. */
export function yearRows(period: string, all: readonly CountedSubject[], { before, subjects }: { before: YearBefore['quarters']; subjects: Iterable<EarlierSubject> }, frozen: readonly FrozenField[], scheme: Scheme): YearRow[] {
  const quarter = all.filter(({ subject }) => beforeOf(subject.kind, before) > 0);
  const earlier = new Map([...subjects].map(subject => [`${subject.kind} ${subject.code}`, subject]));
  const together = quarter.map(({ subject, sample, countOf }): CountedSubject => {
    const had = earlier.get(`${subject.kind} ${subject.code}`);
    return {
      subject,
      sample: sample + (had?.sample ?? 0),
      countOf: (indicator) => {
        const here = countOf(indicator);
        const { numerator, denominator, flagged } = countedBefore(had, indicator.code);
        const both = here.flagged && { flagged: { numerator: here.flagged.numerator + (flagged?.numerator ?? 0), denominator: here.flagged.denominator + (flagged?.denominator ?? 0) } };
        return { ...here, numerator: here.numerator + numerator, denominator: here.denominator + denominator, ...both } satisfies RuleCount;
      },
    };
  });
  const placed = standings(together, scheme);
  const name = ({ kind, level, code }: { kind: string; level: number | null; code: string }): string => `${kind} ${level} ${code}`;
  const intervals = new Map(fieldsIntervals(`${period} year`, frozen.map(field => ({ ...field, priors: {}, recorded_before: {} })), placed, scheme)
    .flatMap(({ kind, level, rows }) => rows.map((row): [string, SubjectInterval] => [name({ kind, level, code: row.code }), row])));
  return resultsOf(placed, scheme).rankings.map(({ kind, level, subject: code, total, rank, of }): YearRow => {
    const { low = null, high = null, tier = null } = intervals.get(name({ kind, level, code })) ?? {};
    return { kind, level, code, quarters: beforeOf(kind, before) + 1, total, rank, of, low, high, tier };
  });
}
