/**
 * Who answers for a grid's place: the person who led it longest in the period.
 */
import type { Day, Uuid } from '../../kernel/values.ts';

/** A leading post as far as it overlaps the period; `days` of it lie inside, `until` is its last day there. */
export interface Tenure {
  grid: string;
  person: Uuid;
  days: number;
  until: Day;
}

/**
 * By grid, the person with the most days over all their terms; of two with as many, the later one.
 * A grid that nobody led is absent.
 */
export function holders(tenures: Iterable<Tenure>): Map<string, Uuid> {
  const byGrid = new Map<string, Map<Uuid, { days: number; until: Day }>>();
  for (const { grid, person, days, until } of tenures) {
    const people = byGrid.get(grid) ?? new Map<Uuid, { days: number; until: Day }>();
    const sum = people.get(person) ?? { days: 0, until };
    people.set(person, { days: sum.days + days, until: until > sum.until ? until : sum.until });
    byGrid.set(grid, people);
  }
  const longest = new Map<string, Uuid>();
  for (const [grid, people] of byGrid) {
    const [first] = [...people].sort(([idA, a], [idB, b]) => b.days - a.days || (a.until < b.until ? 1 : a.until > b.until ? -1 : idA < idB ? -1 : 1));
    if (first)
      longest.set(grid, first[0]);
  }
  return longest;
}
