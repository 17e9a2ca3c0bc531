/**
 * Open issues of whoever held a grid's post and does not any more: who has them from now on.
 *
 * Replaced is who is named as the holder of a post; who works on the issue in its department, stands in for somebody, or holds
 * another post over its grid stays. No limit moves by it.
 */
import type { IssueState } from '../lifecycle/evolve.ts';
import type { Uuid } from '../model.ts';
import type { Level, Routed, RoutingContext } from './routing.ts';
import { leaderFrom } from './responsible.ts';

/** Somebody whose post has ended, and at which level it was. */
export interface Leaving { person: Uuid; level: Level }

type Named = Pick<IssueState, 'scope' | 'lead' | 'department' | 'handler' | 'follower' | 'routing_rule' | 'route_explanation'>;

/** `colleagues`: of those whom the issue names, who belongs to its department. Null: everybody stays, or there is nobody else. */
export function handedOver(state: Named, leaving: readonly Leaving[], colleagues: readonly Uuid[], context: Pick<RoutingContext, 'chain' | 'absences'>): Routed | null {
  const replaced = (person: Uuid | null, stays: readonly Uuid[] = []): Uuid | null => {
    const left = leaving.find(one => one.person === person);
    if (person === null || left === undefined || stays.includes(person) || isThere(person, context))
      return person;
    return leaderFrom(left.level, context as RoutingContext).person ?? person;
  };
  const { lead, handler, follower, scope, department, routing_rule: rule, route_explanation } = state;
  const routed = { rule, scope, department, lead: replaced(lead, colleagues), handler: replaced(handler, colleagues), follower: replaced(follower) };
  const changed = routed.lead !== lead || routed.handler !== handler || routed.follower !== follower;
  return changed ? { ...routed, explanation: route_explanation ?? { steps: [], lead_by: 'grid_leader', handler_by: 'grid_leader' } } : null;
}

/** Does the person hold a post over the grid, or stand in for somebody who does? */
function isThere(person: Uuid, { chain, absences }: Pick<RoutingContext, 'chain' | 'absences'>): boolean {
  const holders = chain.flatMap(({ leader, deputies }) => leader === null ? deputies : [leader, ...deputies]);
  return holders.includes(person) || absences.some(absence => absence.stand_in === person && holders.includes(absence.person));
}

/** In the office's language, as it stands in the timeline. */
export const POST_ENDED = '原责任人任职已结束，未办结事项移交现任责任人。';
