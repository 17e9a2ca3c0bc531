/** Moves clocks in a process of its own, to be killed: `node recalendar-worker.ts CONNECTION BATCH`. */
import process from 'node:process';
import knex from 'knex';
import { moveClocks } from '../../extensions/wangge/src/handling/clocks/recalendar-service.ts';

const [connection, batch] = process.argv.slice(2);
const db = knex({ client: 'pg', connection: JSON.parse(connection!), pool: { min: 0, max: 3 } });
await db.raw('select 1');
process.stdout.write('begun\n');
await moveClocks(db, new Date().toISOString(), undefined, Number(batch));
await db.destroy();
