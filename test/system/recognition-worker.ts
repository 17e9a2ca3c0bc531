/** Proposes by rules, and settles what fell, in a process of its own, to be killed: `node recognition-worker.ts CONNECTION SUBDISTRICT`. */
import process from 'node:process';
import knex from 'knex';
import { settleFallen } from '../../extensions/wangge/src/recognition/fallen-service.ts';
import { proposeByRules } from '../../extensions/wangge/src/recognition/rules/rule-service.ts';

const [connection, subdistrict] = process.argv.slice(2);
const db = knex({ client: 'pg', connection: JSON.parse(connection!), pool: { min: 0, max: 3 } });
await db.raw('select 1');
process.stdout.write('begun\n');
await proposeByRules(db, new Date().toISOString(), [subdistrict!]);
await settleFallen(db, new Date().toISOString());
await db.destroy();
