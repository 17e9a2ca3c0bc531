/** What a ranking has to say in words: who stands out and who does not, and where points were lost. Pure. */
import type { ReportData, ReportField, ReportIndicator, ReportRow } from './model.ts';
import { compareText, indicatorsOf, isRanked } from './model.ts';
import { isBonus, pointsOf, sharedWeight } from './point-formula-rules.ts';

export interface Findings {
  field: ReportField;
  ranked: number;
  /** By name; only who is rated is named at all. */
  front: string[];
  back: string[];
  middle: number;
  /** For want of data. */
  not_rated: number;
  apart: number;
  /** Were tiers computed for this field? */
  rated: boolean;
  /** Where most points were lost, the most first. */
  losses: Loss[];
}

export interface Loss {
  indicator: ReportIndicator;
  /** Of the whole field. */
  numerator: number;
  denominator: number;
  /** Points lost by one of the field on average. */
  points: number;
  /** Of all points that were lost, in percent. */
  share: number;
}

/** So many indicators are told to be improved. */
const MOST_LOSSES = 3;

export function findingsOf({ head, scores }: ReportData, field: ReportField): Findings {
  const ranked = field.rows.filter(isRanked);
  const named = (tier: ReportRow['tier']): string[] => ranked.filter(row => row.tier === tier).map(({ name }) => name).sort(compareText);
  return {
    field,
    ranked: ranked.length,
    front: named('front'),
    back: named('back'),
    middle: ranked.filter(({ tier }) => tier === 'middle').length,
    not_rated: ranked.filter(({ tier }) => tier === 'not_rated').length,
    apart: field.rows.length - ranked.length,
    rated: ranked.some(({ tier }) => tier !== null),
    losses: lossesOf(indicatorsOf(head.scheme, field), field, scores),
  };
}

function lossesOf(indicators: readonly ReportIndicator[], { rows }: ReportField, scores: ReportData['scores']): Loss[] {
  const here = new Set(rows.filter(isRanked).map(({ no }) => no));
  const byRow = Map.groupBy(scores.filter(({ no }) => here.has(no)), ({ no }) => no);
  const lost = new Map(indicators.map(indicator => [indicator.code, { indicator, numerator: 0, denominator: 0, points: 0 }]));
  for (const own of byRow.values()) {
    const shared = sharedWeight(own, indicators);
    for (const score of own) {
      const line = lost.get(score.indicator);
      if (line === undefined || score.points === null || score.denominator === 0 || isBonus(line.indicator) || shared === 0)
        continue;
      line.numerator += score.numerator;
      line.denominator += score.denominator;
      line.points += Math.max(0, line.indicator.weight * 100 / shared - (pointsOf(line.indicator, score, shared) ?? 0));
    }
  }
  const all = [...lost.values()].reduce((sum, { points }) => sum + points, 0);
  return [...lost.values()]
    .filter(({ points }) => points > 0.005 * here.size)
    .map(line => ({ ...line, points: line.points / here.size, share: Math.round(100 * line.points / all) }))
    .sort((a, b) => b.points - a.points || compareText(a.indicator.code, b.indicator.code))
    .slice(0, MOST_LOSSES);
}
