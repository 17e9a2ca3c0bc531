import type { Calendar } from '../../extensions/wangge/src/calendar/model.ts';
import type { Decided, EventType, IssueEvent, Status } from '../../extensions/wangge/src/handling/model.ts';
import type { Moment, Uuid } from '../../extensions/wangge/src/kernel/values.ts';
/** Who held it: spans without gaps, and office time that a walk day by day confirms. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { dayOf, isWorkingDay, momentAt } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { holdingTimes, lastPinned } from '../../extensions/wangge/src/handling/clocks/holding-times-rules.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { dayString, epochDay, momentString } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { at, shipped, workingDays } from './calendar-world.ts';
import { CADRE, CLERK, COMMUNITY, LEAD, OFFICE, OTHER } from './deadlines-world.ts';

type Said = Partial<Pick<IssueEvent, 'actor' | 'to_department' | 'result'>>;

class Life {
  readonly events: IssueEvent[] = [];

  on(moment: Moment, type: EventType, to_status: Status, decided: Decided = {}, said: Said = {}): this {
    this.events.push({
      issue: 'i',
      seq: this.events.length + 1,
      type,
      at: moment,
      ...NO_INPUT,
      actor: null,
      ...said,
      data: { decided, patch: {} },
      from_status: this.events.at(-1)?.to_status ?? null,
      to_status,
    });
    return this;
  }
}

const limits = { resolve: workingDays(3), own: workingDays(3) };
const report = (moment: Moment): Life => new Life().on(moment, 'report', 'assigned', { lead: LEAD!, department: COMMUNITY, handler: CADRE!, follower: OTHER!, limits });

/** Office time of one span, day by day and minute by minute of the wall clock. */
function walked(calendar: Calendar, from: Moment, until: Moment): number {
  let minutes = 0;
  for (let day = epochDay(dayOf(calendar, from)); day <= epochDay(dayOf(calendar, until)); day++) {
    if (!isWorkingDay(calendar, dayString(day)))
      continue;
    const [open, close] = ['09:00', '18:00'].map(time => Date.parse(momentAt(calendar, dayString(day), time)) / 60_000) as [number, number];
    minutes += Math.max(0, Math.min(close, Math.floor(Date.parse(until) / 60_000)) - Math.max(open, Math.floor(Date.parse(from) / 60_000)));
  }
  return minutes;
}

describe('who held it', () => {
  it('tells whose step it was and how long it took, in working days', () => {
    const life = report(at('2026-03-11T10:00'))
      .on(at('2026-03-11T15:00'), 'return', 'returned')
      .on(at('2026-03-12T09:00'), 'route', 'assigned', { department: OFFICE, handler: null, limits })
      .on(at('2026-03-12T13:30'), 'accept', 'handling', {}, { actor: CLERK! })
      .on(at('2026-03-13T09:00'), 'suspend', 'suspended')
      .on(at('2026-03-16T18:00'), 'resume', 'handling')
      .on(at('2026-03-17T18:00'), 'handle', 'handled')
      .on(at('2026-03-18T09:00'), 'feed_back', 'fed_back', { verify_required: true })
      .on(at('2026-03-18T18:00'), 'verify', 'fed_back')
      .on(at('2026-03-18T18:00'), 'close', 'closed');
    const { spans, departments, persons, total } = holdingTimes(life.events, shipped, at('2026-06-01T09:00'));
    expect(spans.map(({ waiting, department, person, working_minutes, working_days }) => [waiting, department, person, working_minutes, working_days])).toEqual([
      ['acceptance', COMMUNITY, CADRE, 300, 0.6],
      ['routing', null, null, 180, 0.3],
      ['acceptance', OFFICE, null, 270, 0.5],
      ['handling', OFFICE, CLERK, 270, 0.5],
      ['suspended', OFFICE, CLERK, 1080, 2],
      ['handling', OFFICE, CLERK, 540, 1],
      ['feedback', OFFICE, CLERK, 0, 0],
      ['verification', null, OTHER, 540, 1],
    ]);
    expect(departments).toEqual([
      { department: OFFICE, working_minutes: 2160, working_days: 4 },
      { department: null, working_minutes: 720, working_days: 1.3 },
      { department: COMMUNITY, working_minutes: 300, working_days: 0.6 },
    ]);
    expect(persons[0]).toEqual({ person: CLERK, working_minutes: 1890, working_days: 3.5 });
    expect(total).toEqual({ working_minutes: 3180, working_days: 5.9 });
  });

  it('says while help is awaited, and of whom; the district holds what was escalated', () => {
    const life = report(at('2026-03-11T10:00'))
      .on(at('2026-03-11T10:00'), 'accept', 'handling', {}, { actor: CADRE! })
      .on(at('2026-03-11T11:00'), 'call_in', 'handling', {}, { to_department: OFFICE })
      .on(at('2026-03-11T12:00'), 'answer_call', 'handling', { helper: OFFICE })
      .on(at('2026-03-11T13:00'), 'answer_call', 'handling', { helper: OFFICE }, { result: '已到场处理' })
      .on(at('2026-03-11T14:00'), 'escalate', 'escalated', {}, { to_department: 'district' as Uuid });
    expect(holdingTimes(life.events, shipped, at('2026-03-11T15:00')).spans.map(({ waiting, department, helpers, working_minutes, until }) => [waiting, department, helpers, working_minutes, until])).toEqual([
      ['handling', COMMUNITY, [], 60, at('2026-03-11T11:00')],
      ['helper', COMMUNITY, [OFFICE], 120, at('2026-03-11T13:00')],
      ['handling', COMMUNITY, [], 60, at('2026-03-11T14:00')],
      ['district', 'district', [], 60, null],
    ]);
  });

  it('stops while it is closed and goes on when it is reopened; timers and moved limits change no hands', () => {
    const life = report(at('2026-03-11T10:00'))
      .on(at('2026-03-11T11:00'), 'deadline_missed', 'assigned')
      .on(at('2026-03-11T12:00'), 'close', 'closed')
      .on(at('2026-03-13T09:00'), 'reopen', 'handling')
      .on(at('2026-03-12T09:00'), 'deadline_missed', 'handling')
      .on(at('2026-03-13T10:00'), 'deadline_moved', 'handling', { calendar_version: 'CN-2027' });
    const { spans } = holdingTimes(life.events, shipped, at('2026-03-13T11:00'));
    expect(spans.map(({ from, until }) => [from, until])).toEqual([[at('2026-03-11T10:00'), at('2026-03-11T12:00')], [at('2026-03-13T09:00'), null]]);
    expect(lastPinned(life.events)).toBe('CN-2027');
  });

  const STEPS: readonly [EventType, Status][] = [
    ['route', 'assigned'],
    ['accept', 'handling'],
    ['return', 'returned'],
    ['progress', 'handling'],
    ['call_in', 'handling'],
    ['suspend', 'suspended'],
    ['resume', 'handling'],
    ['escalate', 'escalated'],
    ['handle', 'handled'],
    ['feed_back', 'fed_back'],
    ['close', 'closed'],
    ['reopen', 'handling'],
    ['deadline_missed', 'handling'],
  ];
  const someone = fc.constantFrom(COMMUNITY, OFFICE, OTHER!, null);
  const life = fc.record({
    start: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 8, 1) }),
    steps: fc.array(fc.record({ step: fc.constantFrom(...STEPS), after: fc.integer({ min: 0, max: 6 * 86_400_000 }), department: someone, handler: someone }), { maxLength: 12 }),
    after: fc.integer({ min: 0, max: 20 * 86_400_000 }),
  }).map(({ start, steps, after }) => {
    let time = start;
    const told = report(momentString(time));
    for (const { step: [type, status], after, department, handler } of steps) {
      time += after;
      told.on(momentString(time), type, type === 'deadline_missed' ? told.events.at(-1)!.to_status : status, type === 'route' ? { department, handler } : {}, { to_department: department, actor: handler });
    }
    return { events: told.events, now: momentString(time + after) };
  });

  test.prop([life])('spans are disjoint, cover report to end, and sum to what a walk day by day finds', ({ events, now }) => {
    const { spans, departments, persons, total } = holdingTimes(events, shipped, now);
    const ends = spans.map(span => span.until ?? now);
    expect(spans.every(({ from }, i) => from <= ends[i]! && (i === 0 || from >= ends[i - 1]!))).toBe(true);
    // What is not covered is the time in which it was closed.
    const open = events.reduce((covered, event, i) => event.to_status === 'closed' ? covered : covered + Date.parse(events[i + 1]?.at ?? now) - Date.parse(event.at), 0);
    expect(spans.reduce((covered, { from }, i) => covered + Date.parse(ends[i]!) - Date.parse(from), 0)).toBe(open);
    expect(spans.map(span => span.working_minutes)).toEqual(spans.map(({ from }, i) => walked(shipped, from, ends[i]!)));
    for (const group of [spans, departments, persons])
      expect(group.reduce((sum, { working_minutes }) => sum + working_minutes, 0)).toBe(total.working_minutes);
  });
});
