/**
 * `npm run bench`: start-up times, then every bench of `test/bench`, on one throw-away Postgres.
 * Names given as arguments choose benches by file name (`npm run bench -- report start-up`).
 * Prints; never fails on a time.
 */
import type { Bench } from '../test/bench/bench.ts';
import type { OwnServer } from '../test/system/harness.ts';
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { freshServer } from '../test/system/harness.ts';
import { raiseStage } from '../test/system/stage.ts';
import { root } from './start/environment.ts';
import { say, seconds } from './start/steps.ts';

const folder = join(root, 'test', 'bench');
const SHARED = ['bench.ts', 'measure.ts'];

const wanted = process.argv.slice(2);
const names = readdirSync(folder)
  .filter(file => file.endsWith('.ts') && !SHARED.includes(file))
  .map(file => file.slice(0, -'.ts'.length))
  .filter(name => wanted.length === 0 || wanted.includes(name));

say(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, Node ${process.version}; Postgres without fsync. Ratios count, not times.`);
const { stage, close } = await raiseStage();
process.once('SIGINT', () => void close().then(() => process.exit(130)));
try {
  for (const name of names) {
    const { default: bench } = await import(join(folder, `${name}.ts`)) as { default: Bench };
    const servers: OwnServer[] = [];
    say(`\n${bench.name}`);
    const began = performance.now();
    await bench.run({
      stage,
      say,
      server: async (environment = {}) => {
        const server = await freshServer({ environment }, stage);
        servers.push(server);
        return server;
      },
    });
    for (const server of servers)
      await server.close();
    say(`  (${seconds(performance.now() - began)})`);
  }
}
finally {
  await close();
}
