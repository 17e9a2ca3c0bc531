/** The embedded Postgres of an installation: brought up, its server's role made, what an earlier release left given to that role. */
import type { Superuser } from '../postgres-roles.ts';
import type { RunningPostgres } from '../postgres.ts';
import type { Database } from './environment.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { isCluster } from '../postgres-cluster.ts';
import { placeOf } from '../postgres-place.ts';
import { changeSuperuserPassword, ensureServerRole, giveToServerRole, hasServerRole, SERVER_ROLE } from '../postgres-roles.ts';
import { addressOf } from '../postgres-socket.ts';
import { startPostgres, stopOrphan } from '../postgres.ts';
import { credential, keep, kept, randomCredential } from './credentials.ts';
import { Refusal } from './steps.ts';

export const DATABASE = 'wangge';
/** While a password is being replaced, the new one is here: whichever is right after a kill, it is known. */
const NEXT_PASSWORD = 'POSTGRES_PASSWORD_NEXT';

export interface Embedded {
  postgres: RunningPostgres;
  /** As the server's role. */
  database: Database;
  /** As the superuser: what only a first start needs. */
  maintenance: Database;
}

export interface Wish {
  data: string;
  credentials: string;
  note: (text: string) => void;
  /** Called as soon as there is something to stop. */
  launched: (running: { stop: () => Promise<void> }) => void;
}

export async function embeddedPostgres({ data, credentials, note, launched }: Wish): Promise<Embedded> {
  const directory = join(data, 'postgres');
  switch (await stopOrphan(directory)) {
    case 'server':
      note('one left by an earlier start was stopped first');
      break;
    case 'stale note':
      note('an earlier one was killed; what it was writing is recovered');
  }
  const place = placeOf(directory);
  const isNew = !isCluster(place.directory);
  if (isNew)
    note(existsSync(join(place.directory, 'PG_VERSION')) ? 'created; what an interrupted first start had left is set aside beside it' : 'created');
  const next = kept(credentials, NEXT_PASSWORD);
  const port = portAsked();
  const postgres = await startPostgres({
    directory,
    passwords: [credential(credentials, 'POSTGRES_PASSWORD'), ...next === null ? [] : [next]],
    durable: true,
    launched,
    ...port === null ? {} : { port },
  });
  if (place.moved)
    note(`its files are in ${place.directory}: Postgres does not run as root, and other users cannot enter ${data}`);

  const { host, port: number, user } = postgres;
  let superuser = { host, port: number, user, password: postgres.password };
  // Earlier releases ran the server with this password.
  if (next !== null || (!isNew && !await hasServerRole(superuser)))
    superuser = { ...superuser, password: await changePassword(superuser, credentials) };
  const password = credential(credentials, 'DATABASE_PASSWORD');
  await ensureServerRole(superuser, password);
  return {
    postgres,
    database: { host, port: number, user: SERVER_ROLE, password, name: DATABASE },
    maintenance: { ...superuser, name: 'postgres' },
  };
}

/** All of an existing database belongs to the server's role: what an earlier release, or a superuser by hand, has made there, too. */
export async function ownedByServer({ maintenance: { name: _, ...superuser } }: Embedded, database: string): Promise<boolean> {
  return await giveToServerRole(superuser, database);
}

/** Replaces the superuser's password, or goes on where that was interrupted; returns the one that is right now. */
async function changePassword(superuser: Superuser, credentials: string): Promise<string> {
  if (process.env.POSTGRES_PASSWORD)
    return superuser.password;
  const next = kept(credentials, NEXT_PASSWORD) ?? randomCredential('POSTGRES_PASSWORD');
  keep(credentials, { [NEXT_PASSWORD]: next });
  if (next !== superuser.password)
    await changeSuperuserPassword(superuser, next);
  keep(credentials, { POSTGRES_PASSWORD: next, [NEXT_PASSWORD]: null });
  return next;
}

function portAsked(): number | null {
  const asked = process.env.WANGGE_POSTGRES_PORT;
  if (asked === undefined || asked === '')
    return null;
  const port = Number(asked);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Refusal(`WANGGE_POSTGRES_PORT is "${asked}"; a number from 1 to 65535 is expected.`);
  return port;
}

/** How somebody else reaches the embedded Postgres of a running start. */
export function runningDatabase(data: string, as: 'server' | 'superuser'): Database {
  const address = existsSync(join(data, 'lock')) ? addressOf(placeOf(join(data, 'postgres')).directory) : null;
  if (address === null)
    throw new Refusal(`Nothing is running on ${data}. Begin with npm start, or name a Postgres in DB_HOST.`);
  const credentials = join(data, 'credentials');
  const role = as === 'server'
    ? { user: SERVER_ROLE, password: credential(credentials, 'DATABASE_PASSWORD') }
    : { user: 'postgres', password: credential(credentials, 'POSTGRES_PASSWORD') };
  return { ...address, ...role, name: DATABASE };
}
