/**
 * Issues as chance has them: anybody does anything the rules allow, at moments that lie where things are decided — the very
 * limit, a millisecond before and after it, midnight, the end of the period, the cut.
 */
import type { Random } from '../../extensions/wangge/src/app/demonstration/random.ts';
import type { Calendar } from '../../extensions/wangge/src/calendar/model.ts';
import type { Written } from '../../extensions/wangge/src/handling/lifecycle/decide-rules.ts';
import type { Command, Facts, NamedIssue, Reported } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import type { IssueState } from '../../extensions/wangge/src/handling/lifecycle/evolve-rules.ts';
import type { Clock, EventType, IssueEvent, NewEvent, Scope } from '../../extensions/wangge/src/handling/model.ts';
import type { Standing } from '../../extensions/wangge/src/territory/model.ts';
import { deadlines } from '../../extensions/wangge/src/handling/clocks/deadline-rules.ts';
import { dueTimers } from '../../extensions/wangge/src/handling/clocks/timer-rules.ts';
import { closeAutomatically, decide, derivedIssueNow, resumeAutomatically } from '../../extensions/wangge/src/handling/lifecycle/decide-rules.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { derivedStateOf } from '../../extensions/wangge/src/handling/lifecycle/derived-state-rules.ts';
import { applyPatches, evolve, patchBetween, withClocks } from '../../extensions/wangge/src/handling/lifecycle/evolve-rules.ts';
import { allowedEvents } from '../../extensions/wangge/src/handling/lifecycle/precondition-rules.ts';
import { SYSTEM } from '../../extensions/wangge/src/territory/model.ts';
import { COMPLETE, NOTICE } from '../rules/handling-world.ts';

/** Whom an issue may meet: ids of people and departments. */
export interface Around {
  calendar: Calendar;
  grids: readonly { id: string; leader: string; above: string; area: string; cadre: string; community: string }[];
  categories: readonly string[];
  office: string;
  clerk: string;
  station: string;
  helper: string;
  district: string;
  dispatcher: string;
  inspector: string;
}

const MINUTE = 60_000;
const SELDOM: readonly EventType[] = ['request_extension', 'suspend', 'resume', 'return', 'verify', 'disclose', 'reopen', 'urge', 'escalate'];
const ENDINGS: readonly EventType[] = ['reject', 'merge', 'withdraw'];
const FORWARD: readonly EventType[] = ['accept', 'handle', 'feed_back', 'verify', 'close', 'disclose'];

/** Whose turn it is, as a rule. */
const USUALLY: Partial<Record<string, 'handler' | 'lead' | 'level_1'>> = { assigned: 'handler', handling: 'handler', handled: 'handler', fed_back: 'lead', suspended: 'level_1' };

const iso = (ms: number): string => new Date(ms).toISOString();

export class Story {
  readonly id: string;
  readonly row: Record<string, unknown>;
  events: IssueEvent[] = [];
  state: IssueState | null = null;
  clocks: Clock[] = [];
  private readonly chance: Random;
  private readonly around: Around;
  private readonly issue: Reported;
  private readonly grid: Around['grids'][number];
  private readonly calendars: Facts['calendars'];
  private now: number;

  constructor(id: string, number: string, around: Around, chance: Random, at: number, repeats: string | null) {
    this.id = id;
    this.around = around;
    this.chance = chance;
    this.now = at;
    this.grid = chance.pick(around.grids);
    this.calendars = () => around.calendar;
    const source = chance.pick(['patrol', 'visit', 'resident', 'hotline', 'notice_page', 'superior', 'media'] as const);
    this.issue = { id, kind: 'problem', severity: 'normal', source, confidential: false, photo_required: false, disclosure_mode: 'individual' };
    const category = chance.pick(around.categories);
    const external_due_at = chance.chance(0.25) ? iso(at + Math.floor(chance.between(1, 9 * 24 * 60)) * MINUTE) : null;
    this.row = { id, title: '路灯不亮', description: '北门外路灯连续三晚不亮', kind: 'problem', category, parties: 'none', involves_departments: false, source, severity: 'normal', confidential: false, grid: this.grid.id, repeat_of: repeats, external_due_at };
    this.take('report', this.standing('reporter'), {}, { report: { number, category, grid: this.grid.id, external_due_at, arrived_late: false } });
  }

  /** What stood on record before a moment; later events were recorded later. */
  recordedBefore(cut: string): IssueEvent[] {
    return this.events.filter(({ at, data }) => (data.decided.recorded_at ?? at) < cut);
  }

  clocksOf(events: readonly IssueEvent[]): Clock[] {
    return deadlines(events, this.calendars);
  }

  /** Until nothing is left to do, or it has gone on long enough. */
  live(until: number, borders: readonly number[], others: readonly Story[]): void {
    const steps = 3 + Math.floor(this.chance.next() * 22);
    for (let step = 0; step < steps && this.now < until; step++) {
      this.now = this.next(borders);
      if (this.chance.chance(0.5))
        this.sweep();
      else if (this.chance.chance(0.1) && this.state!.status === 'merged')
        this.take('separate', SYSTEM, COMPLETE.separate!);
      else
        this.step(others);
    }
  }

  private next(borders: readonly number[]): number {
    const { chance } = this;
    const later = this.now + Math.floor(chance.pick([() => chance.between(0, 90), () => chance.between(60, 1500), () => chance.between(60, 1500), () => chance.between(1500, 8000)])()) * MINUTE;
    if (!chance.chance(0.35))
      return later;
    // A limit or a warning of this issue, a midnight, an end of the period: at it, before it, after it.
    const midnight = Math.ceil((later + 8 * 60 * MINUTE) / (24 * 60 * MINUTE)) * 24 * 60 * MINUTE - 8 * 60 * MINUTE;
    const limits = this.clocks.flatMap(({ due_at, warn_at }) => [Date.parse(due_at), ...warn_at === null ? [] : [Date.parse(warn_at)]]);
    const ahead = [...limits, ...borders, midnight].filter(one => one > this.now && one < this.now + 12 * 24 * 60 * MINUTE);
    return ahead.length === 0 ? later : Math.max(this.now, chance.pick(ahead) + chance.pick([-1, 0, 0, 1]));
  }

  private step(others: readonly Story[]): void {
    const { chance } = this;
    const now = iso(this.now);
    const actor = this.standing(chance.chance(0.5) ? USUALLY[this.state!.status] ?? 'dispatcher' : chance.pick(['reporter', 'handler', 'lead', 'level_1', 'dispatcher', 'colleague', 'helper', 'inspector', 'system'] as const));
    const derived = derivedIssueNow(this.events, this.state!, this.id, this.calendars, now);
    if (derived.pending !== null && chance.chance(0.6)) {
      this.take('decide_extension', this.standing(chance.pick(['lead', 'level_1'] as const)), { decision: chance.pick(['yes', 'yes', 'no'] as const) });
      return;
    }
    const possible = allowedEvents(derived, { now, actor, issue: this.issue, calendar: this.around.calendar });
    const forward = possible.filter(type => FORWARD.includes(type));
    const pool = chance.chance(0.65) && forward.length > 0 ? forward : chance.chance(0.5) ? possible.filter(type => SELDOM.includes(type)) : possible.filter(type => chance.chance(0.15) || !ENDINGS.includes(type));
    const type = pool.length === 0 ? 'progress' : chance.pick(pool);
    if (type === 'redact' && chance.chance(0.9))
      return;
    const earlier = others.filter(other => other.id !== this.id && other.events[0]!.at < this.events[0]!.at);
    const into = type === 'merge' && earlier.length > 0 ? chance.pick(earlier) : null;
    const said: Partial<Command> = {
      ...COMPLETE[type],
      ...type === 'merge' ? { to_issue: into?.id ?? null } : {},
      ...type === 'return' ? { cause: chance.pick(['insufficient', 'insufficient', 'wrong_routing'] as const) } : {},
      ...type === 'verify' ? { solved: chance.pick(['yes', 'yes', 'no'] as const), satisfaction: chance.pick([null, 1, 3, 4, 5]) } : {},
      ...type === 'handle' ? { channel: chance.pick([null, 'visit'] as const) } : {},
      ...type === 'progress' ? { channel: chance.pick([null, 'phone'] as const) } : {},
      ...type === 'route' ? { to_department: chance.pick([this.around.office, this.grid.community, null]), to_scope: chance.pick(['community', 'subdistrict', 'district', null] as const), to_grid: chance.chance(0.2) ? chance.pick(this.around.grids).id : null, to_category: chance.chance(0.2) ? chance.pick(this.around.categories) : null } : {},
      ...type === 'escalate' || type === 'call_in' || type === 'rate_help' ? { to_department: type === 'escalate' ? this.around.district : this.around.station } : {},
      ...type === 'request_extension' ? chance.pick([{ request_kind: 'extension', cause: 'materials' }, { request_kind: 'extension', cause: 'materials' }, { request_kind: 'suspension', cause: 'complex', until: iso(this.now + 9 * 24 * 60 * MINUTE) }, { request_kind: 'escalation', to_department: this.around.district }] as const) : {},
      ...type === 'suspend' ? { until: iso(this.now + Math.floor(chance.between(1, 20) * 24 * 60) * MINUTE) } : {},
    };
    this.take(type, actor, said, { to_issue: into === null ? null : into.namedAt(now) });
  }

  private namedAt(now: string): NamedIssue {
    const { number, status, duplicate_of, reported_at, handler, lead } = applyPatches(this.events.filter(({ at }) => at <= now)) as IssueState;
    return { number, status, duplicate_of, reported_at, handler, lead };
  }

  private take(type: EventType, actor: Standing, said: Partial<Command>, facts: Partial<Facts> = {}): void {
    const { around, grid, chance } = this;
    const scope: Scope = said.to_scope ?? (type === 'report' ? chance.pick(['community', 'community', 'community', 'subdistrict', 'district'] as const) : this.state!.scope);
    const department = said.to_department ?? (scope === 'community' ? grid.community : around.office);
    const to_department = said.to_department ?? (type === 'decide_extension' ? around.district : undefined);
    const pending = this.state === null ? null : derivedStateOf(this.events).pending;
    const outcome = decide(this.events, this.state, { ...NO_INPUT, attachments: 0, ...said, type }, {
      now: iso(this.now),
      actor,
      issue: this.issue,
      calendar: around.calendar,
      calendars: this.calendars,
      limit: (kind, where) => ({ policy: null, working_days: { escalate: 1, progress: 5, verify: 3, disclose: 5 }[kind as string] ?? (where === 'community' ? 3 : 5), clock_hours: null, warn_working_hours: 8, close_of_business: '18:00', calendar_version: around.calendar.version, statutory: true }),
      routed: { rule: null, scope, lead: scope === 'community' ? grid.above : grid.area, department, handler: department === around.office ? around.clerk : chance.pick([grid.cadre, null]), follower: scope === 'community' ? null : grid.above, explanation: { steps: [], lead_by: 'grid_leader', handler_by: 'duty_line' } } as never,
      report: null,
      level_1: grid.area,
      to_department: to_department == null ? null : { kind: to_department === around.district ? 'district' : 'office', active: true },
      to_person: null,
      to_issue: null,
      notice: type === 'disclose' || type === 'withdraw_disclosure' ? { ...NOTICE, state: this.state!.disclosed_at === null ? 'draft' : 'published', empty: this.events.some(event => event.type === 'redact') } : null,
      ...facts,
      ...pending !== null && type === 'decide_extension' && pending.to_department !== null ? { to_department: { kind: 'district', active: true } } : {},
    });
    if (outcome.kind === 'refused') {
      if (type === 'report')
        throw new Error(outcome.code);
      return;
    }
    this.state = outcome.state;
    this.clocks = outcome.clocks;
    this.append(...outcome.before, outcome.event, ...(outcome.event.data.then === undefined ? [] : [outcome.event.data.then]));
  }

  private sweep(): void {
    const now = iso(this.now);
    const facts = { issue: this.issue, calendar: this.around.calendar, calendars: this.calendars, now, limit: ((kind: string) => ({ policy: null, working_days: kind === 'disclose' ? 5 : 3, clock_hours: null, warn_working_hours: 8, close_of_business: '18:00', calendar_version: this.around.calendar.version, statutory: true as const })) as Facts['limit'] };
    if (this.state!.status === 'suspended' && this.state!.resumes_at !== null && this.state!.resumes_at <= now)
      this.write(resumeAutomatically(this.events, this.state!, facts));
    for (let timer = dueTimers(this.clocks, now)[0]; timer !== undefined; timer = dueTimers(this.clocks, now)[0]) {
      const { kind, department, opened_by_seq, due_at } = timer.clock;
      const event: NewEvent = { ...NO_INPUT, issue: this.id, type: timer.type, actor: null, at: timer.at, from_status: this.state!.status, to_status: this.state!.status, data: { decided: { clock: { kind, department, opened_by_seq, due_at }, recorded_at: now }, patch: {} } };
      this.append(event);
      this.clocks = this.clocksOf(this.events);
      const state = withClocks(evolve(this.state!, event), this.clocks);
      event.data.patch = patchBetween(this.state!, state);
      this.state = state;
    }
    if (this.state!.status === 'fed_back' && this.state!.closes_at !== null && this.state!.closes_at <= now)
      this.write(closeAutomatically(this.events, this.state!, facts));
  }

  private write({ events, clocks, state }: Written): void {
    this.append(...events);
    this.clocks = clocks;
    this.state = state;
  }

  private append(...events: NewEvent[]): void {
    for (const event of events)
      this.events.push({ ...event, seq: this.events.length + 1 });
  }

  private standing(as: 'reporter' | 'handler' | 'lead' | 'level_1' | 'dispatcher' | 'colleague' | 'helper' | 'inspector' | 'system'): Standing {
    const { grid, around, state } = this;
    const own = state?.department ?? grid.community;
    switch (as) {
      case 'reporter': return { ...SYSTEM, person: grid.leader, levels: [3] };
      case 'handler': return { ...SYSTEM, person: state?.handler ?? grid.cadre, department: own };
      case 'colleague': return { ...SYSTEM, person: grid.cadre, department: own, heads: [own] };
      case 'lead': return state?.lead === grid.area ? this.standing('level_1') : { ...SYSTEM, person: grid.above, levels: [2] };
      case 'level_1': return { ...SYSTEM, person: grid.area, levels: [1], reads_contacts: true };
      case 'dispatcher': return { ...SYSTEM, person: around.dispatcher, dispatcher: true, level_1: [grid.area], reads_contacts: true };
      case 'helper': return { ...SYSTEM, person: around.helper, department: around.station };
      case 'inspector': return { ...SYSTEM, person: around.inspector, inspector: true };
      case 'system': return SYSTEM;
    }
  }
}

/** An event that another carries is put in behind it by the database. */
export function withoutCarried(events: readonly NewEvent[]): NewEvent[] {
  const carried = new Set<unknown>();
  return events.filter((event, index) => {
    const before = events[index - 1];
    return !(before?.data.then !== undefined && before.data.then.type === event.type && !carried.has(before) && carried.add(before));
  });
}
