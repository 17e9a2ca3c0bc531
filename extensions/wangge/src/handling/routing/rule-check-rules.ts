/**
 * What is wrong with a table of routing rules: no last rule without conditions, a rule that
 * is never reached because an earlier one takes all of its issues, or one that shares issues
 * with a rule of the same priority and another outcome, so that chance decides. (Rules in an
 * order share issues as a matter of course: exceptions first, then what is general.)
 */
import type { Uuid } from '../../kernel/values.ts';
import type { RoutingRule } from './model.ts';
import { KINDS, PARTIES, SEVERITIES, SOURCES } from '../model.ts';
import { inOrder } from './routing-rules.ts';

export type RuleProblem
  = | { code: 'no_last_rule' }
    | { code: 'unreachable'; rule: Uuid; by: Uuid }
    /** Nobody has said which comes first: their ids decide. */
    | { code: 'overlapping'; rule: Uuid; by: Uuid };

export type Conditions = Pick<RoutingRule, 'category' | 'kinds' | 'parties' | 'involves_departments' | 'sources' | 'severities' | 'grid'>;

const OUTCOME = ['scope', 'lead', 'lead_level', 'department', 'handler'] as const satisfies readonly (keyof RoutingRule)[];

/** The ancestors of a category or grid, itself first. */
export type Ancestry = (id: Uuid) => readonly Uuid[];

/** `rules`: the active ones. Without ancestries a category or grid covers itself alone. */
export function checkRules(
  rules: readonly RoutingRule[],
  ancestry: { category?: Ancestry; grid?: Ancestry } = {},
): RuleProblem[] {
  const { category = id => [id], grid = id => [id] } = ancestry;
  const ordered = inOrder(rules);
  const unreachable = ordered.flatMap((rule, at) => {
    const by = ordered.slice(0, at).find(earlier => takesAllOf(earlier, rule, category, grid));
    return by === undefined ? [] : [{ code: 'unreachable' as const, rule: rule.id, by: by.id }];
  });
  const reached = ordered.filter(rule => unreachable.every(problem => problem.rule !== rule.id));
  const overlapping = reached.flatMap((rule, at) => reached.slice(0, at)
    .filter(earlier => earlier.priority === rule.priority && !sameOutcome(earlier, rule) && shareIssues(earlier, rule, category, grid))
    .map(earlier => ({ code: 'overlapping' as const, rule: rule.id, by: earlier.id })));
  const problems = [...unreachable, ...overlapping];
  return rules.some(isUnconditional) ? problems : [{ code: 'no_last_rule' }, ...problems];
}

function sameOutcome(a: RoutingRule, b: RoutingRule): boolean {
  return OUTCOME.every(field => a[field] === b[field]);
}

/** Is there an issue that meets the conditions of both? */
function shareIssues(a: Conditions, b: Conditions, category: Ancestry, grid: Ancestry): boolean {
  return (within(a.category, b.category, category) || within(b.category, a.category, category))
    && (within(a.grid, b.grid, grid) || within(b.grid, a.grid, grid))
    && (a.involves_departments === null || b.involves_departments === null || a.involves_departments === b.involves_departments)
    && meet(a.kinds, b.kinds)
    && meet(a.parties, b.parties)
    && meet(a.sources, b.sources)
    && meet(a.severities, b.severities);
}

function meet<Value>(a: readonly Value[] | null, b: readonly Value[] | null): boolean {
  return a === null || b === null || a.length === 0 || b.length === 0 || a.some(value => b.includes(value));
}

export function isUnconditional(rule: Conditions): boolean {
  return rule.category === null && rule.grid === null && rule.involves_departments === null
    && [rule.kinds, rule.parties, rule.sources, rule.severities].every(list => list === null || list.length === 0);
}

/** Does whatever meets the conditions of `later` meet those of `earlier`? */
function takesAllOf(earlier: Conditions, later: Conditions, category: Ancestry, grid: Ancestry): boolean {
  return within(later.category, earlier.category, category)
    && within(later.grid, earlier.grid, grid)
    && (earlier.involves_departments === null || earlier.involves_departments === later.involves_departments)
    && includesAll(earlier.kinds, later.kinds, KINDS)
    && includesAll(earlier.parties, later.parties, PARTIES)
    && includesAll(earlier.sources, later.sources, SOURCES)
    && includesAll(earlier.severities, later.severities, SEVERITIES);
}

function within(id: Uuid | null, whole: Uuid | null, ancestry: Ancestry): boolean {
  return whole === null || (id !== null && ancestry(id).includes(whole));
}

function includesAll<Value>(earlier: readonly Value[] | null, later: readonly Value[] | null, all: readonly Value[]): boolean {
  const meant = (list: readonly Value[] | null): readonly Value[] => list === null || list.length === 0 ? all : list;
  return meant(later).every(value => meant(earlier).includes(value));
}
