import type { Absence, ChainGrid, DutyLine, Level, RoutingContext, RoutingDepartment, RoutingQuestion, RoutingRule } from '../../extensions/wangge/src/handling/routing/model.ts';
/** A small sub-district to route in, and arbitrary ones. */
import fc from 'fast-check';
import { KINDS, PARTIES, SCOPES, SEVERITIES, SOURCES } from '../../extensions/wangge/src/handling/model.ts';

export const rule = (more: Partial<RoutingRule> & { id: string }): RoutingRule => ({
  priority: 100,
  name: more.id,
  category: null,
  kinds: null,
  parties: null,
  involves_departments: null,
  sources: null,
  severities: null,
  grid: null,
  scope: 'community',
  lead: 'grid_leader',
  lead_level: 2,
  department: null,
  handler: 'community_cadre',
  ...more,
});

export const question = (more: Partial<RoutingQuestion> = {}): RoutingQuestion => ({
  kind: 'problem',
  parties: 'none',
  involves_departments: false,
  source: 'patrol',
  severity: 'normal',
  ...more,
});

export const line = (department: string, category: string, person: string, more: Partial<DutyLine> = {}): DutyLine => ({
  id: `${department}/${category}/${person}`,
  department,
  category,
  grid: null,
  person,
  stand_in: null,
  ...more,
});

export const department = (id: string, more: Partial<RoutingDepartment> = {}): RoutingDepartment => ({
  id,
  code: id,
  kind: 'office',
  subdistrict: 'street',
  head: `head of ${id}`,
  ...more,
});

export const grid = (id: string, level: Level, more: Partial<ChainGrid> = {}): ChainGrid => ({
  id,
  level,
  leader: `leader ${level}`,
  deputies: [],
  department: null,
  ...more,
});

/** Patch, community and area; a community's department, an office for lamps, a district bureau. */
export const world = (more: Partial<RoutingContext> = {}): RoutingContext => ({
  subdistrict: { id: 'street' },
  rules: [rule({ id: 'last', priority: 9999 })],
  category_path: ['lamp', 'municipal'],
  chain: [grid('patch', 3), grid('community', 2, { department: 'committee' }), grid('area', 1)],
  departments: [department('committee', { kind: 'community' }), department('works'), department('bureau', { kind: 'district', subdistrict: null })],
  duty_lines: [line('committee', 'municipal', 'cadre'), line('works', 'municipal', 'clerk')],
  absences: [],
  ...more,
});

const people = Array.from({ length: 14 }, (_, i) => `p${i}`);
const person = fc.constantFrom(...people);
const orNull = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(value, { nil: null });
const some = <Value>(values: readonly Value[]): fc.Arbitrary<Value[] | null> => orNull(fc.subarray([...values]));
const CATEGORIES = ['lamp', 'municipal', 'noise', 'dispute'];
const GRIDS = ['patch', 'community', 'area', 'elsewhere'];
const DEPARTMENTS = ['committee', 'works', 'police', 'bureau', 'other street'];

const anyRule = (id: string): fc.Arbitrary<RoutingRule> => fc.record({
  id: fc.constant(id),
  name: fc.constant(id),
  priority: fc.integer({ min: 1, max: 20 }),
  category: orNull(fc.constantFrom(...CATEGORIES)),
  kinds: some(KINDS),
  parties: some(PARTIES),
  involves_departments: orNull(fc.boolean()),
  sources: some(SOURCES),
  severities: some(SEVERITIES),
  grid: orNull(fc.constantFrom(...GRIDS)),
  scope: fc.constantFrom(...SCOPES),
  lead: fc.constantFrom('grid_leader', 'department_head'),
  lead_level: orNull(fc.constantFrom<Level[]>(1, 2, 3)),
  department: orNull(fc.constantFrom(...DEPARTMENTS)),
  handler: fc.constantFrom('community_cadre', 'grid_leader', 'department'),
});

/** A handful of rules; the last one takes whatever is left. */
export const anyRules: fc.Arbitrary<RoutingRule[]> = fc
  .tuple(...Array.from({ length: 5 }, (_, i) => anyRule(`rule ${i}`)))
  .map(rules => [...rules, rule({ id: 'last', priority: 9999 })]);

export const anyQuestion: fc.Arbitrary<RoutingQuestion> = fc.record({
  kind: fc.constantFrom(...KINDS),
  parties: fc.constantFrom(...PARTIES),
  involves_departments: fc.boolean(),
  source: fc.constantFrom(...SOURCES),
  severity: fc.constantFrom(...SEVERITIES),
});

const anyLine: fc.Arbitrary<DutyLine> = fc.record({
  id: fc.uuid(),
  department: fc.constantFrom(...DEPARTMENTS),
  category: fc.constantFrom(...CATEGORIES),
  grid: orNull(fc.constantFrom(...GRIDS)),
  person,
  stand_in: orNull(person),
});
const anyAbsence: fc.Arbitrary<Absence> = fc.record({ person, stand_in: orNull(person) });

/** Posts and heads may be vacant where `vacancies`, people away where `absences`. */
export function anyContext({ vacancies, absences }: { vacancies: boolean; absences: boolean }): fc.Arbitrary<RoutingContext> {
  const post = vacancies ? orNull(person) : person;
  const deputies = fc.uniqueArray(person, { maxLength: 2 });
  const depth = fc.constantFrom<Level[]>(1, 2, 3);
  const departmentOfCommunity = vacancies ? orNull(fc.constant('committee')) : fc.constant('committee');
  return fc.tuple(
    anyRules,
    fc.constantFrom(['lamp', 'municipal'], ['noise', 'dispute'], ['municipal']),
    vacancies ? depth : fc.constant<Level>(3),
    fc.array(fc.tuple(post, deputies), { minLength: 3, maxLength: 3 }),
    fc.array(post, { minLength: DEPARTMENTS.length, maxLength: DEPARTMENTS.length }),
    fc.array(anyLine, { maxLength: 12 }),
    absences ? fc.array(anyAbsence, { maxLength: 6 }) : fc.constant([]),
    departmentOfCommunity,
  ).map(([rules, category_path, levels, posts, heads, duty_lines, away, community]) => world({
    rules,
    category_path,
    chain: ['area', 'community', 'patch'].slice(0, levels).map((id, i) => grid(id, i + 1 as Level, {
      leader: posts[i]![0],
      deputies: posts[i]![1],
      department: i === 1 ? community : null,
    })),
    departments: DEPARTMENTS.map((id, i) => department(id, {
      kind: ({ committee: 'community', bureau: 'district', police: 'station' } as const)[id] ?? 'office',
      subdistrict: id === 'other street' ? 'elsewhere' : id === 'bureau' ? null : 'street',
      head: heads[i] ?? null,
    })),
    duty_lines,
    absences: away,
  }));
}
