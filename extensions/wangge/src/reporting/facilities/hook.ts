/** Facility checks over the API: alone, or with their log. The database (`sql/072-facilities.sql`) says the same without sentences. */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import { defineHook } from '@directus/extensions-sdk';
import { assertOwnFile } from '../../kernel/file-ownership-store.ts';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { objectionToTouching } from '../logs/log-service.ts';
import { messages } from '../messages.ts';
import { prepareCheck } from './facility-check-service.ts';
import { checksOf } from './facility-store.ts';

type Values = Record<string, unknown>;
interface Context { database: Db; accountability: Accountability | null; schema: SchemaOverview }
type Filter = (event: string, handler: (input: Values | Uuid[], meta: { keys?: Uuid[] }, context: Context) => Promise<unknown>) => void;

export default defineHook(({ filter }, { services }) => {
  const on = filter as unknown as Filter;
  const refuse = async (refusal: Refusal, { database, accountability }: Context): Promise<never> => {
    throw refusalError(messages, refusal, await readerLanguage(database, accountability?.user));
  };

  for (const event of ['facility_checks.items.create', 'facility_checks.items.update']) {
    on(event, async (payload, _meta, context) => {
      const { photo } = payload as Values;
      const person = context.accountability?.user;
      const refusal = !person || context.accountability?.admin || (photo ?? null) === null ? null : await assertOwnFile(context.database, person, photo, 'photo');
      return refusal === null ? payload : refuse(refusal, context);
    });
  }
  on('facility_checks.items.create', async (payload, _meta, context) => {
    // The system itself, and whoever is not known yet, meet the permissions and the database.
    if (!context.accountability?.user)
      return payload;
    const said = await prepareCheck(context.database, payload as Values, { services, accountability: context.accountability, schema: context.schema });
    return isRefusal(said) ? refuse(said, context) : said;
  });
  on('facility_checks.items.update', async (payload, { keys = [] }, context) => {
    const fixed = Object.keys(payload).find(field => field !== 'note' && field !== 'photo');
    if (fixed !== undefined)
      return refuse(refused('check_fixed', fixed), context);
    return touched(payload, keys, context);
  });
  on('facility_checks.items.delete', async (keys, _meta, context) => refuse(refused('check_fixed'), context));

  async function touched(payload: Values | Uuid[], keys: Uuid[], context: Context): Promise<Values | Uuid[]> {
    const { database, accountability } = context;
    if (!accountability?.user)
      return payload;
    const logs = (await checksOf(database, keys)).map(({ work_log }) => work_log);
    const refusal = await objectionToTouching(database, logs, { person: accountability.user, trusted: accountability.admin, language: 'zh-CN' });
    return refusal === null ? payload : refuse(refusal, context);
  }
});
