/** Facility checks over the API: alone, or with their log. The database (`sql/072-facilities.sql`) says the same without sentences. */
import { defineHook } from '@directus/extensions-sdk';
import { objectionToPhotograph } from '../../files/index.ts';
import { filtersOf } from '../../kernel/on-filter.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { objectionToTouching } from '../logs/log-service.ts';
import { messages } from '../messages.ts';
import { prepareCheck } from './facility-check-service.ts';
import { checksOf } from './facility-store.ts';

export default defineHook(({ filter }, { services }) => {
  const { onFilter, onPersonFilter, never } = filtersOf(filter, messages);

  onPersonFilter(['facility_checks.items.create', 'facility_checks.items.update'], async ({ payload: { photo }, db, person, trusted }) =>
    (photo ?? null) === null ? null : objectionToPhotograph(db, photo, { person, trusted, field: 'photo' }));
  onPersonFilter('facility_checks.items.create', async ({ payload, db, caller }) => prepareCheck(db, payload, { services, ...caller }));
  onFilter('facility_checks.items.update', async ({ payload }) => {
    const fixed = Object.keys(payload).find(field => field !== 'note' && field !== 'photo');
    return fixed === undefined ? null : refused('check_fixed', fixed);
  });
  onPersonFilter('facility_checks.items.update', async ({ keys, db, person, trusted }) =>
    objectionToTouching(db, (await checksOf(db, keys)).map(({ work_log }) => work_log), { person, trusted }));
  never('facility_checks.items.delete', 'check_fixed');
});
