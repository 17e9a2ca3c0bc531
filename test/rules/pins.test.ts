/** What held when a clock fell due: pinned with it, and no later event moves it. */
import { describe, expect, it } from 'vitest';
import { at, workingDays } from './calendar-world.ts';
import { CADRE, CLERK, COMMUNITY, FIVE, LEAD, OFFICE, OTHER, reported, THREE } from './deadlines-world.ts';

const [HERE, THERE] = ['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000a2'];
const told = () => {
  const story = reported();
  story.events[0]!.data.decided.grid = HERE!;
  return story;
};

describe('a pin', () => {
  it('is what holds now while the clock runs', () => {
    const story = told();
    expect(story.last('resolve')).toMatchObject({ scope: 'community', grid: HERE, department_at_due: COMMUNITY, person_at_due: LEAD, handled_at: null, first_round: true });
    story.on('2026-03-12T09:00', 'hand_over', { grid: THERE!, lead: OTHER! });
    expect(story.last('resolve')).toMatchObject({ grid: THERE, person_at_due: OTHER, department_at_due: COMMUNITY });
    expect(story.last('own')).toMatchObject({ grid: THERE, person_at_due: CADRE });
  });

  it('stays as it was when the limit passed, recorded or not', () => {
    const story = told().on('2026-03-16T18:00:00.001', 'hand_over', { grid: THERE!, lead: OTHER!, handler: CLERK! })
      .on('2026-03-17T09:00', 'route', { scope: 'subdistrict', department: OFFICE, limits: FIVE });
    expect(story.last('resolve')).toMatchObject({ scope: 'community', grid: HERE, department_at_due: COMMUNITY, person_at_due: LEAD });
    const swept = told().sweep('2026-03-17T08:00').on('2026-03-17T09:00', 'route', { scope: 'district', grid: THERE!, limits: FIVE });
    expect(swept.last('resolve')).toMatchObject({ scope: 'community', grid: HERE });
  });

  it('at the very moment of the limit still follows', () => {
    expect(told().on('2026-03-16T18:00', 'hand_over', { grid: THERE! }).last('resolve').grid).toBe(THERE);
  });

  it('stays as it was when the clock was met before its limit', () => {
    const story = told().on('2026-03-12T09:00', 'handle').on('2026-03-12T09:00', 'feed_back').on('2026-03-13T09:00', 'hand_over', { grid: THERE!, lead: OTHER! });
    expect(story.last('resolve')).toMatchObject({ state: 'met', grid: HERE, person_at_due: LEAD, handled_at: at('2026-03-12T09:00') });
  });

  it('of a clock that was called off says who had it before', () => {
    const story = told().on('2026-03-12T09:00', 'route', { scope: 'subdistrict', department: OFFICE, handler: CLERK!, limits: FIVE });
    expect(story.of('own')).toMatchObject([{ state: 'cancelled', scope: 'community', department_at_due: COMMUNITY, person_at_due: CADRE }, { department_at_due: OFFICE, person_at_due: CLERK }]);
  });

  it('follows the limit where another calendar or an extension moves it', () => {
    // Asked for in time and granted when it had passed: who has it at the new limit answers.
    const story = told().on('2026-03-16T10:00', 'request_extension').on('2026-03-17T09:00', 'hand_over', { grid: THERE! });
    expect(story.last('resolve').grid).toBe(HERE);
    expect(story.on('2026-03-17T10:00', 'decide_extension', { extensions: { resolve: 2 } }).last('resolve')).toMatchObject({ due_at: at('2026-03-18T18:00'), grid: THERE });
  });
});

describe('when it was handled', () => {
  it('is dated by the first time of the round, in time or not', () => {
    const story = told().sweep('2026-03-20T09:00').on('2026-03-20T10:00', 'handle');
    expect(story.last('resolve')).toMatchObject({ state: 'missed', handled_at: at('2026-03-20T10:00') });
    expect(story.last('own')).toMatchObject({ state: 'late', handled_at: at('2026-03-20T10:00') });
    story.on('2026-03-20T11:00', 'feed_back').on('2026-03-21T09:00', 'reopen', { limits: THREE }).on('2026-03-23T09:00', 'handle');
    expect(story.of('resolve').map(({ handled_at, first_round }) => [handled_at, first_round])).toEqual([[at('2026-03-20T10:00'), true], [at('2026-03-23T09:00'), false]]);
    expect(story.of('own').map(({ first_round }) => first_round)).toEqual([true, false]);
    expect(story.last('verify')).toBeUndefined();
  });
});

describe('the first round', () => {
  it('is the report\'s, or of a route before it was handled; a verification that finds it unsolved opens another', () => {
    const story = told().on('2026-03-12T09:00', 'route', { scope: 'subdistrict', department: OFFICE, limits: FIVE });
    expect(story.clocks().every(({ first_round }) => first_round)).toBe(true);
    story.on('2026-03-12T10:00', 'handle').on('2026-03-12T10:00', 'feed_back', { limits: { verify: workingDays(2) } })
      .on('2026-03-13T10:00', 'verify', { limits: THREE }, { solved: 'no' });
    expect(story.of('resolve').map(({ first_round }) => first_round)).toEqual([true, false]);
  });
});
