/** When a facility is looked at again, and what a fault of one becomes. */
import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { categoryOf, CHECK_RESULTS, conditionAfter, dueOn, raisedBy, routeOf } from '../../extensions/wangge/src/reporting/facilities/facility-check-rules.ts';

const TODAY = '2026-11-23';
const day = fc.integer({ min: -400, max: 0 }).map(offset => dayString(epochDay(TODAY) + offset));
const facility = fc.record({
  id: fc.uuid(),
  name: fc.string({ minLength: 1, maxLength: 20 }),
  group: fc.constantFrom('utility', 'traffic', 'environment', 'green', 'fire', 'other'),
  kind: fc.constantFrom('manhole', 'street_lamp', 'hydrant', 'fire_lane', 'tree', 'bench', 'other'),
  address: fc.option(fc.string()),
  condition: fc.constantFrom('intact', 'damaged'),
  confirmed_on: fc.option(day),
  check_days: fc.option(fc.integer({ min: -5, max: 400 })),
});

describe('a route', () => {
  it.prop([fc.array(facility)])('has every facility once, those due first and the longest due at the top', (facilities) => {
    const route = routeOf(facilities, TODAY);
    expect(route.map(({ id }) => id).sort()).toEqual(facilities.map(({ id }) => id).sort());
    const firstNotDue = route.findIndex(({ due }) => !due);
    expect(route.every(({ due }, place) => due === (firstNotDue < 0 || place < firstNotDue))).toBe(true);
    expect(route.every(({ due, due_on }) => due === (due_on <= TODAY))).toBe(true);
  });

  it('goes by the facility’s own interval, else by its group', () => {
    const of = (group: string, check_days: number | null, confirmed_on: string | null = '2026-11-01') => dueOn({ group, check_days, confirmed_on }, TODAY);
    expect([of('fire', null), of('utility', null), of('utility', 7), of('fire', 0), of('green', null, null)])
      .toEqual(['2026-12-01', '2027-01-30', '2026-11-08', '2026-12-01', TODAY]);
  });
});

describe('a fault', () => {
  it.prop([facility, fc.constantFrom(...CHECK_RESULTS), fc.option(fc.string())])('says what, where and how bad, whatever the facility is called', (one, result, note) => {
    const raised = raisedBy(one, result, note);
    expect(raised.title.length).toBeLessThanOrEqual(100);
    expect(raised.description).toContain(one.name);
    if (one.group === 'fire' || result === 'hazard')
      expect(raised.kind).toBe('hazard');
    expect(categoryOf(one)).toMatch(/^[a-z_]+$/);
  });

  it('is a hazard where people may come to harm', () => {
    const manhole = { name: '井盖12', group: 'utility', kind: 'manhole', address: '花园路3号' };
    expect(raisedBy(manhole, 'missing', '无盖板')).toEqual({ title: '井盖12丢失', description: '设施检查：井盖12丢失。无盖板。位置：花园路3号', kind: 'hazard', severity: 'urgent' });
    expect(raisedBy({ ...manhole, kind: 'bench', name: '座椅' }, 'damaged', null)).toMatchObject({ kind: 'problem', severity: 'normal' });
    expect([conditionAfter('damaged'), conditionAfter('missing'), conditionAfter('hazard')]).toEqual(['damaged', 'missing', null]);
  });
});
