import type { Certificate, PinnedLimit } from '../../extensions/wangge/src/calendar/model.ts';
import type { IssueEvent } from '../../extensions/wangge/src/handling/model.ts';
/** The certificate (时限计算说明): its days agree with the limit, and its words with what an official writes. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { expandCertificate } from '../../extensions/wangge/src/calendar/certificate-rules.ts';
import { certificateText } from '../../extensions/wangge/src/calendar/certificate-words.ts';
import { answerDue, momentFrom, parseDueQuestion } from '../../extensions/wangge/src/calendar/due-question-rules.ts';
import { dayOf, dueAt, warnAt } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { certificatePage } from '../../extensions/wangge/src/handling/clocks/certificate-page-rules.ts';
import { deadlines } from '../../extensions/wangge/src/handling/clocks/deadline-rules.ts';
import { refused } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { at, clockHours, pausesAfter, shipped, someMoment, workingDays } from './calendar-world.ts';
import { FIVE, OFFICE, reported } from './deadlines-world.ts';

function certify(local: string, limit: PinnedLimit, stretch: Partial<Pick<Certificate, 'pauses' | 'extensions'>> = {}): Certificate {
  const said = { pauses: [], extensions: [], ...stretch };
  return { limit, started_at: at(local), ...said, ...dueAt(shipped, at(local), limit, said) };
}

const anyCertificate = someMoment.chain(started_at => fc.record({
  working_days: fc.integer({ min: 1, max: 40 }),
  close_of_business: fc.constantFrom('17:30', '18:00', '24:00'),
  pauses: pausesAfter(started_at),
  extensions: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
}).map(({ working_days, close_of_business, pauses, extensions }): Certificate => {
  const limit = workingDays(working_days, { close_of_business });
  return { limit, started_at, pauses, extensions, ...dueAt(shipped, started_at, limit, { pauses, extensions }) };
}));

describe('the days of a certificate', () => {
  test.prop([anyCertificate])('count to the limit, and the last one counted is the day it ends', (certificate) => {
    const { days, extended_by, due, received } = expandCertificate(certificate, shipped);
    const counted = days.filter(day => day.counted);
    expect(counted.length).toBe(certificate.limit.working_days! + extended_by);
    expect(counted.map(day => day.number)).toEqual(counted.map((_, i) => i + 1));
    expect(days.at(-1)).toBe(counted.at(-1));
    expect(days.at(-1)!.day).toBe(due.day);
    expect(days[0]).toMatchObject({ day: received.day, reason: 'receipt', counted: false });
    expect(days.every(day => day.counted === ['working', 'make_up'].includes(day.reason))).toBe(true);
  });

  test.prop([anyCertificate])('without the paused ones they are the original limit', (certificate) => {
    const plain = { ...certificate, pauses: [], extensions: [] };
    const original = expandCertificate({ ...plain, ...dueAt(shipped, plain.started_at, plain.limit) }, shipped);
    expect(original.due).toEqual(expandCertificate(certificate, shipped).original_due);
    expect(expandCertificate(certificate, shipped).paused_for > 0 || certificate.extensions.length > 0).toBe(certificate.due_at !== certificate.original_due_at);
  });

  it('say why each day counts or not', () => {
    const { days } = expandCertificate(certify('2026-09-18T16:30', workingDays(5)), shipped);
    expect(days.map(({ day, reason, number, name }) => [day, reason, number, name])).toEqual([
      ['2026-09-18', 'receipt', null, null],
      ['2026-09-19', 'weekend', null, null],
      ['2026-09-20', 'make_up', 1, '国庆节'],
      ['2026-09-21', 'working', 2, null],
      ['2026-09-22', 'working', 3, null],
      ['2026-09-23', 'working', 4, null],
      ['2026-09-24', 'working', 5, null],
    ]);
  });

  it('T13 rest on pins alone: a state that was renamed since changes no clock of the past', () => {
    const story = reported().on('2026-03-12T10:00', 'return').on('2026-03-13T10:00', 'route', { scope: 'subdistrict', department: OFFICE, limits: FIVE });
    const renamed = story.events.map(event => ({ ...event, from_status: 'renamed', to_status: 'renamed' }) as unknown as IssueEvent);
    expect(deadlines(renamed, () => shipped)).toEqual(story.clocks());
  });

  it('T14 a calendar published later moves what is reported later, and nothing that was reported or closed before', () => {
    const citizensDay = { kind: 'restday', name: '市民节', source: null, origin: 'local' } as const;
    const newer = { ...shipped, version: 'CN-2026-2', days: new Map([...shipped.days, ['2026-03-12', citizensDay] as const]) };
    const calendars = (version: string) => version === newer.version ? newer : shipped;
    const closed = reported().on('2026-03-12T10:00', 'handle').on('2026-03-12T10:00', 'feed_back').on('2026-03-14T10:00', 'close');
    expect(deadlines(closed.events, calendars)).toEqual(closed.clocks());
    const later = reported({ resolve: workingDays(3, { calendar_version: newer.version }) });
    const [resolve] = deadlines(later.events, calendars);
    expect(resolve!.due_at).toBe(at('2026-03-17T18:00'));
    expect(certificateText(expandCertificate(resolve!.certificate, newer), 'zh-CN')).toContain('3月12日（星期四）：市民节放假，不计入');
  });

  it('while the clock stands, go up to the pause', () => {
    const story = reported().on('2026-03-13T09:00', 'return');
    const expanded = expandCertificate(story.last('own').certificate, shipped);
    expect(expanded.days.map(day => day.day)).toEqual(['2026-03-11', '2026-03-12']);
    expect(expanded.standing_since).toEqual({ day: '2026-03-13', time: '09:00' });
  });
});

describe('the words of a certificate', () => {
  it('in Chinese', () => {
    expect(certificateText(expandCertificate(certify('2026-09-28T16:30', workingDays(5)), shipped), 'zh-CN')).toBe(`时限计算说明
收到时间：2026年9月28日（星期一）16:30
办理时限：5个工作日（收到当日不计入，自次日起计算，至最后一个工作日18:00止）
计算过程：
  9月28日（星期一）：收到当日，不计入
  9月29日（星期二）：第1个工作日
  9月30日（星期三）：第2个工作日
  10月1日（星期四）至10月7日（星期三）：国庆节放假，不计入
  10月8日（星期四）：第3个工作日
  10月9日（星期五）：第4个工作日
  10月10日（星期六）：第5个工作日（国庆节假期调休上班）
到期时间：2026年10月10日（星期六）18:00
期限性质：确定（所涉日期的节假日安排均已公布）。
计算依据：工作日历CN-2026；《国务院办公厅关于2026年部分节假日安排的通知》；参照《中华人民共和国民法典》第二百零一条、第二百零三条。`);
  });

  it('in English', () => {
    expect(certificateText(expandCertificate(certify('2026-12-30T09:00', workingDays(2)), shipped), 'en-US')).toBe(`How this deadline was calculated
Received: Wednesday 30 December 2026, 09:00
Limit: 2 working days (the day of receipt does not count; it ends at 18:00 on the last working day)
Counting:
  Wednesday 30 December: day of receipt, not counted
  Thursday 31 December: working day 1
  Friday 1 January: working day 2 (by the day of the week)
Due: Friday 1 January 2027, 18:00
Please note: this deadline is provisional. Calendar CN-2026 covers 1 January 2020 to 31 December 2026; days outside are counted by the day of the week until their holidays are published.
Basis: calendar CN-2026; Civil Code of the PRC, articles 201 and 203.`);
  });

  it('tell of pauses and extensions', () => {
    const certificate = certify('2026-06-01T08:00', workingDays(5), { pauses: [{ from: at('2026-06-05T08:00'), until: at('2026-06-08T08:00') }], extensions: [2] });
    const text = certificateText(expandCertificate(certificate, shipped), 'zh-CN');
    expect(text).toContain('6月5日（星期五）：暂停计时，不计入');
    expect(text).toContain('暂停计时：2026年6月5日（星期五）08:00至2026年6月8日（星期一）08:00');
    expect(text).toContain('原定期限：2026年6月8日（星期一）18:00（因暂停计时1个工作日、批准延期2个工作日，期限相应变更）');
    expect(text).toContain('到期时间：2026年6月11日（星期四）18:00');
    expect(certificateText(expandCertificate(certificate, shipped), 'en-US')).toContain('(moved: paused for 1 working day, extended by 2 working days)');
  });

  it('T2 tell of each extension in its order, and of a suspension by its name', () => {
    const story = reported()
      .on('2026-03-12T10:00', 'decide_extension', { extensions: { resolve: 2, own: 2 } })
      .on('2026-03-13T09:00', 'suspend')
      .on('2026-03-16T09:00', 'resume')
      .on('2026-03-17T10:00', 'decide_extension', { extensions: { resolve: 1 } });
    const { kind, certificate, due_at } = story.last('resolve');
    expect(due_at).toBe(at('2026-03-20T18:00'));
    const text = certificateText(expandCertificate(certificate, shipped, { kind }), 'zh-CN');
    expect(text).toContain('挂账（暂停计时）：2026年3月13日（星期五）09:00至2026年3月16日（星期一）09:00\n第1次延期：2个工作日\n第2次延期：1个工作日\n');
    expect(text).toContain('原定期限：2026年3月16日（星期一）18:00（因暂停计时1个工作日、批准延期3个工作日，期限相应变更）');
    expect(certificateText(expandCertificate(certificate, shipped, { kind }), 'en-US')).toContain('Suspended: Friday 13 March 2026, 09:00 to Monday 16 March 2026, 09:00\nExtension 1: 2 working days\nExtension 2: 1 working day\n');
  });

  it('T14 name the calendar that moved the end, and from when', () => {
    const citizensDay = { kind: 'restday', name: '市民节', source: '街道办通知', origin: 'local' } as const;
    const newer = { ...shipped, version: 'CN-2026-2', days: new Map([...shipped.days, ['2026-03-12', citizensDay] as const]) };
    const calendars = (version: string) => version === newer.version ? newer : shipped;
    const story = reported().on('2026-03-11T15:00', 'deadline_moved', { calendar_version: newer.version });
    const { kind, certificate } = deadlines(story.events, calendars).findLast(clock => clock.kind === 'resolve')!;
    const moved = [{ at: at('2026-03-11T15:00'), from: at('2026-03-16T18:00'), to: at('2026-03-17T18:00'), calendar_version: newer.version }];
    const text = certificateText(expandCertificate(certificate, newer, { kind, moved }), 'zh-CN');
    expect(text).toContain('工作日历调整：2026年3月11日（星期三）15:00起按工作日历CN-2026-2计算，到期时间由2026年3月16日（星期一）18:00调整为2026年3月17日（星期二）18:00');
    expect(text).toContain('原定期限：2026年3月16日（星期一）18:00（因工作日历调整，期限相应变更）');
    expect(text).toContain('计算依据：工作日历CN-2026-2；街道办通知；');
  });

  it('T8, T14 a miss stays one when the calendar moves, its end included', () => {
    const newer = { ...shipped, version: 'CN-2026-2', days: new Map([...shipped.days, ['2026-03-12', { kind: 'restday', name: null, source: 'x', origin: 'local' }] as const]) };
    const missed = reported().sweep('2026-03-16T18:01');
    const moved = reported().sweep('2026-03-16T18:01').on('2026-03-16T19:00', 'deadline_moved', { calendar_version: newer.version });
    expect(deadlines(moved.events, version => version === newer.version ? newer : shipped)).toEqual(missed.clocks());
  });

  it('tell of a moment that another authority set, which nothing moves', () => {
    const limit = { ...workingDays(0, { working_days: null, warn_working_hours: 8 }), fixed_due_at: at('2026-03-21T12:00') };
    const certificate = certify('2026-03-11T10:00', limit, { pauses: [{ from: at('2026-03-12T10:00'), until: at('2026-03-13T10:00') }], extensions: [2] });
    expect(certificate).toMatchObject({ due_at: at('2026-03-21T12:00'), original_due_at: at('2026-03-21T12:00'), provisional: false });
    // Saturday noon: the eight office hours before it are Friday's last.
    expect(warnAt(shipped, certificate.due_at, limit)).toBe(at('2026-03-20T10:00'));
    expect(certificateText(expandCertificate(certificate, shipped, { kind: 'external' }), 'zh-CN')).toBe(`时限计算说明
收到时间：2026年3月11日（星期三）10:00
办理时限：来件单位指定的时刻（不按工作日推算，暂停计时、延期不改变）
暂停计时：2026年3月12日（星期四）10:00至2026年3月13日（星期五）10:00
到期时间：2026年3月21日（星期六）12:00`);
  });

  it('tell of another scope, of a standing clock and of hours', () => {
    const moved = reported().on('2026-03-12T10:00', 'route', { scope: 'subdistrict', department: OFFICE, limits: FIVE });
    expect(certificateText(expandCertificate(moved.last('resolve').certificate, shipped), 'zh-CN')).toContain('原定期限：2026年3月16日（星期一）18:00（因职责范围调整，期限相应变更）');
    const standing = reported().on('2026-03-13T09:00', 'return');
    expect(certificateText(expandCertificate(standing.last('own').certificate, shipped), 'zh-CN')).toContain('到期时间：暂停计时中，恢复后重新计算（暂停前为2026年3月16日（星期一）18:00）');
    const hours = certificateText(expandCertificate(certify('2026-03-13T23:00', clockHours(2)), shipped), 'zh-CN');
    expect(hours).toBe('时限计算说明\n收到时间：2026年3月13日（星期五）23:00\n办理时限：2小时（昼夜连续计算）\n到期时间：2026年3月14日（星期六）01:00');
  });

  it('say 24:00 of the last day, not 00:00 of the next', () => {
    const expanded = expandCertificate(certify('2026-03-11T10:00', workingDays(1, { close_of_business: '24:00' })), shipped);
    expect(expanded.due).toEqual({ day: '2026-03-12', time: '24:00' });
    expect(dayOf(shipped, expanded.due_at)).toBe('2026-03-13');
  });

  test.prop([anyCertificate, fc.constantFrom('zh-CN' as const, 'en-US' as const)])('leave nothing unsaid', (certificate, language) => {
    const text = certificateText(expandCertificate(certificate, shipped), language);
    expect(text).not.toMatch(/undefined|null|NaN|\{/);
    expect(text.includes(language === 'zh-CN' ? '暂定' : 'provisional')).toBe(certificate.provisional);
  });
});

describe('on paper', () => {
  const page = (language: 'zh-CN' | 'en-US', verified = true): string => certificatePage({
    number: '110105014-20260302-0001',
    title: '<script>alert(1)</script> & 占道',
    chain: { events: 3, head: 'abc123', verified },
    clocks: [{ kind: 'resolve', state: 'met', department: null, met_at: null, missed_at: null, expanded: expandCertificate(certify('2026-09-28T16:30', workingDays(5)), shipped) }],
    printed_at: at('2026-10-10T09:05'),
  }, language);

  it('shows every day, the head of the chain and whether it holds', () => {
    const chinese = page('zh-CN');
    expect(chinese).toContain('<html lang="zh-CN">');
    expect(chinese).toContain('10月10日（星期六）：第5个工作日（国庆节假期调休上班）');
    expect(chinese).toContain('校验通过：共3条记录，未被改动');
    expect(chinese).toContain('abc123');
    expect(chinese).toContain('2026-10-10 09:05');
    expect(page('zh-CN', false)).toContain('校验未通过');
    expect(page('en-US')).toContain('Verified: 3 events');
  });

  it('runs nothing that was written into an issue', () => {
    expect(page('zh-CN')).not.toContain('<script');
    expect(page('zh-CN')).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; 占道');
  });
});

describe('asking the working-day rule', () => {
  it.each([
    ['2026-03-11T16:30:00+08:00', '2026-03-11T08:30:00.000Z'],
    ['2026-03-11T16:30:00 08:00', '2026-03-11T08:30:00.000Z'],
    ['2026-03-11T08:30Z', '2026-03-11T08:30:00.000Z'],
    ['2026-03-11T08:30:00.123456Z', '2026-03-11T08:30:00.123Z'],
    ['2026-03-11T08:30:00', null],
    ['2026-03-11', null],
    ['2026-02-30T08:30:00Z', null],
    ['1999-12-31T23:59:59Z', null],
    ['', null],
  ])('reads "%s"', (text, moment) => expect(momentFrom(text)).toBe(moment));

  it.each([
    [{}, 'from'],
    [{ from: 'yesterday', working_days: '3' }, 'from'],
    [{ from: ['2026-03-11T08:30Z', '2026-03-11T08:30Z'], working_days: '3' }, 'from'],
    [{ from: '2026-03-11T08:30Z' }, 'working_days'],
    [{ from: '2026-03-11T08:30Z', working_days: '0' }, 'working_days'],
    [{ from: '2026-03-11T08:30Z', working_days: '251' }, 'working_days'],
    [{ from: '2026-03-11T08:30Z', working_days: '3.5' }, 'working_days'],
    [{ from: '2026-03-11T08:30Z', working_days: ' 3' }, 'working_days'],
    [{ from: '2026-03-11T08:30Z', working_days: '3', close_of_business: '25:00' }, 'close_of_business'],
    [{ from: '2026-03-11T08:30Z', working_days: '3', close_of_business: '00:00' }, 'close_of_business'],
  ])('refuses %j at its field', (query, field) => {
    expect(parseDueQuestion(query)).toEqual(refused(`${field}_invalid`, field));
  });

  it('answers with the certificate and its words', () => {
    const answer = answerDue(shipped, { from: at('2026-04-30T10:00'), working_days: 5, close_of_business: '18:00' }, 'zh-CN');
    expect(answer).toMatchObject({ due_at: at('2026-05-11T18:00'), provisional: false, certificate: { due: { day: '2026-05-11', time: '18:00' } } });
    expect(answer.certificate.text).toContain('到期时间：2026年5月11日（星期一）18:00');
  });
});
