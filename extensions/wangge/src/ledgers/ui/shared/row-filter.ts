/** Which rows of a data set are meant, as a filter; and the reader's own view of its list with that filter. */
import type { Day } from '../../../kernel/values.ts';
import type { Filter } from '../../../ui/list-preset.ts';
import type { Freshness } from '../../model.ts';
import { addDays } from '../../../ui/days.ts';
import { DUE_DAYS } from '../../model.ts';

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
