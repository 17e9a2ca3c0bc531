/**
 * `npm run bench`: start-up times, then every bench of `test/bench`, on one throw-away Postgres.
 * Names given as arguments choose benches by file name (`npm run bench -- report start-up`); `--help` lists them with their sizes.
 * `SCALE=0.01` runs them at a hundredth of their size, as the tests do. Prints; never fails on a time.
 */
import { cpus } from 'node:os';
import process from 'node:process';
import { benchNames, benchOf, runBench } from '../test/bench/run.ts';
import { SCALE } from '../test/bench/scale.ts';
import { raiseStage } from '../test/system/stage.ts';
import { say, seconds } from './start/steps.ts';

const HELP = `npm run bench [-- name …]

  compliance        1,000,000 logs of 10,000 people over a quarter
  daily-facts       10,000 patches, 5,000,000 logs, 2,000,000 ledger rows
  deadline-board    100,000 running clocks
  facts             10,000 patches, 1,000,000 issues: all measures, counted and written
  interval          10,000 grids × 15 indicators × 1,000 draws
  ledger-book       the paper ledger of 2,400 residents, then 100 small ones
  ledger-freshness  2,000,000 entries in 4,000 patches
  ledger-import     workbooks of 20,000 and 100,000 residents
  moving            a community with 100,000 rows goes under another area
  notices           the public list at 200,000 notices
  ranking           10,000 patches, 1,000,000 issues
  recalendar        100,000 running clocks move
  report            100 issues a round over REST
  responsiveness    pings beside 30 MB of boundaries, 100,000 rows, books and a ranking
  scoped-list       300,000 issues on 4,000 patches
  snapshots         a month's ledgers: 6,000,000 entries, 10,000 patches, 30 data sets
  start-up          npm start from nothing, and again
  sweep             20,000 clocks that have run out, ten times

SCALE=0.01 npm run bench: a hundredth of these sizes and each round once, to see that they run.`;

async function benches(wanted: readonly string[]): Promise<void> {
  const names = benchNames().filter(name => wanted.length === 0 || wanted.includes(name));
  say(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, Node ${process.version}; Postgres without fsync. Ratios count, not times.${SCALE < 1 ? ` At ${SCALE} of the full size not even those.` : ''}`);
  const { stage, close } = await raiseStage();
  process.once('SIGINT', () => void close().then(() => process.exit(130)));
  try {
    for (const name of names) {
      const bench = await benchOf(name);
      say(`\n${bench.name}`);
      const began = performance.now();
      await runBench(bench, stage, say);
      say(`  (${seconds(performance.now() - began)})`);
    }
  }
  finally {
    await close();
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !benchNames().includes(name));
if (unknown.length > 0) {
  say(wanted.includes('--help') ? HELP : `No bench is called ${unknown.join(' or ')}.\n\n${HELP}`);
  process.exitCode = wanted.includes('--help') ? 0 : 1;
}
else {
  await benches(wanted);
}
