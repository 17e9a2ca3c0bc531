/**
 * Who answered for a grid, and for what it lies in, on which days of the period: its **stretches**, each as long as nobody changed.
 *
 * A person is assessed through the posts that they held: what fell due in a grid counts for whoever answered for it, and for the
 * grids above it, on that day. Both holders of a split quarter have their own days; while somebody stands in, the days are theirs.
 */
import type { Day, Uuid } from '../../kernel/values.ts';
import { dayString, epochDay } from '../../kernel/civil-date-rules.ts';

/** Both days included. */
export interface Answered { grid: Uuid; person: Uuid; from: Day; until: Day }

/** `leaders`: of the grid itself and of those above it, each with the level of the grid that they answered for. */
export interface Stretch { from: Day; until: Day; leaders: readonly Leader[] }
export interface Leader { person: Uuid; level: 1 | 2 | 3 }

export interface PlacedGrid { id: Uuid; code: string; level: 1 | 2 | 3; path: string }

/** The column of a fact that says in which stretch of its grid it lies, from 0 on; null where the grid has but one. */
export const STRETCH = 'stretch';

/** By the grid's id, without gaps from the first day to the last. */
export function stretchesOf(answered: Iterable<Answered>, grids: readonly PlacedGrid[], { starts_on, ends_on }: { starts_on: Day; ends_on: Day }): Map<Uuid, Stretch[]> {
  const byGrid = Map.groupBy(answered, ({ grid }) => grid);
  const byCode = new Map(grids.map(grid => [grid.code, grid]));
  const [first, last] = [epochDay(starts_on), epochDay(ends_on)];
  return new Map(grids.map(({ id, path }): [Uuid, Stretch[]] => {
    const terms = path.split('/').flatMap((code) => {
      const grid = byCode.get(code);
      return grid === undefined ? [] : (byGrid.get(grid.id) ?? []).map(({ person, from, until }) => ({ person, level: grid.level, from: epochDay(from), until: epochDay(until) }));
    });
    const begins = [...new Set([first, ...terms.flatMap(({ from, until }) => [from, until + 1]).filter(day => day > first && day <= last)])].sort((a, b) => a - b);
    const stretches: Stretch[] = [];
    for (const [at, day] of begins.entries()) {
      const leaders = terms.filter(({ from, until }) => from <= day && day <= until).map(({ person, level }): Leader => ({ person, level })).sort(inOrder);
      const until = dayString((begins[at + 1] ?? last + 1) - 1);
      const before = stretches.at(-1);
      if (before !== undefined && nameOf(before.leaders) === nameOf(leaders))
        before.until = until;
      else
        stretches.push({ from: dayString(day), until, leaders });
    }
    return [id, stretches];
  }));
}

function inOrder(a: Leader, b: Leader): number {
  return a.level - b.level || (a.person < b.person ? -1 : a.person > b.person ? 1 : 0);
}

function nameOf(leaders: readonly Leader[]): string {
  return leaders.map(({ person, level }) => `${level} ${person}`).join(' ');
}

/** Whose facts those of a stretch are: each counts at the one level at which they are ranked, `levels`. */
export function answerersOf(stretches: readonly Stretch[] | undefined, stretch: number | null, levels: ReadonlyMap<Uuid, number>): Uuid[] {
  return [...new Set((stretches?.[stretch ?? 0]?.leaders ?? []).filter(({ person, level }) => levels.get(person) === level).map(({ person }) => person))];
}

/** For the SQL: of grids with more than one, since of the others nothing needs to be told apart. */
export interface StretchTable { grid: Uuid[]; from: Day[]; until: Day[]; stretch: string[] }

export function stretchTable(stretches: ReadonlyMap<Uuid, readonly Stretch[]>): StretchTable {
  const rows = [...stretches].flatMap(([grid, own]) => own.length < 2 ? [] : own.map(({ from, until }, stretch) => ({ grid, from, until, stretch: String(stretch) })));
  return { grid: rows.map(({ grid }) => grid), from: rows.map(({ from }) => from), until: rows.map(({ until }) => until), stretch: rows.map(({ stretch }) => stretch) };
}
