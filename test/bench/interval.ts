/**
 * The intervals of 10,000 grids with 15 indicators: 1,000 draws and as many rankings, weights varied, header and digests, in a
 * thread of the pool; against the bare draws (as many numbers by chance added up, and as many sorts), done in a thread, too.
 * Said beside it: the seconds, and how long the thread that asks was held at most.
 */
import type { Bench } from './bench.ts';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { groupIntervals } from '../../extensions/wangge/src/assessment/interval/interval-service.ts';
import { DRAWS } from '../../extensions/wangge/src/assessment/interval/model.ts';
import { groupOf } from '../rules/interval/interval-world.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const GRIDS = sized(10_000);
const INDICATORS = 15;
const GOAL = 10;

const BARE = `
  const { parentPort, workerData: { grids, indicators, draws } } = require('node:worker_threads');
  const sums = new Float64Array(grids * draws);
  for (let indicator = 0; indicator < indicators; indicator++)
    for (let at = 0; at < sums.length; at++)
      sums[at] += Math.floor(1000 * Math.random());
  for (let draw = 0; draw < draws; draw++)
    sums.subarray(draw * grids, (draw + 1) * grids).sort();
  parentPort.postMessage(sums[0]);`;

async function bareDraws(): Promise<void> {
  const thread = new Worker(BARE, { eval: true, workerData: { grids: GRIDS, indicators: INDICATORS, draws: DRAWS } });
  await new Promise<void>((done, failed) => thread.once('error', failed).once('exit', () => done()));
}

async function run({ say }: Parameters<Bench['run']>[0]): Promise<void> {
  const input = groupOf('bench', { grids: GRIDS, indicators: INDICATORS, draws: DRAWS, cases: 120 });
  let [seconds, held] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const intervals = async (): Promise<void> => {
    const began = performance.now();
    // A new one each time: one that is enabled again counts the time between, too.
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    const done = await groupIntervals(input, { prior_from: {}, not_rated: new Map(), script: null });
    delays.disable();
    held = Math.min(held, delays.max / 1e6);
    seconds = Math.min(seconds, (performance.now() - began) / 1000);
    if (done.kind === 'refused')
      throw new Error(done.code);
  };
  const [baseline, ours] = await measure([{ name: 'bare draws and sorts', run: bareDraws }, { name: 'intervals', run: intervals }], { rounds: 3 });
  say(line(ours!, baseline!, 'ms'));
  say(`  ${GRIDS} grids × ${INDICATORS} indicators × ${DRAWS} draws: ${seconds.toFixed(1)} s   goal < ${GOAL} s: ${seconds < GOAL ? 'reached' : 'not reached'}; the asking thread was held for ${held.toFixed(0)} ms at most   goal ≤ 50 ms: ${held <= 50 ? 'reached' : 'not reached'}`);
}

export default { name: 'Intervals of the ranks of 10,000 grids', run } satisfies Bench;
