/** Upholds an appeal and begins to compute anew, in a process of its own that is killed while it writes: `node appeal-worker.ts CONNECTION APPEAL REVIEWER`. */
import process from 'node:process';
import knex from 'knex';
import { review } from '../../extensions/wangge/src/recognition/appeals/appeal-service.ts';
import { recomputeExempt } from '../../extensions/wangge/src/recognition/appeals/recompute-service.ts';
import './own-signing-key.ts';

const [connection, appeal, reviewer] = process.argv.slice(2);
const db = knex({ client: 'pg', connection: JSON.parse(connection!), pool: { min: 0, max: 2 } });
const now = new Date().toISOString();
const decided = await review(db, appeal!, reviewer!, { decision: 'upheld', reason: '系统故障期间已按时办理，有记录可查', stage: 2 }, now);
process.stdout.write(`${JSON.stringify(decided)}\n`);
await recomputeExempt(db, {
  save: async () => {
    process.stdout.write('writing\n');
    return new Promise<string>(() => setInterval(() => {}, 1000));
  },
  open: async () => Promise.reject(new Error('Nothing is read here')),
}, now);
