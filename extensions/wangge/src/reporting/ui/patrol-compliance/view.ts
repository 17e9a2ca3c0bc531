/** Grids, the persons responsible and a bar for each standard: from the server's answer, without a component or a request. */
import type { Per } from '../../compliance/compliance-rules.ts';
import type { GridOverview, Reading, Responsible, State } from '../../compliance/overview-rules.ts';
import type { Speak, Word } from './words.ts';
import { STATES } from '../../compliance/overview-rules.ts';

export interface ComplianceAnswer {
  period: { code: string; from: string; until: string };
  reading: Reading;
  grids: GridOverview[];
}

/** Widths in percent: what was done, what is left, what leave excuses. */
export interface Bar { key: string; label: string; text: string; excused: string; title: string; widths: { done: number; excused: number } }

export interface PersonLine { person: string; name: string; state: State; stateText: string; bars: Bar[] }
export interface GridLine {
  grid: string;
  name: string;
  /** The one that was looked into: those below it follow. */
  current: boolean;
  people: PersonLine[];
  /** Where nobody is asked for anything: who leads it, or that nobody does. */
  otherwise: { name: string; text: string } | null;
  below: { text: string; parts: { state: State; text: string; width: number }[] } | null;
}

export function linesOf({ grids, reading }: ComplianceAnswer, speak: Speak): GridLine[] {
  return grids.map(({ grid, name, level, people, leader_name, below }, index) => ({
    grid,
    name,
    current: index === 0 && grids.length > 1 && grids[1]!.level > level,
    people: people.map(one => personOf(one, reading, speak)),
    otherwise: people.length > 0 ? null : { name: leader_name ?? '', text: speak(leader_name === null ? 'vacant' : 'not_asked') },
    below: below === null ? null : belowOf(below, reading, speak),
  }));
}

function belowOf(below: Record<State, number>, reading: Reading, speak: Speak): NonNullable<GridLine['below']> {
  const count = STATES.reduce((sum, state) => sum + below[state], 0);
  return {
    text: speak('below', { count }),
    parts: STATES.filter(state => below[state] > 0).map(state => ({ state, text: `${stateText(state, reading, speak)} ${below[state]}`, width: below[state] / count * 100 })),
  };
}

function personOf({ person, person_name, state, standards }: Responsible, reading: Reading, speak: Speak): PersonLine {
  return { person, name: person_name, state, stateText: stateText(state, reading, speak), bars: standards.map(standard => barOf(standard, reading, speak)) };
}

export function stateText(state: State, reading: Reading, speak: Speak): string {
  return speak(state === 'open' && reading === 'period' ? 'open_period' : state);
}

const UNITS: Record<Per, Word> = { working_day: 'days', week: 'weeks', month: 'months', quarter: 'quarters' };
const RUNNING: Record<Per, Word> = { working_day: 'working_day', week: 'week', month: 'month', quarter: 'running_quarter' };

/** Of a period each unit counts for itself: more on one day makes up for no other. So its bar is of units met, a running one's of what is done. */
function barOf({ standard, standard_name, kind, per, required, excused, done, units, met }: Responsible['standards'][number], reading: Reading, speak: Speak): Bar {
  const minutes = kind === 'field_minutes';
  const free = required + excused === 0 ? 0 : excused / (required + excused) * 100;
  const share = reading === 'period' ? (units === 0 ? 0 : met / units) : required === 0 ? 0 : Math.min(1, done / required);
  const text = required === 0 ? '' : reading === 'period' ? speak(UNITS[per], { met, units }) : speak(minutes ? 'minutes' : 'times', { done, required });
  return {
    key: standard,
    label: `${speak(kind as Word)} · ${speak(reading === 'period' ? `each_${per}` : RUNNING[per])}`,
    text,
    excused: excused === 0 ? '' : excusedText(excused, minutes, speak),
    title: standard_name,
    widths: { done: (100 - free) * share, excused: free },
  };
}

function excusedText(excused: number, minutes: boolean, speak: Speak): string {
  if (!minutes)
    return speak('excused_times', { excused });
  return excused < 120 || excused % 60 !== 0 ? speak('excused_minutes', { excused }) : speak('excused_hours', { excused: excused / 60 });
}
