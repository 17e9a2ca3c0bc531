/** What the form of a work log begins with, what one tap sets, and what it saves. */
import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { checksToSave, draftedFields, durationOf, DURATIONS, facilitiesShown, opinionToReport, timesFor } from '../../extensions/wangge/src/reporting/ui/work-log/view.ts';

const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
const time = (value: number) => `${String(Math.floor(value / 60)).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}:00`;

describe('how long it took, in one tap', () => {
  it.prop([minute, minute, fc.constantFrom(...DURATIONS), fc.boolean()])('is that long, within the day, and keeps the start that somebody set', (from, until, minutes, keep_start) => {
    const times = timesFor(minutes, { started_at: time(from), ended_at: time(until) }, keep_start)!;
    expect(times.ended_at > times.started_at && times.ended_at <= '24:00:00').toBe(true);
    expect(durationOf(times.started_at, times.ended_at)).toBeLessThanOrEqual(minutes);
    if (keep_start) {
      expect(times.started_at).toBe(time(from));
      expect(durationOf(times.started_at, times.ended_at) === minutes || times.ended_at === '24:00:00').toBe(true);
    }
    else {
      expect(durationOf(times.started_at, times.ended_at)).toBe(minutes);
      expect(times.ended_at === time(until) || times.started_at === '00:00:00').toBe(true);
    }
    // A second tap changes nothing.
    expect(timesFor(minutes, times, keep_start)).toEqual(times);
  });

  it('needs a start or an end', () => {
    expect(timesFor(60, {}, true)).toBeNull();
    expect(timesFor(60, { started_at: '14:00:00' }, false)).toEqual({ started_at: '14:00:00', ended_at: '15:00:00' });
    expect(timesFor(60, { ended_at: '14:30' }, true)).toEqual({ started_at: '13:30:00', ended_at: '14:30:00' });
    expect([durationOf('09:00', '10:30:00'), durationOf('10:00', '09:00'), durationOf(null, '09:00'), durationOf('x', 'y')]).toEqual([90, null, null, null]);
  });
});

describe('the form', () => {
  it('fills in what nobody has filled in', () => {
    const draft = { grid: 'g', kind: 'patrol', started_at: '09:00:00', ended_at: '10:00:00', summary: null, work_date: '2026-11-23' };
    expect(draftedFields(draft, { kind: 'visit', started_at: '' })).toEqual([{ field: 'grid', value: 'g' }, { field: 'started_at', value: '09:00:00' }, { field: 'ended_at', value: '10:00:00' }]);
    expect(draftedFields({}, {})).toEqual([]);
  });

  it('saves faults with their log, and nothing where there is none', () => {
    expect(checksToSave([])).toBeNull();
    expect(checksToSave([{ facility: 'f', result: 'missing', note: '', photo: 'p' }])).toEqual({ create: [{ facility: 'f', result: 'missing', photo: 'p' }], update: [], delete: [] });
  });

  it('shows a long way in part until asked', () => {
    const way = Array.from({ length: 20 }, (_, index) => ({ id: String(index), name: '路灯', address: null, condition: 'intact', due: true, due_on: '2026-11-23', issue: null }));
    expect([facilitiesShown(way, false).length, facilitiesShown(way, true).length, facilitiesShown(way.slice(0, 3), false).length]).toEqual([8, 20, 3]);
  });

  it('offers what residents said until an opinion has come of the log', () => {
    const issue = (kind: string) => ({ id: 'i', number: '1', title: null, kind });
    expect(opinionToReport(' 增设照明 ', [issue('problem')])).toBe('增设照明');
    expect([opinionToReport('增设照明', [issue('opinion')]), opinionToReport(null, [])]).toEqual(['', '']);
  });
});
