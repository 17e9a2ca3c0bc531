/**
 * Persons through the posts that they held: whoever led a grid in the period is ranked at the level at which they led longest, each of
 * two in a row with their own days. The official leader of a grid's row stays whoever led it longest (`holder-rules.ts`).
 */
import type { Day, Uuid } from '../../kernel/values.ts';
import { epochDay } from '../../kernel/civil-date-rules.ts';

/** A leading post as far as it lies in the period, both days included. */
export interface Term {
  grid: Uuid;
  person: Uuid;
  from: Day;
  until: Day;
}

/** Where a grid lay: its level, and the grid right above it. */
export interface TermGrid {
  level: 1 | 2 | 3;
  above: Uuid | null;
}

export interface LaidGrid { id: Uuid; code: string; level: 1 | 2 | 3; path: string }

export interface PersonInPost {
  person: Uuid;
  level: 1 | 2 | 3;
  /** On which they held a post of that level. */
  days: number;
  /** The grid that they led longest there; of two as long, the later one. */
  grid: Uuid;
  /** From where their row is seen: who leads that grid, or above it. */
  above: Uuid | null;
}

/** In the order of their ids. */
export function personsInPost(terms: Iterable<Term>, grids: ReadonlyMap<Uuid, TermGrid>): PersonInPost[] {
  const byPerson = Map.groupBy([...terms].filter(({ grid }) => grids.has(grid)), ({ person }) => person);
  return [...byPerson].sort(([a], [b]) => a < b ? -1 : 1).map(([person, all]) => {
    const levels = [...Map.groupBy(all, ({ grid }) => grids.get(grid)!.level)].map(([level, own]) => ({ level, own, days: daysOf(own) }));
    // Of as many days at two levels, the one nearer to the ground: it has the cases.
    const [{ level, own, days }] = levels.sort((a, b) => b.days - a.days || b.level - a.level) as [typeof levels[number]];
    const longest = [...Map.groupBy(own, ({ grid }) => grid)]
      .map(([grid, terms]) => ({ grid, days: daysOf(terms), until: terms.reduce((last, { until }) => until > last ? until : last, '') }))
      .sort((a, b) => b.days - a.days || (a.until < b.until ? 1 : a.until > b.until ? -1 : a.grid < b.grid ? -1 : 1))[0]!;
    return { person, level, days, grid: longest.grid, above: grids.get(longest.grid)!.above };
  });
}

/** Of each sub-district by itself, as if it were alone: whoever led in two is ranked in both, by what they held there. */
export function personsOfEach<Place>(terms: readonly Term[], places: ReadonlyMap<Place, readonly LaidGrid[]>): Map<Place, PersonInPost[]> {
  return new Map([...places].map(([place, grids]) => {
    const ids = new Map(grids.map(({ code, id }) => [code, id]));
    return [place, personsInPost(terms, new Map(grids.map(({ id, level, path }) => [id, { level, above: ids.get(path.split('/').at(-3) ?? '') ?? null }])))];
  }));
}

/** Days on which at least one of the terms ran. */
export function daysOf(terms: readonly Pick<Term, 'from' | 'until'>[]): number {
  let [days, counted] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, until } of [...terms].sort((a, b) => a.from < b.from ? -1 : a.from > b.from ? 1 : 0)) {
    const [first, last] = [Math.max(epochDay(from), counted + 1), epochDay(until)];
    if (last >= first) {
      days += last - first + 1;
      counted = last;
    }
  }
  return days;
}
