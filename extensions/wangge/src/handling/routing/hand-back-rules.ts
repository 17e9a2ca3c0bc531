/**
 * What a stand-in holds goes back when whoever they stood in for is there again.
 *
 * Only what the rules gave them as a stand-in, and only to whom the rules mean today: who was chosen stays, and so does who
 * has done the work already. No limit moves by it.
 */
import type { Uuid } from '../../kernel/values.ts';
import type { IssueState } from '../lifecycle/evolve-rules.ts';
import type { RouteExplanation } from '../model.ts';
import type { Routed, RoutingContext, RoutingQuestion } from './model.ts';
import { reroute, route } from './routing-rules.ts';

type Named = Pick<IssueState, 'status' | 'scope' | 'lead' | 'department' | 'handler' | 'follower' | 'routing_rule' | 'route_explanation'>;

/** Found as themselves: not for somebody who is away, nor because nobody is there. */
const THEMSELVES: readonly string[] = ['duty_line', 'department_head', 'grid_leader', 'deputy'];
const PARTS = ['lead', 'handler', 'follower'] as const;

/** Who has it from now on; null: all stays as it is. */
export function handedBack(state: Named, question: RoutingQuestion, context: RoutingContext): Routed | null {
  const { scope, department, routing_rule: rule, route_explanation: was } = state;
  if (was === null)
    return null;
  const today = todaysRoute(state, question, context);
  const named: Record<(typeof PARTS)[number], Uuid | null> = { lead: state.lead, handler: state.handler, follower: state.follower };
  const explanation: RouteExplanation = { ...was };
  for (const part of PARTS) {
    const by = today.explanation[`${part}_by`];
    if (was[`${part}_by`] !== 'stand_in' || by === undefined || !THEMSELVES.includes(by) || today[part] === null || (part === 'handler' && DONE.includes(state.status)))
      continue;
    named[part] = today[part];
    explanation[`${part}_by`] = by;
  }
  return PARTS.some(part => named[part] !== state[part]) ? { rule, scope, department, ...named, explanation } : null;
}

/** Whoever handled it stays its handler: somebody else verifies it. */
const DONE: readonly string[] = ['handled', 'fed_back'] satisfies readonly IssueState['status'][];

/** As the rules have it; where somebody routed it otherwise, as in that department and scope. */
function todaysRoute({ scope, department }: Named, question: RoutingQuestion, context: RoutingContext): Routed {
  const routed = route(question, context);
  return routed.scope === scope && routed.department === department ? routed : reroute(question, context, { to_department: department, to_scope: scope });
}

/** In the office's language, as it stands in the timeline. */
export const RETURNED = '离岗人员已返岗，代岗期间的未办结事项交还本人。';
