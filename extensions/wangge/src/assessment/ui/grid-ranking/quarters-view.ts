/** The last four quarters of one subject, as small columns: place 1 at the top; what was not rated is a gap. Pure. */
import type { RankingRow, Tier } from './view.ts';
import type { Speak } from './words.ts';
import { periodName } from '../shared/period-rules.ts';
import { speaker as sharedSpeaker } from '../shared/words.ts';
import { tierOf } from './view.ts';

export interface QuarterAnswer { code: string; ranking: RankingRow | null }

export interface QuarterShown {
  code: string;
  name: string;
  /** In words, for everybody: `第 5 名（3–20），中间档`, or why there is a gap. */
  text: string;
  gap: boolean;
  tier: Tier | null;
  /** From the top, in percent of the field. */
  span: { from: number; length: number } | null;
  place: number | null;
}

export function quartersView(quarters: readonly QuarterAnswer[], speak: Speak, locale: string): QuarterShown[] {
  return quarters.map(({ code, ranking }) => {
    const tier = ranking === null ? null : tierOf(ranking);
    const shown = { code, name: periodName(code, sharedSpeaker(locale)), tier };
    const gap = { ...shown, gap: true, span: null, place: null };
    if (ranking === null)
      return { ...gap, text: speak('quarter_without') };
    if (ranking.untold)
      return { ...gap, gap: tier === null || tier === 'not_rated', text: tier === null ? speak('quarter_without') : speak(tier) };
    if (ranking.rank === null)
      return { ...gap, text: speak((ranking.note ?? 'no_cases') as 'no_cases') };
    if (tier === 'not_rated')
      return { ...gap, text: speak('not_rated') };
    const { rank, low = null, high = null } = ranking;
    const of = Math.max(1, ranking.of ?? 1);
    return {
      ...shown,
      gap: false,
      span: low === null || high === null ? null : { from: (low - 1) * 100 / of, length: (high - low + 1) * 100 / of },
      place: (rank - 0.5) * 100 / of,
      text: [speak('place_short', { rank, of }), low === null || high === null ? '' : speak('range_short', { low, high }), tier === null ? '' : speak(tier)].filter(text => text !== '').join(speak('comma')),
    };
  });
}
