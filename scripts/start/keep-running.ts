/** Starts again what died under a running installation, so often and no more; a stop by the operator is no death. */
import { setTimeout as delay } from 'node:timers/promises';

/** More deaths than this within the span, and something is wrong that starting again does not mend. */
export const MOST_DEATHS = 5;
export const SPAN = 10 * 60_000;

/** What is left to do after a death at `now`: start again after a pause, or give up. `deaths`: moments of the earlier ones, in milliseconds. */
export function afterDeath(deaths: readonly number[], now: number): { deaths: number[]; pause: number } | 'give up' {
  const recent = [...deaths.filter(moment => now - moment < SPAN), now];
  if (recent.length > MOST_DEATHS)
    return 'give up';
  return { deaths: recent, pause: 500 * 2 ** (recent.length - 1) };
}

export interface Watched<Running extends { ended: Promise<unknown> }> {
  name: string;
  first: Running;
  begin: () => Promise<Running>;
  /** True as soon as the operator stops it. */
  stopping: () => boolean;
  tell: (text: string) => void;
  giveUp: (reason: string) => void;
}

/** Watches until the operator stops it or it has died too often. */
export async function keepRunning<Running extends { ended: Promise<unknown> }>({ name, first, begin, stopping, tell, giveUp }: Watched<Running>): Promise<void> {
  let running: Running | null = first;
  for (let deaths: number[] = []; ;) {
    await running?.ended;
    if (stopping())
      return;
    const next = afterDeath(deaths, Date.now());
    if (next === 'give up') {
      giveUp(`${name} has ended ${MOST_DEATHS + 1} times within ${SPAN / 60_000} minutes and is not started again.`);
      return;
    }
    deaths = next.deaths;
    tell(`${name} has ended by itself; it is started again (${deaths.length} of at most ${MOST_DEATHS} within ${SPAN / 60_000} minutes).`);
    await delay(next.pause);
    if (stopping())
      return;
    running = await begin().catch((error: Error) => {
      tell(`${name} could not be started again: ${error.message}`);
      return null;
    });
    if (running !== null && !stopping())
      tell(`${name} runs again.`);
  }
}
