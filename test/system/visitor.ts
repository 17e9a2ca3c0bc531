/** A step of a visit in a process of its own, to be killed: `node visitor.ts CONNECTION begin|complete VISIT PERSON AT`. */
import process from 'node:process';
import knex from 'knex';
import { begin, complete } from '../../extensions/wangge/src/assessment/inspection/visit-service.ts';

const [connection, step, visit, person, at] = process.argv.slice(2);
const db = knex({ client: 'pg', connection: JSON.parse(connection!), pool: { min: 0, max: 1 } });
await (step === 'begin' ? begin : complete)(db, visit!, person!, at!);
await db.destroy();
