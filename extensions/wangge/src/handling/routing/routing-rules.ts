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
import type { Uuid } from '../../kernel/values.ts';
import type { RouteStep, Scope } from '../model.ts';
import type { Routed, RoutingContext, RoutingDepartment, RoutingQuestion, RoutingRule } from './model.ts';
import type { Found, Outcome } from './responsible-rules.ts';
import { compare, departmentOf, handlerOf, leaderFrom, leadOf, VACANT } from './responsible-rules.ts';

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
  const follower = outcome.scope === 'community' ? null : leaderFrom(2, context);
  return {
    rule: rule?.id ?? null,
    scope: outcome.scope,
    lead: lead.person,
    department: department?.id ?? null,
    handler: handler.person,
    follower: follower?.person ?? null,
    explanation: { steps, lead_by: lead.by, handler_by: handler.by, ...(follower === null ? {} : { follower_by: follower.by }) },
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
