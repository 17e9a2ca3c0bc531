/** Ends that rest on a year nobody has published: warned of, never called missed before it is, then judged as if it had been known all along. */
import type { Calendar } from '../../extensions/wangge/src/calendar/model.ts';
import type { EventType, IssueEvent } from '../../extensions/wangge/src/handling/model.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { dueAt, pinOf } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { deadlines } from '../../extensions/wangge/src/handling/clocks/deadline-rules.ts';
import { moveDeadlines } from '../../extensions/wangge/src/handling/clocks/recalendar-rules.ts';
import { dueTimers } from '../../extensions/wangge/src/handling/clocks/timer-rules.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { evolve, withClocks } from '../../extensions/wangge/src/handling/lifecycle/evolve-rules.ts';
import { dayString, epochDay, momentString } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { at, shipped, workingDays } from './calendar-world.ts';
import { CADRE, COMMUNITY, LEAD } from './deadlines-world.ts';

/** 2027 as it is published at last: some days off in January, on weekends some work. */
function published(off: readonly string[], work: readonly string[] = []): Calendar {
  const arranged = (kind: 'restday' | 'workday') => (day: string) => [day, { kind, name: '元旦', source: 'x', origin: 'national' }] as const;
  return { ...shipped, version: 'CN-2027', covers_to: '2027-12-31', days: new Map([...shipped.days, ...['2027-01-01', ...off].map(arranged('restday')), ...work.map(arranged('workday'))]) };
}

type Step = [local: string, type: EventType];

const moment = (text: string): string => text.endsWith('Z') ? text : at(text);

/** A world that sees only what it knows at each moment; the sweep comes after every step. */
class Story {
  readonly events: IssueEvent[] = [];
  private readonly known: Calendar[];

  constructor(pinned: Calendar, law = true, days = 3) {
    this.known = [shipped, ...(pinned === shipped ? [] : [pinned])];
    const pin = law ? pinOf(pinned) : { calendar_version: pinned.version };
    const limits = { resolve: workingDays(days, pin), own: workingDays(days, pin) };
    this.write('2026-12-30T10:00', 'report', { number: 'n', category: 'c', grid: 'g', scope: 'community', lead: LEAD!, department: COMMUNITY, handler: CADRE!, limits });
  }

  readonly calendars = (version: string): Calendar => this.known.find(calendar => calendar.version === version)!;

  write(when: string, type: EventType, decided: IssueEvent['data']['decided'] = {}): this {
    this.events.push({ ...NO_INPUT, issue: 'i', seq: this.events.length + 1, type, actor: null, at: moment(when), from_status: null, to_status: 'handling', data: { decided, patch: {} } });
    return this;
  }

  sweep(local: string): this {
    for (let due = this.due(moment(local)); due !== undefined; due = this.due(moment(local))) {
      const { clock: { kind, department, opened_by_seq, due_at }, type } = due;
      this.write(due.at, type, { clock: { kind, department, opened_by_seq, due_at }, recorded_at: moment(local) });
    }
    return this;
  }

  private due(now: string) {
    return dueTimers(this.clocks, now).find(({ type }) => type === 'deadline_missed');
  }

  tell(steps: readonly Step[], sweeps = true): this {
    for (const [local, type] of steps) {
      if (sweeps)
        this.sweep(local);
      this.write(local, type);
    }
    return this;
  }

  publish(calendar: Calendar, local: string): this {
    this.known.push(calendar);
    const moved = moveDeadlines(this.events, this.state, 'i', this.calendars, calendar.version, at(local));
    for (const event of moved?.events ?? [])
      this.events.push({ ...event, seq: this.events.length + 1 });
    return this.sweep(local);
  }

  get clocks() {
    return deadlines(this.events, this.calendars);
  }

  get state() {
    let state = null;
    for (const event of this.events)
      state = evolve(state, event);
    return withClocks(state!, this.clocks);
  }

  /** What is said of a clock in the end. */
  get verdicts() {
    return this.clocks.map(({ kind, state, due_at, met_at, missed_at, provisional }) => ({ kind, state, due_at, met_at, missed_at, provisional }));
  }
}

const LATER = '2027-01-25T09:00';
const day = fc.integer({ min: epochDay('2027-01-02'), max: epochDay('2027-01-20') }).map(dayString);
const arrangement = fc.record({ off: fc.uniqueArray(day, { maxLength: 5 }), work: fc.uniqueArray(day, { maxLength: 3 }) })
  .map(({ off, work }) => published(off, work.filter(one => !off.includes(one))));
/** What people do with it in January, in order. */
const steps = fc.tuple(
  fc.uniqueArray(fc.integer({ min: Date.UTC(2026, 11, 30, 3), max: Date.UTC(2027, 0, 22) }), { maxLength: 3 }),
  fc.constantFrom<EventType[]>([], ['handle', 'feed_back'], ['suspend', 'resume', 'handle'], ['return', 'handle', 'feed_back'], ['suspend', 'resume'], ['withdraw'], ['merge', 'separate', 'handle'], ['merge', 'separate'], ['route', 'handle']),
).map(([moments, types]) => types.map((type, i): Step | null => moments[i] === undefined ? null : [momentString(moments.toSorted((a, b) => a - b)[i]!), type]).filter(step => step !== null));

describe('a provisional end', () => {
  test.prop([steps])('is never called missed while its year is not published', (told) => {
    const story = new Story(shipped).tell(told).sweep(LATER);
    expect(story.events.filter(({ type }) => type === 'deadline_missed')).toEqual([]);
    expect(story.verdicts.filter(({ state }) => state === 'missed' || state === 'late')).toEqual([]);
  });

  test.prop([arrangement, steps])('is judged, when the year is published, as if it had been known all along', (calendar, told) => {
    const late = new Story(shipped).tell(told).publish(calendar, LATER);
    const known = new Story(calendar).tell(told).sweep(LATER);
    expect(late.verdicts).toEqual(known.verdicts);
    expect(late.state.overdue).toBe(known.state.overdue);
  });

  test.prop([arrangement, steps])('whose miss stands already, by an earlier release, is put right the same way', (calendar, told) => {
    const late = new Story(shipped, false);
    // As the sweep was: it called everything missed that had passed.
    const miss = (now: string) => {
      for (const { kind, department, opened_by_seq, due_at } of late.clocks.filter(clock => clock.state === 'running' && clock.due_at < now))
        late.write(due_at, 'deadline_missed', { clock: { kind, department, opened_by_seq, due_at }, recorded_at: now });
    };
    for (const [when, type] of told) {
      miss(when);
      late.write(when, type);
    }
    miss(at(LATER));
    late.publish(calendar, LATER);
    expect(late.verdicts).toEqual(new Story(calendar).tell(told).sweep(LATER).verdicts);
  });

  test.prop([arrangement, steps])('is judged once: a second time nothing changes, and what was written replays', (calendar, told) => {
    const story = new Story(shipped).tell(told).publish(calendar, LATER);
    const written = story.events.length;
    const verdicts = story.verdicts;
    expect(story.publish(calendar, '2027-01-25T09:01').events).toHaveLength(written);
    expect(story.verdicts).toEqual(verdicts);
  });

  it('1 January is no miss, and the certificate of a limit that was pinned before waits for its year from the upgrade on', () => {
    const old = new Story(shipped, false, 2);
    expect(old.verdicts[0]).toMatchObject({ due_at: at('2027-01-01T18:00'), provisional: true });
    const moved = moveDeadlines(old.events, old.state, 'i', old.calendars, shipped.version, at('2026-12-31T09:00'))!;
    expect(moved.clocks[0]).toMatchObject({ due_at: at('2027-01-04T18:00'), provisional: true, state: 'running' });
    expect(moved.events.at(-1)!.data.decided).toMatchObject({ calendar_version: shipped.version, statutory: true, moved: [{ kind: 'resolve' }, { kind: 'own' }] });
  });

  it('is warned of', () => {
    const limit = workingDays(3, { ...pinOf(shipped), warn_working_hours: 4 });
    const story = new Story(shipped);
    story.events[0]!.data.decided.limits = { resolve: limit };
    expect(dueTimers(story.clocks, at('2027-01-05T15:00')).map(({ type }) => type)).toEqual(['deadline_warning']);
    expect(dueAt(shipped, at('2026-12-30T10:00'), limit).due_at).toBe(at('2027-01-05T18:00'));
  });
});
