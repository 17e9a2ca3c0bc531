/** A report on paper: what is said of places, and what is drawn. By content, not by bytes. */
import type { ErrorRates } from '../../../extensions/wangge/src/assessment/interval/error-rates-rules.ts';
import type { ReportRow } from '../../../extensions/wangge/src/assessment/reports/model.ts';
import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { checkAddress, checkPage } from '../../../extensions/wangge/src/assessment/reports/check-page-rules.ts';
import { reportLines } from '../../../extensions/wangge/src/assessment/reports/csv-rules.ts';
import { funnelPlot, intervalBar, isOut, placesLine } from '../../../extensions/wangge/src/assessment/reports/drawing-rules.ts';
import { findingsOf } from '../../../extensions/wangge/src/assessment/reports/findings-rules.ts';
import { fieldsOf, meanWidth, mostlyChance, toldReport } from '../../../extensions/wangge/src/assessment/reports/model.ts';
import { reportPages } from '../../../extensions/wangge/src/assessment/reports/report-page-rules.ts';
import { reportWorkbook } from '../../../extensions/wangge/src/assessment/reports/workbook-rules.ts';
import { report, row } from './report-world.ts';
import { sampleReport } from './sample-report.ts';
import { written } from './written.ts';

function svgs(node: unknown): string[] {
  if (Array.isArray(node))
    return node.flatMap(svgs);
  if (typeof node !== 'object' || node === null)
    return [];
  return Object.entries(node).flatMap(([key, value]) => key === 'svg' ? [value as string] : svgs(value));
}

const text = (data: Parameters<typeof reportPages>[0]): string => written(reportPages(data)).join('\n');

describe('the report on paper', () => {
  it('says tiers by name, what middle means, who has no rank and why, and how to check it', () => {
    const said = text(sampleReport());
    for (const sentence of ['观海街道网格考核报告', '2026年第三季度', '三级网格：参加排名 55 个，列出未排名 2 个。', '“中间档”的意思是“未能区分”', '办件数不足', '名次区间平均占全组的', '达到 95% 得满分，每低 1 个百分点扣 0.5 分', '依据签名（checkpoint）', '尚未模拟误判率，请联系系统管理员'])
      expect(said, sentence).toContain(sentence);
    expect(said).not.toContain('尚未公布，仅供内部核对');
    expect(JSON.stringify(reportPages(sampleReport()))).toContain('"qr":"https://wangge.example.gov.cn/wangge/assessment/verify/440305001/2026-Q3/1"');
  });

  it('says that places are mostly chance where they are, of that field alone', () => {
    const rows = (width: number): ReturnType<typeof row>[] => Array.from({ length: 10 }, (_, at) => row(at + 1, { of: 10, low: 1, high: width, tier: 'middle', total: 90 }));
    const field = { kind: 'grid' as const, level: 3 as const, group: null };
    expect([7, 8].map(width => mostlyChance({ ...field, rows: rows(width) }, { widths: [] }))).toEqual([false, true]);
    expect(meanWidth({ ...field, rows: rows(7) }, { widths: [] })).toBeCloseTo(0.7);
    // Whoever sees only some of a field is told what was stored of it, or nothing.
    expect(mostlyChance({ ...field, rows: rows(8).slice(0, 1) }, { widths: [] })).toBe(false);
    expect(mostlyChance({ ...field, rows: rows(7).slice(0, 1) }, { widths: [{ ...field, mean_width: 800, places_told: false }] })).toBe(true);
    expect(text(report({ rows: rows(7) }))).not.toContain('主要由偶然因素');
    expect(text(report({ rows: rows(8) }))).toContain('本组名次主要由偶然因素决定');
  });

  it('where the scheme says so prints tiers alone above the gate, by name, in every form; the places stay what they are', () => {
    const tiers = ['middle', 'not_rated', 'front', 'middle', 'back'] as const;
    const rows = (width: number): ReportRow[] => tiers.map((tier, at) => row(at + 1, { of: 5, low: 1, high: width, tier, total: 90 - at, name: `网格${9 - at}`, earlier: [at + 1, null, null, null], year: { rank: at + 1, of: 5, low: 1, high: 5, tier, total: 80 }, ...tier === 'not_rated' ? { too_little: ['few_recorded'] as const } : {} }));
    const data = report({ rows: rows(4) }, { scheme: { ...report().head.scheme, tiers_only: true } });
    const told = toldReport(data);
    expect(text(told)).toContain('只列档次，档内按名称排列');
    expect(text(told)).not.toMatch(/名次区间\n|近四期|90\.00/);
    expect(text(told)).toContain('请先看：数据不足，暂不评档');
    expect(fieldsOf(told.rows)[0]!.rows.map(({ name, tier, rank, low, year }) => [name, tier, rank, low, year])).toEqual([['网格8', 'not_rated', null, null, null], ['网格7', 'front', null, null, null], ['网格6', 'middle', null, null, null], ['网格9', 'middle', null, null, null], ['网格5', 'back', null, null, null]]);
    // What is said of the whole does not change with it.
    expect(mostlyChance(fieldsOf(told.rows)[0]!, told.head)).toBe(true);
    expect(findingsOf(told, fieldsOf(told.rows)[0]!)).toMatchObject({ ranked: 5, apart: 0, not_rated: 1, front: ['网格7'], back: ['网格5'] });
    const csv = [...reportLines(told)].slice(1).map(line => line.split(','));
    expect(csv.map(fields => [fields[9], fields[10], fields[14], fields[15], fields[17]])).toEqual(tiers.map(() => ['', '', '', '', '按方案只列档次']));
    const sheet = reportWorkbook(told).sheets[1]!;
    expect(sheet.rows!.slice(1).map(cells => cells[2])).toEqual(tiers.map(() => null));
    // At the gate, and by a scheme that does not say so, places are told.
    expect(toldReport({ ...data, rows: rows(3) }).rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
    expect(toldReport(report({ rows: rows(4) })).rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
  });

  it('prints the error rates that are kept with the scheme', () => {
    const tier = { named: 0.3, false: 0.02, any_false: 0.02 };
    const rates: ErrorRates = { level: 3, source: { period: '2026-Q3', subdistrict: '观海街道' }, grids: 57, runs: 200, draws: 1000, on: '2026-11-30', errors: [{ world: { code: 'none', spread: 0 }, runs: 200, grids: 57, coverage: 0.911, width: 0.62, back: tier, front: tier, first_three: 17.2 }] };
    const data = { ...sampleReport(), head: { ...sampleReport().head, error_rates: [rates] } };
    for (const said of ['按本方案的权重与规模模拟：三级网格，57 个一组，200 个季度，件数取自观海街道2026年第三季度（2026-11-30）', '91.1%', '0.02'])
      expect(text(data), said).toContain(said);
    expect(JSON.stringify(reportWorkbook(data).sheets[0]!.rows)).toContain('按本方案的权重与规模模拟');
  });

  it('says why a group that is too large has no intervals', () => {
    const data = report({ rows: [row(1, { total: 90, tier: null, low: null, high: null })] }, { widths: [{ kind: 'grid', level: 3, group: null, mean_width: null, places_told: false, not_drawn: { code: 'interval_grids_too_many', params: { count: 70_000, most: 65_535 } } }] });
    expect(text(data)).toContain('一组有 70000 个对象');
    expect(text(data)).not.toContain('主要由偶然因素决定');
  });

  it('says that a version is not published, or was replaced', () => {
    expect(text(sampleReport({ state: 'preview' }))).toContain('不得作为考核结果引用');
    expect(text(sampleReport({ state: 'superseded' }))).toContain('已被更新的版次取代');
  });

  it('without intervals does not speak of tiers; without rows says so', () => {
    const plain = report({ rows: [row(1, { total: 90 }), row(2, { total: 80 })] });
    expect(text(plain)).toContain('本版次没有计算名次区间和档次。');
    expect(text(plain)).not.toContain('领先档：');
    expect(svgs(reportPages(plain))).toEqual([]);
    expect(text(report())).toContain('没有您可以查看的对象。');
  });

  it('shows the rolling year beside the four periods', () => {
    const data = sampleReport();
    const year = { rank: 9, of: 55, low: 3, high: 20, tier: 'middle' as const, total: 90 };
    expect(text({ ...data, rows: data.rows.map(one => ({ ...one, year })) })).toContain('9（3–20）');
    expect(text(data)).not.toContain('滚动一年');
  });

  it('in English says it in English', () => {
    const data = sampleReport({ language: 'en-US' });
    const said = text(data);
    expect(said).toContain('“Middle” means not told apart, not average.');
    expect(said).toContain('full from 95 %, less 0.5 for each point below');
    expect(said).not.toMatch(/名次|档次|区间|得分/);
  });

  it('of a long field prints the first and the back tier, and says what is left out', () => {
    const rows = Array.from({ length: 1000 }, (_, at) => row(at + 1, { of: 1000, total: 50, low: 1, high: 1000, tier: at >= 980 ? 'back' : 'middle' }));
    const said = text(report({ rows }));
    expect(said).toContain('另有 730 个未列入纸面');
    expect(said).toContain('第1000网格');
  });
});

describe('what is drawn', () => {
  it('a bar from one end to the other, the place inside; one alone in a field too', () => {
    expect(intervalBar({ rank: 1, low: 1, high: 21, of: 55, tier: 'front' }, 142, 11)).toContain('<rect x="4"');
    expect(intervalBar({ rank: 1, low: 1, high: 1, of: 1, tier: null }, 142, 11)).not.toContain('NaN');
    expect(intervalBar({ rank: 2, low: null, high: null, of: 3, tier: null }, 142, 11)).not.toContain('<rect');
  });

  it('a period without a place breaks the line', () => {
    expect(placesLine([3, null, 2, 1], 5, 90, 15).match(/<line/g)).toHaveLength(1);
    expect(placesLine([null, null], 5, 90, 15)).not.toContain('<circle');
  });

  it('a funnel: everybody, and by name only who is outside; a full rate of few cases is not', () => {
    const points = [...Array.from({ length: 20 }, (_, at) => ({ name: `a${at}`, numerator: 27, denominator: 30 })), { name: '<b>', numerator: 10, denominator: 30 }, { name: 'few', numerator: 5, denominator: 5 }];
    const svg = funnelPlot(points, 500, 190, { cases: 'cases', direction: 'up' })!;
    expect(svg.match(/<circle/g)).toHaveLength(22);
    expect(svg).toContain('&#60;b&#62;');
    expect(svg).not.toContain('>few<');
    expect(svg).not.toContain('NaN');
    expect(isOut({ name: '', numerator: 9, denominator: 9 }, 0.88)).toBe(false);
    expect(isOut({ name: '', numerator: 600, denominator: 600 }, 0.88)).toBe(true);
    expect(funnelPlot(points.slice(0, 2), 500, 190, { cases: '', direction: '' })).toBeNull();
    for (const rate of [0, 1])
      expect(funnelPlot(points.map(({ name, denominator }) => ({ name, numerator: rate * denominator, denominator })), 500, 190, { cases: '', direction: '' })).not.toContain('NaN');
  });
});

describe('the page behind the code', () => {
  const head = { subdistrict: '观海<b>街道', period: '2026-Q3', version: 1, newest: 2, published_at: '2026-10-21 09:12', evidence_digest: 'ab'.repeat(32), checkpoint: 'wangge/x\n5\nroot\n', public_key: Buffer.alloc(32).toString('base64') };

  it('tells digest, checkpoint and whether a later version counts, in the reader\'s language', () => {
    const page = checkPage(head, 'zh-CN');
    expect(page).toContain('已公布更新的第 2 版');
    expect(page).toContain('ab'.repeat(32));
    expect(page).toContain('观海&lt;b&gt;街道 2026年第三季度');
    expect(checkPage({ ...head, version: 2, subdistrict: 'Harbour' }, 'en-US')).not.toMatch(/\p{Script=Han}/u);
    expect(checkPage(null, 'zh-CN')).toContain('没有找到这一版考核结果');
  });

  it('has an address only where the server\'s own is known', () => {
    const version = { subdistrict: '440305001', period: '2026-Q3', version: 1 };
    expect(checkAddress('https://wg.example.gov.cn/', version)).toBe('https://wg.example.gov.cn/wangge/assessment/check/440305001/2026-Q3/1');
    expect(checkAddress('/', version)).toBeNull();
  });
});

it('a heading that stands in what is kept together asks for no page of its own: that left an empty page, and lost what followed', () => {
  const headed = (node: unknown, kept: boolean): number => {
    if (Array.isArray(node))
      return node.reduce<number>((sum, one) => sum + headed(one, kept), 0);
    if (typeof node !== 'object' || node === null)
      return 0;
    const { unbreakable, headlineLevel, stack, columns, content } = node as Record<string, unknown>;
    const inside = kept || unbreakable === true;
    return Number(inside && headlineLevel !== undefined) + [stack, columns, content].reduce<number>((sum, one) => sum + headed(one, inside), 0);
  };
  const pages = reportPages(sampleReport());
  expect(headed(pages, false)).toBe(0);
  // (There is something kept together, with its heading: the plots, and how to check it.)
  expect(written(pages).filter(text => text === '七、依据与核对' || text === '四、办件量与比率')).toHaveLength(2);
});
