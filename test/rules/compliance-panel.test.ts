/** The panel of duty: which grids it shows, how a person stands, and what its bars say. */
import type { ComplianceRow, Place } from '../../extensions/wangge/src/reporting/compliance/model.ts';
import { describe, expect, it } from 'vitest';
import { overviewOf, stateOf } from '../../extensions/wangge/src/reporting/compliance/overview-rules.ts';
import { linesOf } from '../../extensions/wangge/src/reporting/ui/patrol-compliance/view.ts';
import { speaker } from '../../extensions/wangge/src/reporting/ui/patrol-compliance/words.ts';

const place = (grid: string, parent: string | null, level: number, path: string, leader_name: string | null = null): Place => ({ grid, parent, code: grid, name: grid, level, path, leader_name });
const places = [place('c2', 'a', 2, '/a/c2/'), place('a', null, 1, '/a/', '赵一'), place('c1', 'a', 2, '/a/c1/'), place('p1', 'c1', 3, '/a/c1/p1/'), place('p2', 'c1', 3, '/a/c1/p2/'), place('p3', 'c2', 3, '/a/c2/p3/')];
const row = (grid: string, person: string, more: Partial<ComplianceRow> = {}): ComplianceRow => ({ person, person_name: person, grid, grid_code: grid, grid_name: grid, level: 3, standard: 's', standard_name: '2小时', kind: 'field_minutes', per: 'working_day', required: 120, excused: 0, done: 60, units: 1, met: 0, ...more });
const rows = [row('c1', '李二', { level: 2, required: 60, met: 1 }), row('p1', '王三', { done: 130, met: 1 }), row('p2', '孙四', { required: 0, excused: 120, units: 0, done: 0 }), row('p3', '周五')];

describe('grids', () => {
  it('are the highest one and those right below it; of several highest ones those alone', () => {
    expect(overviewOf(places, rows, null, 'today').map(({ grid }) => grid)).toEqual(['a', 'c1', 'c2']);
    expect(overviewOf(places, rows, 'c1', 'today').map(({ grid }) => grid)).toEqual(['c1', 'p1', 'p2']);
    expect(overviewOf(places.slice(0, 1).concat(places[2]!, places[3]!), rows, null, 'today').map(({ grid }) => grid)).toEqual(['c1', 'c2']);
    expect(overviewOf([], [], null, 'today')).toEqual([]);
  });

  it('count those below once each', () => {
    const [area, first] = overviewOf(places, rows, null, 'today');
    expect(area!.below).toEqual({ met: 2, open: 1, running: 0, leave: 1, rest: 0 });
    expect(first!.below).toEqual({ met: 1, open: 0, running: 0, leave: 1, rest: 0 });
    expect(first!.people.map(({ person_name, state }) => [person_name, state])).toEqual([['李二', 'met']]);
    expect(overviewOf(places, rows, 'p1', 'today')[0]!.below).toBeNull();
  });
});

describe('a person', () => {
  const [day, week] = [{ per: 'working_day' as const, units: 1, met: 1 }, { per: 'week' as const, units: 1, met: 0 }];
  it('has done what the day asks for; a week that runs is no arrears of it, one that is over is', () => {
    expect([stateOf([day, week], 'today'), stateOf([day, week], 'period'), stateOf([week], 'today'), stateOf([day, week], 'rest_day')]).toEqual(['met', 'open', 'running', 'rest']);
    expect(stateOf([{ ...day, units: 0, met: 0 }, week], 'today')).toBe('leave');
    expect(stateOf([{ ...day, units: 45, met: 44 }], 'period')).toBe('open');
  });
});

describe('lines', () => {
  const shown = (reading: 'today' | 'period', these: ComplianceRow[]) => linesOf({ period: { code: '', from: '', until: '' }, reading, grids: overviewOf(places, these, 'c1', reading) }, speaker('zh-CN'));

  it('say what was done of what is asked, and what leave excuses', () => {
    const [community, first, second] = shown('today', rows);
    expect(community).toMatchObject({ current: true, below: { text: '下级责任人 2 人', parts: [{ state: 'met', text: '已达标 1', width: 50 }, { state: 'leave', text: '请假 1', width: 50 }] } });
    expect(first!.people[0]).toMatchObject({ stateText: '已达标', bars: [{ label: '深入网格 · 今日', text: '130/120 分钟', excused: '', widths: { done: 100, excused: 0 } }] });
    expect(second!.people[0]).toMatchObject({ stateText: '请假', bars: [{ text: '', excused: '请假免 2 小时', widths: { done: 0, excused: 100 } }] });
  });

  it('of a quarter count the days that were met, not the minutes', () => {
    const [, first, second] = shown('period', [row('p1', '王三', { required: 5400, excused: 600, done: 9000, units: 45, met: 36 })]);
    expect(first!.people[0]).toMatchObject({ stateText: '有未达标', bars: [{ label: '深入网格 · 每个工作日', text: '36/45 天达标', excused: '请假免 10 小时', widths: { done: 72, excused: 10 } }] });
    expect(second!.otherwise).toEqual({ name: '', text: '空岗' });
  });
});
