/** The words that somebody gives for a step. Pure. */
import { MOST_WORDS } from './model.ts';

/** Trimmed; null: too few words to decide on, or too many to be read. */
export function reasonOf(said: unknown, least: number): string | null {
  const reason = typeof said === 'string' ? said.trim() : '';
  const { length } = [...reason];
  return length < least || length > MOST_WORDS ? null : reason;
}
