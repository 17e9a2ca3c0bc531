/**
 * Two subjects side by side, by indicator: value, points, difference, and which indicator decides. Pure.
 *
 * What has no data gives its weight to the rest, so that the same work is worth more points to one than to the other. What parts
 * two is therefore what each lost to its own most (and what a bonus added): these add up to the difference of the totals.
 */
import type { ScoreAnswer } from '../shared/number-view.ts';
import type { Speak } from './words.ts';
import { mostPoints } from '../shared/number-view.ts';

export interface Side { value: string; points: string }
export interface ComparedLine { code: string; name: string; sides: [Side, Side]; difference: string; decides: boolean; ahead: 0 | 1 | null }
export interface Compared { lines: ComparedLine[]; totals: [string, string]; difference: string; says: string }

/** Heaviest first. */
export function comparedOf(scores: readonly [readonly ScoreAnswer[], readonly ScoreAnswer[]], names: readonly [string, string], speak: Speak): Compared {
  const sides = scores.map(its => new Map(its.map(score => [score.indicator.code, score])));
  const most = scores.map(mostPoints);
  const indicators = new Map(scores.flat().map(({ indicator }) => [indicator.code, indicator]));
  const lines = [...indicators.values()].sort((a, b) => Number(b.weight) - Number(a.weight) || (a.code < b.code ? -1 : 1)).map((indicator) => {
    const [one, other] = sides.map(side => side.get(indicator.code)) as [ScoreAnswer | undefined, ScoreAnswer | undefined];
    return { indicator, one, other, by: standingOf(one, most[0]!) - standingOf(other, most[1]!) };
  });
  const [here, there] = scores.map(its => its.reduce((sum, score) => sum + hundredths(score), 0)) as [number, number];
  const total = here - there;
  const largest = Math.max(0, ...lines.map(({ by }) => by * Math.sign(total)));
  const decides = (by: number): boolean => largest > 0 && by * Math.sign(total) === largest;
  const deciding = lines.filter(({ by }) => decides(by));
  return {
    lines: lines.map(({ indicator, one, other, by }) => ({ code: indicator.code, name: indicator.name, sides: [sideOf(one, most[0]!, speak), sideOf(other, most[1]!, speak)], difference: signed(by), decides: decides(by), ahead: by === 0 ? null : by > 0 ? 0 : 1 })),
    totals: [(here / 100).toFixed(2), (there / 100).toFixed(2)],
    difference: signed(total),
    says: total === 0
      ? speak('compared_equal')
      : speak(deciding.length === 0 ? 'compared_only' : 'compared_says', { ahead: names[total > 0 ? 0 : 1], behind: names[total > 0 ? 1 : 0], by: (Math.abs(total) / 100).toFixed(2), indicators: deciding.map(({ indicator }) => indicator.name).join(speak('and')), most: (largest / 100).toFixed(2) }),
  };
}

function hundredths(score: ScoreAnswer | undefined): number {
  return Math.round(Number(score?.points ?? 0) * 100);
}

/** What it lost (below 0) or, as a bonus, won. */
function standingOf(score: ScoreAnswer | undefined, most: (score: ScoreAnswer) => number): number {
  return score === undefined || score.points === null ? 0 : score.indicator.group === 'bonus' ? hundredths(score) : hundredths(score) - Math.round(most(score) * 100);
}

function sideOf(score: ScoreAnswer | undefined, most: (score: ScoreAnswer) => number, speak: Speak): Side {
  return score === undefined
    ? { value: speak('not_scored'), points: speak('dash') }
    : {
        value: score.no_data || score.value === null ? speak('no_data') : `${Number(score.value).toFixed(2)} %`,
        points: score.points === null ? speak('dash') : speak('points_short', { points: Number(score.points).toFixed(2), most: most(score).toFixed(2).replace(/\.?0+$/, '') }),
      };
}

function signed(by: number): string {
  return `${by > 0 ? '+' : by < 0 ? '−' : ''}${(Math.abs(by) / 100).toFixed(2)}`;
}
