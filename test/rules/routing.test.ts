import type { RoutingContext } from '../../extensions/wangge/src/handling/routing/model.ts';
/** Who takes an issue: what holds for every table of rules, then the ladder of people, then people's wishes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reroute, route } from '../../extensions/wangge/src/handling/routing/routing-rules.ts';
import { anyContext, anyQuestion, department, grid, line, question, rule, world } from './routing-world.ts';

const anyone = anyContext({ vacancies: true, absences: true });
const office = { scope: 'subdistrict', lead: 'department_head', handler: 'department' } as const;
const named = (context: RoutingContext, id: string): boolean =>
  context.departments.some(item => item.id === id && item.kind !== 'district');

describe('for every table of rules', () => {
  it('the order of rows changes nothing', () => {
    const shuffled = anyone.chain(context => fc.tuple(
      fc.constant(context),
      fc.shuffledSubarray([...context.rules], { minLength: context.rules.length }),
      fc.shuffledSubarray([...context.duty_lines], { minLength: context.duty_lines.length }),
      fc.shuffledSubarray([...context.departments], { minLength: context.departments.length }),
      fc.shuffledSubarray([...context.absences], { minLength: context.absences.length }),
      fc.shuffledSubarray([...context.chain], { minLength: context.chain.length }),
    ));
    fc.assert(fc.property(shuffled, anyQuestion, ([context, rules, duty_lines, departments, absences, chain], asked) => {
      expect(route(asked, { ...context, rules, duty_lines, departments, absences, chain })).toEqual(route(asked, context));
    }));
  });

  it('exactly one rule matches, the last one tried, and the others say what failed', () => {
    fc.assert(fc.property(anyone, anyQuestion, (context, asked) => {
      const { rule: taken, explanation: { steps } } = route(asked, context);
      expect(steps.filter(step => step.matched)).toEqual([steps.at(-1)]);
      expect(steps.at(-1)!.rule).toBe(taken);
      expect(steps.every(step => step.matched === (step.failed === null))).toBe(true);
    }));
  });

  it('rules after the one that matched change nothing', () => {
    fc.assert(fc.property(anyone, anyQuestion, (context, asked) => {
      const tried = route(asked, context).explanation.steps.map(step => step.rule);
      expect(route(asked, { ...context, rules: context.rules.filter(({ id }) => tried.includes(id)) })).toEqual(route(asked, context));
    }));
  });

  it('nobody who is away is named', () => {
    fc.assert(fc.property(anyone, anyQuestion, (context, asked) => {
      const { lead, handler, follower } = route(asked, context);
      const away = context.absences.map(absence => absence.person);
      expect([lead, handler, follower].filter(person => person !== null && away.includes(person))).toEqual([]);
    }));
  });

  it('without vacancy and absence everybody is named, once a department has the work', () => {
    fc.assert(fc.property(anyContext({ vacancies: false, absences: false }), anyQuestion, (context, asked) => {
      const routed = route(asked, context);
      expect(routed.lead).not.toBeNull();
      expect(routed.follower === null).toBe(routed.scope === 'community');
      if (routed.department !== null)
        expect(routed.handler).not.toBeNull();
    }));
  });

  it('a district department or one of another sub-district never handles', () => {
    const wishes = fc.record({ to_department: fc.constantFrom(null, 'bureau'), to_scope: fc.constantFrom(null, 'community', 'subdistrict', 'district') });
    fc.assert(fc.property(anyone, anyQuestion, wishes, (context, asked, wish) => {
      for (const routed of [route(asked, context), reroute(asked, context, wish)]) {
        expect(routed.department === null || named(context, routed.department)).toBe(true);
        expect(routed.department).not.toBe('other street');
      }
    }));
  });

  it('without a wish rerouting changes nothing', () => {
    fc.assert(fc.property(anyone, anyQuestion, (context, asked) => {
      expect(reroute(asked, context, {})).toEqual(route(asked, context));
    }));
  });
});

describe('conditions', () => {
  const fails = (more: object, asked = question(), context = world()): string | null =>
    route(asked, { ...context, rules: [rule({ id: 'tried', priority: 1, ...more }), ...context.rules] }).explanation.steps[0]!.failed;

  it('a category holds for its descendants, not for its ancestors', () => {
    expect(fails({ category: 'municipal' })).toBeNull();
    expect(fails({ category: 'lamp' }, question(), world({ category_path: ['municipal'] }))).toBe('category');
  });

  it('a grid holds for the grids below it, not for those above', () => {
    expect(fails({ grid: 'area' })).toBeNull();
    expect(fails({ grid: 'patch' }, question(), world({ chain: [grid('community', 2), grid('area', 1)] }))).toBe('grid');
  });

  it('an empty list means any, false is not "any"', () => {
    expect(fails({ parties: [], kinds: [], sources: [], severities: [] })).toBeNull();
    expect(fails({ involves_departments: false }, question({ involves_departments: true }))).toBe('involves_departments');
  });

  it.each([
    ['kinds', { kinds: ['dispute'] }],
    ['parties', { parties: ['residents'] }],
    ['sources', { sources: ['hotline'] }],
    ['severities', { severities: ['urgent'] }],
  ])('%s are named when they fail', (failed, more) => {
    expect(fails(more)).toBe(failed);
  });

  it('ties of priority go by id', () => {
    const rules = [rule({ id: 'b' }), rule({ id: 'a' })];
    expect(route(question(), world({ rules })).rule).toBe('a');
  });

  it('without any rule that matches the issue waits for the dispatcher, its level-2 leader in the lead', () => {
    expect(route(question(), world({ rules: [] }))).toMatchObject({ rule: null, lead: 'leader 2', department: null, handler: null });
  });
});

describe('the handler', () => {
  const handlerIn = (more: Partial<RoutingContext>): [string | null, string] => {
    const { handler, explanation } = route(question(), world(more));
    return [handler, explanation.handler_by];
  };

  it('the deepest category wins, then the nearest grid', () => {
    const deep = line('committee', 'lamp', 'lamp cadre');
    const near = line('committee', 'lamp', 'patch cadre', { grid: 'patch' });
    const wide = line('committee', 'lamp', 'area cadre', { grid: 'area' });
    const broad = line('committee', 'municipal', 'cadre', { grid: 'patch' });
    expect(handlerIn({ duty_lines: [broad, deep] })[0]).toBe('lamp cadre');
    expect(handlerIn({ duty_lines: [deep, wide, near, broad] })[0]).toBe('patch cadre');
    expect(handlerIn({ duty_lines: [deep, wide] })[0]).toBe('area cadre');
  });

  it('lines of other categories, grids and departments do not count', () => {
    const lines = [line('committee', 'dispute', 'a'), line('committee', 'lamp', 'b', { grid: 'elsewhere' }), line('works', 'lamp', 'c')];
    expect(handlerIn({ duty_lines: lines })).toEqual(['head of committee', 'department_head']);
  });

  it('away: the line\'s stand-in, then the absence\'s, then the next line, the head, the follower', () => {
    const duty_lines = [line('committee', 'lamp', 'a', { stand_in: 'b' }), line('committee', 'municipal', 'd')];
    const away = (...absences: [string, string | null][]): [string | null, string] =>
      handlerIn({ duty_lines, absences: absences.map(([person, stand_in]) => ({ person, stand_in })) });
    expect(away(['a', 'c'])).toEqual(['b', 'stand_in']);
    expect(away(['a', 'c'], ['b', 'x'])).toEqual(['c', 'stand_in']);
    expect(away(['a', null], ['b', 'x'])).toEqual(['d', 'duty_line']);
    expect(away(['a', null], ['b', null], ['d', null])).toEqual(['head of committee', 'department_head']);
    expect(away(['a', null], ['b', null], ['d', null], ['head of committee', 'e'])).toEqual(['e', 'stand_in']);
    expect(away(['a', null], ['b', null], ['d', null], ['head of committee', null])).toEqual(['leader 2', 'follower']);
  });

  it('two stand-ins of one absence: the same one, whatever the order of rows', () => {
    const absences = [{ person: 'a', stand_in: 'c' }, { person: 'a', stand_in: 'b' }];
    const duty_lines = [line('committee', 'lamp', 'a')];
    expect(handlerIn({ duty_lines, absences })[0]).toBe('b');
    expect(handlerIn({ duty_lines, absences: absences.toReversed() })[0]).toBe('b');
  });

  it('is the level-2 leader where a community has no department', () => {
    expect(handlerIn({ departments: [] })).toEqual(['leader 2', 'follower']);
  });

  it('is a cadre of the community where a rule beyond the community says so', () => {
    const rules = [rule({ id: 'rule', ...office, handler: 'community_cadre' })];
    expect(route(question(), world({ rules }))).toMatchObject({ department: 'committee', handler: 'cadre', follower: 'leader 2' });
  });

  it('is the leader of the issue\'s own grid where the rule says so', () => {
    const rules = [rule({ id: 'own', handler: 'grid_leader' })];
    expect(route(question(), world({ rules })).handler).toBe('leader 3');
    expect(route(question(), world({ rules, chain: [grid('community', 2), grid('area', 1)] })).handler).toBe('leader 2');
  });
});

describe('the lead', () => {
  const leadIn = (level: 1 | 2 | 3, more: Partial<RoutingContext>): [string | null, string] => {
    const { lead, explanation } = route(question(), world({ rules: [rule({ id: 'rule', lead_level: level })], ...more }));
    return [lead, explanation.lead_by];
  };

  it('vacant: the deputy, then the next level up, then nobody', () => {
    const chain = (patch: object, community: object, area: object) => ({ chain: [grid('patch', 3, patch), grid('community', 2, community), grid('area', 1, area)] });
    const vacant = { leader: null };
    expect(leadIn(3, chain({}, {}, {}))).toEqual(['leader 3', 'grid_leader']);
    expect(leadIn(3, chain({ ...vacant, deputies: ['deputy'] }, {}, {}))).toEqual(['deputy', 'deputy']);
    expect(leadIn(3, chain(vacant, {}, {}))).toEqual(['leader 2', 'level_up']);
    expect(leadIn(3, chain(vacant, vacant, {}))).toEqual(['leader 1', 'level_up']);
    expect(leadIn(2, chain({}, vacant, vacant))).toEqual([null, 'vacant']);
  });

  it('away: the stand-in before the deputy', () => {
    const chain = [grid('community', 2, { deputies: ['deputy'] }), grid('area', 1)];
    expect(leadIn(2, { chain, absences: [{ person: 'leader 2', stand_in: 'substitute' }] })).toEqual(['substitute', 'stand_in']);
    expect(leadIn(2, { chain, absences: [{ person: 'leader 2', stand_in: null }] })).toEqual(['deputy', 'deputy']);
    expect(leadIn(2, { chain, absences: [{ person: 'leader 2', stand_in: 'substitute' }, { person: 'substitute', stand_in: null }] })).toEqual(['deputy', 'deputy']);
  });

  it('of an office is its head, or the level-2 leader where it has none', () => {
    const rules = [rule({ id: 'rule', ...office })];
    expect(leadIn(2, { rules })).toEqual(['head of works', 'department_head']);
    expect(leadIn(2, { rules, departments: [department('works', { head: null })] })).toEqual(['leader 2', 'follower']);
  });
});

describe('the department', () => {
  const departmentIn = (more: Partial<RoutingContext>): string | null => route(question(), world({ rules: [rule({ id: 'rule', ...office })], ...more })).department;

  it('beyond the community is the office of the sub-district with the most specific line', () => {
    expect(departmentIn({})).toBe('works');
    const departments = [department('works'), department('lamps'), department('far', { subdistrict: 'elsewhere' })];
    expect(departmentIn({ departments, duty_lines: [line('works', 'municipal', 'a'), line('lamps', 'lamp', 'b'), line('far', 'lamp', 'c')] })).toBe('lamps');
  });

  it('equal lines go by the code of the office', () => {
    const departments = [department('z', { code: '1' }), department('a', { code: '2' })];
    expect(departmentIn({ departments, duty_lines: [line('a', 'lamp', 'a'), line('z', 'lamp', 'z')] })).toBe('z');
  });

  it('is none where no office has the work: nobody handles, the level-2 leader leads and follows', () => {
    expect(route(question(), world({ rules: [rule({ id: 'rule', ...office })], duty_lines: [] })))
      .toMatchObject({ department: null, handler: null, lead: 'leader 2', follower: 'leader 2' });
  });

  it('that the rule names is taken in its own sub-district only', () => {
    const named = [rule({ id: 'rule', ...office, department: 'named' })];
    expect(departmentIn({ rules: named, departments: [department('works'), department('named')] })).toBe('named');
    expect(departmentIn({ rules: named, departments: [department('works'), department('named', { subdistrict: 'elsewhere' })] })).toBe('works');
    expect(departmentIn({ rules: named, departments: [department('works'), department('named', { kind: 'district' })] })).toBe('works');
  });
});

describe('a wish', () => {
  it('for an office leaves the community: five days, the level-2 leader follows', () => {
    expect(reroute(question(), world(), { to_department: 'works' }))
      .toMatchObject({ scope: 'subdistrict', department: 'works', handler: 'clerk', follower: 'leader 2', lead: 'leader 2' });
  });

  it('for the community comes back', () => {
    const context = world({ rules: [rule({ id: 'rule', ...office })] });
    expect(reroute(question(), context, { to_department: 'committee' })).toMatchObject({ scope: 'community', department: 'committee', handler: 'cadre', follower: null });
  });

  it('for a scope finds the department that the scope means', () => {
    expect(reroute(question(), world(), { to_scope: 'subdistrict' })).toMatchObject({ department: 'works', handler: 'clerk', follower: 'leader 2' });
    expect(reroute(question(), world(), { to_scope: 'district' })).toMatchObject({ scope: 'district', department: 'works' });
  });

  it('for a district department is a matter beyond the sub-district, followed up by the office', () => {
    expect(reroute(question(), world(), { to_department: 'bureau' })).toMatchObject({ scope: 'district', department: 'works', handler: 'clerk' });
  });

  it('for a person makes that person the handler, in the department that is named', () => {
    const { handler, department: kept, explanation } = reroute(question(), world({ absences: [{ person: 'clerk 2', stand_in: 'x' }] }), { to_department: 'works', to_person: 'clerk 2' });
    expect([handler, kept, explanation.handler_by]).toEqual(['clerk 2', 'works', 'chosen']);
  });

  it('for a department asks its duty lines, whoever handles by the rule', () => {
    const context = world({ rules: [rule({ id: 'rule', handler: 'grid_leader' })] });
    expect(reroute(question(), context, { to_department: 'committee' })).toMatchObject({ handler: 'cadre' });
  });

  it('for a department and a scope keeps both', () => {
    expect(reroute(question(), world(), { to_department: 'works', to_scope: 'district' })).toMatchObject({ scope: 'district', department: 'works' });
  });
});
