/** For whom a renewal note can be printed, and of which years. Pure. */
import type { Person } from '../../../ui/person.ts';
import { nameOf } from '../../../ui/person.ts';

export interface PostRow { person: Person | null; grid: { name: string } | null }
export const POST_FIELDS = ['person.id', 'person.first_name', 'person.last_name', 'grid.name'];

const YEARS = 3;

/** Each person once, by the first of their grids. */
export function renewalPeople(posts: readonly PostRow[]): { value: string; text: string }[] {
  const people = new Map<string, string>();
  for (const { person, grid } of posts) {
    if (person?.id !== undefined && !people.has(person.id))
      people.set(person.id, [grid?.name ?? '', nameOf(person)].filter(text => text !== '').join('　'));
  }
  return [...people].map(([value, text]) => ({ value, text }));
}

/** This year and those before it, the newest first. */
export function renewalYears(today: string): number[] {
  const year = Number(today.slice(0, 4));
  return Array.from({ length: YEARS }, (_, back) => year - back);
}
