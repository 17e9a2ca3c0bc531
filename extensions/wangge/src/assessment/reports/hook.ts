/** Exports are asked for by their route and made by their job: nobody writes them over the API. */
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../../kernel/on-filter.ts';
import { messages } from './messages.ts';

export default defineHook(({ filter }) => {
  filtersOf(filter, messages).never(['assessment_exports.items.create', 'assessment_exports.items.update'], 'export_kept');
});
