import type { DeadlinePolicy } from '../../extensions/wangge/src/handling/clocks/policy-rules.ts';
import type { Scope } from '../../extensions/wangge/src/handling/model.ts';
import type { Routed, RoutingQuestion, RoutingRule } from '../../extensions/wangge/src/handling/routing/model.ts';
/** The rules, categories and limits that are shipped say what the responsibility statement says (H1, H2, H3, R3). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { chooseLimit } from '../../extensions/wangge/src/handling/clocks/policy-rules.ts';
import { PARTIES } from '../../extensions/wangge/src/handling/model.ts';
import { route } from '../../extensions/wangge/src/handling/routing/routing-rules.ts';
import { checkRules } from '../../extensions/wangge/src/handling/routing/rule-check-rules.ts';
import { department, line, question, rule, world } from './routing-world.ts';

const rows = <Row>(file: string): Row[] => parse(readFileSync(`seeds/reference/${file}.yaml`, 'utf8')).rows;
interface Category { id: string; parent?: string; code: string; name: string; close_standard?: string; photo_required?: boolean }
const categories = rows<Category>('20-issue-categories');
const rules = rows<Partial<RoutingRule> & { id: string }>('21-routing-rules').map(row => rule({ lead_level: null, ...row }));
const policies = rows<Partial<DeadlinePolicy>>('22-deadline-policies')
  .map(row => ({ scope: null, category: null, severity: null, clock_hours: null, ...row }) as DeadlinePolicy);

const idOf = (code: string): string => categories.find(category => category.code === code)!.id;
function pathOf(id: string): string[] {
  const { parent } = categories.find(category => category.id === id)!;
  return parent === undefined ? [id] : [id, ...pathOf(parent)];
}
const roots = categories.filter(({ parent }) => parent === undefined);
const leaves = categories.filter(({ id }) => !categories.some(({ parent }) => parent === id));

/** A sub-district whose community and office have somebody for every root. */
function routed(code: string, more: Partial<RoutingQuestion> = {}): Routed {
  return route(question(more), world({
    rules,
    category_path: pathOf(idOf(code)),
    departments: [department('committee', { kind: 'community' }), department('office')],
    duty_lines: roots.flatMap(({ id }) => [line('committee', id, 'cadre'), line('office', id, 'clerk')]),
  }));
}
const days = (kind: DeadlinePolicy['kind'], scope: Scope): number | null | undefined =>
  chooseLimit(policies, { kind, scope, categoryPath: [], severity: 'normal' }, { close_of_business: '18:00', calendar_version: '' })?.working_days;

const BY_COMMUNITY = { scope: 'community', department: 'committee', handler: 'cadre', follower: null } as const;
const BY_OFFICE = { scope: 'subdistrict', department: 'office', handler: 'clerk', follower: 'leader 2' } as const;

describe('H1: who leads', () => {
  it('between residents: the leader of level 2', () => {
    expect(routed('neighbour', { parties: 'residents' })).toMatchObject({ ...BY_COMMUNITY, lead: 'leader 2' });
  });

  it.each(['resident_organisation', 'organisations'] as const)('with organisations (%s): the leader of level 1', (parties) => {
    expect(routed('noise', { parties })).toMatchObject({ ...BY_COMMUNITY, lead: 'leader 1' });
    expect(routed('wages', { parties })).toMatchObject({ ...BY_OFFICE, lead: 'leader 1' });
  });

  it.each(PARTIES)('city or district departments involved: the office leads, whoever the parties are (%s)', (parties) => {
    expect(routed('noise', { parties, involves_departments: true })).toMatchObject({ ...BY_OFFICE, lead: 'head of office' });
  });

  it('neither: the category\'s rule decides', () => {
    expect(routed('street_lamp')).toMatchObject({ ...BY_OFFICE, lead: 'head of office' });
    expect(routed('litter')).toMatchObject({ ...BY_COMMUNITY, lead: 'leader 2' });
    expect(routed('other')).toMatchObject({ ...BY_COMMUNITY, lead: 'leader 2' });
  });
});

describe('R3 and H3: by channel', () => {
  it('beyond the community, level 2 and the office are both named', () => {
    const { department: office, follower } = routed('unlawful_building');
    expect([office, follower]).toEqual(['office', 'leader 2']);
  });

  it('beyond the sub-district, the office follows it up', () => {
    expect(routed('utility_lines')).toMatchObject({ ...BY_OFFICE, scope: 'district', lead: 'head of office' });
  });
});

it('every category finds a handler, whoever the parties are, departments or not', () => {
  for (const { code } of categories) {
    for (const parties of PARTIES) {
      for (const involves_departments of [true, false]) {
        const { rule: taken, lead, department: handling, handler } = routed(code, { parties, involves_departments });
        expect([taken, lead, handling, handler], code).not.toContain(null);
      }
    }
  }
});

it('H2 and H3: 3 working days in the community, 5 in an office, 1 to report to the district', () => {
  expect([days('resolve', 'community'), days('resolve', 'subdistrict'), days('resolve', 'district')]).toEqual([3, 5, 5]);
  expect([days('own', 'community'), days('own', 'subdistrict'), days('own', 'district')]).toEqual([3, 5, 5]);
  expect(days('escalate', 'district')).toBe(1);
});

it('no rule is unreachable, and the last one has no conditions', () => {
  expect(checkRules(rules, { category: pathOf })).toEqual([]);
});

it('categories have unique codes, a parent that exists, a close standard; `other` is there', () => {
  expect(new Set(categories.map(({ code }) => code)).size).toBe(categories.length);
  expect(new Set(categories.map(({ id }) => id)).size).toBe(categories.length);
  expect(categories.filter(({ parent }) => parent !== undefined && !roots.some(({ id }) => id === parent))).toEqual([]);
  expect(leaves.filter(({ close_standard }) => !close_standard)).toEqual([]);
  expect(roots).toHaveLength(9);
  expect(idOf('other')).toBeDefined();
});
