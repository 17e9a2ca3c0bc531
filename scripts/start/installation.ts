/**
 * Brings a database to this release: a new one is set up as a whole or not at all, an existing
 * one is upgraded in place, one that is up to date is left alone.
 */
import type { State } from './database.ts';
import type { Database } from './environment.ts';
import { releaseDigest } from '../../extensions/wangge/src/setup/release-digest.ts';
import { connected, digestOf, maintenanceOf } from './database.ts';
import { mustDirectus } from './directus.ts';
import { root } from './environment.ts';
import { Refusal, say, step } from './steps.ts';

export interface Wish {
  database: Database;
  state: State;
  /** The environment of a Directus on `database`. */
  environment: (database: Database) => NodeJS.ProcessEnv;
  demonstration: boolean;
  /** As whom databases are made, where the server's own role may not. */
  maintenance: Database | null;
}

export async function install({ database, state, environment, demonstration, maintenance }: Wish): Promise<void> {
  switch (state) {
    case 'installed':
      await upgrade(database, environment(database));
      break;
    case 'broken':
      throw new Refusal(`An earlier set-up of the database ${database.name} was interrupted before it had an administrator. Drop that database and start again.`);
    case 'empty':
      say(`  The database ${database.name} exists already and is filled in place: if this is interrupted, drop it, create it again and start again.`);
      await fill(environment(database), demonstration);
      break;
    case 'absent':
      await fillAndRename(database, maintenance ?? await maintenanceOf(database), environment, demonstration);
  }
}

async function upgrade(database: Database, environment: NodeJS.ProcessEnv): Promise<void> {
  await step('Set-up', async (note) => {
    if (await digestOf(database) === await releaseDigest(root)) {
      note('unchanged');
      return;
    }
    await mustDirectus(['bootstrap'], environment);
    await mustDirectus(['wangge', 'setup'], environment);
    note('upgraded');
  });
}

async function fill(environment: NodeJS.ProcessEnv, demonstration: boolean): Promise<void> {
  await step('Directus: system tables and administrator', async () => await mustDirectus(['bootstrap'], environment));
  await step('Set-up: collections, rules, roles, dashboards', async () => await mustDirectus(['wangge', 'setup'], environment));
  if (demonstration)
    await step('Demonstration sub-district', async () => await mustDirectus(['wangge', 'seed-demo'], environment));
}

/** A bootstrap that fails half-way leaves an installation without an administrator for ever: hence a scratch database. */
async function fillAndRename(database: Database, maintenance: Database | null, environment: Wish['environment'], demonstration: boolean): Promise<void> {
  if (maintenance === null)
    throw new Refusal(`The database ${database.name} does not exist, and ${database.user} may not create it. Create it (encoding UTF8) and start again.`);
  const scratch = { ...database, name: `${database.name}_being_set_up` };
  await connected(maintenance, async (client) => {
    await client.query(`drop database if exists ${client.escapeIdentifier(scratch.name)} with (force)`);
    await client.query(`create database ${client.escapeIdentifier(scratch.name)} owner ${client.escapeIdentifier(database.user)} encoding 'UTF8' template template0`);
  });
  await fill(environment(scratch), demonstration);
  await connected(maintenance, async client =>
    await client.query(`alter database ${client.escapeIdentifier(scratch.name)} rename to ${client.escapeIdentifier(database.name)}`));
}
