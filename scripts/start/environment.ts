/**
 * The environment that every Directus of this project runs in: started by `npm start`, by the
 * tests or by the benches. Safe defaults first; a caller lays its own values over them.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseEnv } from 'node:util';
import { cookiesFor } from './cookies.mjs';

export const root = resolve(import.meta.dirname, '..', '..');

export interface Database {
  host: string;
  port: number;
  user: string;
  password: string;
  name: string;
}

export interface Installation {
  /** Null when the caller's own DB_* variables say it. */
  database: Database | null;
  port: number;
  publicUrl?: string;
  secret: string;
  /** Encrypts what the ledgers seal; whoever loses it loses those numbers. */
  ledgerKey: string;
  /** Signs rankings; empty: none is computed. */
  signingKey: string;
  /** Uploads and temporary files live here. */
  dataDirectory: string;
}

/** What we change of Directus' own defaults; the reasons stand in the file. */
const safeDefaults = parseEnv(readFileSync(join(root, 'scripts', 'start', 'safe-defaults.env'), 'utf8'));

/** What must not be changed from outside, since our own files and steps rely on it. */
function fixed(installation: Installation): Record<string, string> {
  const { database, port, publicUrl, secret, ledgerKey, signingKey, dataDirectory } = installation;
  return {
    DB_CLIENT: 'pg',
    ...database === null
      ? {}
      : { DB_HOST: database.host, DB_PORT: String(database.port), DB_USER: database.user, DB_PASSWORD: database.password, DB_DATABASE: database.name },
    SECRET: secret,
    WANGGE_LEDGER_KEY: ledgerKey,
    WANGGE_SIGNING_KEY: signingKey,
    PORT: String(port),
    PUBLIC_URL: publicUrl ?? `http://127.0.0.1:${port}`,
    EXTENSIONS_PATH: join(root, 'extensions'),
    // Our own set-up replaces migrations: they would run before the admin exists.
    MIGRATIONS_PATH: join(root, 'scripts', 'start', 'no-migrations'),
    // An .env file in the working directory would silently win over the environment.
    CONFIG_PATH: join(root, 'scripts', 'start', 'no.env'),
    STORAGE_LOCATIONS: 'local',
    STORAGE_LOCAL_DRIVER: 'local',
    STORAGE_LOCAL_ROOT: join(dataDirectory, 'uploads'),
    TEMP_PATH: join(dataDirectory, 'tmp'),
    WANGGE_HOME: root,
  };
}

/** For a person's own server: their environment may override the safe defaults. */
export function environmentOf(installation: Installation): NodeJS.ProcessEnv {
  // The superuser's password and the folder of the key are for the starter only.
  const { POSTGRES_PASSWORD: _, WANGGE_KEY_DIR: __, ...given } = process.env;
  return { ...safeDefaults, ...cookiesFor(installation.publicUrl), ...given, ...fixed(installation) };
}

/** For tests and benches: nothing of the machine's environment but the path, so that every machine runs the same. */
export function closedEnvironment(installation: Installation): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    ...safeDefaults,
    ...cookiesFor(installation.publicUrl),
    RATE_LIMITER_ENABLED: 'false',
    // A loaded test machine would get 503s from it.
    WANGGE_BUSY_AFTER: '0',
    LOG_STYLE: 'raw',
    // Tests sign in often.
    LOGIN_STALL_TIME: '50',
    ...fixed(installation),
  };
}
