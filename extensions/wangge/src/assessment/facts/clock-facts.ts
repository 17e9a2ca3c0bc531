/**
 * Facts of clocks: every clock that fell due in the period, in one pass over `issue_deadlines`, whatever became of its issue
 * since. Cancelled and paused ones are none; one that still runs past its due moment is a miss. An issue of which something
 * was recorded after the cut, or whose limit rests on a day that nobody knew, is told by its events (`clock-rules.ts`).
 */
import type { ClockKind } from '../../calendar/model.ts';
import type { ClockColumn } from './clock-columns.ts';
import type { Binding, FactKindDefinition, FactQuery, ResponseLimit } from './model.ts';
import { CLOCK_COLUMNS, notesJoined } from './clock-columns.ts';
import { IN_STRETCH } from './model.ts';
import { CLOCKS_TOLD } from './told-tables.ts';

const columnOf = (name: string): ClockColumn => (CLOCK_COLUMNS as Record<string, ClockColumn>)[name]!;

/** The clocks that say something of these columns. */
export function clocksOf(columns: readonly string[]): ClockKind[] {
  return [...new Set(columns.flatMap(name => columnOf(name).clocks))];
}

/** Was nothing recorded of the issue since the cut, so that its columns say what they said then? (Not `coalesce`, of which Postgres expects a third.) */
export const SETTLED = `(i.event_recorded_at < :cut or i.event_recorded_at is null and wangge_last_recorded(i.id) < :cut)`;

/** Was something recorded of the issue since? Asked one after the other: so an index finds each of them (`issues_recorded`). */
export const UNSETTLED = ['i.event_recorded_at >= :cut', 'i.event_recorded_at is null and wangge_last_recorded(i.id) >= :cut'] as const;

/** Was it merged into another report, and is it on its own again? Its limit may have passed meanwhile. Few (`issue_events_separated`). */
export const SEPARATED = `exists (select from issue_events s where s.issue = d.issue and s.type = 'separate')`;

export const SAYS_ITSELF = `not d.provisional and d.first_round is not null and not ${SEPARATED} and ${SETTLED}`;

/** `said`: what is selected of a clock `d` beside its columns. */
export function dueClocks(columns: readonly string[], said: string, which = SAYS_ITSELF): string {
  const clocks = clocksOf(columns);
  return `
    select ${said}${columns.map(name => `, (${columnOf(name).sql}) as ${name}`).join('')}
    from issue_deadlines d
    join issues i on i.id = d.issue
    ${notesJoined(columns.map(columnOf))}
    where d.kind in (${clocks.map(clock => `'${clock}'`).join(', ')}) and d.due_at >= :from and d.due_at < :until
      and d.state in ('met', 'missed', 'late', 'running') and ${which}`;
}

const DUE_ON = 'cast(d.due_at at time zone :time_zone as date) as day';

export function toldClocks(columns: readonly string[], said = 'd.id, d.grid, d.department, d.person'): string {
  return `select ${said}${columns.map(name => `, d.${name}`).join('')} from ${CLOCKS_TOLD} d where d.clock in (${clocksOf(columns).map(clock => `'${clock}'`).join(', ')})`;
}

export function responseBindings(limits: readonly ResponseLimit[]): Record<string, Binding> {
  return { response_from: limits.map(({ from }) => from), response_due: limits.map(({ due_at }) => due_at) };
}

export const asksResponses = (columns: readonly string[]): boolean => columns.some(name => columnOf(name).response_limits);

export const CLOCK_FACTS: FactKindDefinition = {
  kind: 'clock',
  name: { 'zh-CN': '件', 'en-US': 'cases' },
  columns: { ...CLOCK_COLUMNS, ...IN_STRETCH },
  select: ({ columns, response_limits }: FactQuery) => ({
    sql: dueClocks(columns, `d.id, d.grid, d.department_at_due as department, d.person_at_due as person, ${DUE_ON}`),
    // Apart: a temporary table would keep the great query from running in parallel.
    told: toldClocks(columns, `d.id, d.grid, d.department, d.person, ${DUE_ON}`),
    bindings: asksResponses(columns) ? responseBindings(response_limits) : {},
  }),
  listing: {
    joins: 'join issue_deadlines d on d.id = cast(f.id as bigint) join issues i on i.id = d.issue',
    title: 'i.number',
    item: { collection: 'issues', key: 'i.id' },
    dates: { reported_at: 'i.reported_at', started_at: 'd.started_at', due_at: 'd.due_at', handled_at: 'd.handled_at', done_at: 'd.met_at' },
  },
};
