/**
 * Who has met the standards of their post, by grid: the grids that a reader sees first, or one grid and those right below it,
 * each with the person responsible and with how many of those below have. Nobody is ranked: grids stand in the order of their codes.
 */
import type { Uuid } from '../../kernel/values.ts';
import type { ComplianceRow, Place } from './model.ts';

/** `running`: nothing is asked by the day, and the week, month or quarter is not over; `leave`: excused from everything that decides; `rest`: a day of rest. */
export const STATES = ['met', 'open', 'running', 'leave', 'rest'] as const;
export type State = (typeof STATES)[number];

export interface Responsible {
  person: Uuid;
  person_name: string;
  state: State;
  standards: Pick<ComplianceRow, 'standard' | 'standard_name' | 'kind' | 'per' | 'required' | 'excused' | 'done' | 'units' | 'met'>[];
}

export interface GridOverview {
  grid: Uuid;
  code: string;
  name: string;
  level: number;
  /** Today's leader, where nobody is asked for anything; null: vacant. */
  leader_name: string | null;
  people: Responsible[];
  /** Of the persons responsible below; null: no grid is below. */
  below: Record<State, number> | null;
}

/** How a day or a period is read: a running day of work, one of rest, or days that are over. */
export type Reading = 'today' | 'rest_day' | 'period';

/** `within` null: the highest grids that are there; if that is one, it is looked into at once. */
export function overviewOf(places: readonly Place[], rows: readonly ComplianceRow[], within: Uuid | null, reading: Reading): GridOverview[] {
  const ids = new Set(places.map(({ grid }) => grid));
  const ordered = places.toSorted((a, b) => a.path < b.path ? -1 : 1);
  const roots = ordered.filter(({ grid, parent }) => within === null ? parent === null || !ids.has(parent) : grid === within);
  const shown = roots.length === 1 ? [...roots, ...ordered.filter(({ parent }) => parent === roots[0]!.grid)] : roots;
  const people = new Map([...Map.groupBy(rows, ({ grid }) => grid)].map(([grid, of]) => [grid, responsibleOf(of, reading)]));
  return shown.map(({ grid, code, name, level, path, leader_name }) => {
    const under = ordered.filter(place => place.path.startsWith(path) && place.grid !== grid);
    return { grid, code, name, level, leader_name, people: people.get(grid) ?? [], below: under.length === 0 ? null : counted(under.flatMap(place => people.get(place.grid) ?? [])) };
  });
}

/** The persons who held one grid in the period, each with their standards. */
function responsibleOf(rows: readonly ComplianceRow[], reading: Reading): Responsible[] {
  return [...Map.groupBy(rows, ({ person }) => person).values()].map(own => ({
    person: own[0]!.person,
    person_name: own[0]!.person_name,
    state: stateOf(own, reading),
    standards: own.map(({ standard, standard_name, kind, per, required, excused, done, units, met }) => ({ standard, standard_name, kind, per, required, excused, done, units, met })),
  }));
}

/** Of a running day what is asked by the day decides, where anything is: a week that is not over is nobody's arrears. Of days that are over everything does. */
export function stateOf(rows: readonly Pick<ComplianceRow, 'per' | 'units' | 'met'>[], reading: Reading): State {
  if (reading === 'rest_day')
    return 'rest';
  const daily = rows.filter(({ per }) => per === 'working_day');
  const decisive = reading === 'today' && daily.length > 0 ? daily : rows;
  const asked = decisive.filter(({ units }) => units > 0);
  if (asked.length === 0)
    return 'leave';
  if (asked.every(({ units, met }) => met === units))
    return 'met';
  return reading === 'today' && daily.length === 0 ? 'running' : 'open';
}

function counted(people: readonly Responsible[]): Record<State, number> {
  return Object.fromEntries(STATES.map(state => [state, people.filter(one => one.state === state).length])) as Record<State, number>;
}
