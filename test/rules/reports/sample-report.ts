/** A quarter of 57 patches, its communities and offices, made up: what is looked at on paper. */
import type { ReportData, ReportRow } from '../../../extensions/wangge/src/assessment/reports/model.ts';
import { indicator, report, row, scored } from './report-world.ts';

const COMMUNITIES = ['海晏', '澜湾', '鹭影', '听涛', '晴川', '竹苑'];

/** The same every time. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7FFFFFFF;
    return state / 0x7FFFFFFF;
  };
}

export function sampleReport(head: Partial<ReportData['head']> = {}): ReportData {
  const draw = draws(14);
  const indicators = [
    indicator('assigned', { name: '交办任务按期完成率', weight: 15, says: '按期完成并经验收通过的任务 ÷ 本期到期的交办任务' }),
    indicator('accurate', { name: '台账准确率', weight: 10, rule: 'threshold', params: { full_at: 95, per_point: 0.5 }, says: '核查中没有查实问题的条数 ÷ 被核查的条数' }),
    indicator('on_time', { name: '一次按期办结反馈率', weight: 55, levels: [2, 3] }),
    indicator('rework', { name: '返工率', weight: 20, rule: 'inverse_ratio', better: 'lower', levels: [2, 3], says: '本期到期的重办轮次 ÷（已办结的件数 + 重办轮次）' }),
    indicator('own', { name: '本单位按期办结率', subject: 'department', levels: [], weight: 100, says: '本单位时限内办结的件数 ÷ 本单位时限本期到期的件数' }),
  ];
  const patches = Array.from({ length: 57 }, (_, at) => row(at + 1, { code: `44030500100${1 + Math.floor(at / 10)}${String(at % 10 + 1).padStart(3, '0')}`, name: `${COMMUNITIES[Math.floor(at / 10)]}第${at % 10 + 1}网格`, place: `${COMMUNITIES[Math.floor(at / 10)]}社区`, of: 55 }));
  const communities = COMMUNITIES.map((name, at) => row(100 + at, { level: 2, code: `44030500100${at + 1}`, name: `${name}社区`, place: '观海片区', of: 6 }));
  const offices = ['城市管理办公室', '平安建设办公室', '公共服务办公室', '应急管理办公室', '党政综合办公室'].map((name, at) => row(200 + at, { kind: 'department', level: null, code: `office-${at + 1}`, name, place: null, of: 5 }));
  const rows = [...patches, ...communities, ...offices];
  const quality = new Map(rows.map(({ no }) => [no, no === 3 ? 0.4 : no === 7 ? 0.99 : 0.78 + draw() * 0.2]));
  const part = (n: number, rate: number): readonly [number, number] => [Array.from({ length: n }, () => draw()).filter(value => value < rate).length, n];
  const data = scored(rows, indicators, ({ no, kind, level }) => kind === 'department'
    ? { own: part(30 + Math.floor(draw() * 60), quality.get(no)!) }
    : level === 2
      ? { on_time: part(150, quality.get(no)!), rework: part(150, 0.08) }
      : { assigned: part(6, quality.get(no)!), accurate: part(20, 0.95), on_time: part(8 + Math.floor(draw() * 40), quality.get(no)!), rework: part(15, 0.1) });
  return report({ ...data, rows: ranked(data.rows, draw) }, {
    scheme: { name: '网格考核方案（2026 年版）', version: 2, min_sample: 5, min_days: 60, tiers_only: false, grade_bands: report().head.scheme.grade_bands, indicators },
    checkpoint: { text: 'wangge/440305001/2026-Q3/v1\n59\nmS2ZbYB8b0Wsm0sJ6dnlmA0kWQy2iN6m4fYwN6mZr0g=\n\n— wangge/440305001/2026-Q3/v1 5r2mAbcdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV==\n', digest: '994d996d807c6f45ac9b4b09e9d9e5980d24590cb688dea6e1f63037a999af48', address: 'https://wangge.example.gov.cn/wangge/assessment/verify/440305001/2026-Q3/1' },
    ...head,
  });
}

function ranked(rows: readonly ReportRow[], draw: () => number): ReportRow[] {
  return [...Map.groupBy(rows, ({ kind, level }) => `${kind} ${level}`).values()].flatMap(field => [...field].sort((a, b) => b.total! - a.total!).map((one, at, all): ReportRow => {
    const apart = one.level === 3 && at >= all.length - 2;
    const of = one.level === 3 ? all.length - 2 : all.length;
    const rank = at + 1;
    const wide = Math.ceil(of * 0.3);
    const tier = of < 10 ? 'middle' : at === 0 ? 'front' : rank === of ? 'back' : 'middle';
    return apart
      ? { ...one, rank: null, of, note: 'below_minimum', sample: 3 }
      : { ...one, rank, of, tier, low: Math.max(1, rank - wide), high: Math.min(of, rank + wide + 3), earlier: [0, 1, 2, 3].map(back => back === 3 && at % 5 === 0 ? null : Math.min(of, Math.max(1, Math.round(rank + (draw() - 0.5) * of * 0.7)))), sample: 12 + at };
  }));
}
