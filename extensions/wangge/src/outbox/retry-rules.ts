/** How long to wait after a message could not be sent, and when to give up. */

/** With these waits: four to six hours of trying (an ordinary message: of office hours). Afterwards the message is marked as failed, for people to see. */
export const MAX_ATTEMPTS = 12;
/** A claim that is older belongs to a worker that was killed; far longer than any channel may take to send. */
export const CLAIM_MINUTES = 10;
/** So many messages in a row that cannot be sent, and the rest waits for the next run: the channel is dead, not the address. */
export const FAILURES_IN_A_ROW = 3;

const FIRST_MS = 60_000;
const LONGEST_MS = 3_600_000;

/**
 * Milliseconds until the next attempt after this many: a minute, doubled each time up to an hour, of which half is
 * left to chance (`random` in [0, 1)), so that what failed together does not come back together.
 */
export function waitAfter(attempts: number, random: number): number {
  const longest = Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 30), LONGEST_MS);
  return Math.round(longest / 2 + longest / 2 * random);
}
