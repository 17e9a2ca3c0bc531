/**
 * What stands beside a routing rule as its warning: worked out whenever it is read, from the
 * rules as they are then, in the reader's language. Nothing of it is stored, so no other
 * rule's change can leave it out of date.
 */
import type { Db } from '../../kernel/context.ts';
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { RuleProblem } from './rule-check-rules.ts';
import { checkRules } from './rule-check-rules.ts';
import { loadAncestries, loadRules } from './rule-table-store.ts';
import { problemSentence } from './words.ts';

export type RuleWarning = RuleProblem & { name: string | null; by_name: string | null; text: string };

/** Everything that is wrong with the active rules, in the order in which they are tried. */
export async function ruleWarnings(db: Db, language: Language): Promise<RuleWarning[]> {
  const rules = await loadRules(db);
  const nameOf = (rule: Uuid): string => rules.find(({ id }) => id === rule)?.name ?? '';
  return checkRules(rules.filter(({ active }) => active), await loadAncestries(db)).map(problem => ({
    ...problem,
    name: 'rule' in problem ? nameOf(problem.rule) : null,
    by_name: 'by' in problem ? nameOf(problem.by) : null,
    text: problemSentence(problem, nameOf, language),
  }));
}

/** The warnings of each rule that has any, as lines of one text. */
export function warningTexts(warnings: readonly RuleWarning[]): Map<Uuid, string> {
  const texts = new Map<Uuid, string>();
  for (const warning of warnings) {
    if ('rule' in warning)
      texts.set(warning.rule, [...texts.has(warning.rule) ? [texts.get(warning.rule)] : [], warning.text].join('\n'));
  }
  return texts;
}
