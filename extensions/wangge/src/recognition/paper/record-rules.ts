/** A person's record, and of a year what speaks for their renewal: what stands counts, what was revoked or dismissed is not held against anybody. Pure. */
import type { RecordAppeal, RecordPost, RecordSaid, RecordTier } from './model.ts';

export interface PersonRecord { name: string; title: string | null; year: number | null; posts: RecordPost[]; tiers: RecordTier[]; said: RecordSaid[]; appeals: RecordAppeal[] }

export interface RenewalNote extends Pick<PersonRecord, 'name' | 'title' | 'posts' | 'tiers'> {
  year: number;
  /** Honours before commendations. */
  speaks_for: RecordSaid[];
  /** Published and standing. */
  speaks_against: RecordSaid[];
  /** Suspended, or not decided or published yet: said as such, and counted for neither. */
  open: RecordSaid[];
}

const STANDS: ReadonlySet<RecordSaid['state']> = new Set(['published', 'acknowledged']);
const OVER: ReadonlySet<RecordSaid['state']> = new Set(['dismissed', 'revoked']);
const WEIGHT: Record<RecordSaid['kind'], number> = { honour_nomination: 0, commendation: 1, renewal_note: 2, warning: 3, criticism: 4 };

export function renewalNote({ name, title, posts, tiers, said }: Omit<PersonRecord, 'year' | 'appeals'>, year: number): RenewalNote {
  const byWeight = [...said].sort((a, b) => WEIGHT[a.kind] - WEIGHT[b.kind]);
  const praise = (one: RecordSaid): boolean => one.cause === 'outstanding';
  return {
    name,
    title,
    year,
    posts,
    tiers,
    speaks_for: byWeight.filter(one => praise(one) && STANDS.has(one.state)),
    speaks_against: byWeight.filter(one => !praise(one) && STANDS.has(one.state)),
    open: byWeight.filter(one => !STANDS.has(one.state) && !OVER.has(one.state)),
  };
}
