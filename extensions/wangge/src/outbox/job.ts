/** The outbox's clock: each channel looks at its queue every few seconds, apart from the others; blocked channels are told of, old rows tidied. */
import type { Db, HookContext } from '../kernel/context.ts';
import type { Counts, Job } from '../kernel/job-rules.ts';
import type { Moment } from '../kernel/values.ts';
import type { Notice } from './model.ts';
import type { Channel } from './sending-service.ts';
import type { Way } from './sending-store.ts';
import { everyDay } from '../calendar/slot-rules.ts';
import { directusMailer, emailChannel, mailConfigured } from './email-channel.ts';
import { enqueue } from './index.ts';
import { BLOCKED, deliver } from './outbox-store.ts';
import { sendDue } from './sending-service.ts';
import { administrators, blockedWays, tidySent } from './sending-store.ts';
import { webhookChannel } from './webhook-channel.ts';

export interface Task {
  name: string;
  run: (now: Moment) => Promise<unknown>;
}

/** What has to run all the time; none of them waits for another. */
export function tasksOf(context: HookContext, signal: AbortSignal): Task[] {
  const { database, env } = context;
  const email = mailConfigured(env);
  const site = siteOf(env);
  const task = (channel: Channel): Task => ({ name: channel.way, run: () => sendDue(database, channel, { clock: () => new Date().toISOString(), signal }) });
  return [
    { name: 'outbox', run: now => deliver(database, now, { email }) },
    ...(email ? [task(emailChannel(directusMailer(context), site))] : []),
    task(webhookChannel(site)),
  ];
}

/** Where people find the Studio, if `PUBLIC_URL` says so. */
export function siteOf({ PUBLIC_URL }: HookContext['env']): string | null {
  const url = String(PUBLIC_URL ?? '');
  return /^https?:\/\//.test(url) ? `${url.replace(/\/+$/, '')}/admin` : null;
}

const NAMES: Record<Way, Notice['subject']> = {
  email: { 'zh-CN': '电子邮件', 'en-US': 'e-mail' },
  webhook: { 'zh-CN': '群机器人', 'en-US': 'group robots' },
};

/** Tells administrators in the app of channels that do not get through, once a day. */
export async function tellOfBlocked(db: Db, now: Moment): Promise<Counts> {
  const blocked = await blockedWays(db, now);
  const people = blocked.length === 0 ? [] : await administrators(db);
  await enqueue(db, blocked.flatMap(({ channel, count, error }) => people.map((recipient): Notice => ({
    dedupe_key: `${BLOCKED}:${channel}:${now.slice(0, 'YYYY-MM-DD'.length)}`,
    event: BLOCKED,
    recipient,
    channel: 'inapp',
    subject: {
      'zh-CN': `${NAMES[channel]['zh-CN']}有${count}条消息未能发出`,
      'en-US': `${count} notices could not be sent by ${NAMES[channel]['en-US']}`,
    },
    body: { 'zh-CN': `请查看“待发消息”。最近一次错误：${error ?? ''}`, 'en-US': `See the outbox. The last error: ${error ?? ''}` },
    link: '/content/outbox',
    urgent: false,
  }))));
  return Object.fromEntries(blocked.map(({ channel, count }) => [channel, count]));
}

const watch: Job = { name: 'watch_outbox', slots: everyDay('09:00'), missed: 'newest', run: (db, { now }) => tellOfBlocked(db, now) };
const tidy: Job = { name: 'tidy_outbox', slots: everyDay('03:40'), missed: 'newest', run: async (db, { now }) => ({ removed: await tidySent(db, now) }) };

export const jobs = [watch, tidy] as const;
