import type { EventType } from '../../extensions/wangge/src/handling/model.ts';
/** Clocks re-derived from events: what each event does to them, and what it can no longer do. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { deadlines } from '../../extensions/wangge/src/handling/clocks/deadline-rules.ts';
import { dueTimers } from '../../extensions/wangge/src/handling/clocks/timer-rules.ts';
import { at, clockHours, shipped, workingDays } from './calendar-world.ts';
import { CADRE, CLERK, COMMUNITY, FIVE, identity, LEAD, OFFICE, OTHER, reported, Story, THREE } from './deadlines-world.ts';

describe('a report', () => {
  it('opens the clocks whose limits it pins', () => {
    const story = reported();
    expect(story.clocks()).toHaveLength(2);
    expect(story.last('resolve')).toMatchObject({
      department: null,
      person: LEAD,
      opened_by_seq: 1,
      started_at: at('2026-03-11T10:00'),
      due_at: at('2026-03-16T18:00'),
      original_due_at: at('2026-03-16T18:00'),
      warn_at: null,
      provisional: false,
      state: 'running',
    });
    expect(story.last('own')).toMatchObject({ department: COMMUNITY, person: CADRE, due_at: at('2026-03-16T18:00') });
  });

  it('opens no own clock while nobody is found for it, and all clocks of a district matter', () => {
    const unrouted = new Story().on('2026-03-11T10:00', 'report', { scope: 'community', lead: null, department: null, limits: THREE });
    expect(unrouted.clocks().map(clock => clock.kind)).toEqual(['resolve']);
    const district = reported({ ...FIVE, escalate: workingDays(1) });
    expect(district.last('escalate')).toMatchObject({ department: null, due_at: at('2026-03-12T18:00') });
  });

  it('pins the close of business of its sub-district', () => {
    const early = reported({ resolve: workingDays(3, { close_of_business: '17:00' }) });
    expect(early.last('resolve').due_at).toBe(at('2026-03-16T17:00'));
  });
});

describe('finishing', () => {
  it('T16 handled and fed back on the last day is in time, to the last millisecond of it', () => {
    const story = reported().on('2026-03-16T18:00', 'handle').on('2026-03-16T18:00', 'feed_back');
    expect(story.last('own')).toMatchObject({ state: 'met', met_at: at('2026-03-16T18:00'), missed_at: null });
    expect(story.last('resolve')).toMatchObject({ state: 'met', met_at: at('2026-03-16T18:00'), missed_at: null });
  });

  it('a second later is late, also when nobody had recorded the miss', () => {
    const story = reported().on('2026-03-16T18:00:01', 'handle').on('2026-03-16T18:00:01', 'feed_back');
    for (const kind of ['own', 'resolve'] as const)
      expect(story.last(kind)).toMatchObject({ state: 'late', met_at: at('2026-03-16T18:00:01'), missed_at: at('2026-03-16T18:00') });
  });

  it('handled in time and fed back late: the department was in time, the issue was not', () => {
    const story = reported().on('2026-03-16T12:00', 'handle').on('2026-03-17T09:00', 'feed_back');
    expect(story.last('own').state).toBe('met');
    expect(story.last('resolve')).toMatchObject({ state: 'late', met_at: at('2026-03-17T09:00') });
  });

  it('handled and fed back: the later of the two counts, whichever clock wrote it', () => {
    const story = reported().on('2026-03-16T18:00:01', 'handle').on('2026-03-16T17:59:59', 'feed_back');
    expect(story.last('resolve')).toMatchObject({ state: 'late', met_at: at('2026-03-16T18:00:01') });
  });

  it('a miss that was recorded keeps its date when the work is done at last', () => {
    const story = reported().sweep('2026-03-20T09:00').on('2026-03-20T10:00', 'handle').on('2026-03-20T10:00', 'feed_back');
    for (const kind of ['own', 'resolve'] as const)
      expect(story.last(kind)).toMatchObject({ state: 'late', met_at: at('2026-03-20T10:00'), missed_at: at('2026-03-16T18:00') });
  });

  it('T6 paused and then handled directly: the pause ends there', () => {
    const story = reported().on('2026-03-12T09:00', 'return').on('2026-03-17T10:00', 'handle');
    expect(story.last('own')).toMatchObject({ state: 'met', due_at: at('2026-03-19T18:00') });
    expect(story.last('own').certificate.pauses).toEqual([{ from: at('2026-03-12T09:00'), until: at('2026-03-17T10:00') }]);
  });
});

describe('routing', () => {
  it('to another department: the issue keeps its start and takes the new limit, the department gets its own from receipt', () => {
    const story = reported().on('2026-03-12T10:00', 'route', { scope: 'subdistrict', department: OFFICE, handler: CLERK!, limits: FIVE });
    expect(story.of('resolve')).toHaveLength(1);
    expect(story.last('resolve')).toMatchObject({ started_at: at('2026-03-11T10:00'), due_at: at('2026-03-18T18:00'), original_due_at: at('2026-03-16T18:00'), opened_by_seq: 1 });
    expect(story.of('own')).toMatchObject([
      { department: COMMUNITY, state: 'cancelled', person: CADRE },
      { department: OFFICE, state: 'running', person: CLERK, opened_by_seq: 2, started_at: at('2026-03-12T10:00'), due_at: at('2026-03-19T18:00') },
    ]);
  });

  it('back to the same department resumes its clock, with what the pause took', () => {
    const story = reported().on('2026-03-12T10:00', 'return', { handler: null });
    expect(story.last('own')).toMatchObject({ state: 'paused', person: CADRE, due_at: at('2026-03-16T18:00') });
    story.on('2026-03-13T10:00', 'route', { department: COMMUNITY, handler: OTHER!, limits: THREE });
    expect(story.of('own')).toMatchObject([{ state: 'running', person: OTHER, opened_by_seq: 1, due_at: at('2026-03-17T18:00'), original_due_at: at('2026-03-16T18:00') }]);
    expect(story.last('resolve').due_at).toBe(at('2026-03-16T18:00'));
  });

  it('to another department after a return ends the paused clock', () => {
    const story = reported().on('2026-03-12T10:00', 'return').on('2026-03-13T10:00', 'route', { department: OFFICE, handler: CLERK!, limits: FIVE });
    expect(story.of('own').map(clock => [clock.department, clock.state])).toEqual([[COMMUNITY, 'cancelled'], [OFFICE, 'running']]);
  });

  it('A, B, A again: every department that is not resumed begins anew', () => {
    const story = reported()
      .on('2026-03-12T10:00', 'route', { department: OFFICE, limits: FIVE })
      .on('2026-03-13T10:00', 'route', { department: COMMUNITY, limits: THREE });
    expect(story.of('own').map(clock => [clock.department, clock.opened_by_seq, clock.state])).toEqual([[COMMUNITY, 1, 'cancelled'], [OFFICE, 2, 'cancelled'], [COMMUNITY, 3, 'running']]);
  });

  it('within the department moves no clock, only who answers', () => {
    const before = reported().clocks();
    const story = reported().on('2026-03-12T10:00', 'route', { handler: OTHER! });
    expect(story.clocks()).toEqual(before.map(clock => clock.kind === 'own' ? { ...clock, person: OTHER, person_at_due: OTHER } : clock));
    story.on('2026-03-12T11:00', 'accept', {}, { actor: CLERK! });
    expect(story.last('own').person).toBe(CLERK);
  });

  it('names the new lead, and cannot hand them a miss of the lead before', () => {
    const story = reported().on('2026-03-12T10:00', 'route', { lead: OTHER! });
    expect(story.last('resolve').person).toBe(OTHER);
    const late = reported().on('2026-03-17T10:00', 'route', { lead: OTHER!, department: OFFICE, handler: CLERK!, limits: FIVE });
    expect(late.last('resolve')).toMatchObject({ person: LEAD, due_at: at('2026-03-16T18:00') });
    const handedOn = reported().on('2026-03-17T10:00', 'route', { lead: OTHER!, handler: CLERK! }).sweep('2026-03-17T10:01');
    expect(handedOn.clocks().map(clock => [clock.kind, clock.state, clock.person])).toEqual([['resolve', 'missed', LEAD], ['own', 'missed', CADRE]]);
  });

  it('a resolve clock that no policy opened before still counts from the report, or from the reopening', () => {
    const story = reported({ own: workingDays(3) }).on('2026-03-12T10:00', 'route', { department: OFFICE, limits: FIVE });
    expect(story.of('resolve')).toMatchObject([{ opened_by_seq: 2, started_at: at('2026-03-11T10:00'), due_at: at('2026-03-18T18:00') }]);
    const again = reported({ own: workingDays(3) }).on('2026-03-13T10:00', 'reopen').on('2026-03-16T10:00', 'route', { department: OFFICE, limits: FIVE });
    expect(again.of('resolve')).toMatchObject([{ started_at: at('2026-03-13T10:00'), due_at: at('2026-03-20T18:00') }]);
  });

  it('a found-late district matter opens the clock for reporting it upwards, once', () => {
    const limits = { ...FIVE, escalate: workingDays(1) };
    const story = reported()
      .on('2026-03-12T10:00', 'route', { scope: 'district', department: OFFICE, limits })
      .on('2026-03-12T15:00', 'route', { scope: 'district', department: OFFICE, handler: CLERK!, limits });
    expect(story.of('escalate')).toMatchObject([{ opened_by_seq: 2, due_at: at('2026-03-13T18:00'), state: 'running' }]);
    story.on('2026-03-12T16:00', 'route', { scope: 'subdistrict', department: OFFICE, limits: FIVE });
    expect(story.of('escalate')).toMatchObject([{ state: 'cancelled' }]);
  });
});

describe('what ends clocks', () => {
  it('escalating meets its clock and ends the others, but no miss', () => {
    const story = reported({ ...THREE, escalate: workingDays(1) }).on('2026-03-12T10:00', 'escalate');
    expect(story.clocks().map(clock => [clock.kind, clock.state])).toEqual([['resolve', 'cancelled'], ['own', 'cancelled'], ['escalate', 'met']]);
    const late = reported({ ...THREE, escalate: workingDays(1) }).sweep('2026-03-17T09:00').on('2026-03-17T10:00', 'escalate');
    expect(late.clocks().map(clock => [clock.kind, clock.state])).toEqual([['resolve', 'missed'], ['own', 'missed'], ['escalate', 'late']]);
  });

  it.each(['reject', 'withdraw'] as const)('%s ends what runs or stands, a miss stays', (type) => {
    const running = reported().on('2026-03-12T10:00', 'return').on('2026-03-12T11:00', type);
    expect(running.clocks().map(clock => clock.state)).toEqual(['cancelled', 'cancelled']);
    const missed = reported().sweep('2026-03-17T09:00').on('2026-03-17T11:00', type);
    expect(missed.clocks().map(clock => clock.state)).toEqual(['missed', 'missed']);
  });

  it('handling without reporting upwards leaves nothing to report', () => {
    const story = reported({ ...FIVE, escalate: workingDays(1) }).on('2026-03-11T16:00', 'handle');
    expect(story.last('escalate').state).toBe('cancelled');
  });

  it.each(['return', 'route', 'escalate', 'reject', 'withdraw'] as const)('T11 a limit that ran out unrecorded survives "%s" and is still recorded, truly dated', (type) => {
    const decided = type === 'route' ? { scope: 'subdistrict', department: OFFICE, limits: { ...FIVE, resolve: workingDays(30) } } as const : {};
    const story = reported().on('2026-03-17T10:00', type, decided);
    const timers = dueTimers(story.clocks(), at('2026-03-17T10:01'));
    expect(timers.map(timer => [timer.type, timer.clock.kind, timer.at])).toEqual([
      ['deadline_missed', 'resolve', at('2026-03-16T18:00')],
      ['deadline_missed', 'own', at('2026-03-16T18:00')],
    ]);
    story.sweep('2026-03-17T10:01');
    expect(story.clocks().filter(clock => clock.opened_by_seq === 1).map(clock => clock.state)).toEqual(['missed', 'missed']);
  });
});

describe('reopening', () => {
  const closed = () => reported().on('2026-03-12T10:00', 'handle').on('2026-03-12T10:00', 'feed_back');

  it('opens a new pair from that moment; the earlier one stays as it ended', () => {
    const story = closed().on('2026-03-13T10:00', 'verify', { limits: THREE }, { solved: 'no' });
    expect(story.clocks().map(clock => [clock.kind, clock.opened_by_seq, clock.state])).toEqual([
      ['resolve', 1, 'met'],
      ['own', 1, 'met'],
      ['resolve', 4, 'running'],
      ['own', 4, 'running'],
    ]);
    expect(story.last('own')).toMatchObject({ department: COMMUNITY, person: CADRE, due_at: at('2026-03-18T18:00') });
    story.on('2026-03-14T10:00', 'route', { scope: 'subdistrict', department: OFFICE, limits: FIVE });
    expect(story.last('resolve')).toMatchObject({ started_at: at('2026-03-13T10:00'), due_at: at('2026-03-20T18:00') });
  });

  it('T7 a miss stays one for ever, whatever the new round brings', () => {
    const story = reported().sweep('2026-03-17T09:00').on('2026-03-17T10:00', 'handle').on('2026-03-17T10:00', 'feed_back');
    story.on('2026-03-18T10:00', 'reopen', { limits: THREE }).on('2026-03-18T12:00', 'handle').on('2026-03-18T12:00', 'feed_back');
    expect(story.clocks().map(clock => [clock.kind, clock.state, clock.missed_at])).toEqual([
      ['resolve', 'late', at('2026-03-16T18:00')],
      ['own', 'late', at('2026-03-16T18:00')],
      ['resolve', 'met', null],
      ['own', 'met', null],
    ]);
  });

  it('verified or closed: nothing moves', () => {
    const before = closed().clocks();
    const after = closed().on('2026-03-13T10:00', 'verify', { limits: THREE }, { solved: 'yes' }).on('2026-03-13T10:00', 'close');
    expect(after.clocks()).toEqual(before);
  });

  it('T8 a limit that is changed later leaves the miss and the original end as they were', () => {
    const story = reported().sweep('2026-03-17T09:00').on('2026-03-17T10:00', 'route', { scope: 'subdistrict', department: OFFICE, limits: FIVE });
    expect(story.of('resolve')).toMatchObject([{ state: 'missed', due_at: at('2026-03-16T18:00'), original_due_at: at('2026-03-16T18:00'), missed_at: at('2026-03-16T18:00') }]);
    expect(story.of('own')).toMatchObject([{ state: 'missed' }, { state: 'running', department: OFFICE }]);
  });
});

describe('timers', () => {
  const warned = { resolve: workingDays(3, { warn_working_hours: 4 }), own: workingDays(3) };

  it('warn once while the clock runs, then miss, in order of time', () => {
    const story = reported(warned);
    expect(story.last('resolve').warn_at).toBe(at('2026-03-16T14:00'));
    expect(dueTimers(story.clocks(), at('2026-03-16T13:59'))).toEqual([]);
    expect(dueTimers(story.clocks(), at('2026-03-16T14:00'))).toMatchObject([{ type: 'deadline_warning', at: at('2026-03-16T14:00') }]);
    story.sweep('2026-03-16T15:00').sweep('2026-03-16T16:00').sweep('2026-03-16T18:00').sweep('2026-03-16T18:01').sweep('2026-03-20T09:00');
    expect(story.events.map(event => [event.type, event.at]).slice(1)).toEqual([
      ['deadline_warning', at('2026-03-16T14:00')],
      ['deadline_missed', at('2026-03-16T18:00')],
      ['deadline_missed', at('2026-03-16T18:00')],
    ]);
    expect(story.last('resolve')).toMatchObject({ warned_at: at('2026-03-16T14:00'), state: 'missed' });
  });

  it('T11 after three days of downtime each miss comes once, dated when it became true', () => {
    const story = reported(warned).sweep('2026-03-19T18:01').sweep('2026-03-19T18:02');
    expect(story.events.map(event => [event.type, event.at]).slice(1)).toEqual([
      ['deadline_missed', at('2026-03-16T18:00')],
      ['deadline_missed', at('2026-03-16T18:00')],
    ]);
  });

  it('never warn of a paused clock, nor together with the task', () => {
    const own = { own: workingDays(3, { warn_working_hours: 4 }) };
    expect(dueTimers(reported(own).on('2026-03-12T10:00', 'return').clocks(), at('2026-03-30T10:00'))).toEqual([]);
    expect(reported({ own: workingDays(1, { warn_working_hours: 40 }) }).last('own').warn_at).toBeNull();
    expect(reported({ own: { ...clockHours(2), warn_working_hours: 1 } }).last('own').warn_at).toBe(at('2026-03-11T11:00'));
  });

  it('refuse an event that names a clock nobody opened', () => {
    const story = reported().on('2026-03-17T10:00', 'deadline_missed', { clock: { kind: 'own', department: OFFICE, opened_by_seq: 9, due_at: at('2026-03-16T18:00') } });
    expect(() => story.clocks()).toThrow(/names a clock/);
  });
});

/** Any order of events, also ones that the lifecycle would refuse: clocks must make sense of what is written. */
const TYPES: EventType[] = ['route', 'accept', 'return', 'progress', 'explain', 'escalate', 'handle', 'feed_back', 'verify', 'reopen', 'close', 'reject', 'withdraw'];
const anyStory = fc.array(fc.record({
  type: fc.constantFrom(...TYPES),
  after: fc.integer({ min: 0, max: 4 * 86_400_000 }),
  department: fc.constantFrom(undefined, COMMUNITY, OFFICE),
  limits: fc.constantFrom(undefined, THREE, FIVE, { ...FIVE, escalate: workingDays(1) }),
  solved: fc.constantFrom('yes' as const, 'no' as const),
  swept: fc.boolean(),
}), { maxLength: 12 }).map((steps) => {
  const story = reported({ ...THREE, own: workingDays(3, { warn_working_hours: 4 }) });
  let now = Date.parse(at('2026-03-11T10:00'));
  for (const { type, after, department, limits, solved, swept } of steps) {
    now += after;
    const moment = new Date(now).toISOString();
    if (swept)
      story.sweep(new Date(now + 8 * 3_600_000).toISOString().slice(0, 19));
    story.on(moment, type, { ...(department === undefined ? {} : { department }), ...(limits === undefined ? {} : { limits }) }, { solved });
  }
  return story;
});

describe('properties of any timeline', () => {
  test.prop([anyStory])('the clocks of a prefix keep their identity, start and original end', ({ events }) => {
    const all = deadlines(events, () => shipped);
    for (let length = 1; length <= events.length; length++) {
      const clocks = deadlines(events.slice(0, length), () => shipped);
      expect(all.slice(0, clocks.length).map(identity)).toEqual(clocks.map(identity));
      expect(all.slice(0, clocks.length).map(clock => [clock.started_at, clock.original_due_at])).toEqual(clocks.map(clock => [clock.started_at, clock.original_due_at]));
    }
    expect(new Set(all.map(clock => JSON.stringify(identity(clock)))).size).toBe(all.length);
  });

  test.prop([anyStory])('deriving again gives the same, and changes no event', ({ events }) => {
    const before = JSON.stringify(events);
    expect(deadlines(events, () => shipped)).toEqual(deadlines(events, () => shipped));
    expect(JSON.stringify(events)).toBe(before);
  });

  test.prop([anyStory])('a recorded miss is one in every later prefix, with its date', ({ events }) => {
    const missed = new Map<string, string>();
    for (let length = 1; length <= events.length; length++) {
      for (const clock of deadlines(events.slice(0, length), () => shipped)) {
        const key = JSON.stringify(identity(clock));
        const known = missed.get(key);
        if (known !== undefined) {
          expect(['missed', 'late']).toContain(clock.state);
          expect(clock.missed_at).toBe(known);
        }
        if (clock.missed_at !== null) {
          expect(clock.missed_at).toBe(clock.due_at);
          missed.set(key, clock.missed_at);
        }
      }
    }
  });

  test.prop([anyStory])('a clock tells one story: state, dates and certificate agree', (story) => {
    for (const clock of story.clocks()) {
      const { state, met_at, missed_at, due_at, certificate } = clock;
      expect(state === 'met' || state === 'late').toBe(met_at !== null);
      expect(state === 'missed' || state === 'late').toBe(missed_at !== null);
      if (state === 'met')
        expect(met_at! <= due_at).toBe(true);
      expect(certificate).toMatchObject({ due_at, original_due_at: clock.original_due_at, started_at: clock.started_at, provisional: clock.provisional });
      expect(certificate.pauses.some(pause => pause.until === null)).toBe(state === 'paused' || (state === 'cancelled' && certificate.pauses.at(-1)?.until === null));
    }
  });

  test.prop([anyStory])('T9 sweeping twice writes nothing twice', (story) => {
    story.sweep('2026-12-01T09:00');
    const written = story.events.length;
    story.sweep('2026-12-01T09:00');
    expect(story.events.length).toBe(written);
  });
});
