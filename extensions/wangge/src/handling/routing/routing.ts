/**
 * Who leads, who handles, who follows: which routing rule takes an issue, and which
 * people that rule means today.
 *
 * The first active rule by priority (ties by id) whose conditions all hold decides. Its
 * outcome speaks of functions (the leader of a level, a department's head, whoever has
 * the line of work); here they become persons, around vacancies and absences. Whatever
 * had to be looked up comes in as the context (`routing-store.ts`); it may hold more than
 * this issue needs: rows that do not apply are passed over.
 */
import type { Kind, Parties, RouteExplanation, RouteStep, Scope, Severity, Source, Uuid } from '../model.ts';
import type { Found, Outcome } from './responsible.ts';
import { compare, departmentOf, handlerOf, leaderFrom, leadOf, VACANT } from './responsible.ts';

export type DepartmentKind = 'community' | 'office' | 'station' | 'district';
export type Level = 1 | 2 | 3;

/** A row of `routing_rules`; a condition that is null (or an empty list) always holds. */
export interface RoutingRule {
  id: Uuid;
  priority: number;
  name: string;
  /** With its descendants. */
  category: Uuid | null;
  kinds: readonly Kind[] | null;
  parties: readonly Parties[] | null;
  involves_departments: boolean | null;
  sources: readonly Source[] | null;
  severities: readonly Severity[] | null;
  /** With the grids below it. */
  grid: Uuid | null;
  scope: Scope;
  lead: 'grid_leader' | 'department_head';
  /** Which level's leader leads; null: level 2. */
  lead_level: Level | null;
  /** Null: the community's department, or the sub-district's office that has a duty line for the category. */
  department: Uuid | null;
  /** `grid_leader`: the leader of the issue's own grid. */
  handler: 'community_cadre' | 'grid_leader' | 'department';
}

/** What the rules ask of an issue; its category, place and day are those of the context. */
export interface RoutingQuestion {
  kind: Kind;
  parties: Parties;
  involves_departments: boolean;
  source: Source;
  severity: Severity;
}

/** A grid that holds the issue, with who holds its posts on the day. */
export interface ChainGrid {
  id: Uuid;
  level: Level;
  leader: Uuid | null;
  deputies: readonly Uuid[];
  /** The community's department, on level 2. */
  department: Uuid | null;
}

export interface RoutingDepartment {
  id: Uuid;
  code: string;
  kind: DepartmentKind;
  subdistrict: Uuid | null;
  head: Uuid | null;
}

export interface DutyLine {
  id: Uuid;
  department: Uuid;
  category: Uuid;
  grid: Uuid | null;
  person: Uuid;
  stand_in: Uuid | null;
}

/** A person who is not to be given work on the day; one row per stand-in, or one without. */
export interface Absence {
  person: Uuid;
  stand_in: Uuid | null;
}

export interface RoutingContext {
  subdistrict: { id: Uuid };
  /** The active rules. */
  rules: readonly RoutingRule[];
  /** The category and its ancestors, itself first. */
  category_path: readonly Uuid[];
  /** The grid and those above it. */
  chain: readonly ChainGrid[];
  departments: readonly RoutingDepartment[];
  duty_lines: readonly DutyLine[];
  absences: readonly Absence[];
}

export interface Routed {
  /** Null: no rule took it (the guard of the last rule prevents that). */
  rule: Uuid | null;
  scope: Scope;
  lead: Uuid | null;
  /** Null: no department has this line of work; the issue waits for the dispatcher. */
  department: Uuid | null;
  handler: Uuid | null;
  /** The level-2 leader, whenever the scope is not the community's. */
  follower: Uuid | null;
  explanation: RouteExplanation;
}

/** Without any rule: beside the community, waiting for the dispatcher. */
const UNROUTED: Outcome = { scope: 'community', lead: 'grid_leader', lead_level: 2, department: null, handler: 'community_cadre' };

export function route(question: RoutingQuestion, context: RoutingContext): Routed {
  const { rule, steps } = firstMatch(question, context);
  const outcome = rule ?? UNROUTED;
  const department = rule === null ? null : departmentOf(outcome, context);
  const handler = rule === null ? VACANT : handlerOf(outcome, department, context);
  return named(rule, steps, outcome, department, handler, context);
}

/**
 * Routing by a person's wish; rules still say who leads.
 *
 * - A department keeps to the scope of its kind unless a scope is named too. A district's
 *   department means "beyond the sub-district": the office that follows it up handles.
 * - A scope alone finds its department as a rule of that scope would.
 * - A person who is named handles, absent or not.
 *
 * To keep the present department or scope, name it. That the department exists and is
 * active is the caller's to check; one that the context does not hold is not found.
 */
export function reroute(
  question: RoutingQuestion,
  context: RoutingContext,
  wish: { to_department?: Uuid | null; to_person?: Uuid | null; to_scope?: Scope | null },
): Routed {
  const { rule, steps } = firstMatch(question, context);
  const base = rule ?? UNROUTED;
  const target = context.departments.find(({ id }) => id === wish.to_department) ?? null;
  const beyond = target?.kind === 'district';
  const scope = wish.to_scope ?? (beyond ? 'district' : scopeOf(target, base.scope));
  const outcome = inScope(base, scope);
  const here = target !== null && !beyond;
  const department = here ? target : departmentOf(outcome, context);
  const handler: Found = wish.to_person == null
    ? handlerOf(here ? { ...outcome, handler: 'department' } : outcome, department, context)
    : { person: wish.to_person, by: 'chosen' };
  return named(rule, steps, outcome, department, handler, context);
}

/** A rule's outcome in another scope: between community and sub-district its department no longer fits. */
function inScope(outcome: Outcome, scope: Scope): Outcome {
  const crosses = (scope === 'community') !== (outcome.scope === 'community');
  return crosses
    ? { ...outcome, scope, department: null, handler: scope === 'community' ? 'community_cadre' : 'department' }
    : { ...outcome, scope };
}

function scopeOf(target: RoutingDepartment | null, scope: Scope): Scope {
  if (target === null)
    return scope;
  if (target.kind === 'community')
    return 'community';
  return scope === 'community' ? 'subdistrict' : scope;
}

function named(
  rule: RoutingRule | null,
  steps: RouteStep[],
  outcome: Outcome,
  department: RoutingDepartment | null,
  handler: Found,
  context: RoutingContext,
): Routed {
  const lead = leadOf(outcome, department, context);
  return {
    rule: rule?.id ?? null,
    scope: outcome.scope,
    lead: lead.person,
    department: department?.id ?? null,
    handler: handler.person,
    follower: outcome.scope === 'community' ? null : leaderFrom(2, context).person,
    explanation: { steps, lead_by: lead.by, handler_by: handler.by },
  };
}

/** The rules tried, each with the condition that failed first, up to the one that matched. */
function firstMatch(question: RoutingQuestion, context: RoutingContext): { rule: RoutingRule | null; steps: RouteStep[] } {
  const steps: RouteStep[] = [];
  for (const rule of inOrder(context.rules)) {
    const failed = failedCondition(rule, question, context);
    steps.push({ rule: rule.id, name: rule.name, matched: failed === null, failed });
    if (failed === null)
      return { rule, steps };
  }
  return { rule: null, steps };
}

/** The order in which rules are tried. */
export function inOrder<Rule extends Pick<RoutingRule, 'id' | 'priority'>>(rules: readonly Rule[]): Rule[] {
  return [...rules].sort((a, b) => a.priority - b.priority || compare(a.id, b.id));
}

function failedCondition(rule: RoutingRule, question: RoutingQuestion, context: RoutingContext): string | null {
  if (rule.category !== null && !context.category_path.includes(rule.category))
    return 'category';
  if (!admits(rule.kinds, question.kind))
    return 'kinds';
  if (!admits(rule.parties, question.parties))
    return 'parties';
  if (rule.involves_departments !== null && rule.involves_departments !== question.involves_departments)
    return 'involves_departments';
  if (!admits(rule.sources, question.source))
    return 'sources';
  if (!admits(rule.severities, question.severity))
    return 'severities';
  if (rule.grid !== null && !context.chain.some(({ id }) => id === rule.grid))
    return 'grid';
  return null;
}

function admits<Value>(list: readonly Value[] | null, value: Value): boolean {
  return list === null || list.length === 0 || list.includes(value);
}
