/**
 * Sends what waits for one channel, each channel by a worker of its own, so that a dead one holds up nobody else.
 *
 * A claim is committed before its message goes out and settled afterwards. A worker that is killed in between leaves
 * a claim that is taken over after some minutes: nothing is lost, and a message goes out twice only if the kill fell
 * between the other side's yes and our mark, or a mail server that answered too late had taken it after all. (Exactly
 * once is not to be had across two systems; in the app it is, since that is one statement.)
 */
import type { Db } from '../kernel/context.ts';
import type { Moment } from '../kernel/values.ts';
import type { Message } from './model.ts';
import type { Claim, Sending, Way } from './sending-store.ts';
import { loadCalendar } from '../calendar/index.ts';
import { momentString } from '../kernel/civil-date-rules.ts';
import { inOfficeHours } from './office-hours-rules.ts';
import { FAILURES_IN_A_ROW, waitAfter } from './retry-rules.ts';
import { claimNext, loadSending, outcomeOf, releaseStale } from './sending-store.ts';

export interface Channel {
  way: Way;
  on: (sending: Sending) => boolean;
  /** From how many ordinary messages on one addressee gets a digest, and how many go into it. */
  digest: (sending: Sending) => { threshold: number; most: number };
  /** Hands the messages over as one; throws if they were not taken. */
  send: (messages: readonly Message[], to: NonNullable<Claim['to']>) => Promise<void>;
}

export interface Run {
  /** Asked anew before each message: a long run may last beyond closing. */
  clock: () => Moment;
  /** In [0, 1). */
  random?: () => number;
  /** No new message is begun once it says stop. */
  signal?: AbortSignal;
}

/** A mail server that does not answer for so long is taken for dead. */
const SEND_MS = 60_000;
const NO_ADDRESSEE = 'Nobody to send it to: the account or the group is inactive, has no address, or has switched this off';

export async function sendDue(db: Db, channel: Channel, { clock, random = Math.random, signal }: Run): Promise<{ sent: number; failed: number }> {
  const sending = await loadSending(db);
  const total = { sent: 0, failed: 0 };
  if (!channel.on(sending))
    return total;
  const calendar = await loadCalendar(db);
  await releaseStale(db, channel.way, clock());
  for (let failures = 0; failures < FAILURES_IN_A_ROW && signal?.aborted !== true;) {
    const now = clock();
    const claim = await claimNext(db, channel.way, { now, open: inOfficeHours(calendar, sending, now), ...channel.digest(sending) });
    if (claim === null)
      break;
    const error = await attempt(channel, claim);
    await outcomeOf(db, claim, clock(), error === null
      ? null
      : { error, next_attempt_at: claim.to === null ? null : later(clock(), waitAfter(claim.attempts, random())) });
    // An address that is gone says nothing about the channel.
    failures = error === null || claim.to === null ? 0 : failures + 1;
    total[error === null ? 'sent' : 'failed'] += claim.messages.length;
  }
  return total;
}

/** Null, or what went wrong. */
async function attempt(channel: Channel, { messages, to }: Claim): Promise<string | null> {
  if (to === null)
    return NO_ADDRESSEE;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer in ${SEND_MS / 1_000} s`)), SEND_MS);
  });
  try {
    await Promise.race([channel.send(messages, to), late]);
    return null;
  }
  catch (error) {
    return reasonOf(error);
  }
  finally {
    clearTimeout(timer);
  }
}

/** `fetch` says "fetch failed" and why in its cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message;
}

function later(now: Moment, ms: number): Moment {
  return momentString(Date.parse(now) + ms);
}
