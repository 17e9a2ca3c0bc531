/** The SQL of what is printed in somebody's name and laid into the file library. */
import type { Accountability } from '@directus/types';
import type { Db } from '../kernel/context.ts';
import type { Language } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import { randomUUID } from 'node:crypto';
import { languageOf } from '../kernel/refusal-rules.ts';

export async function existingFile(db: Db, id: Uuid): Promise<boolean> {
  return (await db('directus_files').where({ id }).first('id')) !== undefined;
}

/** The folder of the file library, made when it is first needed. */
export async function folderNamed(db: Db, name: string): Promise<Uuid> {
  return db.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`folder ${name}`]);
    const known = await trx('directus_folders').where({ name, parent: null }).first('id') as { id: Uuid } | undefined;
    if (known !== undefined)
      return known.id;
    const id = randomUUID();
    await trx('directus_folders').insert({ id, name, parent: null });
    return id;
  });
}

export interface Rights { accountability: Accountability; language: Language }

/** Somebody's rights as Directus would have them if they asked themselves; null: they may not sign in. Policies for certain networks only do not count. */
export async function accountabilityOf(db: Db, user: Uuid): Promise<Rights | null> {
  const person = await db('directus_users').where({ id: user, status: 'active' }).first('role', 'language') as { role: Uuid | null; language: string | null } | undefined;
  if (person === undefined)
    return null;
  const { rows } = await db.raw<{ rows: { id: Uuid }[] }>(`
    with recursive chain (id, parent, depth) as (
      select id, parent, 1 from directus_roles where id = :role
      union all select r.id, r.parent, depth + 1 from directus_roles r join chain on r.id = chain.parent where depth < 50
    ) select id from chain order by depth`, { role: person.role });
  const roles = rows.map(({ id }) => id);
  const { rows: [access] } = await db.raw<{ rows: { admin: boolean; app: boolean }[] }>(`
    select coalesce(bool_or(p.admin_access), false) as admin, coalesce(bool_or(p.admin_access or p.app_access), false) as app
    from directus_access a join directus_policies p on p.id = a.policy
    where (a."user" = :user or a.role = any(:roles::uuid[])) and coalesce(p.ip_access, '') = ''`, { user, roles });
  return { accountability: { user, role: person.role, roles, ...access!, ip: null }, language: languageOf(person.language) };
}
