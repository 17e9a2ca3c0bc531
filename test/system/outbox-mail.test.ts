/** The whole way: a running server sends by SMTP and to a group by itself, and a dead mail server holds up nothing. */
import type { OwnServer } from './harness.ts';
import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueue } from '../../extensions/wangge/src/outbox/index.ts';
import { freshServer } from './harness.ts';
import { group, mailServer, notice, robot } from './outbox-world.ts';

const SOON = { timeout: 30_000, interval: 500 };
let wangge: OwnServer;
let mail: Awaited<ReturnType<typeof mailServer>>;
let sink: Awaited<ReturnType<typeof robot>>;

beforeAll(async () => {
  [mail, sink] = [await mailServer(), await robot()];
  wangge = await freshServer({ environment: {
    WANGGE_SCHEDULER: 'on',
    EMAIL_TRANSPORT: 'smtp',
    EMAIL_SMTP_HOST: '127.0.0.1',
    EMAIL_SMTP_PORT: String(mail.port),
    EMAIL_SMTP_IGNORE_TLS: 'true',
    EMAIL_FROM: 'wangge@example.com',
  } });
  await group(wangge, sink.port);
});
afterAll(async () => {
  await wangge.close();
  await Promise.all([mail.close().catch(() => {}), sink.close()]);
});

/** Urgent, so that the test may run at any hour. */
const urgent = { urgent: true, subject: { 'zh-CN': '【重大】新问题：燃气泄漏', 'en-US': '[Critical] New issue' } };
/** Of these notices alone: the jobs of this server tell groups of their own, at office hours. */
const ours = { event: 'report' };
const state = async (channel: string, recipient: string | null): Promise<{ state: string; attempts: number; error: string | null } | undefined> =>
  await wangge.db('outbox').where({ ...ours, channel, recipient }).orderBy('id', 'desc').first('state', 'attempts', 'error') as never;

const mailsTo = ({ email }: { email: string }): { source: string }[] => mail.received.filter(({ to }) => to === email);

/** Of a mail as it is sent: in encoded words (RFC 2047). */
function subjectOf(source: string): string {
  const header = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(source)![1]!;
  return [...header.matchAll(/=\?UTF-8\?([BQ])\?(.*?)\?=/g)].map(([, kind, word]) => kind === 'B'
    ? Buffer.from(word!, 'base64').toString()
    : decodeURIComponent(word!.replaceAll('_', ' ').replaceAll('=', '%'))).join('');
}

describe('a server with a mail server', () => {
  it('sends a notice in the app, by e-mail and to the group, once each', async () => {
    const person = await wangge.createUser({ role: 'office' });
    await enqueue(wangge.db, [notice(person.id, urgent)]);
    await expect.poll(() => state('email', person.id), SOON).toMatchObject({ state: 'sent' });
    await expect.poll(() => state('webhook', null), SOON).toMatchObject({ state: 'sent' });
    expect(await wangge.db('directus_notifications').where({ recipient: person.id })).toHaveLength(1);
    const [{ source }, ...more] = mailsTo(person) as [{ source: string }];
    expect(more).toEqual([]);
    expect(source).toMatch(/^From: .*<wangge@example.com>/m);
    expect(subjectOf(source)).toContain('燃气泄漏');
    expect(sink.received.map(({ text }) => text.split('\n')[0]).filter(text => text?.includes('燃气'))).toEqual(['【网格】【重大】新问题：燃气泄漏']);
  });

  it('goes on in the app and to the group when the mail server is dead, and sends the mails when it is back', async () => {
    const { port } = mail;
    await mail.close();
    const person = await wangge.createUser({ role: 'office' });
    await enqueue(wangge.db, [notice(person.id, urgent)]);
    await expect.poll(() => state('email', person.id), SOON).toMatchObject({ state: 'queued', attempts: 1, error: expect.stringContaining('ECONNREFUSED') });
    await expect.poll(() => wangge.db('outbox').where({ ...ours, channel: 'webhook', state: 'sent' }), SOON).toHaveLength(2);
    expect(await wangge.db('directus_notifications').where({ recipient: person.id })).toHaveLength(1);
    mail = await mailServer(port);
    await wangge.db('outbox').where({ recipient: person.id, channel: 'email' }).update({ next_attempt_at: null });
    await expect.poll(() => state('email', person.id), SOON).toMatchObject({ state: 'sent', attempts: 2, error: null });
    expect(mailsTo(person)).toHaveLength(1);
  });
});
