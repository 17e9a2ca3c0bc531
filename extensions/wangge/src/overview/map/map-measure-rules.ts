/** What the map of grids can show, how a figure reads, and into which classes figures fall. Pure. */
import type { Language } from '../../kernel/refusal-rules.ts';

export const MEASURES = ['open_issues', 'overdue_issues', 'stale_ledgers', 'points', 'duty_today', 'population', 'vacancies'] as const;
export type Measure = typeof MEASURES[number];

/** `share`: of 1; `amount`: anywhere between the least and the most. */
type Kind = 'count' | 'share' | 'amount';

/** `burden`: the more, the more there is to do. */
export const ABOUT: Readonly<Record<Measure, { kind: Kind; tone: 'burden' | 'plain' }>> = {
  open_issues: { kind: 'count', tone: 'burden' },
  overdue_issues: { kind: 'count', tone: 'burden' },
  stale_ledgers: { kind: 'share', tone: 'burden' },
  points: { kind: 'amount', tone: 'plain' },
  duty_today: { kind: 'share', tone: 'plain' },
  population: { kind: 'amount', tone: 'plain' },
  vacancies: { kind: 'count', tone: 'burden' },
};

export interface Figure {
  value: number;
  /** Of a share: its parts. */
  part?: number;
  whole?: number;
  /** Of points: the place. */
  rank?: number | null;
}

/** Of a grid: a figure; null, there is none; undefined, it is none of the reader's. */
export type Figures = ReadonlyMap<string, Figure | null>;

const WORDS = {
  'zh-CN': { issues: '{n} 件', people: '{n} 人', posts: '空缺 {n} 个', no_vacancy: '无空缺', points: '{n} 分', ranked: '{n} 分，第 {rank} 名', stale: '逾期 {share}（{part}/{whole} 条）', met: '达标 {share}（{part}/{whole} 项）', none: '暂无数据', outside: '不在责任范围', most: '{n} 及以上' },
  'en-US': { issues: '{n}', people: '{n}', posts: '{n} vacant', no_vacancy: 'none vacant', points: '{n} points', ranked: '{n} points, place {rank}', stale: '{share} overdue ({part} of {whole})', met: '{share} met ({part} of {whole})', none: 'No data', outside: 'Not in your part', most: '{n} and more' },
} satisfies Record<Language, Record<string, string>>;

type Word = keyof typeof WORDS['zh-CN'];

function say(language: Language, word: Word, params: Record<string, string | number> = {}): string {
  return WORDS[language][word].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

export function textOf(measure: Measure, figure: Figure | null | undefined, language: Language): string {
  if (figure == null)
    return say(language, figure === null ? 'none' : 'outside');
  const { value, part = 0, whole = 0, rank = null } = figure;
  switch (measure) {
    case 'open_issues':
    case 'overdue_issues': return say(language, 'issues', { n: grouped(value) });
    case 'stale_ledgers': return say(language, 'stale', { share: percent(value), part, whole });
    case 'duty_today': return say(language, 'met', { share: percent(value), part, whole });
    case 'points': return rank === null ? say(language, 'points', { n: value.toFixed(2) }) : say(language, 'ranked', { n: value.toFixed(2), rank });
    case 'population': return say(language, 'people', { n: grouped(value) });
    case 'vacancies': return value === 0 ? say(language, 'no_vacancy') : say(language, 'posts', { n: value });
  }
}

/** Where each class begins, ascending; at most five. Shares have classes of their own, so that one day's map compares with another's. */
export function stepsOf(measure: Measure, values: readonly number[]): number[] {
  if (values.length === 0)
    return [];
  switch (ABOUT[measure].kind) {
    case 'share': return measure === 'stale_ledgers' ? [0, Number.MIN_VALUE, 0.1, 0.25, 0.5] : [0, 0.5, 0.8, 0.9, 1];
    case 'count': return countSteps(values);
    case 'amount': return amountSteps(values);
  }
}

/** None by itself; the others in parts of about the same number of grids. */
function countSteps(values: readonly number[]): number[] {
  const some = values.filter(value => value > 0).sort((a, b) => a - b);
  const quarters = [0, 0.25, 0.5, 0.75].flatMap(share => some[Math.floor(share * some.length)] ?? []);
  return [...new Set([0, ...quarters])];
}

/** Round numbers at equal distances. */
function amountSteps(values: readonly number[]): number[] {
  const [least, most] = values.reduce<[number, number]>(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  if (least === most)
    return [least];
  const raw = (most - least) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const width = [1, 2, 2.5, 5, 10].map(times => times * power).find(one => one >= raw * (1 - 1e-9))!;
  const first = Math.floor(least / width) * width;
  return Array.from({ length: 5 }, (_, index) => Number((first + index * width).toPrecision(12))).filter(step => step <= most);
}

/** The class of a value: the last that begins at or below it. */
export function stepAt(steps: readonly number[], value: number): number {
  return steps.findLastIndex(step => value >= step);
}

export interface LegendEntry { step: number; text: string }

export function legendOf(measure: Measure, steps: readonly number[], language: Language): LegendEntry[] {
  const { kind } = ABOUT[measure];
  return steps.map((from, step) => {
    const next = steps[step + 1];
    if (kind === 'share')
      return { step, text: shareText(measure, from, next) };
    if (kind === 'count')
      return { step, text: next === undefined ? (from === 0 ? '0' : say(language, 'most', { n: from })) : next - 1 === from ? String(from) : `${from}–${next - 1}` };
    return { step, text: next === undefined ? say(language, 'most', { n: grouped(from) }) : `${grouped(from)}–${grouped(next)}` };
  });
}

/** `0%`, `<10%`, …: of what goes from the end of one class to the beginning of the next only the end is said. */
function shareText(measure: Measure, from: number, next: number | undefined): string {
  if (next === undefined)
    return from === 1 ? '100%' : `≥ ${percent(from)}`;
  return measure === 'stale_ledgers' && from === 0 ? '0%' : `< ${percent(next)}`;
}

/** 100 only if it is all, 0 only if it is none. */
function percent(share: number): string {
  const rounded = Math.round(share * 100);
  return `${share < 1 && rounded === 100 ? 99 : share > 0 && rounded === 0 ? 1 : rounded}%`;
}

function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}
