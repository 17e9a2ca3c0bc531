/** The SQL of keys under which people save: `sql/080-client-keys.sql`. */
import type { Db } from './context.ts';
import type { Uuid } from './values.ts';

export interface Claim { author: Uuid; client_key: Uuid; collection: string; digest: string }

/** `new`: the row that this transaction makes next takes the key. `unkept`: rows of this collection take no keys. */
export type Claimed = 'new' | 'unkept' | { same: boolean; item: string | null };

/** Waits for whoever claims the same key at this moment: if they fail, the key is free again. */
export async function claimKey(trx: Db, claim: Claim): Promise<Claimed> {
  const { rows: [made] } = await trx.raw<{ rows: { client_key: Uuid }[] }>(`
    insert into wangge_client_keys (author, client_key, collection, digest)
    select :author, :client_key, :collection, :digest
    where exists (select from pg_trigger where tgname = 'wangge_take_client_key' and tgrelid = to_regclass(format('public.%I', cast(:collection as text))))
    on conflict (author, client_key) do nothing returning client_key`, claim);
  if (made !== undefined)
    return 'new';
  const earlier: { collection: string; digest: string; item: string | null } | undefined
    = await trx('wangge_client_keys').where({ author: claim.author, client_key: claim.client_key }).first('collection', 'digest', 'item');
  if (earlier === undefined)
    return 'unkept';
  const same = earlier.collection === claim.collection && earlier.digest === claim.digest;
  const found = same && earlier.item !== null && await trx(claim.collection).whereRaw('id::text = ?', [earlier.item]).first('id') !== undefined;
  return { same, item: found ? earlier.item : null };
}

/** Nobody presses save again after a month. */
export async function forgetKeys(db: Db): Promise<number> {
  return db('wangge_client_keys').whereRaw('created_at < now() - interval \'30 days\'').delete();
}
