/** An absence is over: what its stand-in was given goes back, and nothing else moves. */
import type { RoutingContext } from '../../extensions/wangge/src/handling/routing/model.ts';
import { test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { handedBack } from '../../extensions/wangge/src/handling/routing/hand-back-rules.ts';
import { route } from '../../extensions/wangge/src/handling/routing/routing-rules.ts';
import { SYSTEM } from '../../extensions/wangge/src/territory/model.ts';
import { at, IN } from './handling-world.ts';
import { anyContext, anyQuestion, grid, question, rule, world } from './routing-world.ts';

const OFFICE = world({ rules: [rule({ id: 'lamps', scope: 'subdistrict', department: 'works', handler: 'department' })] });
const AWAY = { ...OFFICE, absences: [{ person: 'clerk', stand_in: 'other clerk' }, { person: 'leader 2', stand_in: 'other leader' }] };
const held = (context: RoutingContext = AWAY) => {
  const { rule: routing_rule, explanation: route_explanation, ...named } = route(question(), context);
  return { status: 'handling' as const, routing_rule, route_explanation, ...named };
};

describe('what a stand-in has', () => {
  it('goes back to whom the rules mean again, each part by itself', () => {
    expect(held()).toMatchObject({ handler: 'other clerk', lead: 'other leader', follower: 'other leader', route_explanation: { handler_by: 'stand_in', lead_by: 'stand_in', follower_by: 'stand_in' } });
    const back = handedBack(held(), question(), OFFICE);
    expect(back).toMatchObject({ handler: 'clerk', lead: 'leader 2', follower: 'leader 2', department: 'works', scope: 'subdistrict', explanation: { handler_by: 'duty_line', lead_by: 'grid_leader', follower_by: 'grid_leader' } });
    expect(handedBack(held(), question(), { ...OFFICE, absences: AWAY.absences.slice(1) })).toMatchObject({ handler: 'clerk', lead: 'other leader', explanation: { handler_by: 'duty_line', lead_by: 'stand_in' } });
    expect(handedBack(held(), question(), AWAY)).toBeNull();
  });

  it('stays with who was chosen, with who has done the work, and where nobody is back', () => {
    const chosen = { ...held(), handler: 'other clerk', route_explanation: { ...held().route_explanation, handler_by: 'chosen', lead_by: 'grid_leader', follower_by: 'grid_leader' } };
    expect(handedBack(chosen, question(), OFFICE)).toBeNull();
    expect(handedBack({ ...held(), status: 'fed_back' }, question(), OFFICE)).toMatchObject({ handler: 'other clerk', lead: 'leader 2' });
    const vacant = { ...OFFICE, duty_lines: [], departments: OFFICE.departments.map(one => ({ ...one, head: null })), chain: [grid('patch', 3), grid('community', 2, { leader: null }), grid('area', 1)] };
    expect(handedBack(held(), question(), vacant)).toBeNull();
  });

  it('where somebody routed it otherwise, to whom that department has', () => {
    const moved = { ...held(), department: 'committee', scope: 'community' as const, handler: 'other cadre', route_explanation: { ...held().route_explanation, handler_by: 'stand_in' } };
    expect(handedBack(moved, question(), OFFICE)).toMatchObject({ handler: 'cadre', department: 'committee', scope: 'community' });
  });

  test.prop([anyContext({ vacancies: true, absences: true }), anyContext({ vacancies: true, absences: true }), anyQuestion])('once it is back it stays, and department and scope never move', (then, now, asked) => {
    const before = held(then);
    const back = handedBack(before, asked, now);
    if (back === null)
      return;
    expect([back.department, back.scope, back.rule]).toEqual([before.department, before.scope, before.routing_rule]);
    expect(handedBack({ ...before, ...back, routing_rule: back.rule, route_explanation: back.explanation }, asked, now)).toBeNull();
    for (const part of ['lead', 'handler', 'follower'] as const) {
      if (back[part] !== before[part])
        expect(before.route_explanation[`${part}_by`]).toBe('stand_in');
    }
  });
});

it('the event says how they were found', () => {
  const issue = IN.handling!();
  issue.state.route_explanation = { steps: [], lead_by: 'grid_leader', handler_by: 'stand_in' };
  const routed = { rule: 'rule', scope: 'community' as const, lead: 'lead', department: 'community', handler: 'clerk', follower: null, explanation: { steps: [], lead_by: 'grid_leader', handler_by: 'duty_line' } };
  issue.step('hand_over', SYSTEM, at(12), { note: '交还' }, { routed });
  expect(issue.state).toMatchObject({ handler: 'clerk', lead: 'lead', route_explanation: { handler_by: 'duty_line' } });
  expect(issue.events.at(-1)!.data.decided).toEqual({ handler: 'clerk', explanation: routed.explanation });
});
