/** A worker of the outbox in a process of its own, to be killed: `node outbox-worker.ts CONNECTION AT`. */
import process from 'node:process';
import knex from 'knex';
import { deliver } from '../../extensions/wangge/src/platform/outbox.ts';
import { sendDue } from '../../extensions/wangge/src/platform/outbox/send.ts';
import { webhookChannel } from '../../extensions/wangge/src/platform/outbox/webhook.ts';

const [connection, at] = process.argv.slice(2);
const db = knex({ client: 'pg', connection: JSON.parse(connection!), pool: { min: 0, max: 2 } });
await db.raw('select 1');
process.stdout.write('begun\n');
await Promise.all([deliver(db, at!), sendDue(db, webhookChannel(null), { clock: () => at! })]);
await sendDue(db, webhookChannel(null), { clock: () => at! });
await db.destroy();
