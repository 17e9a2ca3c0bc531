/**
 * What is written over the API of upkeep: confirmations, plans and tasks, expected numbers, findings.
 *
 * Every way in passes here: forms, REST, GraphQL, nested saves, batches, imports. The database
 * (`sql/062-upkeep.sql`) says the same without sentences, and does what follows by itself.
 */
import type { Uuid, Values } from '../../kernel/values.ts';
import { defineHook } from '@directus/extensions-sdk';
import { objectionToFile } from '../../files/index.ts';
import { filtersOf } from '../../kernel/on-filter.ts';
import { conflicting } from '../../kernel/refusal-rules.ts';
import { prepareConfirmation } from './confirmation-service.ts';
import { objectionToExpected } from './expected-service.ts';
import { prepareFinding, stepFindings, tellDecision } from './finding-service.ts';
import { messages } from './messages.ts';
import { prepareSpotCheck } from './spot-check-service.ts';
import { makeTasks, objectionToPlans, objectionToRemoval, sayTasks } from './task-service.ts';

export default defineHook(({ filter, action }, hookContext) => {
  const { onFilter, onPersonFilter, never, onDatabaseError } = filtersOf(filter, messages);

  onFilter('ledger_confirmations.items.create', ({ payload, db, caller }) => prepareConfirmation(hookContext, caller, db, payload));
  never(['ledger_confirmations.items.update', 'ledger_confirmations.items.delete'], 'confirmation_kept');

  onFilter('collection_plans.items.create', ({ payload, db }) => objectionToPlans(db, payload, null));
  onFilter('collection_plans.items.update', ({ payload, keys, db }) => objectionToPlans(db, payload, keys));
  onFilter('collection_plans.items.delete', ({ keys, db }) => objectionToRemoval(db, keys));
  // Inside somebody's transaction the plan is not there yet: then the night makes its tasks.
  const make = async (keys: readonly Uuid[]): Promise<void> => void await makeTasks(hookContext.database, { plans: keys });
  action('collection_plans.items.create', ({ key }) => make([key as Uuid]));
  action('collection_plans.items.update', ({ keys }) => make(keys as Uuid[]));

  never(['collection_tasks.items.create', 'collection_tasks.items.delete'], 'tasks_of_plans');
  onPersonFilter('collection_tasks.items.update', ({ payload, keys, db, person, trusted }) => sayTasks(db, payload, keys, person, trusted));

  onFilter('ledger_expected.items.create', ({ payload, db, person, trusted }) => objectionToExpected(db, payload, null, person, trusted));
  onFilter('ledger_expected.items.update', ({ payload, keys, db, person, trusted }) => objectionToExpected(db, payload, keys, person, trusted));

  onPersonFilter(['ledger_findings.items.create', 'ledger_findings.items.update'], async ({ payload: { evidence }, db, person, trusted }) =>
    (evidence ?? null) === null ? null : objectionToFile(db, evidence, { person, trusted, field: 'evidence' }));
  onPersonFilter('ledger_findings.items.create', ({ payload, db, person }) => prepareFinding(db, payload, person, new Date().toISOString()));
  onPersonFilter('ledger_findings.items.update', ({ payload, keys, db, person }) => stepFindings(db, payload, keys, person, new Date().toISOString()));
  never('ledger_findings.items.delete', 'finding_kept');
  onPersonFilter('ledger_spot_checks.items.create', ({ payload, db, person }) => prepareSpotCheck(db, payload, person));
  never(['ledger_spot_checks.items.update', 'ledger_spot_checks.items.delete'], 'spot_check_kept');
  // Two decide at the same moment: the database takes the first.
  onDatabaseError(({ message }) => /finding that is (?:confirmed|dismissed|corrected) cannot become|What finding \S+ says is fixed/.test(message) ? conflicting('finding_decided') : null);
  action('ledger_findings.items.update', ({ keys, payload }, { accountability }) => tellDecision(hookContext.database, (payload as Values).state, keys as Uuid[], accountability?.user ?? null));
});
