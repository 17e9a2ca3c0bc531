/** What the ranking panel shows: from the server's answer to rows of bars, without a component or a clock. */
import type { Unranked } from '../../schemes/scoring-rules.ts';
import type { Speak } from './words.ts';

export type PanelLevel = 1 | 2 | 3;

export interface Period {
  code: string;
  starts_on: string;
  ends_on: string;
  evidence_digest: string | null;
  subdistrict: { code: string; name: string };
  scheme?: { grade_bands: { grade: string; names?: Record<string, string> }[] | null } | null;
}

export interface RankingRow {
  rank: number | null;
  of: number | null;
  total: string | number | null;
  grade: string | null;
  previous_rank: number | null;
  sample: number | null;
  note: string | null;
  /** Ends of the interval of its rank, and its tier; null in quarters before there were any. */
  low?: number | null;
  high?: number | null;
  tier?: string | null;
  grid: { id: string; code: string; name: string };
}

export interface Change { kind: 'up' | 'down' | 'same' | 'new'; mark: string; words: string }

export interface Bar {
  id: string;
  name: string;
  code: string;
  rank: number | null;
  place: string;
  /** `93.72`. */
  score: string;
  /** 0 to 100: the bar's length. */
  length: number;
  grade: string;
  change: Change | null;
  sample: string;
  /** `3–20`: where its place lies but for chance; empty where nobody said. */
  range: string;
  /** From left to right, in percent of the field: where the range begins, and how wide it is. */
  span: { from: number; width: number } | null;
  tier: { code: Tier; words: string } | null;
}

export const TIERS = ['front', 'middle', 'back', 'not_rated'] as const;
export type Tier = (typeof TIERS)[number];

export interface Apart { reason: string; grids: { id: string; name: string; sample: string }[] }

export interface RankingView {
  bars: Bar[];
  apart: Apart[];
  unrankedLevel: boolean;
  /** Has anybody a range or a tier? */
  told: boolean;
  /** That places are mostly chance; empty where they are not. */
  chance: string;
}

/** Of the field, on average: above it places are mostly chance. */
const MOSTLY_CHANCE = 0.7;

const REASONS: readonly Unranked[] = ['below_minimum', 'no_cases', 'retired'];

export function rankingView(rows: readonly RankingRow[], period: Period, speak: Speak, locale: string): RankingView {
  const ranked = rows.filter(({ rank }) => rank !== null).sort((a, b) => a.rank! - b.rank! || byName(a, b));
  const scored = rows.filter(({ note }) => note === 'level_not_ranked').sort((a, b) => Number(b.total) - Number(a.total) || byName(a, b));
  const tied = new Set(ranked.filter((row, index) => row.rank === ranked[index + 1]?.rank).map(({ rank }) => rank));
  const bars = [...ranked, ...scored].map(row => barOf(row, tied, period, speak, locale));
  const spans = bars.flatMap(({ span }) => span === null ? [] : [span.width / 100]);
  const share = spans.reduce((sum, width) => sum + width, 0) / Math.max(1, spans.length);
  return {
    bars,
    told: bars.some(({ range, tier }) => range !== '' || tier !== null),
    chance: share > MOSTLY_CHANCE ? speak('chance', { share: Math.round(share * 100) }) : '',
    apart: REASONS.map(reason => ({
      reason: speak(reason as 'retired'),
      grids: rows.filter(row => row.rank === null && row.note === reason).sort(byName)
        .map(({ grid, sample }) => ({ id: grid.id, name: grid.name, sample: sample ? speak('sample_of', { count: sample }) : '' })),
    })).filter(({ grids }) => grids.length > 0),
    unrankedLevel: scored.length > 0,
  };
}

function barOf(row: RankingRow, tied: ReadonlySet<number | null>, period: Period, speak: Speak, locale: string): Bar {
  const place = row.rank === null ? '' : speak('place', { rank: row.rank, of: row.of ?? '' });
  return {
    id: row.grid.id,
    name: row.grid.name,
    code: row.grid.code,
    rank: row.rank,
    place: row.rank !== null && tied.has(row.rank) ? `${speak('tied', { rank: row.rank })} · ${place}` : place,
    score: row.total === null ? '' : Number(row.total).toFixed(2),
    length: Math.max(0, Math.min(100, Number(row.total ?? 0))),
    grade: gradeName(row.grade, period, locale),
    change: row.rank === null ? null : changeOf(row.rank, row.previous_rank, speak),
    sample: speak('sample_of', { count: row.sample ?? 0 }),
    ...certaintyOf(row, speak),
  };
}

export function tierOf({ tier }: Pick<RankingRow, 'tier'>): Tier | null {
  return TIERS.find(one => one === tier) ?? null;
}

function certaintyOf({ rank, of, low, high, tier }: RankingRow, speak: Speak): Pick<Bar, 'range' | 'span' | 'tier'> {
  const code = tierOf({ tier: tier ?? null });
  const named = code === null ? null : { code, words: speak(code) };
  if (rank === null || low == null || high == null || !of)
    return { range: '', span: null, tier: named };
  return { range: low === high ? String(low) : `${low}–${high}`, span: { from: (low - 1) * 100 / of, width: (high - low + 1) * 100 / of }, tier: named };
}

/** A lower number is a better place. */
export function changeOf(rank: number, previous: number | null, speak: Speak): Change {
  if (previous === null)
    return { kind: 'new', mark: '', words: speak('new') };
  const by = previous - rank;
  if (by === 0)
    return { kind: 'same', mark: '–', words: speak('same') };
  return by > 0
    ? { kind: 'up', mark: `▲ ${by}`, words: speak('up', { by }) }
    : { kind: 'down', mark: `▼ ${-by}`, words: speak('down', { by: -by }) };
}

export function gradeName(grade: string | null, period: Period, locale: string): string {
  const names = period.scheme?.grade_bands?.find(band => band.grade === grade)?.names ?? {};
  return names[locale] ?? names['zh-CN'] ?? grade ?? '';
}

/** The period to begin with: the one that the panel's options name, or the latest. */
export function chosenPeriod(periods: readonly Period[], wanted: { period?: string | null; subdistrict?: string | null }): Period | null {
  const place = periods.find(({ subdistrict }) => subdistrict.code === wanted.subdistrict)?.subdistrict.code ?? periods[0]?.subdistrict.code;
  const here = periods.filter(({ subdistrict }) => subdistrict.code === place).sort((a, b) => a.starts_on < b.starts_on ? 1 : -1);
  return here.find(({ code }) => code === wanted.period) ?? here[0] ?? null;
}

/** What to tell the reader of a failed request, from its status. */
export function failure(status: number | undefined, speak: Speak): string {
  return status === 403 || status === 401 ? speak('forbidden') : status === undefined ? speak('offline') : speak('failed');
}

function byName(a: RankingRow, b: RankingRow): number {
  return a.grid.code < b.grid.code ? -1 : a.grid.code > b.grid.code ? 1 : 0;
}
