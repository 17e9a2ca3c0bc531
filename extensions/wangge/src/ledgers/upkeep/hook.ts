/**
 * Upkeep's door for what is written over the API: confirmations, plans and tasks, expected numbers, findings.
 *
 * Every way in passes here: forms, REST, GraphQL, nested saves, batches, imports. The database
 * (`sql/062-upkeep.sql`) says the same without sentences, and does what follows by itself.
 */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Caller } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Values } from '../model.ts';
import { defineHook } from '@directus/extensions-sdk';
import { assertOwnFile } from '../../kernel/file-ownership-store.ts';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { prepareConfirmation } from './confirmation-service.ts';
import { objectionToExpected } from './expected-service.ts';
import { prepareFinding, stepFindings, tellDecision } from './finding-service.ts';
import { messages } from './messages.ts';
import { makeTasks, objectionToPlans, objectionToRemoval, sayTasks } from './task-service.ts';

interface Context extends Caller { database: Db }
type Input = Values | Uuid[];
type Filter = (event: string, handler: (input: Input, meta: { keys?: Uuid[] }, context: Context) => Promise<Input>) => void;
/** Null: as it was sent. */
type Answer = (asked: { payload: Values; keys: Uuid[]; db: Db; caller: Caller; person: Uuid | null; trusted: boolean }) => Promise<Values | Refusal | null>;

export default defineHook(({ filter, action }, hookContext) => {
  const on = filter as unknown as Filter;
  /** Says a refusal in the reader's language; null leaves what was sent as it is. */
  const answer = (event: string, asked: Answer): void => on(event, async (input, { keys = [] }, { database, accountability, schema }) => {
    const [payload, ids] = Array.isArray(input) ? [{}, input] : [input, keys];
    const said = await asked({ payload, keys: ids, db: database, caller: { accountability, schema }, person: accountability?.user ?? null, trusted: accountability === null || accountability.admin });
    if (isRefusal(said))
      throw refusalError(messages, said, await readerLanguage(database, accountability?.user));
    return said ?? input;
  });
  const never = (events: readonly string[], code: string): void => events.forEach(event => answer(event, async () => refused(code)));

  answer('ledger_confirmations.items.create', ({ payload, db, caller }) => prepareConfirmation(hookContext, caller, db, payload));
  never(['ledger_confirmations.items.update', 'ledger_confirmations.items.delete'], 'confirmation_kept');

  answer('collection_plans.items.create', ({ payload, db }) => objectionToPlans(db, payload, null));
  answer('collection_plans.items.update', ({ payload, keys, db }) => objectionToPlans(db, payload, keys));
  answer('collection_plans.items.delete', ({ keys, db }) => objectionToRemoval(db, keys));
  // Inside somebody's transaction the plan is not there yet: then the night makes its tasks.
  const make = async (keys: readonly Uuid[]): Promise<void> => void await makeTasks(hookContext.database, { plans: keys });
  action('collection_plans.items.create', ({ key }) => make([key as Uuid]));
  action('collection_plans.items.update', ({ keys }) => make(keys as Uuid[]));

  never(['collection_tasks.items.create', 'collection_tasks.items.delete'], 'tasks_of_plans');
  answer('collection_tasks.items.update', async ({ payload, keys, db, person, trusted }) => person === null ? null : sayTasks(db, payload, keys, person, trusted));

  answer('ledger_expected.items.create', ({ payload, db, person, trusted }) => objectionToExpected(db, payload, null, person, trusted));
  answer('ledger_expected.items.update', ({ payload, keys, db, person, trusted }) => objectionToExpected(db, payload, keys, person, trusted));

  for (const event of ['ledger_findings.items.create', 'ledger_findings.items.update']) {
    answer(event, async ({ payload: { evidence }, db, person, trusted }) =>
      person === null || trusted || (evidence ?? null) === null ? null : assertOwnFile(db, person, evidence, 'evidence'));
  }
  answer('ledger_findings.items.create', async ({ payload, db, person }) => person === null ? null : prepareFinding(db, payload, person, new Date().toISOString()));
  answer('ledger_findings.items.update', async ({ payload, keys, db, person }) => person === null ? null : stepFindings(db, payload, keys, person, new Date().toISOString()));
  never(['ledger_findings.items.delete'], 'finding_kept');
  action('ledger_findings.items.update', ({ keys, payload }, { accountability }) => tellDecision(hookContext.database, (payload as Values).state, keys as Uuid[], accountability?.user ?? null));
});
