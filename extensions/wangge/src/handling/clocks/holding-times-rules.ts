/**
 * Who held it: through whose hands an issue went and for how long, in office time.
 *
 * Read off the events alone. Spans follow each other without a gap from the report to the
 * closing (or to now), and after a reopening go on; office minutes add up whichever way they
 * are grouped.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { IssueEvent, Status } from '../model.ts';
import { officeDay, officeMinutes } from '../../calendar/working-days-rules.ts';
import { epochMs } from '../../kernel/civil-date-rules.ts';

/** What was waited for. */
export type Waiting = 'routing' | 'acceptance' | 'handling' | 'helper' | 'suspended' | 'feedback' | 'verification' | 'closing' | 'district';

/** Who had it: the department and person that the next step was up to. */
interface Held {
  department: Uuid | null;
  person: Uuid | null;
  status: Status;
  waiting: Waiting;
  /** Departments that were called to help and had not answered. */
  helpers: Uuid[];
}

export interface OfficeTime {
  /** Office minutes of working days. */
  working_minutes: number;
  /** The same in working days, to one decimal. */
  working_days: number;
}

export interface HoldingSpan extends Held, OfficeTime {
  from: Moment;
  /** Null: still. */
  until: Moment | null;
}

export interface HoldingTimes {
  spans: HoldingSpan[];
  /** Longest first. Null: nobody's, as while it waits for routing. */
  departments: (OfficeTime & { department: Uuid | null })[];
  persons: (OfficeTime & { person: Uuid | null })[];
  total: OfficeTime;
}

const CLOSE_OF_BUSINESS = '18:00';
const ENDED: readonly Status[] = ['closed', 'rejected', 'merged'];

/** Events in the order of `seq`; the calendar is the one that counts the issue. */
export function holdingTimes(events: readonly IssueEvent[], calendar: Calendar, now: Moment): HoldingTimes {
  const close = closeOfBusiness(events);
  const timed = (working_minutes: number): OfficeTime => ({ working_minutes, working_days: Math.round(working_minutes / officeDay(close) * 10) / 10 });
  const spans = spansOf(events).map(span => ({ ...span, ...timed(officeMinutes(calendar, span.from, span.until ?? now, close)) }));
  const sum = (some: readonly HoldingSpan[]): number => some.reduce((minutes, span) => minutes + span.working_minutes, 0);
  const by = <Key extends 'department' | 'person'>(key: Key): (OfficeTime & Record<Key, Uuid | null>)[] =>
    [...Map.groupBy(spans, span => span[key])]
      .map(([whose, held]) => ({ [key]: whose, ...timed(sum(held)) }) as OfficeTime & Record<Key, Uuid | null>)
      .sort((a, b) => b.working_minutes - a.working_minutes);
  return { spans, departments: by('department'), persons: by('person'), total: timed(sum(spans)) };
}

/** The calendar version that the events pinned last. Null: none. */
export function lastPinned(events: readonly IssueEvent[]): string | null {
  return events.map(({ data: { decided } }) => decided.calendar_version ?? Object.values(decided.limits ?? {}).at(-1)?.calendar_version).findLast(version => version !== undefined) ?? null;
}

function closeOfBusiness(events: readonly IssueEvent[]): string {
  return events.map(({ data: { decided } }) => decided.limits?.own ?? decided.limits?.resolve).findLast(limit => limit !== undefined)?.close_of_business ?? CLOSE_OF_BUSINESS;
}

/** What the events settle of responsibility, as they go. */
interface Hands {
  lead: Uuid | null;
  department: Uuid | null;
  handler: Uuid | null;
  follower: Uuid | null;
  district: Uuid | null;
  verify_required: boolean;
  helpers: Uuid[];
}

function spansOf(events: readonly IssueEvent[]): (Held & { from: Moment; until: Moment | null })[] {
  const spans: (Held & { from: Moment; until: Moment | null })[] = [];
  const hands: Hands = { lead: null, department: null, handler: null, follower: null, district: null, verify_required: false, helpers: [] };
  let clock: Moment = '';
  for (const event of events) {
    // A timer is dated when it became true, which may be before what was written last: it changes no hands.
    if (event.type === 'deadline_warning' || event.type === 'deadline_missed' || event.type === 'deadline_moved')
      continue;
    clock = event.at > clock ? event.at : clock;
    pass(hands, event);
    const held = ENDED.includes(event.to_status) ? null : holder(event.to_status, hands);
    const last = spans.at(-1);
    if (last?.until === null) {
      if (held !== null && same(last, held))
        continue;
      last.until = clock;
      if (last.from === clock)
        spans.pop();
    }
    if (held !== null)
      spans.push({ ...held, from: clock, until: null });
  }
  return spans.filter(({ from, until }) => until === null || epochMs(from) < epochMs(until));
}

function pass(hands: Hands, { type, actor, to_department, result, data: { decided } }: IssueEvent): void {
  for (const key of ['lead', 'department', 'handler', 'follower', 'verify_required'] as const) {
    if (decided[key] !== undefined)
      Object.assign(hands, { [key]: decided[key] });
  }
  if (type === 'accept')
    hands.handler = actor;
  if (type === 'escalate')
    hands.district = to_department;
  if (type === 'call_in' && to_department !== null)
    hands.helpers = [...new Set([...hands.helpers, to_department])];
  if (type === 'answer_call' && result !== null)
    hands.helpers = hands.helpers.filter(helper => helper !== decided.helper);
  // What is done waits for no help any more.
  if (type === 'handle' || type === 'escalate')
    hands.helpers = [];
}

function holder(status: Status, { lead, department, handler, follower, district, verify_required, helpers }: Hands): Held {
  const held = (waiting: Waiting, whose: Partial<Pick<Held, 'department' | 'person' | 'helpers'>> = {}): Held =>
    ({ department, person: handler, status, waiting, helpers: [], ...whose });
  switch (status) {
    case 'reported':
    case 'returned':
      return held('routing', { department: null, person: null });
    case 'assigned':
      return held('acceptance');
    case 'suspended':
      return held('suspended');
    case 'handled':
      return held('feedback');
    case 'fed_back':
      return verify_required
        ? held('verification', { department: null, person: [follower, lead].find(person => person !== null && person !== handler) ?? null })
        : held('closing', { department: null, person: null });
    case 'escalated':
      return held('district', { department: district, person: null });
    default:
      return held(helpers.length > 0 ? 'helper' : 'handling', { helpers });
  }
}

function same(a: Held, b: Held): boolean {
  return a.department === b.department && a.person === b.person && a.status === b.status && a.waiting === b.waiting && a.helpers.join() === b.helpers.join();
}
