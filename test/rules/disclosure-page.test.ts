/** The public page's pure parts: addresses, how long a matter took, who is one client, when votes reopen, what may be changed in a draft. */
import type { Certificate } from '../../extensions/wangge/src/calendar/model.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { addWorkingDays, dayOf, dueAt, momentAt } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { feedbackOf, reopens } from '../../extensions/wangge/src/disclosure/feedback-rules.ts';
import { handlingDuration } from '../../extensions/wangge/src/disclosure/handling-duration-rules.ts';
import { messages } from '../../extensions/wangge/src/disclosure/messages.ts';
import { objectionToDraft, withWord } from '../../extensions/wangge/src/disclosure/notice-guard-rules.ts';
import { monthsUntil } from '../../extensions/wangge/src/disclosure/page/list-page-rules.ts';
import { markedParts } from '../../extensions/wangge/src/disclosure/page/notice-page-rules.ts';
import { addressOf, searchOf } from '../../extensions/wangge/src/disclosure/search-rules.ts';
import { spanOf, withDescendants } from '../../extensions/wangge/src/disclosure/search-span-rules.ts';
import { visitorPseudonym } from '../../extensions/wangge/src/disclosure/visitor-pseudonym-rules.ts';
import { isOwnForm, networkOf } from '../../extensions/wangge/src/kernel/network-rules.ts';
import { findPersonalData } from '../../extensions/wangge/src/kernel/personal-data-rules.ts';
import { cleanText } from '../../extensions/wangge/src/kernel/text-rules.ts';
import { shipped } from './calendar-world.ts';

const uuid = fc.uuid({ version: 4 });

describe('an address', () => {
  const search = fc.record({
    q: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map(text => text.replaceAll(/\s+/g, ' ').trim()).filter(text => text !== '' && text.length <= 60 && cleanText(text) === text)),
    subdistrict: fc.option(uuid),
    grid: fc.option(uuid),
    category: fc.option(uuid),
    month: fc.option(fc.constantFrom('2026-01', '2025-12')),
    cursor: fc.option(fc.record({ direction: fc.constantFrom('before' as const, 'after' as const), published_at: fc.nat(), id: uuid })),
  });
  test.prop([search])('says what was asked for, and is read as it was written', (asked) => {
    const query = Object.fromEntries(new URLSearchParams(addressOf(asked, null)));
    expect(searchOf(query)).toEqual(asked);
  });

  test.prop([fc.dictionary(fc.constantFrom('q', 'grid', 'month', 'before', 'after', 'category'), fc.anything())])('that is nonsense is an address all the same', (query) => {
    expect(() => searchOf(query)).not.toThrow();
  });
});

describe('how long it took', () => {
  const limitOf = (working_days: number) => ({ policy: null, working_days, clock_hours: null, warn_working_hours: 8, close_of_business: '18:00', calendar_version: shipped.version });
  const certificateOf = (started_at: string, working_days: number, stretch: Pick<Certificate, 'pauses' | 'extensions'>): Certificate => {
    const limit = limitOf(working_days);
    return { limit, started_at, ...stretch, ...dueAt(shipped, started_at, limit, stretch) };
  };

  const day = fc.integer({ min: 0, max: 200 }).map(n => addWorkingDays(shipped, '2026-01-04', n).day);
  test.prop([day, fc.integer({ min: 1, max: 10 }), fc.integer({ min: 0, max: 12 })])('is the working days after the day of receipt, and in time within the limit', (received, limit, days) => {
    const certificate = certificateOf(momentAt(shipped, received, '10:00'), limit, { pauses: [], extensions: [] });
    const met_at = momentAt(shipped, addWorkingDays(shipped, received, days).day, '10:00');
    expect(handlingDuration(certificate, met_at, shipped)).toEqual({ unit: 'working_days', took: days, limit, in_time: days <= limit });
  });

  it('leaves out what stood, adds what was granted, and knows limits in hours', () => {
    const started_at = '2026-03-02T02:00:00.000Z';
    const pauses = [{ from: '2026-03-04T00:00:00.000Z', until: '2026-03-06T00:00:00.000Z' }];
    const certificate = certificateOf(started_at, 3, { pauses, extensions: [2] });
    expect(handlingDuration(certificate, '2026-03-09T02:00:00.000Z', shipped)).toEqual({ unit: 'working_days', took: 3, limit: 5, in_time: true });
    expect(dayOf(shipped, certificate.due_at)).toBe('2026-03-11');
    const hours: Certificate = { ...certificate, limit: { ...limitOf(1), working_days: null, clock_hours: 24 }, pauses: [], extensions: [], due_at: '2026-03-03T02:00:00.000Z' };
    expect(handlingDuration(hours, '2026-03-02T12:30:00.000Z', shipped)).toEqual({ unit: 'hours', took: 11, limit: 24, in_time: true });
    expect(handlingDuration({ ...hours, limit: { ...hours.limit, clock_hours: null } }, started_at, shipped)).toBeNull();
  });
});

describe('an answer', () => {
  it('comes from one client per address, per network with IPv6, and tells neither', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:DB8:1:2::9'));
    expect(networkOf('2001:db8::1')).toBe(networkOf('2001:db8:0:0:ffff::1'));
    expect(networkOf('2001:db8:1:3::9')).not.toBe(networkOf('2001:db8:1:2::9'));
    expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
    expect(visitorPseudonym('monday', '203.0.113.7')).not.toBe(visitorPseudonym('tuesday', '203.0.113.7'));
    expect(visitorPseudonym('monday', '203.0.113.7')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('comes from our own page', () => {
    const from = (headers: Record<string, string>) => isOwnForm({ headers: { host: 'notices.example', ...headers } }, 'https://public.example/base');
    expect([from({}), from({ 'sec-fetch-site': 'same-origin' }), from({ origin: 'https://notices.example' }), from({ origin: 'https://public.example' })]).toEqual([true, true, true, true]);
    expect([from({ 'sec-fetch-site': 'cross-site' }), from({ 'sec-fetch-site': 'same-site' }), from({ origin: 'null' }), from({ origin: 'https://evil.example' })]).toEqual([false, false, false, false]);
  });

  it('is read, cleaned, and its personal data noted', () => {
    expect(feedbackOf(new URLSearchParams({ resolved: 'no', rating: '2', comment: ' 还漏\u202Ewater\u0000\r\n请致电13800138000 ' }))).toEqual({ resolved: 'no', rating: 2, comment: '还漏water\n请致电13800138000', state: 'pending', personal_data: '13800138000' });
    expect(feedbackOf(new URLSearchParams({ resolved: 'yes', rating: '5' }))).toMatchObject({ comment: null, state: 'shown', personal_data: null });
    expect(feedbackOf(new URLSearchParams({ resolved: 'maybe', rating: '5' }))).toMatchObject({ code: 'say_whether_solved' });
    expect(feedbackOf(new URLSearchParams({ resolved: 'yes', rating: '2.5' }))).toMatchObject({ code: 'rating_missing' });
  });

  test.prop([fc.nat(20), fc.nat(20), fc.nat(5)])('“not solved” reopens at the threshold and above “solved”, never at 0', (yes, no, votes) => {
    expect(reopens({ yes, no }, votes)).toBe(votes > 0 && no >= votes && no > yes);
    expect(reopens({ yes, no }, 0)).toBe(false);
  });
});

describe('a draft', () => {
  const draft = { state: 'draft', mode: 'individual', mode_reason: null, title: '路灯照明' } as const;
  it('is written, not published, and changes its way with a reason', () => {
    expect(objectionToDraft({ summary: '…', photos: {} }, draft)).toBeNull();
    expect(objectionToDraft({ published_by: 'x' }, draft)).toMatchObject({ code: 'notice_managed', field: 'published_by' });
    expect(objectionToDraft({ summary: '…' }, { ...draft, state: 'published' })).toMatchObject({ code: 'notice_frozen' });
    expect(objectionToDraft({ mode: 'count_only' }, draft)).toMatchObject({ code: 'mode_reason_missing' });
    expect(objectionToDraft({ mode: 'count_only', mode_reason: '能认出当事人' }, draft)).toBeNull();
    expect(objectionToDraft({ title: null }, draft)).toMatchObject({ code: 'notice_title_missing' });
  });

  it('with other photographs loses the word that they are fit', () => {
    expect(withWord({ photos: [] })).toEqual({ photos: [], photos_cleared: false });
    expect(withWord({ photos: [], photos_cleared: true })).toEqual({ photos: [], photos_cleared: true });
    expect(withWord({ title: 'x' })).toEqual({ title: 'x' });
  });

  test.prop([fc.array(fc.constantFrom('王女士', '13800138000', '路灯不亮', '，', '3号楼2单元501室'), { maxLength: 8 })])('with what was found marked is still the same text', (parts) => {
    const text = parts.join('');
    const faults = findPersonalData({ text });
    const marked = markedParts(text, faults);
    expect(marked.map(part => part.text).join('')).toBe(text);
    expect(marked.filter(part => part.marked).map(part => part.text)).toEqual(faults.map(fault => fault.found));
  });
});

it('months and categories stand for what lies in them', () => {
  expect(spanOf('2026-12', 'Asia/Shanghai')).toEqual(['2026-11-30T16:00:00.000Z', '2026-12-31T16:00:00.000Z']);
  expect(monthsUntil('2026-02-10', 3)).toEqual(['2026-02', '2026-01', '2025-12']);
  expect(withDescendants('a', [{ id: 'a', parent: null }, { id: 'b', parent: 'a' }, { id: 'c', parent: 'b' }, { id: 'd', parent: null }])).toEqual(['a', 'b', 'c']);
});

it('every sentence is said in both languages', () => {
  for (const sentences of Object.values(messages))
    expect(Object.keys(sentences)).toEqual(['zh-CN', 'en-US']);
});
