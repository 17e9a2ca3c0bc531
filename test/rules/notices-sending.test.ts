/** When a message leaves the house, how often it is tried, and what it says. */
import { createHmac } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { dayOf, isWorkingDay, momentAt } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { mailConfigured } from '../../extensions/wangge/src/outbox/email-channel.ts';
import { siteOf } from '../../extensions/wangge/src/outbox/job.ts';
import { groupText, mailOf } from '../../extensions/wangge/src/outbox/message-text-rules.ts';
import { inOfficeHours } from '../../extensions/wangge/src/outbox/office-hours-rules.ts';
import { CLAIM_MINUTES, MAX_ATTEMPTS, waitAfter } from '../../extensions/wangge/src/outbox/retry-rules.ts';
import { signed } from '../../extensions/wangge/src/outbox/webhook-channel.ts';
import { at, shipped, someMoment } from './calendar-world.ts';

const HOURS = { open: '09:00', close: '18:00' };
const SITE = 'https://wangge.example/admin';
const message = (subject: string, id = '1') => ({ id, subject, body: '编号 110105014-20260302-0001', link: '/content/issues/4a6c1f0e-0000-4000-8000-000000000001' });

describe('office hours', () => {
  test.prop([someMoment])('T26: open only on working days, from opening to before closing', (moment) => {
    const day = dayOf(shipped, moment);
    const within = momentAt(shipped, day, HOURS.open) <= moment && moment < momentAt(shipped, day, HOURS.close);
    expect(inOfficeHours(shipped, HOURS, moment)).toBe(isWorkingDay(shipped, day) && within);
  });

  it.each([
    ['2026-03-02T08:59', false, 'before opening'],
    ['2026-03-02T09:00', true, 'at opening'],
    ['2026-03-02T17:59', true, 'before closing'],
    ['2026-03-02T18:00', false, 'at closing'],
    ['2026-03-07T10:00', false, 'a Saturday'],
    ['2026-02-14T10:00', true, 'a Saturday that is worked for the Spring Festival'],
    ['2026-02-16T10:00', false, 'a Monday in the Spring Festival'],
  ])('T26: %s in Shanghai: %s (%s)', (local, open) => {
    expect(inOfficeHours(shipped, HOURS, at(local))).toBe(open);
  });

  it('hours that leave no minute do not silence the channel for ever', () => {
    expect(inOfficeHours(shipped, { open: '18:00', close: '09:00' }, at('2026-03-02T03:00'))).toBe(true);
    expect(inOfficeHours(shipped, { open: '00:00', close: '24:00' }, at('2026-03-02T23:59'))).toBe(true);
  });
});

describe('trying again', () => {
  const attempts = fc.integer({ min: 1, max: 1000 });
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  test.prop([attempts, chance])('waits half a minute at least and an hour at most', (count, random) => {
    expect(waitAfter(count, random)).toBeGreaterThanOrEqual(30_000);
    expect(waitAfter(count, random)).toBeLessThanOrEqual(3_600_000);
  });

  test.prop([attempts, chance])('never waits less after one more failure, chance aside', (count, random) => {
    expect(waitAfter(count + 1, random)).toBeGreaterThanOrEqual(waitAfter(count, random));
  });

  it('tries for some hours, and what failed together comes back apart', () => {
    const hours = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => waitAfter(index + 1, 0.5)).reduce((sum, ms) => sum + ms) / 3_600_000;
    expect(hours).toBeGreaterThan(4);
    expect(hours).toBeLessThan(8);
    expect(waitAfter(4, 0.9) - waitAfter(4, 0.1)).toBeGreaterThan(60_000);
    expect(CLAIM_MINUTES).toBeGreaterThan(5);
  });
});

describe('what is said', () => {
  it('a mail names the issue and leads to it, in the reader\'s language', () => {
    const { subject, text } = mailOf([message('新问题：楼道堆物')], 'zh-CN', SITE);
    expect(subject).toBe('新问题：楼道堆物');
    expect(text).toContain(`${SITE}/content/issues/4a6c1f0e-0000-4000-8000-000000000001`);
    expect(text).toContain('请勿回复');
    expect(mailOf([message('New issue: corridor')], 'en-US', null).text).toMatch(/^New issue: corridor\n编号 [\d-]+\n\nThis mail/);
  });

  test.prop([fc.array(fc.string({ minLength: 1, maxLength: 60 }), { minLength: 2, maxLength: 100 })])('a digest holds every notice, in order', (subjects) => {
    const { subject, text } = mailOf(subjects.map((said, index) => message(said, String(index))), 'zh-CN', SITE);
    expect(subject).toBe(`您有${subjects.length}条待阅消息`);
    const places = subjects.map((said, index) => text.indexOf(`${index + 1}. ${said}`));
    expect(places.every(place => place >= 0)).toBe(true);
  });

  test.prop([fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 900 }), { minLength: 1, maxLength: 60 })])('a group\'s message fits into 2048 bytes and says how many it stands for', (subjects) => {
    const text = groupText(subjects.map(said => message(said)), SITE);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(2048);
    expect(text.startsWith('【网格】')).toBe(true);
    if (subjects.length > 1)
      expect(text).toContain(`共${subjects.length}条消息`);
  });

  it('a group is told the rest by number', () => {
    const text = groupText(Array.from({ length: 40 }, (_, index) => message(`新问题：第${index + 1}件`)), SITE);
    const [, rest] = /其余(\d+)条请登录系统查看。$/.exec(text)!;
    expect(text.split('新问题：')).toHaveLength(40 - Number(rest) + 1);
  });

  it('DingTalk\'s signature, and none where no secret is set', () => {
    const url = 'https://oapi.dingtalk.com/robot/send?access_token=abc';
    expect(signed(url, null, 1)).toBe(url);
    const target = new URL(signed(url, 'SECret', 1_700_000_000_000));
    expect(target.searchParams.get('access_token')).toBe('abc');
    expect(target.searchParams.get('sign')).toBe(createHmac('sha256', 'SECret').update('1700000000000\nSECret').digest('base64'));
    expect(signed(url, 'SECret', 1_700_000_000_000)).not.toMatch(/sign=.*[+/]/);
  });
});

describe('what the installation says of itself', () => {
  it('mail goes out only through a transport that somebody chose', () => {
    const env = (said: Record<string, unknown>): Parameters<typeof mailConfigured>[0] => said;
    expect(mailConfigured(env({ EMAIL_TRANSPORT: 'sendmail' }))).toBe(false);
    expect(mailConfigured(env({}))).toBe(false);
    expect(mailConfigured(env({ EMAIL_TRANSPORT: 'smtp' }))).toBe(false);
    expect(mailConfigured(env({ EMAIL_TRANSPORT: 'SMTP', EMAIL_SMTP_HOST: 'mail.example' }))).toBe(true);
    expect(mailConfigured(env({ EMAIL_TRANSPORT: 'ses' }))).toBe(true);
  });

  it('links need an address that people can reach', () => {
    expect(siteOf({ PUBLIC_URL: 'https://wangge.example/' })).toBe(SITE);
    expect(siteOf({ PUBLIC_URL: '/' })).toBeNull();
  });
});
