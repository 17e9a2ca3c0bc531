/** Issues that nobody works on: which they are, and whose they become. */
import type { Remaining } from '../../extensions/wangge/src/handling/routing/orphan-rules.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATUSES } from '../../extensions/wangge/src/handling/model.ts';
import { orphaned, orphanRoute } from '../../extensions/wangge/src/handling/routing/orphan-rules.ts';
import { leaderFrom } from '../../extensions/wangge/src/handling/routing/responsible-rules.ts';
import { shipped } from './calendar-world.ts';
import { anyContext, world } from './routing-world.ts';

const THERE: Remaining = { handler: true, department: true, lead: true, follower: true };
const NOW = '2026-03-12T00:00:00.000Z';
const cause = (state: object, there: Partial<Remaining> = {}, now = NOW) =>
  orphaned({ status: 'handling', reported_at: '2026-03-02T02:00:00.000Z', handler: 'h', department: 'd', ...state } as never, { ...THERE, ...there }, shipped, '18:00', now);

describe('an orphan', () => {
  it('has lost its handler or its department while somebody should work on it', () => {
    for (const status of STATUSES.filter(one => one !== 'reported')) {
      const atWork = status === 'assigned' || status === 'handling';
      expect(cause({ status }), status).toBeNull();
      expect(cause({ status }, { handler: false }), status).toBe(atWork ? 'handler_left' : null);
      expect(cause({ status }, { department: false }), status).toBe(atWork ? 'department_closed' : null);
    }
    expect(cause({ handler: null }, { handler: false })).toBeNull();
    expect(cause({ department: null }, { department: false })).toBeNull();
  });
  it('or found nobody for one working day', () => {
    // Reported on a Friday: Monday's close of business.
    const state = { status: 'reported', reported_at: '2026-03-06T02:00:00.000Z', handler: null, department: null };
    expect(cause(state, {}, '2026-03-09T09:59:00.000Z')).toBeNull();
    expect(cause(state, {}, '2026-03-09T10:00:01.000Z')).toBe('unrouted');
  });
});

describe('its home', () => {
  const state = { scope: 'subdistrict', lead: 'old lead', follower: 'old follower', department: 'works', routing_rule: 'r', route_explanation: null } as const;

  it('is level 2, keeps what is still there and no limit moves', () => {
    expect(orphanRoute(state, { ...THERE, handler: false }, world())).toMatchObject({ handler: 'leader 2', department: 'works', lead: 'old lead', follower: 'old follower', scope: 'subdistrict', rule: 'r' });
    expect(orphanRoute(state, { handler: false, department: false, lead: false, follower: false }, world())).toMatchObject({ handler: 'leader 2', department: 'committee', lead: 'leader 2', follower: 'leader 2' });
    expect(orphanRoute({ ...state, scope: 'community', follower: null }, THERE, world())).toMatchObject({ follower: null });
  });
  it('is whoever routing finds on level 2 or above; without anybody there is none', () => {
    fc.assert(fc.property(anyContext({ vacancies: true, absences: true }), fc.record({ handler: fc.boolean(), department: fc.boolean(), lead: fc.boolean(), follower: fc.boolean() }), (context, there) => {
      const home = orphanRoute(state, there, context);
      const { person } = leaderFrom(2, context);
      expect(home?.handler ?? null).toBe(person);
      if (home !== null) {
        expect(home.lead).not.toBeNull();
        expect([home.handler, home.lead].every(one => !context.absences.some(away => away.person === one))).toBe(true);
      }
    }));
  });
});
