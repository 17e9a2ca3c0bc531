/** Collection plans: what they may say, and the task of a day. */
import type { Plan, PlanPlace } from '../../extensions/wangge/src/ledgers/upkeep/plan-rules.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isWorkingDay } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { sentence } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { messages } from '../../extensions/wangge/src/ledgers/upkeep/messages.ts';
import { EVERY, objectionToPlan, periodStart, taskOf } from '../../extensions/wangge/src/ledgers/upkeep/plan-rules.ts';
import { shipped, someDay } from './calendar-world.ts';

const every = fc.constantFrom(...EVERY);
const PLAN: Plan = { name: '居民台账', dataset: 'dataset', topic: null, grid: 'grid', level: 3, every: 'month', due_working_days: 5, starts_on: '2026-01-15', active: true };
const PLACE: PlanPlace = { grid: { level: 2, status: 'active' }, dataset: { active: true } };

describe('the period of a day', () => {
  it.each([
    ['week', '2026-03-11', '2026-03-09'],
    ['week', '2026-03-09', '2026-03-09'],
    ['week', '2026-01-01', '2025-12-29'],
    ['month', '2026-03-31', '2026-03-01'],
    ['quarter', '2026-12-31', '2026-10-01'],
    ['half_year', '2026-06-30', '2026-01-01'],
    ['half_year', '2026-07-01', '2026-07-01'],
    ['year', '2026-07-01', '2026-01-01'],
  ] as const)('%s of %s begins on %s', (period, day, start) => expect(periodStart(period, day)).toBe(start));

  test.prop([every, someDay])('begins on or before the day, and begins its own period', (period, day) => {
    const start = periodStart(period, day);
    expect(start <= day).toBe(true);
    expect(periodStart(period, start)).toBe(start);
  });

  test.prop([every, someDay, fc.nat(400)])('never goes back as days go on', (period, day, later) => {
    expect(periodStart(period, dayString(epochDay(day) + later)) >= periodStart(period, day)).toBe(true);
  });
});

describe('the task of a day', () => {
  test.prop([every, someDay, someDay, fc.integer({ min: 1, max: 60 })])('begins with its period or the plan, and always has the whole limit, ending on a working day', (period, starts_on, today, limit) => {
    const task = taskOf({ every: period, starts_on, due_working_days: limit }, today, shipped);
    if (today < starts_on) {
      expect(task).toBeNull();
      return;
    }
    expect(task!.starts_on).toBe([periodStart(period, today), starts_on].toSorted().at(-1));
    expect(task!.due_on > today).toBe(true);
    expect(isWorkingDay(shipped, task!.due_on)).toBe(true);
  });

  it('counts working days from the day on which it is given', () => {
    // National Day 2025: off from 1 to 8 October; 11 October (Saturday) is made up.
    expect(taskOf({ ...PLAN, every: 'quarter' as const, starts_on: '2025-01-01' }, '2025-10-01', shipped)).toEqual({ starts_on: '2025-10-01', due_on: '2025-10-14' });
  });
});

describe('a plan', () => {
  it('may be saved for a set or a topic', () => {
    expect(objectionToPlan(PLAN, PLACE)).toBeNull();
    expect(objectionToPlan({ ...PLAN, dataset: null, topic: '汛期隐患' }, { ...PLACE, dataset: null })).toBeNull();
  });

  it.each([
    [{ name: ' ' }, {}, 'field_required'],
    [{ topic: '汛期隐患' }, {}, 'plan_dataset_or_topic'],
    [{ dataset: null, topic: ' ' }, {}, 'plan_dataset_or_topic'],
    [{}, { dataset: null }, 'dataset_unknown'],
    [{}, { dataset: { active: false } }, 'plan_dataset_retired'],
    [{}, { grid: null }, 'plan_grid_unknown'],
    [{ level: 1 }, {}, 'plan_level'],
    [{ level: 4 }, {}, 'plan_level'],
    [{ every: 'day' }, {}, 'plan_every'],
    [{ due_working_days: 0 }, {}, 'plan_limit'],
    [{ due_working_days: 2.5 }, {}, 'plan_limit'],
    [{ starts_on: '2026-02-30' }, {}, 'date_invalid'],
  ] as [Partial<Plan>, Partial<PlanPlace>, string][])('is refused: %j %j', (plan, place, code) => {
    const refusal = objectionToPlan({ ...PLAN, ...plan }, { ...PLACE, ...place });
    expect(refusal?.code).toBe(code);
    expect(sentence(messages, refusal!, 'en-US')).not.toBe('');
  });
});
