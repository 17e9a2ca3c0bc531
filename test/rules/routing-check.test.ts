/** What is wrong with a table of rules is found; what is reached is never called unreachable. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { route } from '../../extensions/wangge/src/handling/routing/routing-rules.ts';
import { checkRules, isUnconditional } from '../../extensions/wangge/src/handling/routing/rule-check-rules.ts';
import { guardDeadlinePolicies, guardRoutingRules, messages } from '../../extensions/wangge/src/handling/routing/rule-guard-service.ts';
import { anyContext, anyQuestion, anyRules, rule } from './routing-world.ts';

const ancestry = { category: (id: string) => id === 'lamp' ? ['lamp', 'municipal'] : [id] };
const last = rule({ id: 'last', priority: 9999 });

describe('checkRules', () => {
  it('a rule that takes an issue is never called unreachable', () => {
    const categories = (id: string): string[] => ({ lamp: ['lamp', 'municipal'], noise: ['noise', 'dispute'] })[id] ?? [id];
    const grids = (id: string): string[] => ({ patch: ['patch', 'community', 'area'], community: ['community', 'area'] })[id] ?? [id];
    const anyone = anyContext({ vacancies: true, absences: false });
    fc.assert(fc.property(anyone, anyQuestion, (context, asked) => {
      const unreachable = checkRules(context.rules, { category: categories, grid: grids }).map(problem => problem.code === 'unreachable' ? problem.rule : '');
      expect(unreachable).not.toContain(route(asked, context).rule);
    }), { numRuns: 500 });
  });

  it('rules after one without conditions are unreachable', () => {
    fc.assert(fc.property(anyRules, (rules) => {
      const first = rule({ id: 'first', priority: 0 });
      expect(checkRules([first, ...rules])).toHaveLength(rules.length);
    }));
  });

  it('finds a rule that an earlier, wider one takes everything of', () => {
    const wide = rule({ id: 'wide', priority: 1, category: 'municipal', parties: ['none', 'residents'] });
    const narrow = rule({ id: 'narrow', priority: 2, category: 'lamp', parties: ['none'], severities: ['urgent'] });
    expect(checkRules([last, narrow, wide], ancestry)).toEqual([{ code: 'unreachable', rule: 'narrow', by: 'wide' }]);
    expect(checkRules([last, { ...narrow, parties: ['organisations'] }, wide], ancestry)).toEqual([]);
    expect(checkRules([last, { ...narrow, category: 'noise' }, wide], ancestry)).toEqual([]);
    expect(checkRules([last, { ...narrow, priority: 0 }, wide], ancestry)).toEqual([]);
  });

  it('a list with every value means any', () => {
    const all = rule({ id: 'all', priority: 1, severities: ['normal', 'urgent', 'critical'] });
    expect(checkRules([all, last])).toEqual([{ code: 'unreachable', rule: 'last', by: 'all' }]);
  });

  it('misses the last rule', () => {
    expect(checkRules([])).toEqual([{ code: 'no_last_rule' }]);
    expect(checkRules([rule({ id: 'a', involves_departments: false })])).toEqual([{ code: 'no_last_rule' }]);
    expect(isUnconditional(rule({ id: 'a', kinds: [] }))).toBe(true);
  });
});

describe('the guards', () => {
  let stored = [
    { ...last, active: true },
    { ...rule({ id: 'spare' }), active: false },
    { ...rule({ id: 'lamps', category: 'lamp' }), active: true },
  ];
  type Handler = (payload: unknown, meta: unknown, context: unknown) => Promise<unknown>;
  const handlers = new Map<string, Handler>();
  const tables: Record<string, object> = {
    routing_rules: { select: async () => stored },
    deadline_policies: { whereIn: () => ({ select: async () => [{ working_days: 3, clock_hours: null }] }) },
    directus_users: { where: () => ({ first: async () => ({ language: 'en-US' }) }) },
  };
  const database = (table: string): object => tables[table]!;
  const filter = (event: string, handler: Handler): void => void handlers.set(event, handler);
  guardRoutingRules(filter as never);
  guardDeadlinePolicies(filter as never);
  const save = (event: string, payload: unknown, keys: string[] = []): Promise<unknown> =>
    handlers.get(event)!(payload, { keys }, { database, accountability: { user: 'admin' } });

  describe('of the last rule', () => {
    const change = (event: string, payload: unknown, keys: string[] = []): Promise<unknown> => save(`routing_rules.items.${event}`, payload, keys);

    it.each([
      [{ active: false }],
      [{ category: 'lamp' }],
      [{ involves_departments: false }],
      [{ parties: ['none'] }],
      [{ parties: '["none"]' }],
    ])('refuses %j for it', async (payload) => {
      await expect(change('update', payload, ['last'])).rejects.toMatchObject({
        status: 400,
        extensions: { field: 'active', validation_message: messages.last_rule_stays!['en-US'] },
      });
    });

    it('refuses deleting it, alone or among others', async () => {
      await expect(change('delete', ['last'])).rejects.toMatchObject({ status: 400, message: messages.last_rule_stays!['en-US'] });
      await expect(change('delete', ['last', 'lamps'])).rejects.toMatchObject({ status: 400 });
    });

    it('does not stand in the way where there was none before', async () => {
      const before = stored;
      stored = stored.filter(({ id }) => id !== 'last');
      expect(await change('update', { active: false }, ['lamps'])).toEqual({ active: false });
      stored = before;
    });

    it('lets other changes pass, and hands the role on', async () => {
      expect(await change('update', { name: 'x', parties: [] }, ['last'])).toEqual({ name: 'x', parties: [] });
      expect(await change('update', { active: false }, ['lamps'])).toEqual({ active: false });
      expect(await change('update', { active: true, category: null }, ['last', 'spare', 'lamps'])).toEqual({ active: true, category: null });
      expect(await change('delete', ['spare', 'lamps'])).toEqual(['spare', 'lamps']);
    });
  });

  describe('of a limit\'s length', () => {
    it.each([
      ['create', {}],
      ['create', { working_days: 3, clock_hours: 24 }],
      ['create', { working_days: 0 }],
      ['create', { working_days: 1.5 }],
      ['create', { clock_hours: 'soon' }],
      ['update', { clock_hours: 24 }],
      ['update', { working_days: null }],
    ])('refuses to %s %j', async (event, payload) => {
      await expect(save(`deadline_policies.items.${event}`, payload, ['p'])).rejects.toMatchObject({ status: 400, extensions: { field: 'working_days' } });
    });

    it.each([
      ['create', { working_days: 3 }],
      ['create', { clock_hours: '24', working_days: '' }],
      ['update', { working_days: null, clock_hours: 24 }],
      ['update', { active: false }],
    ])('lets pass: %s %j', async (event, payload) => {
      expect(await save(`deadline_policies.items.${event}`, payload, ['p'])).toEqual(payload);
    });
  });
});
