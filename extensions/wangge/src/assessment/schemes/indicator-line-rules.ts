/**
 * What an indicator is good for: how much it weighs, how much it tells subjects apart, and what it asks of people. One with
 * hardly any spread costs work and decides nothing.
 */
import type { SubjectKind } from '../facts/model.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { Fraction } from './fraction-rules.ts';
import type { Indicator } from './model.ts';
import type { Standing } from './subject-scoring-rules.ts';

/** Below this share of its weight the points of an indicator hardly differ. */
const HARDLY = 0.02;
/** With fewer there is nothing to tell apart. */
const FEWEST = 3;

export interface IndicatorLine {
  indicator: string;
  kind: SubjectKind;
  level: Level | null;
  weight: number;
  /** Who is scored, and of whom there are data. */
  subjects: number;
  with_data: number;
  /** Points under its own weight: the least, the middle and the most, and their standard deviation; null without data. */
  least: number | null;
  middle: number | null;
  most: number | null;
  deviation: number | null;
  /** Of what tells the totals apart, in percent (below 0: it works against the others); null where nothing does. */
  decides: number | null;
  /** `useless`: hardly any spread. `no_data`: too few have any to say. */
  verdict: 'useful' | 'useless' | 'no_data';
}

/** One line for each indicator of each kind and level, in the order of the scheme. */
export function indicatorLines(standings: readonly Standing[]): IndicatorLine[] {
  const fields = Map.groupBy(standings, ({ subject: { kind, level } }) => `${kind} ${level ?? ''}`);
  return [...fields.values()].flatMap(field => field[0]!.rated.map(({ indicator }) => lineOf(indicator, field)));
}

function lineOf(indicator: Indicator, field: readonly Standing[]): IndicatorLine {
  const { subject: { kind, level } } = field[0]!;
  const pairs = field.flatMap(({ rated, total }) => {
    const own = rated.find(({ indicator: { code } }) => code === indicator.code);
    return own === undefined || own.rate === null || own.points === null || own.share === null || total === null ? [] : [{ points: numberOf(own.points), share: numberOf(own.share), total: numberOf(total) }];
  });
  const points = pairs.map(one => one.points).sort((a, b) => a - b);
  const weight = Number(indicator.weight);
  const deviation = points.length === 0 ? null : Math.sqrt(covariance(points, points));
  const totals = pairs.map(({ total }) => total);
  const variance = covariance(totals, totals);
  return {
    indicator: indicator.code,
    kind,
    level,
    weight,
    subjects: field.length,
    with_data: points.length,
    least: shown(points[0]),
    middle: shown(points.length === 0 ? undefined : (points[Math.floor((points.length - 1) / 2)]! + points[Math.ceil((points.length - 1) / 2)]!) / 2),
    most: shown(points.at(-1)),
    deviation: shown(deviation ?? undefined),
    decides: points.length < FEWEST || variance < 1e-12 ? null : Math.round(1000 * covariance(pairs.map(({ share }) => share), totals) / variance) / 10,
    verdict: points.length < FEWEST ? 'no_data' : weight > 0 && deviation! < HARDLY * weight ? 'useless' : 'useful',
  };
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, next) => sum + next, 0) / values.length;
  const [ofA, ofB] = [mean(a), mean(b)];
  return a.reduce((sum, next, index) => sum + (next - ofA) * (b[index]! - ofB), 0) / a.length;
}

/** For what is shown only; nothing is decided by it. */
function numberOf({ numerator, denominator }: Fraction): number {
  const scale = 1_000_000n;
  return Number(numerator * scale / denominator) / Number(scale);
}

function shown(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 100) / 100;
}
