/**
 * Points as a spreadsheet computes them from numerator and denominator: the same rules as in `../schemes/`, written as a
 * formula. A rule without a formula (of a later release) keeps its stored points, and so do cases that weigh more than one where it
 * was not told which those are.
 */
import type { ReportIndicator, ReportScore } from './model.ts';

/** Cells of one row, by their addresses; of what came from flagged sources, where that was told apart. */
export interface PointCells { numerator: string; denominator: string; weight: string; sharedWeight: string; flagged?: { numerator: string; denominator: string } | null }

/** Points as formula text, without the sign of equality; null: none. */
export function pointFormula(indicator: ReportIndicator, cells: PointCells): string | null {
  const own = ownPoints(indicator, cells);
  if (own === null)
    return null;
  const shared = (points: string): string => isBonus(indicator) ? points : `IF(${cells.sharedWeight}=0,0,(${points})*100/${cells.sharedWeight})`;
  const without = { exclude: '""', full: shared(cells.weight), zero: '0' }[indicator.no_data];
  return `IF(${cells.denominator}=0,${without},${shared(own)})`;
}

function ownPoints({ rule, better, params }: ReportIndicator, { numerator, denominator, weight, flagged }: PointCells): string | null {
  const more = (params.multiplier ?? 1) - 1;
  if (more !== 0 && !flagged)
    return null;
  // A case from a flagged source as often as it weighs.
  const [n, d] = more === 0 ? [numerator, denominator] : [`(${numerator}+${more}*${flagged!.numerator})`, `(${denominator}+${more}*${flagged!.denominator})`];
  const [good, bad] = better === 'higher' ? [n, `(${d}-${n})`] : [`(${d}-${n})`, n];
  const cap = params.cap == null ? weight : `MIN(${params.cap},${weight})`;
  switch (rule) {
    case 'ratio':
    case 'manual':
    case 'raters':
      return `${weight}*${n}/${d}`;
    case 'inverse_ratio':
      return `${weight}*(${d}-${n})/${d}`;
    case 'threshold':
      return params.full_at == null || params.per_point == null
        ? null
        : `MAX(0,${weight}-MAX(0,${better === 'higher' ? `${params.full_at}-100*${n}/${d}` : `100*${n}/${d}-${params.full_at}`})*${params.per_point})`;
    case 'bands':
      return params.bands == null || params.bands.length === 0 ? null : bandFormula(params.bands, bandTest(params.of ?? 'percent', n, d), weight);
    case 'deduct_per_case':
      return params.per_case == null ? null : `${weight}-MIN(${cap},${bad}*${params.per_case})`;
    case 'add_per_case':
      return params.per_case == null ? null : `MIN(${cap},${good}*${params.per_case})`;
    case 'zeroing':
      return `IF(${bad}>0,0,${weight})`;
    default:
      return null;
  }
}

/** Multiplied out: a bound like 95 is met exactly. */
function bandTest(of: string, n: string, d: string): (from: number) => string {
  return { cases: (from: number) => `${d}>=${from}`, hits: (from: number) => `${n}>=${from}` }[of] ?? (from => `100*${n}>=${from}*${d}`);
}

function bandFormula(bands: NonNullable<ReportIndicator['params']['bands']>, test: (from: number) => string, weight: string): string {
  const falling = [...bands].sort((a, b) => b.from - a.from);
  const last = falling.pop()!;
  return falling.reduceRight((rest, { from, points }) => `IF(${test(from)},MIN(${points},${weight}),${rest})`, `MIN(${last.points},${weight})`);
}

export function isBonus({ group }: Pick<ReportIndicator, 'group'>): boolean {
  return group === 'bonus';
}

/** The weight that a subject's points share: of its indicators with points, bonus aside. */
export function sharedWeight(scores: readonly Pick<ReportScore, 'indicator' | 'points'>[], indicators: readonly ReportIndicator[]): number {
  const having = new Set(scores.filter(({ points }) => points !== null).map(({ indicator }) => indicator));
  // Weights have at most two decimals: hundredths add up exactly.
  return indicators.filter(indicator => having.has(indicator.code) && !isBonus(indicator)).reduce((sum, { weight }) => sum + Math.round(weight * 100), 0) / 100;
}

/** What the formula gives, so that the workbook shows it before anybody computes it again. */
export function pointsOf(indicator: ReportIndicator, { numerator, denominator, points, flagged }: ReportScore, shared: number): number | null {
  const formula = pointFormula(indicator, { numerator: 'n', denominator: 'd', weight: 'w', sharedWeight: 's', flagged: flagged ? { numerator: 'fn', denominator: 'fd' } : null });
  if (formula === null)
    return points;
  const share = (own: number): number => isBonus(indicator) ? own : shared === 0 ? 0 : own * 100 / shared;
  if (denominator === 0)
    return { exclude: null, full: share(indicator.weight), zero: 0 }[indicator.no_data];
  const more = (indicator.params.multiplier ?? 1) - 1;
  return share(ownNumber(indicator, numerator + more * (flagged?.numerator ?? 0), denominator + more * (flagged?.denominator ?? 0)));
}

function ownNumber({ rule, better, params, weight }: ReportIndicator, n: number, d: number): number {
  const [good, bad] = better === 'higher' ? [n, d - n] : [d - n, n];
  const cap = Math.min(params.cap ?? weight, weight);
  switch (rule) {
    case 'inverse_ratio':
      return weight * (d - n) / d;
    case 'threshold':
      return Math.max(0, weight - Math.max(0, better === 'higher' ? params.full_at! - 100 * n / d : 100 * n / d - params.full_at!) * params.per_point!);
    case 'bands': {
      const reached = params.bands!.filter(({ from }) => params.of === 'cases' ? d >= from : params.of === 'hits' ? n >= from : 100 * n >= from * d);
      const band = reached.reduce<{ from: number; points: number } | null>((highest, next) => highest === null || next.from > highest.from ? next : highest, null) ?? [...params.bands!].sort((a, b) => a.from - b.from)[0]!;
      return Math.min(band.points, weight);
    }
    case 'deduct_per_case':
      return weight - Math.min(cap, bad * params.per_case!);
    case 'add_per_case':
      return Math.min(cap, good * params.per_case!);
    case 'zeroing':
      return bad > 0 ? 0 : weight;
    default:
      return weight * n / d;
  }
}

/** Two decimals, half up, as the ranking rounds its exact totals: what floating point lost is put right first. */
export function totalFormula(range: string, rounding: string | null): string {
  return `IF(COUNT(${range})=0,"",ROUND(ROUND(SUM(${range}),9)${rounding === null ? '' : `+${rounding}`},2))`;
}

export function half(value: number): number {
  return Math.floor((Math.round(value * 1e9) + 5e6) / 1e7) / 100;
}
