/** Throw-away users with the real roles of `seeds/access`. */
import type { Knex } from 'knex';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The roles that the set-up makes, by their names in `seeds/access/matrix.yaml`. */
export type RoleName = 'administrator' | 'level_1' | 'level_2' | 'level_3' | 'community_cadre' | 'office' | 'dispatcher' | 'inspector' | 'analyst';

export interface NewUser {
  role: RoleName;
  /** The department whose active member they are. */
  department?: string | null;
  /** Posts from 2020-01-01 on, as leader, unless said otherwise. */
  posts?: readonly { grid: string; role?: 'leader' | 'deputy'; starts_on?: string; ends_on?: string | null }[];
  language?: 'zh-CN' | 'en-US';
  name?: string;
  /** For signing in as a person does, who chose it. */
  password?: string;
}

export interface Account {
  id: string;
  email: string;
  /** A static token. */
  token: string;
}

let users = 0;

export async function insertUser(db: Knex, { role, department = null, posts = [], language = 'zh-CN', name }: NewUser): Promise<Account> {
  const account = newAccount(role);
  await db.transaction(async (trx) => {
    await trx('directus_users').insert({
      ...account,
      role: await roleId(trx, role),
      status: 'active',
      first_name: name ?? `测试${++users}`,
      department,
      language,
    });
    const rows = posts.map(post => ({ id: randomUUID(), person: account.id, role: 'leader', starts_on: '2020-01-01', ends_on: null, ...post }));
    if (rows.length > 0)
      await trx('posts').insert(rows);
  });
  return account;
}

/** An administrator of the tests' own, so that the one made by bootstrap stays as it is. */
export async function insertAdministrator(db: Knex): Promise<Account> {
  const account = newAccount('administrator');
  await db('directus_users').insert({
    ...account,
    role: await roleId(db, 'administrator'),
    status: 'active',
    first_name: '测试管理员',
    language: 'en-US',
  });
  return account;
}

/** Whoever sets a password for somebody else sets a first one, which has to be changed: these were. */
export async function insertPassword(db: Knex, person: string, hash: string): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('directus_users').where({ id: person }).update({ password: hash });
    await trx('wangge_passwords').where({ person }).update({ must_change: false, valid_until: null });
  });
}

function newAccount(role: RoleName): Account {
  const token = randomBytes(16).toString('hex');
  return { id: randomUUID(), email: `${role.replaceAll('_', '-')}-${token.slice(0, 10)}@example.com`, token };
}

async function roleId(db: Knex, role: RoleName): Promise<string> {
  if (role !== 'administrator')
    return shippedRoles()[role].id;
  const found = await db('directus_access')
    .join('directus_policies', 'directus_policies.id', 'directus_access.policy')
    .where('admin_access', true)
    .whereNotNull('directus_access.role')
    .first('directus_access.role') as { role: string };
  return found.role;
}

let known: Record<Exclude<RoleName, 'administrator'>, { id: string }> | undefined;

function shippedRoles(): NonNullable<typeof known> {
  const matrix = parse(readFileSync('seeds/access/matrix.yaml', 'utf8')) as { access_matrix: { roles: NonNullable<typeof known> } };
  return known ??= matrix.access_matrix.roles;
}
