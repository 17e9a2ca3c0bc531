/** Two subjects side by side, by indicator: value, points, difference, and which indicator decides. Pure. */
import type { ScoreAnswer } from '../shared/number-view.ts';
import type { Speak } from './words.ts';

export interface Side { value: string; points: string }
export interface ComparedLine { code: string; name: string; sides: [Side, Side]; difference: string; decides: boolean; ahead: 0 | 1 | null }
export interface Compared { lines: ComparedLine[]; totals: [string, string]; difference: string; says: string }

/** Heaviest first. Points are as they were scored: they add up to the totals. */
export function comparedOf(scores: readonly [readonly ScoreAnswer[], readonly ScoreAnswer[]], names: readonly [string, string], speak: Speak): Compared {
  const sides = scores.map(its => new Map(its.map(score => [score.indicator.code, score])));
  const indicators = new Map(scores.flat().map(({ indicator }) => [indicator.code, indicator]));
  const lines = [...indicators.values()].sort((a, b) => Number(b.weight) - Number(a.weight) || (a.code < b.code ? -1 : 1)).map((indicator) => {
    const [one, other] = sides.map(side => side.get(indicator.code)) as [ScoreAnswer | undefined, ScoreAnswer | undefined];
    return { indicator, one, other, by: hundredths(one) - hundredths(other) };
  });
  const total = lines.reduce((sum, { by }) => sum + by, 0);
  const most = Math.max(0, ...lines.map(({ by }) => by * Math.sign(total)));
  const decides = (by: number): boolean => most > 0 && by * Math.sign(total) === most;
  const deciding = lines.filter(({ by }) => decides(by));
  return {
    lines: lines.map(({ indicator, one, other, by }) => ({ code: indicator.code, name: indicator.name, sides: [sideOf(one, speak), sideOf(other, speak)], difference: signed(by), decides: decides(by), ahead: by === 0 ? null : by > 0 ? 0 : 1 })),
    totals: scores.map(its => (its.reduce((sum, score) => sum + hundredths(score), 0) / 100).toFixed(2)) as [string, string],
    difference: signed(total),
    says: total === 0
      ? speak('compared_equal')
      : speak('compared_says', { ahead: names[total > 0 ? 0 : 1], behind: names[total > 0 ? 1 : 0], by: (Math.abs(total) / 100).toFixed(2), indicators: deciding.map(({ indicator }) => indicator.name).join(speak('and')), most: (most / 100).toFixed(2) }),
  };
}

function hundredths(score: ScoreAnswer | undefined): number {
  return Math.round(Number(score?.points ?? 0) * 100);
}

function sideOf(score: ScoreAnswer | undefined, speak: Speak): Side {
  return score === undefined
    ? { value: speak('not_scored'), points: speak('dash') }
    : {
        value: score.no_data || score.value === null ? speak('no_data') : `${Number(score.value).toFixed(2)} %`,
        points: score.points === null ? speak('dash') : Number(score.points).toFixed(2),
      };
}

function signed(by: number): string {
  return `${by > 0 ? '+' : by < 0 ? '−' : ''}${(Math.abs(by) / 100).toFixed(2)}`;
}
