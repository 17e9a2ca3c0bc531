/** A worker of the outbox in a process of its own, to be killed: `node outbox-worker.ts CONNECTION AT`. */
import process from 'node:process';
import knex from 'knex';
import { deliver } from '../../extensions/wangge/src/outbox/outbox-store.ts';
import { sendDue } from '../../extensions/wangge/src/outbox/sending-service.ts';
import { webhookChannel } from '../../extensions/wangge/src/outbox/webhook-channel.ts';

const [connection, at] = process.argv.slice(2);
const db = knex({ client: 'pg', connection: JSON.parse(connection!), pool: { min: 0, max: 2 } });
await db.raw('select 1');
process.stdout.write('begun\n');
await Promise.all([deliver(db, at!), sendDue(db, webhookChannel(null), { clock: () => at! })]);
await sendDue(db, webhookChannel(null), { clock: () => at! });
await db.destroy();
