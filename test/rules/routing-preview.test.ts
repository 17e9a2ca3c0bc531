/** What a preview tells, and what is wrong with rules that share issues. */
import type { ReportContext, RoutingRule, StoredRule } from '../../extensions/wangge/src/handling/routing/model.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePreview, preview, withTrial } from '../../extensions/wangge/src/handling/routing/preview-rules.ts';
import { inOrder, route } from '../../extensions/wangge/src/handling/routing/routing-rules.ts';
import { checkRules } from '../../extensions/wangge/src/handling/routing/rule-check-rules.ts';
import { problemSentence } from '../../extensions/wangge/src/handling/routing/words.ts';
import { shipped } from './calendar-world.ts';
import { anyContext, anyQuestion, rule, world } from './routing-world.ts';

const GRID = '00000000-0000-4000-8000-000000000001';
const last = rule({ id: 'last', priority: 9999 });
const ancestry = { category: (id: string) => id === 'lamp' ? ['lamp', 'municipal'] : [id] };

describe('rules that share issues', () => {
  const lamps = rule({ id: 'lamps', priority: 10, category: 'lamp', scope: 'subdistrict' });
  const neighbours = rule({ id: 'neighbours', priority: 20, parties: ['residents'] });
  const overlap = { code: 'overlapping', rule: 'neighbours', by: 'lamps' } as const;

  it('of one priority and other outcomes are told of; an order settles it', () => {
    expect(checkRules([last, neighbours, lamps], ancestry)).toEqual([]);
    expect(checkRules([last, { ...neighbours, priority: 10 }, lamps], ancestry)).toEqual([overlap]);
    expect(problemSentence(overlap, id => id, 'zh-CN')).toContain('“lamps”');
  });
  it('are no matter where they lead to the same', () => {
    expect(checkRules([last, { ...neighbours, priority: 10, scope: 'subdistrict' }, lamps], ancestry)).toEqual([]);
  });
  it('are no matter where one is part of the other, as exceptions are', () => {
    expect(checkRules([last, lamps, rule({ id: 'municipal', priority: 30, category: 'municipal' })], ancestry)).toEqual([]);
  });
  it('an issue that two rules of one priority match is always told of, unless both do the same', () => {
    const categories = (id: string): string[] => ({ lamp: ['lamp', 'municipal'], noise: ['noise', 'dispute'] })[id] ?? [id];
    const grids = (id: string): string[] => ({ patch: ['patch', 'community', 'area'], community: ['community', 'area'] })[id] ?? [id];
    fc.assert(fc.property(anyContext({ vacancies: false, absences: false }), anyQuestion, (context, asked) => {
      const above = { category: categories, grid: grids };
      const problems = checkRules(context.rules, above);
      const alike = (a: RoutingRule, b: RoutingRule): boolean =>
        (['scope', 'lead', 'lead_level', 'department', 'handler'] as const).every(field => a[field] === b[field]);
      const reached = inOrder(context.rules).filter(({ id }) => !problems.some(problem => problem.code === 'unreachable' && problem.rule === id));
      const matching = reached.filter(one => route(asked, { ...context, rules: [one] }).rule !== null);
      for (const [at, later] of matching.entries()) {
        for (const earlier of matching.slice(0, at)) {
          const told = problems.some(problem => problem.code === 'overlapping' && problem.rule === later.id && problem.by === earlier.id);
          expect(told).toBe(earlier.priority === later.priority && !alike(earlier, later));
        }
      }
    }), { numRuns: 300 });
  });
});

describe('a rule on trial', () => {
  const stored: StoredRule[] = [{ ...last, active: true }, { ...rule({ id: 'old', priority: 5 }), active: false }];

  it('changes the stored one, is added without an id, and may be switched on or off', () => {
    expect(withTrial(stored, null).map(({ id }) => id)).toEqual(['last']);
    expect(withTrial(stored, { id: 'old', active: true, name: 'x' }).find(({ id }) => id === 'old')).toMatchObject({ name: 'x', priority: 5 });
    expect(withTrial(stored, { id: 'last', active: false })).toEqual([]);
    expect(withTrial(stored, { priority: 1, scope: 'district' })).toHaveLength(2);
  });
});

describe('a question', () => {
  it('names a grid or a place', () => {
    expect(parsePreview({ grid: GRID })).toMatchObject({ kind: 'problem', parties: 'none', category: null });
    expect(parsePreview({ location: { type: 'Point', coordinates: [116, 39] } })).toMatchObject({ grid: null });
    expect(parsePreview({})).toMatchObject({ code: 'preview_invalid', field: 'grid' });
    expect(parsePreview({ grid: GRID, rule: { scope: 'moon' } })).toMatchObject({ code: 'preview_invalid', field: 'rule', params: { field: 'routing_rules.scope' } });
  });
});

describe('the answer', () => {
  const pins = { close_of_business: '18:00', calendar_version: 'test' };
  const policies = [{ id: 'p', kind: 'resolve' as const, scope: null, category: null, severity: null, working_days: 3, clock_hours: null, warn_working_hours: 4 }];
  const context = { ...world(), policies, pins, category: { active: true } } as unknown as ReportContext;
  const asked = parsePreview({ grid: GRID });

  it('speaks of every rule, takes what routing takes, and says when it is due', () => {
    fc.assert(fc.property(anyContext({ vacancies: true, absences: true }), anyQuestion, (around, question) => {
      const answer = preview({ ...asked, ...question } as never, { ...context, ...around } as ReportContext, shipped, '2026-03-04T02:00:00.000Z', 'zh-CN');
      expect(answer.steps).toHaveLength(around.rules.length);
      expect(answer.steps.filter(({ verdict }) => verdict === 'takes').map(step => step.rule)).toEqual([route(question, around).rule]);
      const at = answer.steps.findIndex(({ verdict }) => verdict === 'takes');
      expect(answer.steps.slice(at + 1).every(({ verdict }) => verdict === 'later')).toBe(true);
      expect(answer.steps.slice(0, at).every(({ failed }) => failed !== null)).toBe(true);
      expect(answer.limits.map(({ kind, due_at }) => [kind, due_at])).toEqual([['resolve', '2026-03-09T10:00:00.000Z']]);
      expect(answer.limits[0]!.text).toContain('3月');
    }), { numRuns: 100 });
  });
});
