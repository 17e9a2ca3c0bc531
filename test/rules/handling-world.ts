/** An issue under test, stepped by commands, and the people around it. */
import type { Calendar, ClockKind, PinnedLimit } from '../../extensions/wangge/src/calendar/model.ts';
import type { Authority } from '../../extensions/wangge/src/handling/event-row-rules.ts';
import type { Accepted } from '../../extensions/wangge/src/handling/lifecycle/decide-rules.ts';
import type { Command, Facts, NamedIssue, Notice, Reported } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import type { DerivedIssue } from '../../extensions/wangge/src/handling/lifecycle/transition-rules.ts';
import type { Clock, EventType, IssueEvent, NewEvent, STATUSES } from '../../extensions/wangge/src/handling/model.ts';
import type { Standing } from '../../extensions/wangge/src/territory/model.ts';
import { EVENTS } from '../../extensions/wangge/src/handling/event-registry-rules.ts';
import { decide, derivedIssueNow } from '../../extensions/wangge/src/handling/lifecycle/decide-rules.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { allowedEvents } from '../../extensions/wangge/src/handling/lifecycle/precondition-rules.ts';
import { SYSTEM } from '../../extensions/wangge/src/territory/model.ts';

const ORDINARY: Reported = { id: '00000000-0000-4000-8000-000000000001', kind: 'problem', severity: 'normal', source: 'patrol', confidential: false, photo_required: false, disclosure_mode: 'individual' };
/** As the database drafts it, and nobody has touched it. */
export const NOTICE: Notice = { state: 'draft', mode: 'individual', authors: [], faults: [], photos_unchecked: false, empty: false, shown_days: 180 };

export const CALENDAR: Calendar = { version: 'test', time_zone: 'Asia/Shanghai', covers_from: '2026-01-01', covers_to: '2026-12-31', days: new Map() };
export const LIMIT: PinnedLimit = { policy: null, working_days: 3, clock_hours: null, warn_working_hours: 8, close_of_business: '18:00', calendar_version: 'test' };
export const NOBODY: Standing = { ...SYSTEM, person: 'nobody' };
export const REPORTER: Standing = { ...NOBODY, person: 'reporter', levels: [3] };
export const HANDLER: Standing = { ...NOBODY, person: 'handler', department: 'community' };
export const COLLEAGUE: Standing = { ...NOBODY, person: 'colleague', department: 'community' };
export const HEAD: Standing = { ...NOBODY, person: 'head', department: 'community', heads: ['community'] };
export const LEAD: Standing = { ...NOBODY, person: 'lead', levels: [2] };
export const LEVEL_1: Standing = { ...NOBODY, person: 'level-1', levels: [1], reads_contacts: true };
export const DISPATCHER: Standing = { ...NOBODY, person: 'dispatcher', department: 'centre', dispatcher: true, level_1: ['level-1'], reads_contacts: true };
export const INSPECTOR: Standing = { ...NOBODY, person: 'inspector', department: 'inspection', inspector: true };
export const HELPER: Standing = { ...NOBODY, person: 'helper', department: 'station' };
/** Not drawn for verification. */
export const ID = '00000000-0000-4000-8000-000000000001';

/** Another issue, reported a day before. */
export const OTHER_ISSUE: NamedIssue = { number: '110101001-20260310-0001', status: 'handling', duplicate_of: null, reported_at: '2026-03-10T02:00:00.000Z', handler: 'other-handler', lead: 'other-lead' };

/** A timeline under test, stepped by commands. */
export class Case {
  events: IssueEvent[] = [];
  last: Accepted | null = null;

  /** The one in force, which limits are pinned to. */
  calendar = CALENDAR;

  readonly issue: Facts['issue'];
  private readonly calendars: Facts['calendars'];

  constructor(issue: Partial<Reported> = {}, at = '2026-03-11T02:00:00.000Z', calendars: Facts['calendars'] = () => CALENDAR) {
    this.issue = { ...ORDINARY, ...issue };
    this.calendars = calendars;
    this.step('report', REPORTER, at);
  }

  get state(): Accepted['state'] {
    return this.last!.state;
  }

  get derived(): DerivedIssue {
    return this.last!.derived;
  }

  /** A community's three days, an office's five. */
  readonly limit: Facts['limit'] = (kind, scope) => ({ ...LIMIT, working_days: kind === 'escalate' ? 1 : scope === 'community' ? 3 : 5, calendar_version: this.calendar.version });

  allowed(actor: Standing, now: string): EventType[] {
    return allowedEvents(derivedIssueNow(this.events, this.state, ID, this.calendars, now), { now, actor, issue: this.issue, calendar: this.calendar });
  }

  clock(kind: ClockKind): Clock {
    return this.last!.clocks.findLast(clock => clock.kind === kind)!;
  }

  try(type: EventType, actor: Standing, now: string, said: Partial<Command> = {}, facts: Partial<Facts> = {}) {
    // As the service looks it up: what is asked for where nothing is said.
    const department = said.to_department ?? (type === 'decide_extension' ? this.last?.derived.pending?.to_department : undefined) ?? undefined;
    return decide(this.events, this.last?.state ?? null, { ...NO_INPUT, attachments: 0, ...said, type }, {
      now,
      actor,
      issue: this.issue,
      calendar: this.calendar,
      calendars: this.calendars,
      limit: this.limit,
      routed: {
        rule: 'rule',
        scope: said.to_scope ?? 'community',
        lead: 'lead',
        department: said.to_department ?? 'community',
        handler: said.to_person ?? 'handler',
        follower: null,
        explanation: { steps: [], lead_by: 'grid_leader', handler_by: 'duty_line' },
      },
      report: { number: '110101001-20260311-0001', category: 'category', grid: 'grid', external_due_at: null, arrived_late: false },
      level_1: 'level-1',
      to_department: department === undefined ? null : { kind: department === 'district' ? 'district' : 'office', active: true },
      to_person: said.to_person === undefined ? null : { active: true, department: 'community' },
      to_issue: said.to_issue === undefined ? null : OTHER_ISSUE,
      notice: type === 'disclose' ? NOTICE : null,
      ...facts,
    });
  }

  step(type: EventType, actor: Standing, now: string, said: Partial<Command> = {}, facts: Partial<Facts> = {}): this {
    const decision = this.try(type, actor, now, said, facts);
    if (decision.kind === 'refused')
      throw new Error(`${type} was refused: ${decision.code} at ${decision.field}`);
    this.last = decision;
    this.append(...decision.before, decision.event, ...(decision.event.data.then === undefined ? [] : [decision.event.data.then]));
    return this;
  }

  append(...events: NewEvent[]): void {
    for (const event of events)
      this.events.push({ ...event, seq: this.events.length + 1 });
  }

  refusal(...step: Parameters<Case['try']>): { code: string; field: string | null; params: object } {
    const decision = this.try(...step);
    if (decision.kind !== 'refused')
      throw new Error(`${step[0]} was accepted`);
    return decision;
  }
}

/** What each event needs to be complete. */
export const COMPLETE: Partial<Record<EventType, Partial<Command>>> = {
  route: { note: '改派', to_department: 'office' },
  return: { note: '信息不全', cause: 'insufficient' },
  progress: { note: '已到现场' },
  explain: { note: '待审批', cause: 'external_approval' },
  escalate: { to_department: 'district' },
  separate: { note: '并入的问题不予受理' },
  handle: { result: '已修复' },
  feed_back: { channel: 'phone' },
  verify: { solved: 'yes', channel: 'phone' },
  reopen: { note: '仍未解决' },
  reject: { note: '不属受理范围' },
  request_extension: { request_kind: 'extension', cause: 'materials', note: '缺配件' },
  decide_extension: { decision: 'yes' },
  suspend: { cause: 'complex', note: '待改造工程', until: '2026-05-06T10:00:00.000Z' },
  call_in: { to_department: 'station', note: '请到场' },
  answer_call: { note: '已到场' },
  rate_help: { to_department: 'station', satisfaction: 4 },
  merge: { to_issue: 'other' },
  urge: { note: '请尽快' },
  supervise: { note: '限期办结' },
  withdraw_disclosure: { note: '有误' },
  redact: { note: '当事人要求' },
};

export const at = (day: number, hour = 2): string => new Date(Date.UTC(2026, 2, day, hour)).toISOString();

/** Found to be beyond the sub-district when it came in. */
export const beyond = (): Case => new Case().step('route', DISPATCHER, at(11), { note: '超出街道职责', to_scope: 'district' });

/** An issue in each status that people can reach. */
export const IN: Partial<Record<(typeof STATUSES)[number], () => Case>> = {
  assigned: () => new Case(),
  reported: () => {
    const issue = new Case();
    issue.state.status = 'reported';
    return issue;
  },
  handling: () => new Case().step('accept', HANDLER, at(11, 3)),
  returned: () => new Case().step('return', HANDLER, at(11, 3), COMPLETE.return),
  escalated: () => beyond().step('escalate', HANDLER, at(11, 3), COMPLETE.escalate),
  handled: () => new Case().step('handle', HANDLER, at(11, 3), COMPLETE.handle),
  fed_back: () => new Case().step('handle', HANDLER, at(11, 3), { ...COMPLETE.handle, channel: 'visit' }),
  closed: () => new Case().step('handle', HANDLER, at(11, 3), { ...COMPLETE.handle, channel: 'visit' }).step('verify', LEAD, at(11, 4), COMPLETE.verify),
  rejected: () => new Case().step('reject', DISPATCHER, at(11, 3), COMPLETE.reject),
  merged: () => new Case().step('merge', DISPATCHER, at(11, 3), COMPLETE.merge),
  suspended: () => new Case().step('accept', HANDLER, at(11, 3)).step('suspend', LEVEL_1, at(11, 4), COMPLETE.suspend),
};

export const ACTORS: Record<Authority, Standing> = {
  reporter: REPORTER,
  handler: HANDLER,
  assignee: HANDLER,
  lead: LEAD,
  follower: LEAD,
  department: COLLEAGUE,
  department_head: HEAD,
  helper: HELPER,
  requester: HANDLER,
  approver: LEVEL_1,
  dispatcher: DISPATCHER,
  inspector: INSPECTOR,
  level_1: LEVEL_1,
  level_2: LEAD,
  level_3: REPORTER,
  system: SYSTEM,
};

/** An issue at which the event may happen, and who may do it: where more is needed than a status. */
const PREPARED: Partial<Record<EventType, () => [Case, Standing]>> = {
  escalate: () => [beyond(), HANDLER],
  decide_extension: () => [new Case().step('request_extension', HANDLER, at(11, 3), COMPLETE.request_extension), LEAD],
  answer_call: () => [new Case().step('call_in', HANDLER, at(11, 3), COMPLETE.call_in), HELPER],
  rate_help: () => [new Case().step('call_in', HANDLER, at(11, 3), COMPLETE.call_in).step('answer_call', HELPER, at(11, 4), COMPLETE.answer_call), HANDLER],
  withdraw_disclosure: () => [IN.closed!().step('disclose', DISPATCHER, at(11, 5)), DISPATCHER],
};

export function ready(type: EventType): [Case, Standing] {
  const { from, who } = EVENTS[type].transition;
  const prepared = PREPARED[type];
  const status = from.find(one => one !== 'reported' && IN[one] !== undefined);
  return prepared === undefined ? [IN[status!]!(), ACTORS[who[0]!]] : prepared();
}
