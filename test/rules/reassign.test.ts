/** Open issues of whoever has left a post: who has them from now on, and that nothing else moves. */
import type { Case } from './handling-world.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENTS } from '../../extensions/wangge/src/handling/event-registry-rules.ts';
import { STATUSES } from '../../extensions/wangge/src/handling/model.ts';
import { nobodyLeft, reassignedTo } from '../../extensions/wangge/src/handling/routing/reassign-rules.ts';
import { leaderFrom } from '../../extensions/wangge/src/handling/routing/responsible-rules.ts';
import { SYSTEM } from '../../extensions/wangge/src/territory/model.ts';
import { ACTORS, at, IN } from './handling-world.ts';
import { anyContext, grid, world } from './routing-world.ts';

const NAMED = { scope: 'subdistrict', lead: 'old 1', department: 'works', handler: 'old 2', follower: 'old 2', routing_rule: 'r', route_explanation: null } as const;
const LEFT = [{ person: 'old 2', level: 2 }] as const;
const OPEN = STATUSES.filter(status => !['closed', 'rejected', 'merged'].includes(status));

describe('who has it from now on', () => {
  it('is the leader of the same level; whoever has not left stays', () => {
    expect(reassignedTo(NAMED, LEFT, [], world())).toMatchObject({ lead: 'old 1', handler: 'leader 2', follower: 'leader 2', department: 'works', scope: 'subdistrict', rule: 'r' });
    expect(reassignedTo(NAMED, [{ person: 'old 1', level: 1 }], [], world())).toMatchObject({ lead: 'leader 1', handler: 'old 2', follower: 'old 2' });
    expect(reassignedTo(NAMED, [{ person: 'somebody', level: 2 }], [], world())).toBeNull();
  });

  it('is the deputy or the next level up where the post is vacant, and nobody new where all are', () => {
    const chain = (...two: [string | null, string[]]) => [grid('patch', 3), grid('community', 2, { leader: two[0], deputies: two[1] }), grid('area', 1)];
    expect(reassignedTo(NAMED, LEFT, [], world({ chain: chain(null, ['deputy']) }))).toMatchObject({ handler: 'deputy', follower: 'deputy' });
    expect(reassignedTo(NAMED, LEFT, [], world({ chain: chain(null, []) }))).toMatchObject({ handler: 'leader 1', follower: 'leader 1' });
    expect(reassignedTo(NAMED, LEFT, [], world({ chain: chain('away', []), absences: [{ person: 'away', stand_in: 'stand-in' }] }))).toMatchObject({ handler: 'stand-in' });
    expect(reassignedTo(NAMED, LEFT, [], world({ chain: [grid('patch', 3, { leader: null }), grid('community', 2, { leader: null }), grid('area', 1, { leader: null })] }))).toBeNull();
    expect([chain(null, []), chain(null, []).map(one => ({ ...one, leader: null }))].map(vacant => nobodyLeft(NAMED, LEFT, [], world({ chain: vacant })))).toEqual([false, true]);
  });

  it('still is whoever works on it in its department, holds another post over it, or stands in for somebody there', () => {
    expect(reassignedTo(NAMED, LEFT, ['old 2'], world())).toMatchObject({ handler: 'old 2', follower: 'leader 2' });
    expect(reassignedTo(NAMED, LEFT, [], world({ chain: [grid('patch', 3), grid('community', 2, { deputies: ['old 2'] }), grid('area', 1)] }))).toBeNull();
    expect(reassignedTo(NAMED, LEFT, [], world({ absences: [{ person: 'leader 1', stand_in: 'old 2' }] }))).toBeNull();
  });

  it('is nobody who has left, whoever the people are, and never nobody', () => {
    const person = fc.constantFrom(...Array.from({ length: 14 }, (_, i) => `p${i}`));
    const named = fc.record({ lead: person, handler: fc.option(person), follower: fc.option(person) });
    const leaving = fc.array(fc.record({ person, level: fc.constantFrom(1 as const, 2 as const, 3 as const) }), { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(anyContext({ vacancies: true, absences: true }), named, leaving, fc.array(person, { maxLength: 2 }), (context, people, left, colleagues) => {
      const before = { ...NAMED, ...people };
      const after = reassignedTo(before, left, colleagues, context);
      expect(reassignedTo({ ...before, ...after }, left, colleagues, context)).toBeNull();
      expect(nobodyLeft(before, left, colleagues, context) && left.every(({ level }) => leaderFrom(level, context).person !== null)).toBe(false);
      for (const part of ['lead', 'handler', 'follower'] as const) {
        const [was, is] = [before[part], after === null ? before[part] : after[part]];
        expect(is === null).toBe(was === null);
        if (was !== is)
          expect([left.some(one => one.person === was), left.filter(one => one.person === was).some(({ level }) => leaderFrom(level, context).person === is)]).toEqual([true, true]);
      }
      expect(after === null || (after.scope === before.scope && after.department === before.department && after.rule === before.routing_rule)).toBe(true);
    }));
  });
});

describe('the event', () => {
  const now = at(12);
  const routed = { rule: 'rule', scope: 'community' as const, lead: 'new lead', department: 'community', handler: 'new handler', follower: null, explanation: { steps: [], lead_by: 'grid_leader' as const, handler_by: 'grid_leader' as const } };
  const still = (issue: Case) => ({
    state: { ...issue.state, lead: null, handler: null, grid: null },
    // Who and where it is pins a clock that still runs.
    clocks: issue.last!.clocks.map(({ person: _, person_at_due: _person, grid: _grid, ...clock }) => clock),
  });

  for (const status of OPEN) {
    it(`changes who is named in an issue that is ${status}, and no limit, status or count`, () => {
      const issue = IN[status]!();
      expect(issue.state.status).toBe(status);
      const before = still(issue);
      const running = issue.last!.clocks.filter(clock => clock.state === 'running' && ['resolve', 'own'].includes(clock.kind));
      const [handler, lead] = [issue.state.handler, issue.state.lead];
      issue.step('hand_over', SYSTEM, now, { note: '移交', to_grid: 'successor' }, { routed });
      expect(issue.state).toMatchObject({ status, lead: 'new lead', handler: 'new handler', grid: 'successor' });
      // Each step passes the same moment: what it misses or warns of is the sweep's.
      expect(still(issue)).toEqual({ ...before, state: { ...before.state } });
      for (const { kind, person } of running)
        expect(issue.last!.clocks.find(clock => clock.kind === kind)!.person).toBe(person === handler ? 'new handler' : person === lead ? 'new lead' : person);
    });
  }

  it('is the system\'s alone, and of what is open', () => {
    expect(EVENTS.hand_over.transition.from.toSorted()).toEqual(OPEN.toSorted());
    for (const [authority, actor] of Object.entries(ACTORS)) {
      if (authority === 'system')
        continue;
      expect(IN.handling!().allowed(actor, now), authority).not.toContain('hand_over');
      expect(IN.handling!().try('hand_over', actor, now, { note: '移交' }, { routed }).kind, authority).toBe('refused');
    }
    for (const status of ['closed', 'rejected', 'merged'] as const)
      expect(IN[status]!().try('hand_over', SYSTEM, at(13), { note: '移交' }, { routed }).kind, status).toBe('refused');
  });
});
