/** Who may take which step of a period's version, and when. */
import type { Draft, StepStanding } from '../../extensions/wangge/src/assessment/periods/step-rules.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { stepNotices, waitingNotices } from '../../extensions/wangge/src/assessment/periods/reminder-rules.ts';
import { endOfPreview, objectionToPreviewDays, objectionToStep } from '../../extensions/wangge/src/assessment/periods/step-rules.ts';
import { periodAfter, periodBefore, periodOf } from '../../extensions/wangge/src/calendar/period-rules.ts';
import { CALENDAR } from './handling-world.ts';

const ASKED = { period: '2026-Q3', version: null, time_zone: 'Asia/Shanghai' } as const;
const moments = fc.integer({ min: 0, max: 200 }).map(hours => new Date(Date.UTC(2026, 9, 12) + hours * 3_600_000).toISOString());
const people = fc.constantFrom('a', 'b', 'c', 'd');
const standings = fc.record<StepStanding>({ person: people, inspects: fc.boolean(), leads_area: fc.boolean(), ranked: fc.boolean() });
const drafts = fc.record({ version: fc.integer({ min: 1, max: 3 }), preview: fc.boolean(), computed_by: fc.option(people), preview_by: people, until: moments }).map(({ version, preview, computed_by, preview_by, until }): Draft => ({
  version,
  state: preview ? 'preview' : 'computed',
  computed_by,
  preview_by: preview ? preview_by : null,
  preview_until: preview ? until : null,
}));

describe('a step', () => {
  property.prop([drafts, standings, fc.constantFrom('preview' as const, 'publish' as const), moments])('never is one person\'s own affair', (draft, standing, step, now) => {
    if (objectionToStep({ ...ASKED, step, now }, draft, standing) !== null)
      return;
    expect(standing.ranked).toBe(false);
    expect(standing.inspects || (step === 'publish' && standing.leads_area)).toBe(true);
    expect(draft.state).toBe(step === 'publish' ? 'preview' : 'computed');
    if (step === 'publish') {
      expect([draft.preview_by, draft.computed_by]).not.toContain(standing.person);
      expect(now >= draft.preview_until!).toBe(true);
    }
  });

  property.prop([drafts, standings, moments])('is told to nobody who would be refused', (draft, standing, now) => {
    const period = { ...draft, id: 'p', code: '2026-Q3', subdistrict: 's', subdistrict_code: '1', subdistrict_name: '街道' };
    for (const { event } of stepNotices(period, [standing], now))
      expect(objectionToStep({ ...ASKED, step: event === 'assessment_publish_waits' ? 'publish' : 'preview', now }, draft, standing)).toBeNull();
  });

  it('that a year waits for is told to the team, in words and once for each quarter', () => {
    const notices = waitingNotices({ id: 'y', code: '2026', quarters: '2026-Q3、2026-Q4' }, [{ person: 'a', inspects: true }, { person: 'b', inspects: false }]);
    expect(notices.map(({ recipient, dedupe_key }) => [recipient, dedupe_key])).toEqual([['a', 'assessment_year_waits:y:2026-Q3、2026-Q4']]);
    expect(notices[0]!.body).toMatchObject({ 'zh-CN': expect.stringContaining('2026年第三季度、2026年第四季度已核算但尚未公布，2026年度因此') as string, 'en-US': expect.stringContaining('Quarter 3 of 2026, Quarter 4 of 2026') as string });
    expect(Object.values(notices[0]!.body).join()).not.toContain('2026-Q');
  });

  it('needs a version that waits, the one that was looked at', () => {
    const standing: StepStanding = { person: 'a', inspects: true, leads_area: false, ranked: false };
    expect(objectionToStep({ ...ASKED, step: 'preview', now: '2026-10-12T01:00:00.000Z' }, null, standing)).toMatchObject({ code: 'nothing_to_take' });
    const draft: Draft = { version: 2, state: 'computed', computed_by: null, preview_by: null, preview_until: null };
    expect(objectionToStep({ ...ASKED, version: 1, step: 'preview', now: '2026-10-12T01:00:00.000Z' }, draft, standing)).toMatchObject({ code: 'version_not_current', field: 'version' });
    expect(objectionToStep({ ...ASKED, version: 2, step: 'preview', now: '2026-10-12T01:00:00.000Z' }, draft, standing)).toBeNull();
  });
});

describe('a preview', () => {
  it('lasts to the close of the nth working day after it was opened; none at all where a scheme says so', () => {
    // A Friday in the evening, in Shanghai.
    const friday = '2026-03-13T12:00:00.000Z';
    expect([0, 1, 3, null].map(days => endOfPreview(friday, days, '18:00', CALENDAR))).toEqual([friday, '2026-03-16T10:00:00.000Z', '2026-03-18T10:00:00.000Z', '2026-03-18T10:00:00.000Z']);
  });

  it('is 0 to 30 whole working days', () => {
    expect([undefined, null, '', 0, 3, '30'].map(objectionToPreviewDays)).toEqual([null, null, null, null, null, null]);
    for (const days of [-1, 31, 2.5, 'soon'])
      expect(objectionToPreviewDays(days)).toMatchObject({ code: 'preview_working_days_invalid', field: 'preview_working_days' });
  });
});

describe('a period', () => {
  it('is a quarter, a month or a year', () => {
    expect(periodOf('2024-02')).toEqual({ code: '2024-02', kind: 'month', starts_on: '2024-02-01', ends_on: '2024-02-29' });
    expect(periodOf('2025-12')).toMatchObject({ ends_on: '2025-12-31' });
    expect(periodOf('2024')).toEqual({ code: '2024', kind: 'year', starts_on: '2024-01-01', ends_on: '2024-12-31' });
    for (const code of ['2024-13', '2024-00', '2024-2', '20244', '202', '2024-Q5', '2024-02-01', 'soon'])
      expect(periodOf(code)).toMatchObject({ code: 'period_unknown' });
  });

  property.prop([fc.integer({ min: 2001, max: 2098 }), fc.integer({ min: 1, max: 12 }), fc.boolean()])('comes after the one before it', (year, number, quarter) => {
    const span = periodOf(quarter ? `${year}-Q${(number % 4) + 1}` : `${year}-${String(number).padStart(2, '0')}`);
    if (span.kind === 'refused')
      throw new Error('not a period');
    const after = periodOf(periodAfter(span));
    expect(after).toMatchObject({ kind: span.kind });
    expect(periodBefore(after as typeof span)).toBe(span.code);
  });
});
