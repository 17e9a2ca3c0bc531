/** What a resident answers to a notice, and when enough of them say that the matter is not solved. */
import type { Refusal } from '../kernel/refusal-rules.ts';
import { findPersonalData } from '../kernel/personal-data-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { cleanText } from '../kernel/text-rules.ts';

export interface Feedback {
  resolved: 'yes' | 'no';
  rating: number;
  comment: string | null;
  /** Nothing to moderate where nothing was written. */
  state: 'pending' | 'shown';
  /** What looks like personal data in the comment, for the moderator. */
  personal_data: string | null;
}

export const LONGEST_COMMENT = 500;
/** A field that people do not see and programs fill in. */
export const HONEYPOT = 'website';

export function feedbackOf(form: URLSearchParams): Feedback | Refusal {
  const resolved = form.get('resolved');
  if (resolved !== 'yes' && resolved !== 'no')
    return refused('say_whether_solved', 'resolved');
  const rating = Number(form.get('rating'));
  if (!Number.isInteger(rating) || rating < 1 || rating > 5)
    return refused('rating_missing', 'rating');
  const comment = cleanText(form.get('comment') ?? '').trim();
  if (comment.length > LONGEST_COMMENT)
    return refused('comment_too_long', 'comment', { longest: LONGEST_COMMENT });
  if (comment === '')
    return { resolved, rating, comment: null, state: 'shown', personal_data: null };
  const found = findPersonalData({ comment }).map(fault => fault.found).join('、').slice(0, 255);
  return { resolved, rating, comment, state: 'pending', personal_data: found || null };
}

export interface Tally { yes: number; no: number }

/** `votes`: the setting; 0 reopens nothing. */
export function reopens({ yes, no }: Tally, votes: number): boolean {
  return votes > 0 && no >= votes && no > yes;
}
