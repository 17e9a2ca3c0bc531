/** Carries out a change of a grid in a process of its own, to be killed: `node grid-changer.ts CONNECTION CHANGE`. */
import process from 'node:process';
import knex from 'knex';
import { carryOut } from '../../extensions/wangge/src/reorganisation/grid-changes/grid-change-service.ts';

const [connection, change] = process.argv.slice(2);
const db = knex({ client: 'pg', connection: JSON.parse(connection!), pool: { min: 0, max: 3 } });
await db.raw('select 1');
process.stdout.write('begun\n');
await db.transaction(trx => carryOut(trx, JSON.parse(change!), null, new Date().toISOString()));
await db.destroy();
