/**
 * Open issues of whoever held a grid's post and does not any more: who has them from now on.
 *
 * Replaced is who is named as the holder of a post; who works on the issue in its department, stands in for somebody, or holds
 * another post over its grid stays. No limit moves by it.
 */
import type { Uuid } from '../../kernel/values.ts';
import type { IssueState } from '../lifecycle/evolve-rules.ts';
import type { Level, Routed, RoutingContext } from './model.ts';
import { leaderFrom } from './responsible-rules.ts';

/** Somebody whose post has ended, and at which level it was. */
export interface Leaver { person: Uuid; level: Level }

type Named = Pick<IssueState, 'scope' | 'lead' | 'department' | 'handler' | 'follower' | 'routing_rule' | 'route_explanation'>;

type Around = Pick<RoutingContext, 'chain' | 'absences'>;

/** `colleagues`: of those whom the issue names, who belongs to its department. Null: everybody stays, or there is nobody else. */
export function reassignedTo(state: Named, leaving: readonly Leaver[], colleagues: readonly Uuid[], context: Around): Routed | null {
  const replaced = (part: Part): Uuid | null => {
    const level = levelLeft(state, part, leaving, colleagues, context);
    return (level === null ? null : leaderFrom(level, context as RoutingContext).person) ?? state[part];
  };
  const { scope, department, routing_rule: rule, route_explanation } = state;
  const routed = { rule, scope, department, lead: replaced('lead'), handler: replaced('handler'), follower: replaced('follower') };
  return PARTS.some(part => routed[part] !== state[part])
    ? { ...routed, explanation: route_explanation ?? { steps: [], lead_by: 'grid_leader', handler_by: 'grid_leader' } }
    : null;
}

/** Does it name somebody who has left while there is nobody else, on any level? */
export function nobodyLeft(state: Named, leaving: readonly Leaver[], colleagues: readonly Uuid[], context: Around): boolean {
  return PARTS.some((part) => {
    const level = levelLeft(state, part, leaving, colleagues, context);
    return level !== null && leaderFrom(level, context as RoutingContext).person === null;
  });
}

const PARTS = ['lead', 'handler', 'follower'] as const;
type Part = (typeof PARTS)[number];

/** The level whose holder this part names and who is no longer there; null: whoever it names stays. */
function levelLeft(state: Named, part: Part, leaving: readonly Leaver[], colleagues: readonly Uuid[], context: Around): Level | null {
  const person = state[part];
  const left = leaving.find(one => one.person === person);
  if (person === null || left === undefined || isThere(person, context) || (part !== 'follower' && colleagues.includes(person)))
    return null;
  return left.level;
}

/** Does the person hold a post over the grid, or stand in for somebody who does? */
function isThere(person: Uuid, { chain, absences }: Around): boolean {
  const holders = chain.flatMap(({ leader, deputies }) => leader === null ? deputies : [leader, ...deputies]);
  return holders.includes(person) || absences.some(absence => absence.stand_in === person && holders.includes(absence.person));
}

/** In the office's language, as it stands in the timeline. */
export const POST_ENDED = '原责任人任职已结束，未办结事项移交现任责任人。';
