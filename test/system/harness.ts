/**
 * What a system test stands on. A test file begins like this:
 *
 * ```ts
 * const wangge = await server();                  // one Directus per vitest worker, shared by its files
 * const place = await wangge.createSubdistrict(); // a sub-district of its own: grids and departments
 * const l3 = await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id }] });
 * const issue = await wangge.client(l3).request(createItem('issues', { … }));      // @directus/sdk
 * const answer = await wangge.request('POST', '/items/issues', { as: l3, body });  // status and body, never throws
 * await wangge.db('issues').where({ id });                                         // knex, past every rule
 * const { code, stdout } = await wangge.cli('wangge', 'sweep', '--at', at);        // the command line
 * ```
 *
 * - `server()`      the worker's shared server. Never disable a rule, delete seeds or kill it.
 * - `freshServer()` a clone and a server of the file's own, for destructive tests; `await close()` it in `afterAll`.
 * - `demoServer()`  a server of the file's own with the demonstration data (passwords: `DEMO_PASSWORD`); `close()` it too.
 *
 * Bigint columns arrive as strings, dates as `YYYY-MM-DD`, moments as `YYYY-MM-DDTHH:MM:SS.sssZ`.
 * Jobs on the clock are off in tests (`WANGGE_SCHEDULER=off`): run them with `cli`.
 * The bundle is built first if its sources are newer. Logs: `wangge.log()`; the stage's folder goes with the run.
 */
import type { DirectusClient, GraphqlClient, RestClient, StaticTokenClient } from '@directus/sdk';
import type { Knex } from 'knex';
import type { ChildProcess } from 'node:child_process';
import type { Schema } from '../../extensions/wangge/src/setup/schema/types.ts';
import type { Output, RunningDirectus } from '../../scripts/start/directus.ts';
import type { Account, NewUser } from './people.ts';
import type { Stage } from './stage.ts';
import type { Place } from './territory.ts';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createDirectus, graphql, rest, staticToken } from '@directus/sdk';
import { inject } from 'vitest';
import { freePort } from '../../scripts/postgres.ts';
import { directus, mustDirectus, spawnDirectus, startDirectus } from '../../scripts/start/directus.ts';
import { openDatabase } from './database.ts';
import { insertAdministrator, insertPassword, insertUser } from './people.ts';
import { administer, cloneDatabase, DEMO_PASSWORD, dropDatabase, isAlive, stageEnvironment, TEMPLATE } from './stage.ts';
import { insertSubdistrict } from './territory.ts';
import './own-signing-key.ts';

export type { Account, NewUser, RoleName } from './people.ts';
export type { Department, Grid, Place } from './territory.ts';
export { DEMO_PASSWORD };

/** Somebody who asks: an account of `createUser`, a bare token, or nobody. */
export type Caller = Pick<Account, 'token'> | string | null;

export type Client<Types extends object> = DirectusClient<Types> & RestClient<Types> & GraphqlClient<Types> & StaticTokenClient<Types>;

export interface RequestOptions {
  as?: Caller;
  /** Sent as JSON; a `FormData` is sent as it is. */
  body?: unknown;
  query?: Record<string, string>;
  headers?: Record<string, string>;
}

export interface DirectusError { message: string; extensions: { code: string; field?: string; [key: string]: unknown } }

export interface Answer<Body> {
  status: number;
  /** The whole JSON body; the text if it is not JSON; null if empty. */
  body: Body;
  headers: Headers;
  /** `body.errors`, or an empty list. */
  errors: DirectusError[];
}

export interface Server {
  url: string;
  /** The server process, for CPU times. */
  pid: () => number;
  /** The database behind it, past every rule. Closed by itself when the test process ends. */
  db: Knex;
  /** An administrator with a static token. */
  admin: Account;
  /** A client as a program outside would use it, with the generated types of our collections. */
  client: <Types extends object = Schema>(caller: Caller) => Client<Types>;
  request: <Body = any>(method: string, path: string, options?: RequestOptions) => Promise<Answer<Body>>;
  createUser: (user: NewUser) => Promise<Account>;
  /** As if the person had chosen it: over the API nobody but them could. */
  setPassword: (person: string, password: string) => Promise<void>;
  /** A throw-away sub-district: 1 area, 2 communities, 4 patches (2 each); 2 community departments, 1 office, 1 district department. */
  createSubdistrict: () => Promise<Place>;
  /** Runs `directus …` on this database to its end; judges nothing. */
  cli: (...args: string[]) => Promise<Output>;
  /** The same without waiting, to kill it. */
  spawnCli: (...args: string[]) => ChildProcess;
  /** The environment of this server and its command line. */
  environment: NodeJS.ProcessEnv;
  log: () => string;
}

export interface OwnServer extends Server {
  /** SIGKILL. */
  kill: () => Promise<void>;
  /** Starts it again on the same database and port. */
  restart: () => Promise<void>;
  /** Ends the server and drops its database. */
  close: () => Promise<void>;
}

export interface OwnServerOptions {
  /** Laid over the usual environment. */
  environment?: Record<string, string>;
}

/** The server of this vitest worker: started by the first file that asks, used by the others. */
export async function server(stage: Stage = inject('stage')): Promise<Server> {
  const name = `worker_${process.env.VITEST_POOL_ID ?? '0'}`;
  const note = join(stage.directory, `${name}.server`);
  const known = existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')) as { pid: number; port: number } : null;
  if (known && isAlive(known.pid))
    return await serverOn(stage, name, stageEnvironment(stage, name, known.port), () => known.pid);

  await dropDatabase(stage, name);
  await cloneDatabase(stage, name);
  const environment = await listening(stage, name);
  const running = await start(stage, name, environment);
  return await serverOn(stage, name, environment, () => running.pid);
}

/** A server on a clone of its own. */
export async function freshServer(options: OwnServerOptions = {}, stage: Stage = inject('stage')): Promise<OwnServer> {
  return await ownServer(stage, TEMPLATE, options);
}

/** A server of its own on a clone of the demonstration; the first call of a run makes the demonstration. */
export async function demoServer(options: OwnServerOptions = {}, stage: Stage = inject('stage')): Promise<OwnServer> {
  return await ownServer(stage, await prepareDemonstration(stage), options);
}

const DEMONSTRATION = 'wangge_demonstration';

/** The name of its database. Two workers may want it at once: the second waits for the first. */
export async function prepareDemonstration(stage: Stage): Promise<string> {
  const postgres = openDatabase({ ...stage.postgres, name: 'postgres' }, 1);
  try {
    // The lock is a transaction's: an idle connection is given up after half a minute, and its locks with it.
    await postgres.transaction(async (trx) => {
      await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [DEMONSTRATION]);
      if ((await trx('pg_database').where({ datname: DEMONSTRATION })).length > 0)
        return;
      const draft = `${DEMONSTRATION}_draft`;
      await dropDatabase(stage, draft);
      await cloneDatabase(stage, draft);
      await mustDirectus(['wangge', 'seed-demo'], stageEnvironment(stage, draft));
      await administer(stage, `alter database "${draft}" rename to "${DEMONSTRATION}"`);
    });
  }
  finally {
    await postgres.destroy();
  }
  return DEMONSTRATION;
}

let ownServers = 0;

/** A server of its own on a clone of a database of this stage that nobody is connected to. */
export async function ownServer(stage: Stage, template: string, options: OwnServerOptions): Promise<OwnServer> {
  const name = `own_${process.pid}_${++ownServers}`;
  await cloneDatabase(stage, name, template);
  const environment = { ...await listening(stage, name), ...options.environment };
  let running = await start(stage, name, environment);
  const shared = await serverOn(stage, name, environment, () => running.pid);
  return {
    ...shared,
    kill: async () => await running.kill(),
    restart: async () => {
      await running.stop();
      running = await start(stage, name, environment);
    },
    close: async () => {
      await running.stop();
      await shared.db.destroy();
      await dropDatabase(stage, name);
    },
  };
}

async function listening(stage: Stage, database: string): Promise<NodeJS.ProcessEnv> {
  return stageEnvironment(stage, database, await freePort());
}

async function start(stage: Stage, name: string, environment: NodeJS.ProcessEnv): Promise<RunningDirectus> {
  // The shared server outlives the worker process that started it: it ends with the stage.
  const running = await startDirectus({ environment, log: join(stage.directory, `${name}.log`), parent: stage.keeper });
  writeFileSync(join(stage.directory, `${name}.server`), JSON.stringify({ pid: running.pid, port: Number(environment.PORT) }));
  return running;
}

async function serverOn(stage: Stage, name: string, environment: NodeJS.ProcessEnv, pid: () => number): Promise<Server> {
  const url = `http://127.0.0.1:${environment.PORT}`;
  const db = openDatabase({ ...stage.postgres, name });
  const admin = await insertAdministrator(db);
  const setPassword = async (person: string, password: string): Promise<void> => {
    const { body } = await request<{ data: string }>(url, 'POST', '/utils/hash/generate', { as: admin, body: { string: password } });
    await insertPassword(db, person, body.data);
  };
  return {
    url,
    pid,
    db,
    environment,
    admin,
    client: <Types extends object>(caller: Caller) =>
      createDirectus<Types>(url).with(rest()).with(graphql()).with(staticToken(tokenOf(caller) ?? '')) as Client<Types>,
    request: async <Body>(method: string, path: string, options: RequestOptions = {}) => await request<Body>(url, method, path, options),
    createUser: async (user) => {
      const account = await insertUser(db, user);
      if (user.password !== undefined)
        await setPassword(account.id, user.password);
      return account;
    },
    setPassword,
    createSubdistrict: async () => await insertSubdistrict(db),
    cli: async (...args) => await directus(args, environment),
    spawnCli: (...args) => spawnDirectus(args, environment),
    log: () => readFileSync(join(stage.directory, `${name}.log`), 'utf8'),
  };
}

function tokenOf(caller: Caller): string | null {
  return caller === null || typeof caller === 'string' ? caller : caller.token;
}

async function request<Body>(url: string, method: string, path: string, { as = null, body, query, headers = {} }: RequestOptions): Promise<Answer<Body>> {
  const token = tokenOf(as);
  const raw = body === undefined || body instanceof FormData;
  const target = new URL(path, url);
  for (const [name, value] of Object.entries(query ?? {}))
    target.searchParams.set(name, value);
  const response = await fetch(target, {
    method,
    headers: {
      ...token === null ? {} : { authorization: `Bearer ${token}` },
      ...raw ? {} : { 'content-type': 'application/json' },
      ...headers,
    },
    ...body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) },
  });
  const text = await response.text();
  const parsed: unknown = text === '' ? null : json(text);
  const errors = (parsed as { errors?: DirectusError[] } | null)?.errors ?? [];
  return { status: response.status, body: parsed as Body, headers: response.headers, errors };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  }
  catch {
    return text;
  }
}
