/**
 * What the database refuses and no rule has foreseen, in words. Registered behind the rooms, which know their own constraints.
 * Whoever asked is not told here, so it is said in the office's language.
 */
import type { RegisterFunctions } from '@directus/extensions';
import type { Db } from './context.ts';
import type { Messages, Refusal } from './refusal-rules.ts';
import { createError, isDirectusError } from '@directus/errors';
import { fieldLabels } from './field-labels-store.ts';
import { refusalError } from './refusal-error.ts';
import { refused } from './refusal-rules.ts';

const messages = {
  value_required: { 'zh-CN': '请填写“{field}”。', 'en-US': '“{field}” is required.' },
  value_too_long: { 'zh-CN': '有一项内容过长，请精简后再保存。', 'en-US': 'A text is too long; please shorten it.' },
  value_too_large: { 'zh-CN': '有一项数值超出范围，请核对后再保存。', 'en-US': 'A number is out of range.' },
  value_unreadable: { 'zh-CN': '有一项内容格式不对，请核对日期、数字和选项后再保存。', 'en-US': 'A value is not of its field\'s kind.' },
  choice_gone: { 'zh-CN': '“{field}”所选的一项不存在，或仍被其他记录引用。', 'en-US': 'What “{field}” names does not exist, or is still referred to.' },
  rule_broken: { 'zh-CN': '填写的内容不符合规定，未予保存；请核对各项后再试。', 'en-US': 'What was entered breaks a rule of the table and was not saved.' },
} satisfies Messages;

/** Postgres: class 22 is values of the wrong form, 23514 a check. */
const UNREADABLE = /^22(?:P0[2-5]|0(?:07|08|12|21|23|26|P01))$/;

interface Fault { code?: string; extensions?: { collection?: string | null; field?: string | null; value?: unknown } }

export function wordDatabaseErrors(filter: RegisterFunctions['filter']): void {
  filter('database.error', async (error, _, { database }) => {
    const { code, extensions: { collection = null, field = null, value } = {} } = (error ?? {}) as Fault;
    const label = field === null ? '' : await labelOf(database, collection, field);
    if (isDirectusError(error, 'RECORD_NOT_UNIQUE')) {
      const Taken = createError<NonNullable<Fault['extensions']>>('RECORD_NOT_UNIQUE', `“${label}”已有相同的记录，不能重复。`, 400);
      return new Taken({ collection, field, value });
    }
    const refusal = refusalOf(String(code ?? ''), field, label);
    return refusal === null ? error : refusalError(messages, refusal, 'zh-CN');
  });
}

function refusalOf(code: string, field: string | null, label: string): Refusal | null {
  switch (code) {
    case 'NOT_NULL_VIOLATION':
    case 'CONTAINS_NULL_VALUES':
      return refused('value_required', field, { field: label });
    case 'INVALID_FOREIGN_KEY':
      return refused('choice_gone', field, { field: label });
    // The field that Directus names of these two is the first of the statement, not the one at fault.
    case 'VALUE_TOO_LONG':
      return refused('value_too_long');
    case 'VALUE_OUT_OF_RANGE':
      return refused('value_too_large');
    case '23514':
      return refused('rule_broken');
    default:
      return UNREADABLE.test(code) ? refused('value_unreadable') : null;
  }
}

async function labelOf(db: Db, collection: string | null, names: string): Promise<string> {
  if (collection === null)
    return names;
  const fields = names.split(', ').map(name => ({ collection, field: name.replace(/^"|"$/g, '') }));
  const labels = await fieldLabels(db, fields, 'zh-CN');
  return fields.map(one => labels(one) ?? one.field).join('、');
}
