/**
 * What a post may look like: a term in order, one leader of a grid on any day, no more
 * separate parts of the territory for one person than there are slots.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../kernel/values.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { overfullDay, overlap, SLOTS } from './scope-rules.ts';

export interface Post {
  /** Null while it is new. */
  id: Uuid | null;
  person: Uuid;
  grid: Uuid;
  role: string;
  starts_on: Day;
  ends_on: Day | null;
}

/** A stored post with what a sentence says of it. */
export interface StoredPost extends Post {
  path: string;
  person_name: string;
}

/**
 * Why these posts may not be saved; null if they may. `saved` are the posts as they would be,
 * `others` all other posts on their grids or of their people.
 */
export function objectionToPosts(saved: readonly StoredPost[], others: readonly StoredPost[], today: Day): Refusal | null {
  for (const [place, post] of saved.entries()) {
    if (post.ends_on !== null && post.ends_on < post.starts_on)
      return refused('term_reversed', 'ends_on');
    const neighbours = [...others, ...saved.slice(0, place)];
    const rival = post.role === 'leader'
      ? neighbours.find(other => other.role === 'leader' && other.grid === post.grid && overlap(other, post))
      : undefined;
    if (rival !== undefined)
      return refused('leader_overlap', 'grid', { name: rival.person_name, from: rival.starts_on, until: rival.ends_on ?? '…' });
    const terms = [post, ...neighbours.filter(other => other.person === post.person)];
    const day = overfullDay(terms, today);
    if (day !== null)
      return refused('seventh_scope', 'grid', { slots: SLOTS, day });
  }
  return null;
}
