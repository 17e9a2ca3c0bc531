/** What is written over the API of appeals: filed by form; reviews go by the steps, and nothing that was said is changed. */
import { defineHook } from '@directus/extensions-sdk';
import { objectionToFile } from '../../files/index.ts';
import { filtersOf } from '../../kernel/on-filter.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { objectionToDays } from './appeal-rules.ts';
import { prepareAppeal, tellReviewers } from './appeal-service.ts';
import { evidenceOpen } from './appeal-store.ts';
import { messages } from './messages.ts';

export default defineHook(({ filter, action }, { database, logger }) => {
  const { onFilter, onPersonFilter, never } = filtersOf(filter, messages);

  onFilter(['assessment_schemes.items.create', 'assessment_schemes.items.update'], async ({ payload }) => objectionToDays(payload));
  onPersonFilter('appeals.items.create', ({ payload, db, person }) => prepareAppeal(db, payload, person, new Date().toISOString()));
  never(['appeals.items.update', 'appeals.items.delete'], 'appeal_stays');
  for (const collection of ['appeal_reviews', 'appeal_seats'])
    never(['create', 'update', 'delete'].map(verb => `${collection}.items.${verb}`), 'appeal_by_steps');
  onPersonFilter('appeals_files.items.create', async ({ payload, db, person, trusted }) => {
    const appeal = keyOf(payload.appeals_id);
    return appeal !== null && await evidenceOpen(db, appeal, person) ? objectionToFile(db, payload.directus_files_id, { person, trusted }) : refused('appeal_evidence_closed', 'appeals_id');
  });
  never(['appeals_files.items.update', 'appeals_files.items.delete'], 'appeal_evidence_closed');
  // (Whom the server could not tell in this moment the job of the clocks tells.)
  action('appeals.items.create', async ({ key }) => tellReviewers(database, String(key)).catch((error: Error) => logger.error(error, `Reviewers were not told of appeal ${String(key)}`)));
});
