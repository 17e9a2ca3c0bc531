/** A sweep in a process of its own, to be killed: `node sweeper.ts CONNECTION AT BATCH`. */
import process from 'node:process';
import knex from 'knex';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';

const [connection, at, batch] = process.argv.slice(2);
const db = knex({ client: 'pg', connection: JSON.parse(connection!), pool: { min: 0, max: 1 } });
await db.raw('select 1');
process.stdout.write('begun\n');
await sweep(db, at!, Number(batch));
await db.destroy();
