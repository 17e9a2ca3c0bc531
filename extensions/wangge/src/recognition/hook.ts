/** What is written over the API: rules and quotas by form; recognitions, their steps and evidence by nobody, since they go by the steps. */
import type { Filters } from '../kernel/on-filter.ts';
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../kernel/on-filter.ts';
import { conflicting, isRefusal, refused } from '../kernel/refusal-rules.ts';
import { messages } from './messages.ts';
import { ruleIn } from './rules/rule-rules.ts';
import { ruleById } from './rules/rule-store.ts';

export default defineHook(({ filter }) => {
  const filters = filtersOf(filter, messages);
  guardRecognitions(filters);
});

function guardRecognitions({ onFilter, never, onDatabaseError }: Filters): void {
  for (const collection of ['recognitions', 'recognition_steps', 'recognition_evidence', 'recognition_seats'])
    never(['create', 'update', 'delete'].map(verb => `${collection}.items.${verb}`), 'recognition_by_steps');

  onFilter('recognition_rules.items.create', async ({ payload }) => ruleIn(payload, null));
  onFilter('recognition_rules.items.update', async ({ payload, keys, db }) => {
    let changed = payload;
    for (const key of keys) {
      const stored = await ruleById(db, key);
      const verdict = stored === null ? null : ruleIn(changed, stored);
      if (isRefusal(verdict))
        return verdict;
      changed = { ...changed, ...verdict };
    }
    return changed;
  });
  onFilter('recognition_rules.items.delete', async ({ keys, db }) => await db('recognitions').whereIn('rule', keys).first('id') === undefined ? null : refused('rule_in_use'));
  onDatabaseError(({ message, constraint }) => constraint === 'honour_quotas_once'
    ? conflicting('quota_exists')
    : message.includes('more honours are given already') ? conflicting('quota_taken') : null);
}
