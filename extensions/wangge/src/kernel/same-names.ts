/** Nothing gets a name that another has already, however it is written; whoever may write is told whose it is. */
import type { RegisterFunctions } from '@directus/extensions';
import type { HookContext } from './context.ts';
import type { Write } from './on-filter.ts';
import type { Refusal } from './refusal-rules.ts';
import type { NamingColumn } from './same-key-store.ts';
import { filtersOf } from './on-filter.ts';
import { refused } from './refusal-rules.ts';
import { mayCreate, mayUpdate } from './rights.ts';
import { namedTheSame, NAMING } from './same-key-store.ts';

const messages = {
  name_taken: { 'zh-CN': '“{field}”已由“{existing}”使用，不能重复；大小写、全角半角和空格不同也算同一个。', 'en-US': '“{field}” is taken by “{existing}”; case, width and spaces make no difference.' },
};

export function keepNamesApart(filter: RegisterFunctions['filter'], context: Pick<HookContext, 'services'>): void {
  const { onFilter } = filtersOf(filter, messages);
  for (const naming of NAMING) {
    onFilter(`${naming.collection}.items.create`, write => objection(write, naming, () => mayCreate(context, write.caller, write.db, naming.collection)));
    onFilter(`${naming.collection}.items.update`, write => objection(write, naming, () => mayUpdate(context, write.caller, write.db, naming.collection, write.keys)));
  }
}

async function objection({ payload, keys, db }: Write, naming: NamingColumn, may: () => Promise<boolean>): Promise<Refusal | null> {
  const { field, scope } = naming;
  const text = payload?.[field];
  // The same change of several rows: the database lets the first have it.
  if (typeof text !== 'string' || keys.length > 1)
    return null;
  const within = scope === null ? null : payload[scope];
  const existing = await namedTheSame(db, naming, { text, scope: typeof within === 'string' ? within : null, item: keys[0] ?? null });
  return existing !== null && await may() ? refused('name_taken', field, { field, existing }) : null;
}
