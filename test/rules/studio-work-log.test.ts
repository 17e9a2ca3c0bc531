/** What the form of a work log begins with, what one tap sets, and what it saves. */
import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { lengthOf, LENGTHS, missing, nested, shown, timesTaking, unreported } from '../../extensions/wangge/src/reporting/ui/work-log/view.ts';

const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
const time = (value: number) => `${String(Math.floor(value / 60)).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}:00`;

describe('how long it took, in one tap', () => {
  it.prop([minute, minute, fc.constantFrom(...LENGTHS), fc.boolean()])('is that long, within the day, and keeps the start that somebody set', (from, until, minutes, keep_start) => {
    const times = timesTaking(minutes, { started_at: time(from), ended_at: time(until) }, keep_start)!;
    expect(times.ended_at > times.started_at && times.ended_at <= '23:59:00').toBe(true);
    expect(lengthOf(times.started_at, times.ended_at)).toBeLessThanOrEqual(minutes);
    if (keep_start) {
      expect(times.started_at).toBe(time(Math.min(from, 24 * 60 - 2)));
      expect(lengthOf(times.started_at, times.ended_at) === minutes || times.ended_at === '23:59:00').toBe(true);
    }
    else {
      expect(lengthOf(times.started_at, times.ended_at)).toBe(minutes);
      expect(times.ended_at === time(until) || times.started_at === '00:00:00').toBe(true);
    }
    // A second tap changes nothing.
    expect(timesTaking(minutes, times, keep_start)).toEqual(times);
  });

  it('needs a start or an end', () => {
    expect(timesTaking(60, {}, true)).toBeNull();
    expect(timesTaking(60, { started_at: '14:00:00' }, false)).toEqual({ started_at: '14:00:00', ended_at: '15:00:00' });
    expect(timesTaking(60, { ended_at: '14:30' }, true)).toEqual({ started_at: '13:30:00', ended_at: '14:30:00' });
    expect([lengthOf('09:00', '10:30:00'), lengthOf('10:00', '09:00'), lengthOf(null, '09:00'), lengthOf('x', 'y')]).toEqual([90, null, null, null]);
  });
});

describe('the form', () => {
  it('fills in what nobody has filled in', () => {
    const draft = { grid: 'g', kind: 'patrol', started_at: '09:00:00', ended_at: '10:00:00', summary: null, work_date: '2026-11-23' };
    expect(missing(draft, { kind: 'visit', started_at: '' })).toEqual([{ field: 'grid', value: 'g' }, { field: 'started_at', value: '09:00:00' }, { field: 'ended_at', value: '10:00:00' }]);
    expect(missing({}, {})).toEqual([]);
  });

  it('saves faults with their log, and nothing where there is none', () => {
    expect(nested([])).toBeNull();
    expect(nested([{ facility: 'f', result: 'missing', note: '', photo: 'p' }])).toEqual({ create: [{ facility: 'f', result: 'missing', photo: 'p' }], update: [], delete: [] });
  });

  it('shows a long way in part until asked', () => {
    const way = Array.from({ length: 20 }, (_, index) => ({ id: String(index), name: '路灯', address: null, condition: 'intact', due: true, due_on: '2026-11-23', issue: null }));
    expect([shown(way, false).length, shown(way, true).length, shown(way.slice(0, 3), false).length]).toEqual([8, 20, 3]);
  });

  it('offers what residents said until an opinion has come of the log', () => {
    const issue = (kind: string) => ({ id: 'i', number: '1', title: null, kind });
    expect(unreported(' 增设照明 ', [issue('problem')])).toBe('增设照明');
    expect([unreported('增设照明', [issue('opinion')]), unreported(null, [])]).toEqual(['', '']);
  });
});
