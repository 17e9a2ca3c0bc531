/** Which rows of a data set are meant, as a filter; and the reader's own view of its list with that filter. */
import type { Day, Freshness } from '../../ledgers/model.ts';
import { DUE_DAYS } from '../../ledgers/model.ts';
import { addDays } from './freshness.ts';

export type Filter = Record<string, unknown>;

/** Entries in force, all or those below a grid, all or those of one state of freshness. */
export function rowsOf(grid_path: string | null, today: Day, state?: Freshness): Filter {
  const last = addDays(today, DUE_DAYS);
  const due: Record<Freshness, Filter> = {
    fresh: { review_due_on: { _gt: last } },
    due: { review_due_on: { _between: [today, last] } },
    stale: { review_due_on: { _lt: today } },
  };
  return { _and: [{ state: { _eq: 'current' } }, ...(grid_path === null ? [] : [{ grid_path: { _starts_with: grid_path } }]), ...(state === undefined ? [] : [due[state]])] };
}

export interface Preset { id?: number; user: string | null; collection: string; bookmark: string | null; filter: Filter | null; [key: string]: unknown }

/** Of a view that is everybody's, a copy without its id. */
export function filtered(usual: Preset | null, collection: string, user: string, filter: Filter): Preset {
  const { id, ...view } = usual ?? { layout: 'tabular' };
  return { ...view, ...(usual?.user === user && id !== undefined ? { id } : {}), collection, bookmark: null, role: null, user, search: null, filter };
}
