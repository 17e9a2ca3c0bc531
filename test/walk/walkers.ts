/** Who walks: one person of every role that has people, and one to whom every policy that hangs on no role was given besides. */
import type { Knex } from 'knex';
import { randomBytes } from 'node:crypto';

export interface Walker {
  id: string;
  email: string;
  /** The role's name. */
  role: string;
  token: string;
}

/** Gives them tokens. Of each role whose mail address is the shortest: in the demonstration those that are named in the guide. */
export async function walkersOf(db: Knex): Promise<Walker[]> {
  const { rows } = await db.raw(`
    select distinct on (r.id) u.id, u.email, r.name as role from directus_users u join directus_roles r on r.id = u.role
    where u.status = 'active' and not exists (select 1 from directus_access a join directus_policies p on p.id = a.policy where a.role = r.id and p.admin_access)
    order by r.id, length(u.email), u.email`) as { rows: Omit<Walker, 'token'>[] };
  const walkers = rows.sort((a, b) => a.email.localeCompare(b.email)).map(walker => ({ ...walker, token: randomBytes(16).toString('hex') }));
  for (const { id, token } of walkers)
    await db('directus_users').where({ id }).update({ token });
  return walkers;
}
