/**
 * From functions to persons: which department and which people a rule's outcome means
 * today, around vacant posts and absences.
 *
 * The handler: the department's most specific duty line whose person or stand-in is there,
 * then its head, then the level-2 leader. A leader: the post's holder or stand-in, its
 * deputies, then the next level up. Nobody who is away is ever named.
 */
import type { Uuid } from '../../kernel/values.ts';
import type { DutyLine, Level, RoutingContext, RoutingDepartment, RoutingRule } from './model.ts';

/** How a person was found: `lead_by` and `handler_by` of the explanation. */
export type FoundBy = 'duty_line' | 'stand_in' | 'department_head' | 'follower' | 'grid_leader' | 'deputy' | 'level_up' | 'chosen' | 'vacant';
export interface Found {
  person: Uuid | null;
  by: FoundBy;
}
export const VACANT: Found = { person: null, by: 'vacant' };

/** What a rule settles, in words of functions. */
export type Outcome = Pick<RoutingRule, 'scope' | 'lead' | 'lead_level' | 'department' | 'handler'>;

/** The department that handles: never a district's, and a rule's own only in its sub-district. */
export function departmentOf(outcome: Outcome, context: RoutingContext): RoutingDepartment | null {
  const byId = (id: Uuid | null): RoutingDepartment | null =>
    context.departments.find(department => department.id === id && department.kind !== 'district') ?? null;
  const own = byId(outcome.department);
  if (own !== null && (own.subdistrict === null || own.subdistrict === context.subdistrict.id))
    return own;
  if (outcome.scope === 'community' || outcome.handler === 'community_cadre')
    return byId(context.chain.find(({ level }) => level === 2)?.department ?? null);
  const offices = context.departments
    .filter(({ kind, subdistrict }) => (kind === 'office' || kind === 'station') && subdistrict === context.subdistrict.id)
    .sort((a, b) => compare(a.code, b.code));
  const line = mostSpecificFirst(context, context.duty_lines.filter(({ department }) => offices.some(({ id }) => id === department)), offices)[0];
  return line === undefined ? null : byId(line.department);
}

/** The lines that hold for this category and place: the deepest category, then the nearest grid, then the department's order. */
function mostSpecificFirst(context: RoutingContext, lines: readonly DutyLine[], departments: readonly RoutingDepartment[] = []): DutyLine[] {
  const breadth = ({ category }: DutyLine): number => context.category_path.indexOf(category);
  const nearness = ({ grid }: DutyLine): number => grid === null ? 0 : context.chain.find(({ id }) => id === grid)?.level ?? -1;
  const place = ({ department }: DutyLine): number => departments.findIndex(({ id }) => id === department);
  return lines
    .filter(line => breadth(line) >= 0 && nearness(line) >= 0)
    .sort((a, b) => breadth(a) - breadth(b) || nearness(b) - nearness(a) || place(a) - place(b) || compare(a.id, b.id));
}

export function handlerOf(outcome: Outcome, department: RoutingDepartment | null, context: RoutingContext): Found {
  if (outcome.handler === 'grid_leader')
    return leaderFrom(3, context);
  if (department === null)
    return outcome.scope === 'community' ? followerOf(context) : VACANT;
  for (const { person, stand_in } of mostSpecificFirst(context, context.duty_lines.filter(line => line.department === department.id))) {
    const found = inPlaceOf(person, 'duty_line', context, stand_in);
    if (found !== null)
      return found;
  }
  return inPlaceOf(department.head, 'department_head', context) ?? followerOf(context);
}

export function leadOf(outcome: Outcome, department: RoutingDepartment | null, context: RoutingContext): Found {
  return outcome.lead === 'grid_leader'
    ? leaderFrom(outcome.lead_level ?? 2, context)
    : inPlaceOf(department?.head ?? null, 'department_head', context) ?? followerOf(context);
}

function followerOf(context: RoutingContext): Found {
  const { person } = leaderFrom(2, context);
  return person === null ? VACANT : { person, by: 'follower' };
}

/** The leader at a level or, where that post is vacant: its deputies, then the next level up. */
export function leaderFrom(level: Level, context: RoutingContext): Found {
  const upwards = context.chain.filter(grid => grid.level <= level).sort((a, b) => b.level - a.level);
  const first = upwards[0];
  for (const grid of upwards) {
    const found = inPlaceOf(grid.leader, 'grid_leader', context)
      ?? grid.deputies.map(deputy => inPlaceOf(deputy, 'deputy', context)).find(found => found !== null);
    if (found != null)
      return grid === first ? found : { person: found.person, by: 'level_up' };
  }
  return VACANT;
}

/** The person, or who stands in for them today: their line's stand-in before the absence's own. Nobody who is absent too. */
function inPlaceOf(person: Uuid | null, by: FoundBy, context: RoutingContext, stand_in: Uuid | null = null): Found | null {
  const away = (someone: Uuid): boolean => context.absences.some(absence => absence.person === someone);
  if (person !== null && !away(person))
    return { person, by };
  const others = [stand_in, ...context.absences.filter(absence => absence.person === person).map(absence => absence.stand_in).sort()];
  const substitute = others.find(other => other !== null && !away(other));
  return substitute == null ? null : { person: substitute, by: 'stand_in' };
}

/** Plain order of code units: the same in every language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
