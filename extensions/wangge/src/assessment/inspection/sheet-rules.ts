/** What inspectors write on their sheets, and what comes of it. */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Method, StoredAnswer } from './model.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { METHODS } from './model.ts';

export const FULL = 10;
/** Below it the note says why: whoever is judged has to know. */
const NEEDS_REASON_BELOW = 6;

export interface SaidAnswer { id: string; score: number | null; note: string | null }

/** Why this cannot be written; null if it can. Half-filled sheets can be kept. */
export function objectionToAnswer({ score }: SaidAnswer): Refusal | null {
  return score !== null && (!Number.isInteger(score) || score < 0 || score > FULL) ? refused('inspection_score', 'score', { full: FULL }) : null;
}

/** What one's own sheets lack before they can be handed in; null: nothing. */
export function lacking(answers: readonly StoredAnswer[]): Refusal | null {
  const empty = answers.filter(({ score }) => score === null);
  if (empty.length > 0)
    return refused('inspection_unanswered', null, { count: empty.length });
  const silent = answers.find(({ score, note }) => score! < NEEDS_REASON_BELOW && (note ?? '').trim() === '');
  return silent === undefined ? null : refused('inspection_reason', null, { question: silent.question, below: NEEDS_REASON_BELOW });
}

export interface SheetScore { method: Method; score: number }

/** 0 to 100, the mean of a sheet's questions; a sheet without questions is left out. */
export function sheetScores(answers: readonly Pick<StoredAnswer, 'method' | 'score'>[]): SheetScore[] {
  return METHODS.flatMap((method) => {
    const scores = answers.filter(answer => answer.method === method).map(({ score }) => score ?? 0);
    return scores.length === 0 ? [] : [{ method, score: scores.reduce((sum, score) => sum + score, 0) * (100 / FULL) / scores.length }];
  });
}

/** A whole number from 0 to 100: the mean of the sheets, each of the same weight. Null: there were no questions. */
export function scoreOfSheets(answers: readonly Pick<StoredAnswer, 'method' | 'score'>[]): number | null {
  const sheets = sheetScores(answers);
  return sheets.length === 0 ? null : Math.round(sheets.reduce((sum, { score }) => sum + score, 0) / sheets.length);
}
