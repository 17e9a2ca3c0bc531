/** A month's numbers, the examples of the standard among them. */
import type { StatisticsData, StatisticsLine } from '../../../extensions/wangge/src/assessment/reports/statistics-rules.ts';
import { sumOf } from '../../../extensions/wangge/src/assessment/reports/statistics-rules.ts';

export function line(name: string, more: Partial<StatisticsLine> = {}): StatisticsLine {
  return { code: null, name, filed: 0, due: 0, handled: 0, on_time: 0, overdue: 0, closed: 0, reworked: 0, extended: 0, ...more };
}

export function sampleStatistics(more: Partial<StatisticsData> = {}): StatisticsData {
  const communities = [
    line('海晏社区', { code: '440305001001', filed: 1003, due: 972, handled: 960, on_time: 737, overdue: 12, closed: 911, reworked: 31, extended: 20 }),
    line('澜湾社区', { code: '440305001002', filed: 18, due: 16, handled: 9, on_time: 9, overdue: 7, closed: 9, reworked: 0, extended: 1 }),
    line('鹭影社区', { code: '440305001003', filed: 2 }),
  ];
  const departments = [line('城市管理办公室', { code: 'urban', due: 956, handled: 902, on_time: 870, overdue: 54, closed: 902, reworked: 8, extended: 40 }), line('平安建设办公室', { code: 'safety', filed: 3, due: 32, handled: 30, on_time: 30, overdue: 2, closed: 25, reworked: 1, extended: 0 })];
  return { language: 'zh-CN', subdistrict: '观海街道', period: { code: '2026-09', kind: 'month', starts_on: '2026-09-01', ends_on: '2026-09-30' }, cut: '2026-10-14 18:00', printed_at: '2026-11-30 14:00', printed_by: '统计员 林', communities, departments, total: sumOf(communities), ...more };
}
