/**
 * Everything that people type or import is cleaned before any rule looks at it, whichever door it comes through: forms, REST,
 * GraphQL, nested saves, batches, imports. Registered before the filters of the rooms; what a rule requires has to be there
 * when only what can be seen is left. Then it is held against its columns.
 */
import type { RegisterFunctions } from '@directus/extensions';
import { cleanItem } from './clean-item-rules.ts';
import { columnLimits } from './column-limits-store.ts';
import { FITTING, misfits } from './fitting-rules.ts';
import { filtersOf } from './on-filter.ts';
import { refused } from './refusal-rules.ts';

/** Directus' own collections in which people write texts. What configures it (fields, permissions, flows) stays as it is. */
const SYSTEM = ['users', 'files', 'folders', 'comments', 'notifications', 'presets', 'shares', 'roles', 'policies', 'dashboards', 'panels', 'translations', 'versions', 'settings'];

const messages = {
  ...FITTING,
  item_expected: { 'zh-CN': '提交的内容无法识别：每一条须是由字段组成的对象。', 'en-US': 'What was sent is no item: each is an object of fields.' },
  comment_empty: { 'zh-CN': '评论内容为空，请填写。', 'en-US': 'The comment is empty; please write something.' },
};

export function cleanWrites(filter: RegisterFunctions['filter']): void {
  const { onFilter } = filtersOf(filter, messages);
  onFilter(['items', ...SYSTEM].flatMap(scope => [`${scope}.create`, `${scope}.update`]), async ({ collection, payload, db, caller }) => {
    const table = caller.schema.collections[collection];
    // Whatever JSON may stand in an item's place: rooms expect fields.
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
      return refused('item_expected');
    if (table === undefined)
      return null;
    const cleaned = cleanItem(payload, table.fields, !collection.startsWith('directus_'));
    // Entries of a ledger are read and measured by their data set.
    const objections = 'entry_key' in table.fields ? [] : misfits(cleaned, await columnLimits(db, table));
    if (objections.length > 0)
      return objections;
    return cleaned === payload ? null : cleaned;
  });
  onFilter(['comments.create', 'comments.update'], async ({ payload }) => 'comment' in payload && !payload.comment ? refused('comment_empty', 'comment') : null);
}
