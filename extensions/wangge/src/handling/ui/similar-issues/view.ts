/** When to ask for likely duplicates, and with what. */
import { relatedId } from '../../../ui/form-relation.ts';

export interface Offer {
  id: string;
  number: string;
  title: string;
  status: string;
  address: string | null;
  reported_at: string;
  closed_at: string | null;
  metres: number | null;
}

export interface Offers {
  /** Is it asked whether it is the same event as another of the last hour? */
  asked: boolean;
  duplicates: Offer[];
  repeats: Offer[];
  hidden: { duplicates: number; repeats: number };
}

const ASKED = ['address', 'location', 'description', 'title', 'occurred_at'] as const;

/** Null while too little is known: the category, and where or what. `ownGrid`: what an empty grid means for this reader. */
export function questionOf(values: Record<string, unknown>, ownGrid: string | null): Record<string, unknown> | null {
  const category = relatedId(values.category);
  const grid = relatedId(values.grid) ?? ownGrid;
  if (category === null || (grid === null && !values.location))
    return null;
  const known = Object.fromEntries(ASKED.map(field => [field, values[field]]).filter(([, value]) => value !== null && value !== undefined && value !== ''));
  return { category, ...(grid === null ? {} : { grid }), ...known };
}
