/** A year on its page: what it is made of, what is missing, what each result rests on, and the steps of its change. Pure. */
import type { ToldStep } from '../../year/change-rules.ts';
import type { PartMade, QuarterMade, YearWeights } from '../../year/model.ts';
import type { YearDetail } from '../../year/view-store.ts';
import type { Speak } from './year-words.ts';
import { dayWords } from '../../../ui/days.ts';
import { dayText } from '../../../ui/person.ts';
import { PARTS } from '../../year/model.ts';

/** `draft`: a version that is computed or opened and not published, also beside a published one. */
export interface QuarterAnswer { code: string; state: string; version: number; over: boolean; rests_on: number | null; draft?: number | null; draft_state?: 'computed' | 'preview' | null }
export interface MissingScores { grids: number; unreviewed: number; without_community: number; unconfirmed: number }
export interface YearRow { id: string; subject: string; level: number | null; grid: { name: string } | null; department: { name: string } | null; rank: number | null; total: string | number | null; made: YearDetail | null }
export interface YearAnswer { period: { id: string; state: string; subdistrict: { code: string } } | null; weights: YearWeights; quarters: QuarterAnswer[]; outdated: boolean; outdated_by?: { quarters: string[]; scores: number }; missing?: MissingScores; rows: YearRow[] }

/** The years among periods, the newest first. */
export function yearsOf(codes: readonly string[]): string[] {
  return [...new Set(codes.map(code => code.slice(0, 4)))].sort().reverse();
}

export interface WeightShown { name: string; value: string }
export interface QuarterShown { code: string; name: string; text: string; state: 'done' | 'open' | 'waits' | 'lacks' }
export interface MissingShown { text: string; done: boolean; part: 'review' | 'community' }

export function weightsShown(weights: YearWeights, speak: Speak): WeightShown[] {
  return PARTS.map(part => ({ name: speak(part), value: weights[part] === 0 ? speak('weight_none') : speak('weight', { weight: weights[part] }) }));
}

export function quartersShown(quarters: readonly QuarterAnswer[], speak: Speak): QuarterShown[] {
  return quarters.map((quarter) => {
    const { code, version, draft = null } = quarter;
    return { code, name: quarterName(code, speak), text: quarterText(quarter, speak), state: draft !== null ? 'waits' : version > 0 ? 'done' : quarter.over ? 'lacks' : 'open' };
  });
}

function quarterText({ version, over, rests_on, draft = null, draft_state }: QuarterAnswer, speak: Speak): string {
  const waits = draft === null ? '' : speak(draft_state === 'preview' ? 'quarter_preview' : 'quarter_computed', { version: draft });
  if (version === 0)
    return draft === null ? speak(over ? 'quarter_missing' : 'quarter_running') : `${waits}${speak('quarter_uncounted')}`;
  return [
    speak('quarter_published', { version }),
    rests_on !== null && rests_on !== version ? speak('rests_on', { version: rests_on }) : '',
    draft === null ? '' : `${speak('comma')}${waits}`,
  ].join('');
}

/** Why a year is to be computed again; empty: it is not. */
export function outdatedShown({ outdated, outdated_by }: Pick<YearAnswer, 'outdated' | 'outdated_by'>, speak: Speak): string {
  if (!outdated)
    return '';
  const { quarters, scores } = outdated_by ?? { quarters: [''], scores: 0 };
  return `${[...quarters.length > 0 ? [speak('outdated_quarters')] : [], ...scores > 0 ? [speak('outdated_scores', { count: scores })] : []].join(speak('comma'))}${speak('outdated')}`;
}

export function missingShown({ grids, unreviewed, without_community }: MissingScores, speak: Speak): MissingShown[] {
  const line = (code: 'unreviewed' | 'without_community', open: number, part: 'review' | 'community'): MissingShown => ({ text: speak(open === 0 ? `${code}_done` : code, { open, of: grids }), done: open === 0, part });
  return [line('unreviewed', unreviewed, 'review'), line('without_community', without_community, 'community')];
}

export interface ResultShown { key: string; name: string; says: string; lines: string[] }

/** Grids and departments by name; of persons it is told on the page of each. */
export function resultsShown(rows: readonly YearRow[], speak: Speak, locale: string): ResultShown[] {
  return rows.filter(({ made, subject }) => made !== null && subject !== 'person').map(({ id, subject, grid, department, rank, total, made }) => ({
    key: `${subject} ${id}`,
    name: grid?.name ?? department?.name ?? '',
    says: rank === null ? speak('unranked') : speak('result', { rank, total: total === null ? '' : Number(total).toFixed(2) }),
    lines: madeLines(made!, speak, locale),
  }));
}

export function madeLines({ subject, parts, quarters, days, days_of, holders, changes }: YearDetail, speak: Speak, locale: string): string[] {
  return [
    ...parts.filter(({ weight, score }) => weight > 0 || score !== null).map(part => partLine(part, speak)),
    ...quarters.map(quarter => quarterLine(quarter, speak)),
    ...days === null ? [] : [speak(subject === 'person' ? 'days_held' : 'days', { days, of: days_of })],
    ...holders.length === 0 ? [] : [speak('holders', { names: holders.map(holder => speak('holder', { ...holder })).join(speak('and')) })],
    ...changes.map(({ on, what }) => speak(what, { day: dayWords(on, locale) })),
  ];
}

function partLine({ part, score, points }: PartMade, speak: Speak): string {
  return score === null ? speak('part_none', { part: speak(part) }) : speak('part_line', { part: speak(part), score, points: points ?? '0' });
}

function quarterLine({ quarter, total, share, days, without }: QuarterMade, speak: Speak): string {
  const name = quarterName(quarter, speak);
  if (without !== null || total === null || share === null)
    return speak('quarter_without', { quarter: name, why: speak(without ?? 'no_data') });
  return days === null ? speak('quarter_line_whole', { quarter: name, total, share }) : speak('quarter_line', { quarter: name, total, share, days });
}

function quarterName(code: string, speak: Speak): string {
  return speak('quarter', { quarter: code.slice(-1) });
}

/** `why_not`: why its reader does not confirm it; null: they do. */
export interface CommunityRow { id: string; name: string; score: string | number; source: string; entered_by_name: string; evidence: string | null; why_not: string | null }

/** All that waits, and of it what the one who looks confirms: the server says which. */
export function toConfirm(rows: readonly CommunityRow[], speak: Speak): { lines: { id: string; name: string; text: string; why_not: string | null; evidence: string | null }[]; ids: string[] } {
  return {
    lines: rows.map(({ id, name, score, source, entered_by_name, evidence, why_not }) => ({ id, name, text: speak('score_line', { score: Number(score), source, who: entered_by_name }), why_not, evidence })),
    ids: rows.filter(({ why_not }) => why_not === null).map(({ id }) => id),
  };
}

export interface BooksOf { name: string; asked: number; open: number }
export interface ChangeAnswer { year: number; next: number; books: BooksOf[]; steps: (Omit<ToldStep, 'missing'> & { missing: string[] })[] }
export interface ChangeShown { step: ToldStep['step']; title: string; state: ToldStep['state']; says: string; seen: string; missing: string[]; to: string; may_be_done: boolean }

/** Where each is done. */
const WAYS: Record<ToldStep['step'], string> = {
  calendar: '/content/calendar_versions',
  statements: '/content/responsibility_statements',
  plans: '/content/collection_plans',
  scheme: '/content/assessment_schemes',
  archive: '',
};

export function changeShown({ year, next, steps }: ChangeAnswer, speak: Speak, locale: string): ChangeShown[] {
  return steps.map(({ step, is, of, missing, state, seen_done, taken }) => ({
    step,
    title: speak(`step_${step}`, { year, next }),
    state,
    says: taken === null ? '' : speak('taken', { who: taken.actor_name, day: dayText(taken.at, locale), word: taken.word }),
    seen: of === 0 ? '' : speak('seen', { is, of }),
    missing,
    to: WAYS[step],
    may_be_done: seen_done,
  }));
}

/** The ledgers on paper, by area, in one line; empty: there is no area. */
export function booksShown(books: readonly BooksOf[], speak: Speak): string {
  return books.length === 0 ? '' : `${speak('books')}${books.map(book => speak(book.asked === 0 ? 'book_none' : book.open === 0 ? 'book_asked' : 'book_open', { ...book })).join(speak('comma'))}`;
}
