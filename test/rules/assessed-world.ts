/** Issues that are assessed: their stories, stepped by the decider, and the evidence, scores and ranks that they come to. */
import type { CutHeader } from '../../extensions/wangge/src/assessment/evidence/evidence-rules.ts';
import type { AsOf } from '../../extensions/wangge/src/assessment/facts/clock-rules.ts';
import type { Measure } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import type { Count, Fact } from '../../extensions/wangge/src/assessment/facts/model.ts';
import type { Scheme } from '../../extensions/wangge/src/assessment/schemes/scheme-rules.ts';
import type { Scored, Subject } from '../../extensions/wangge/src/assessment/schemes/scoring-rules.ts';
import type { Calendar } from '../../extensions/wangge/src/calendar/model.ts';
import type { Written } from '../../extensions/wangge/src/handling/lifecycle/decide-rules.ts';
import type { Command } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import type { EventType } from '../../extensions/wangge/src/handling/model.ts';
import type { Standing } from '../../extensions/wangge/src/territory/model.ts';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { caseLine, evidenceColumns, evidenceDigest, headerLine, schemeHash } from '../../extensions/wangge/src/assessment/evidence/evidence-rules.ts';
import { casesAsOf } from '../../extensions/wangge/src/assessment/facts/case-rules.ts';
import { clocksAsOf, reportAsOf } from '../../extensions/wangge/src/assessment/facts/clock-rules.ts';
import { cutOf, responseLimitsIn } from '../../extensions/wangge/src/assessment/facts/cut-rules.ts';
import { factColumnsFor } from '../../extensions/wangge/src/assessment/facts/fact-lookup-rules.ts';
import { countFacts } from '../../extensions/wangge/src/assessment/facts/fact-tally-rules.ts';
import { caseColumnsFor } from '../../extensions/wangge/src/assessment/facts/measure-lookup-rules.ts';
import { MEASURES } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import { tally } from '../../extensions/wangge/src/assessment/facts/tally-rules.ts';
import { score } from '../../extensions/wangge/src/assessment/schemes/scoring-rules.ts';
import { deadlines } from '../../extensions/wangge/src/handling/clocks/deadline-rules.ts';
import { moveDeadlines } from '../../extensions/wangge/src/handling/clocks/recalendar-rules.ts';
import { dueTimers } from '../../extensions/wangge/src/handling/clocks/timer-rules.ts';
import { closeAutomatically, resumeAutomatically } from '../../extensions/wangge/src/handling/lifecycle/decide-rules.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { derivedStateOf } from '../../extensions/wangge/src/handling/lifecycle/derived-state-rules.ts';
import { evolve, patchBetween, withClocks } from '../../extensions/wangge/src/handling/lifecycle/evolve-rules.ts';
import { CALENDAR, Case, COMPLETE, LIMIT } from './handling-world.ts';

export const HOLIDAYS: Calendar = {
  ...CALENDAR,
  version: 'holidays',
  days: new Map(['2026-03-18', '2026-03-19', '2026-03-20', '2026-04-06'].map(day => [day, { kind: 'restday', name: '假', source: '通知', origin: 'national' }])),
};
/** Knows nothing of what comes after the second week of March. */
export const SHORT: Calendar = { ...CALENDAR, version: 'short', covers_to: '2026-03-13' };
export const calendars = (version: string): Calendar => [HOLIDAYS, SHORT].find(calendar => calendar.version === version) ?? CALENDAR;

/** An issue in a patch, whose time passes under a sweep, and whose calendar may change. */
export class Assessed extends Case {
  readonly patch: string;

  constructor(patch: string, number: number, at: string, calendar = CALENDAR) {
    super({ id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` }, at, calendars);
    this.calendar = calendar;
    this.patch = patch;
    // The report is written before the patch is known to it.
    this.events[0]!.data.decided.grid = patch;
    this.refresh();
  }

  private refresh(): void {
    const clocks = deadlines(this.events, calendars);
    this.last = { ...this.last!, clocks, state: { ...this.state, grid: this.patch } };
  }

  /** The step, where it may be taken; says whether it was. */
  may(type: EventType, actor: Standing, now: string, said: Partial<Command> = {}): boolean {
    const words = { ...COMPLETE[type], ...said };
    if (this.try(type, actor, now, words).kind === 'refused')
      return false;
    this.step(type, actor, now, words);
    return true;
  }

  /** As the job: what time has made true is written at `now`, and dated when it became true. */
  sweep(now: string): void {
    const { resumes_at, closes_at, status } = this.state;
    if (status === 'suspended' && resumes_at !== null && resumes_at <= now)
      this.take(resumeAutomatically(this.events, this.state, { issue: this.issue, calendar: this.calendar, calendars, now }));
    for (let timer = dueTimers(this.last!.clocks, now)[0]; timer !== undefined; timer = dueTimers(this.last!.clocks, now)[0]) {
      const { kind, department, opened_by_seq, due_at } = timer.clock;
      const decided = { clock: { kind, department, opened_by_seq, due_at }, recorded_at: now };
      const event = { ...NO_INPUT, issue: this.issue.id, type: timer.type, actor: null, at: timer.at, from_status: this.state.status, to_status: this.state.status, data: { decided, patch: {} } };
      this.append(event);
      const clocks = deadlines(this.events, calendars);
      const state = withClocks(evolve(this.state, event), clocks);
      event.data.patch = patchBetween(this.state, state);
      this.take({ events: [], clocks, state });
    }
    if (this.state.status === 'fed_back' && closes_at !== null && closes_at <= now)
      this.take(closeAutomatically(this.events, this.state, { issue: this.issue, calendars, limit: (kind, scope) => ({ ...LIMIT, working_days: scope === 'community' || kind === 'disclose' ? 3 : 5 }), now }));
  }

  moveTo(calendar: Calendar, now: string): void {
    this.calendar = calendar;
    const moved = moveDeadlines(this.events, this.state, this.issue.id, calendars, calendar.version, now);
    if (moved !== null)
      this.take(moved);
  }

  /** A change of grids: the system hands the issue over. */
  handOver(to_grid: string, now: string): void {
    this.sweep(now);
    const event = { ...NO_INPUT, note: '划入', to_grid, issue: this.issue.id, type: 'hand_over' as const, actor: null, at: now, from_status: this.state.status, to_status: this.state.status, data: { decided: { grid: to_grid, lead: 'another lead' }, patch: {} } };
    this.append(event);
    const clocks = deadlines(this.events, calendars);
    this.take({ events: [], clocks, state: withClocks(evolve(this.state, event), clocks) });
  }

  private take({ events, clocks, state }: Written): void {
    this.append(...events);
    this.last = { ...this.last!, clocks, state, derived: { ...state, ...derivedStateOf(this.events) } };
  }
}

const shipped = parse(readFileSync(join(import.meta.dirname, '../schemes/first-scheme.yaml'), 'utf8')) as { rows: Record<string, unknown>[] }[];
const without = (row: Record<string, unknown>, ...keys: string[]) => Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key)));
/** The one that installations of the first releases began with, and the rates of the hotline at the weight 0. */
export const SCHEME: Scheme = {
  ...without(shipped[0]!.rows[0]!, 'id', 'state', 'valid_from') as unknown as Scheme,
  indicators: [
    ...shipped[1]!.rows.map(row => without(row, 'id', 'scheme')) as unknown as Scheme['indicators'],
    ...(['response_rate', 'solution_rate', 'satisfaction_rate', 'repeat_rate'] as const).map(measure => ({ code: measure, name: measure, group: 'handling', subject: 'grid' as const, levels: [2, 3] as (2 | 3)[], measure, weight: 0, rule: 'ratio', params: { scopes: ['community' as const] }, no_data: 'exclude' as const })),
  ],
};
const COLUMNS = caseColumnsFor(SCHEME);

export const PATCHES = ['p0', 'p1'];
const SUBJECTS: Subject[] = [
  { code: 'a', level: 1, path: '/a/', retired: false, previous_rank: null },
  { code: 'c', level: 2, path: '/a/c/', retired: false, previous_rank: null },
  ...PATCHES.map((code): Subject => ({ code, level: 3, path: `/a/c/${code}/`, retired: false, previous_rank: null })),
];

/** March 2026, in Shanghai. */
const BOUNDS = { from: '2026-02-28T16:00:00.000Z', until: '2026-03-31T16:00:00.000Z', time_zone: 'Asia/Shanghai', close_of_business: '18:00' };
export const CUT = cutOf(SCHEME, '2026-03-31', BOUNDS, CALENDAR);

function factsOf(issues: readonly Assessed[], calendar: Calendar, cut = CUT) {
  const asOf: AsOf = { ...BOUNDS, cut, calendar, calendars, response_limits: responseLimitsIn(BOUNDS, calendar) };
  return issues.flatMap(({ events, issue: { id } }) => casesAsOf(events, false, asOf).map(({ opened_by_seq, grid, scope, facts }) =>
    ({ grid: grid!, scope: scope!, case: createHash('sha256').update(`${id} ${opened_by_seq}`).digest('hex').slice(0, 24), ...facts })));
}

function headerBy(calendar: Calendar): CutHeader {
  return {
    format: 'wangge-evidence-1.1',
    columns: evidenceColumns(COLUMNS),
    period: { code: '2026-03', kind: 'quarter', starts_on: '2026-03-01', ends_on: '2026-03-31', subdistrict: 's', version: 1, ...BOUNDS },
    cut: CUT,
    calendar_version: calendar.version,
    exemptions: [],
    scheme: SCHEME,
    scheme_hash: schemeHash(SCHEME),
    grids: SUBJECTS,
  };
}

/** The digest of the evidence as of the cut, by this calendar. */
export function digestOf(issues: readonly Assessed[], calendar: Calendar): string {
  return evidenceDigest(headerBy(calendar), factsOf(issues, calendar).map(fact => caseLine(fact, COLUMNS)));
}

/** Its file, line by line. */
export function evidenceOf(issues: readonly Assessed[]): string[] {
  return [headerLine(headerBy(CALENDAR)), ...factsOf(issues, CALENDAR).map(fact => caseLine(fact, COLUMNS)).sort()];
}

export const casesOf = (issues: readonly Assessed[]): number => factsOf(issues, CALENDAR).length;

/** As of a cut so late that everything counts that was recorded at all. */
export function scoredOf(issues: readonly Assessed[]): Scored {
  return score({ tallies: tally(factsOf(issues, CALENDAR, '9999'), SUBJECTS), subjects: SUBJECTS }, SCHEME) as Scored;
}

/** What the clocks of these issues say of every measure of theirs, of the grid `p0` in the community's own matters: whatever was recorded at all counts. */
export function countedOf(issues: readonly Assessed[]): Map<Measure, Count> {
  const asOf: AsOf = { ...BOUNDS, cut: '9999', calendar: CALENDAR, calendars, response_limits: responseLimitsIn(BOUNDS, CALENDAR) };
  const columns = factColumnsFor({ tie_break: [], indicators: Object.entries(MEASURES).filter(([, { fact }]) => fact === 'clock').map(([measure]) => ({ measure })) });
  const facts = issues.flatMap(({ events, issue: { id } }) => clocksAsOf(events, false, asOf).map((clock): Fact => {
    const said = { ...clock.facts, clock: clock.kind, scope: clock.scope };
    const cells = columns.clock!.map(column => said[column as keyof typeof said]).map(cell => typeof cell === 'boolean' ? Number(cell) : cell);
    return { kind: 'clock', grid: clock.grid, department: clock.department_at_due, person: clock.person_at_due, id: `${id} ${clock.kind} ${clock.opened_by_seq}`, cells };
  }));
  const [own] = countFacts(facts, columns).filter(({ subject, scope }) => subject.kind === 'grid' && subject.code === 'p0' && scope === 'community');
  return new Map(Object.entries(own?.measures ?? {}) as [Measure, Count][]);
}

/** All that is told of the issues as of the cut: every clock that fell due, whose it was and what it says, and the reports. */
export function toldOf(issues: readonly Assessed[], calendar: Calendar): unknown[] {
  const asOf: AsOf = { ...BOUNDS, cut: CUT, calendar, calendars, response_limits: responseLimitsIn(BOUNDS, calendar) };
  return issues.map(({ events }) => [clocksAsOf(events, false, asOf), reportAsOf(events, CUT)]);
}
