/** What the ranking panel shows: from the server's answer to rows of bars, without a component or a clock. */
import type { SubjectKind } from '../../facts/model.ts';
import type { TooLittle } from '../../interval/tier-rules.ts';
import type { Unranked } from '../../schemes/scoring-rules.ts';
import type { Speak } from './words.ts';
import { languageOf } from '../../../kernel/refusal-rules.ts';
import { SUBJECT_KINDS } from '../../facts/model.ts';
import { TOO_LITTLE } from '../../interval/tier-rules.ts';
import { TOO_LITTLE_WORDS } from '../../interval/words.ts';
import { groupWords } from '../../schemes/peer-group-rules.ts';

export type PanelLevel = 1 | 2 | 3;
export type Kind = SubjectKind;

export interface Period {
  code: string;
  kind?: string;
  starts_on: string;
  ends_on: string;
  evidence_digest: string | null;
  version?: number;
  draft_version?: number | null;
  subdistrict: { code: string; name: string };
  scheme?: { grade_bands: { grade: string; names?: Record<string, string> }[] | null } | null;
}

export interface RankingRow {
  id: string;
  name: string;
  rank: number | null;
  of: number | null;
  total: string | number | null;
  grade: string | null;
  previous_rank: number | null;
  sample: number | null;
  note: string | null;
  level?: number | null;
  peer_group?: string | null;
  /** Ends of the interval of its rank, and its tier; null in quarters before there were any. */
  low?: number | null;
  high?: number | null;
  tier?: string | null;
  too_little?: readonly string[] | null;
  /** Of one subject: the row itself, as it is referred to. */
  ranking?: string;
  /** It has a place that is not told: the scheme prints tiers only. */
  untold?: boolean;
}

/** What the server says of one peer group; nothing is judged here. */
export interface Group { group: string | null; mean_width: number | null; places_told: boolean; tiers_only: boolean; not_drawn: string | null }

export interface Answer {
  /** `shown`: the version that is looked at. */
  period: Period & { shown: number };
  rows: RankingRow[];
  groups: Group[];
  /** Which kinds and levels the reader sees anything of. */
  fields: { kind: Kind; level: number | null }[];
  what_if: boolean;
}

export interface Change { kind: 'up' | 'down' | 'same' | 'new'; mark: string; words: string }

export interface Bar {
  id: string;
  name: string;
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

export interface Apart { reason: string; subjects: { id: string; name: string; sample: string }[] }

/** Those who are ranked among themselves. */
export interface Section {
  key: string;
  /** The peer group's name; empty where there is one only. */
  heading: string;
  /** That places are mostly chance, that tiers alone are told, why there are no intervals. */
  says: string[];
  /** Not rated: looked at before anything else. */
  first: Apart[];
  bars: Bar[];
  untold: boolean;
}

export interface RankingView {
  sections: Section[];
  /** Without a place, by reason. */
  apart: Apart[];
  unrankedLevel: boolean;
  /** Has anybody a range or a tier? */
  told: boolean;
  empty: boolean;
}

const REASONS: readonly Unranked[] = ['below_minimum', 'too_few_days', 'no_cases', 'vetoed', 'retired'];

export function rankingView({ rows, groups, period }: Pick<Answer, 'rows' | 'groups'> & { period: Period }, speak: Speak, locale: string): RankingView {
  const scored = rows.filter(({ note }) => note === 'level_not_ranked').sort((a, b) => Number(b.total) - Number(a.total));
  const placed = rows.filter(row => isPlaced(row));
  const byGroup = Map.groupBy([...placed, ...scored], ({ peer_group }) => peer_group ?? null);
  const sections = [...byGroup].sort(([a], [b]) => (a ?? '') < (b ?? '') ? -1 : 1).map(([group, its]) => sectionOf(group, its, groups.find(one => one.group === group) ?? null, byGroup.size > 1, { period, speak, locale }));
  const bars = sections.flatMap(section => section.bars);
  const apart = apartOf(rows.filter(row => !isPlaced(row) && row.note !== 'level_not_ranked'), REASONS.map(reason => [speak(reason as 'retired'), row => row.note === reason]), speak);
  return {
    sections,
    told: bars.some(({ range, tier }) => range !== '' || tier !== null),
    apart,
    unrankedLevel: scored.length > 0,
    empty: bars.length + apart.length === 0,
  };
}

function isPlaced({ rank, untold = false }: RankingRow): boolean {
  return rank !== null || untold;
}

interface Saying { period: Period; speak: Speak; locale: string }

function sectionOf(group: string | null, rows: readonly RankingRow[], said: Group | null, several: boolean, { period, speak, locale }: Saying): Section {
  const ordered = rows.some(({ untold }) => untold) ? rows : [...rows].sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  const tied = new Set(ordered.filter((row, index) => row.rank !== null && row.rank === ordered[index + 1]?.rank).map(({ rank }) => rank));
  const language = languageOf(locale);
  return {
    key: group ?? '',
    heading: several ? group === null ? speak('no_group') : groupWords(group, language) : '',
    says: said === null
      ? []
      : [
          ...said.mean_width === null || said.places_told ? [] : [speak(said.tiers_only ? 'tiers_only' : 'chance', { share: Math.round(said.mean_width / 10) })],
          ...said.not_drawn === null ? [] : [speak('not_drawn', { why: said.not_drawn })],
        ],
    first: apartOf(rows.filter(({ tier }) => tier === 'not_rated'), [
      ...TOO_LITTLE.map((reason): Sorted => [TOO_LITTLE_WORDS[reason][language], row => reasonOf(row) === reason]),
      [speak('too_little'), row => reasonOf(row) === null],
    ], speak),
    bars: ordered.map(row => barOf(row, tied, period, speak, locale)),
    untold: rows.some(({ untold }) => untold),
  };
}

/** The first of them. */
function reasonOf({ too_little }: RankingRow): TooLittle | null {
  return TOO_LITTLE.find(reason => reason === too_little?.[0]) ?? null;
}

type Sorted = [reason: string, belongs: (row: RankingRow) => boolean];

function apartOf(rows: readonly RankingRow[], reasons: readonly Sorted[], speak: Speak): Apart[] {
  return reasons.map(([reason, belongs]) => ({
    reason,
    subjects: rows.filter(belongs).map(({ id, name, sample }) => ({ id, name, sample: sample ? speak('sample_of', { count: sample }) : '' })),
  })).filter(({ subjects }) => subjects.length > 0);
}

function barOf(row: RankingRow, tied: ReadonlySet<number | null>, period: Period, speak: Speak, locale: string): Bar {
  const place = row.rank === null ? '' : speak('place', { rank: row.rank, of: row.of ?? '' });
  return {
    id: row.id,
    name: row.name,
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
  return { range: rangeOf(low, high), span: { from: (low - 1) * 100 / of, width: (high - low + 1) * 100 / of }, tier: named };
}

export function rangeOf(low: number, high: number): string {
  return low === high ? String(low) : `${low}–${high}`;
}

/** Of a range as `rangeOf` writes it. */
export function rangeSaid(range: string, speak: Speak): string {
  return range.includes('–') ? speak('range_says', { range }) : speak('range_one', { rank: range });
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

/** A period as it is offered: as it is published, and once more as it is to be. */
export interface OfferedPeriod extends Period { key: string; draft: boolean }

/** `drafts`: may they look at what is not published yet? */
export function offeredPeriods(periods: readonly Period[], drafts: boolean): OfferedPeriod[] {
  return periods.flatMap((period): OfferedPeriod[] => [
    ...drafts && period.draft_version != null ? [{ ...period, key: `${period.code} draft`, draft: true }] : [],
    ...(period.version ?? 0) > 0 ? [{ ...period, key: period.code, draft: false }] : [],
  ]);
}

/** The period to begin with: the one that the panel's options name, or the latest; a draft where it is asked for, or where there is nothing else. */
export function chosenPeriod<Some extends Period & { draft?: boolean }>(periods: readonly Some[], wanted: { period?: string | null; subdistrict?: string | null; draft?: boolean }): Some | null {
  const place = periods.find(({ subdistrict }) => subdistrict.code === wanted.subdistrict)?.subdistrict.code ?? periods[0]?.subdistrict.code;
  const here = periods.filter(({ subdistrict }) => subdistrict.code === place).sort((a, b) => a.starts_on < b.starts_on ? 1 : -1);
  const meant = here.filter(({ draft = false }) => draft === (wanted.draft ?? false));
  const named = [...meant, ...here].find(({ code }) => code === wanted.period);
  return named ?? meant.find(({ kind }) => kind === 'quarter') ?? meant[0] ?? here.find(({ kind }) => kind === 'quarter') ?? here[0] ?? null;
}

/** What to tell the reader of a failed request, from its status. */
export function failure(status: number | undefined, speak: Speak): string {
  return status === 403 || status === 401 ? speak('forbidden') : status === undefined ? speak('offline') : speak('failed');
}

/** What the tabs offer: the kinds of which the reader sees anything, and the one that is looked at. */
export function kindsIn(answer: Pick<Answer, 'fields'> | null, chosen: Kind): Kind[] {
  return SUBJECT_KINDS.filter(kind => kind === chosen || answer?.fields.some(field => field.kind === kind));
}

/** Where there is nothing of this kind and level, but of another: that, of the same kind if possible, the lowest level first. */
export function seenInstead({ fields }: Pick<Answer, 'fields'>, kind: Kind, level: PanelLevel): { kind: Kind; level: PanelLevel } | null {
  const orderOf = (field: Answer['fields'][number]): number => (field.kind === kind ? 0 : 10 * (1 + SUBJECT_KINDS.indexOf(field.kind))) - (field.level ?? 0);
  const [first] = [...fields].sort((a, b) => orderOf(a) - orderOf(b));
  return first === undefined || fields.some(field => field.kind === kind && (field.level === null || field.level === level)) ? null : { kind: first.kind, level: (first.level ?? level) as PanelLevel };
}

/** Lowest first; before anything is known, all. */
export function levelsIn(answer: Pick<Answer, 'fields'> | null, kind: Kind, chosen: PanelLevel): PanelLevel[] {
  const there = new Set(answer?.fields.filter(field => field.kind === kind).map(({ level }) => level));
  return ([3, 2, 1] as const).filter(level => there.size === 0 || there.has(level) || (level === chosen && kind === 'grid'));
}
