/**
 * Which parts of the territory a person holds, and how many on any day.
 *
 * A person has six slots for scopes; a grid below another one of theirs takes none.
 * The database keeps the same rule (`sql/010-territory.sql`).
 */
import type { Day } from '../kernel/values.ts';

export const SLOTS = 6;

/** A post as far as its term and its place matter; `ends_on` null while it is open. */
export interface Term {
  path: string;
  starts_on: Day;
  ends_on: Day | null;
}

/** The subtrees that these paths make up: each path once, none below another, in their order. */
export function subtrees(paths: readonly string[]): string[] {
  const tops: string[] = [];
  // Sorted, a path stands before all paths below it.
  for (const path of [...new Set(paths)].sort()) {
    const last = tops.at(-1);
    if (last === undefined || !path.startsWith(last))
      tops.push(path);
  }
  return tops;
}

/** The first day from `from` on with more subtrees than slots; null if there is none. */
export function overfullDay(terms: readonly Term[], from: Day): Day | null {
  const days = [...new Set([from, ...terms.map(term => term.starts_on).filter(day => day > from)])].sort();
  return days.find(day => subtrees(terms.filter(term => holds(term, day)).map(term => term.path)).length > SLOTS) ?? null;
}

/** Is the term running on that day? Both its days count. */
export function holds(term: Pick<Term, 'starts_on' | 'ends_on'>, day: Day): boolean {
  return term.starts_on <= day && (term.ends_on === null || day <= term.ends_on);
}

/** Do two terms share a day? */
export function overlap(a: Pick<Term, 'starts_on' | 'ends_on'>, b: Pick<Term, 'starts_on' | 'ends_on'>): boolean {
  return (a.ends_on === null || b.starts_on <= a.ends_on) && (b.ends_on === null || a.starts_on <= b.ends_on);
}
