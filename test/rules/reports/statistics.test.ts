/** The district's statistics, by their standard names and examples; and the bulletin, which names nobody who must not be named. */
import type { Sheet } from '../../../extensions/wangge/src/assessment/reports/sheet-rules.ts';
import { fc, it as prop } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { bulletinPages } from '../../../extensions/wangge/src/assessment/reports/bulletin-page-rules.ts';
import { statisticsPages } from '../../../extensions/wangge/src/assessment/reports/statistics-page-rules.ts';
import { percentText, STATISTICS } from '../../../extensions/wangge/src/assessment/reports/statistics-rules.ts';
import { statisticsWorkbook } from '../../../extensions/wangge/src/assessment/reports/statistics-workbook-rules.ts';
import { row } from './report-world.ts';
import { sampleReport } from './sample-report.ts';
import { line, sampleStatistics } from './sample-statistics.ts';
import { written } from './written.ts';

describe('rates', () => {
  it('are those of the standard\'s examples: two decimals, half up', () => {
    expect([[911, 972], [737, 972], [902, 956], [9, 16], [1, 8000], [1, 3], [0, 5], [5, 5]].map(([above, below]) => percentText(above!, below!, '—'))).toEqual(['93.72%', '75.82%', '94.35%', '56.25%', '0.01%', '33.33%', '0.00%', '100.00%']);
    expect(percentText(0, 0, '—')).toBe('—');
  });

  prop.prop([fc.nat(5000), fc.nat(5000)])('lie within half a hundredth of what they round', (above, more) => {
    const below = above + more + 1;
    expect(Math.abs(Number(percentText(above, below, '—').slice(0, -1)) - 100 * above / below)).toBeLessThanOrEqual(0.005 + 1e-9);
  });
});

describe('the sheet', () => {
  const names = STATISTICS.map(({ name }) => name['zh-CN']);

  it('has the district\'s names', () => {
    expect(names).toEqual(['立案数', '应处置数', '处置数', '处置率', '按期处置数', '按期处置率', '超期未处置数', '超期待处置率', '应结案数', '结案数', '结案率', '返工数', '返工率', '延期数', '延期率']);
  });

  it('adds up by formulas, to be closed = handled + overdue, a rate without anything below the line is empty', () => {
    const [cover, communities, departments] = statisticsWorkbook(sampleStatistics()).sheets as [Sheet, Sheet, Sheet];
    expect(cover.rows![0]).toEqual(['观海街道2026年9月网格事项处置情况统计表']);
    const formulas = (sheet: Sheet, at: number): (string | undefined)[] => names.map((_, column) => sheet.cells!.get(`${at},${column + 2}`)?.formula);
    expect(formulas(communities, 1).filter(Boolean)).toEqual(['IF(D2=0,"",ROUND(E2/D2,4))', 'IF(D2=0,"",ROUND(G2/D2,4))', 'IF(D2=0,"",ROUND(I2/D2,4))', 'E2+I2', 'IF(K2=0,"",ROUND(L2/K2,4))', 'IF(K2=0,"",ROUND(N2/K2,4))', 'IF(D2=0,"",ROUND(P2/D2,4))']);
    expect(formulas(communities, 4).filter(formula => formula?.startsWith('SUM'))).toHaveLength(9);
    expect(communities.cells!.get('1,12')!.formulaResult).toBe(0.9372);
    expect(communities.cells!.get('3,5')!.formulaResult).toBe('');
    expect(communities.autoFilter!.range).toBe('A1:Q4');
    expect(departments.rows).toHaveLength(4);
  });

  it('without communities and departments says so, on paper too', () => {
    const none = sampleStatistics({ communities: [], departments: [] });
    expect(statisticsWorkbook(none).sheets.map(({ rows }) => rows!.length > 0)).toEqual([true, true, true]);
    expect(written(statisticsPages(none)).filter(text => text === '没有您可以查看的对象。')).toHaveLength(2);
  });

  it('on paper shows the same, and in English has no Chinese of ours', () => {
    expect(written(statisticsPages(sampleStatistics()))).toEqual(expect.arrayContaining(['93.72%', '75.82%', '94.35%', '56.25%', '合计', '—']));
    const english = sampleStatistics({ language: 'en-US', subdistrict: 'Harbour', printed_by: 'Lin', communities: [line('A', { due: 3, handled: 1 })], departments: [] });
    expect(written(statisticsPages(english)).join('\n')).not.toMatch(/\p{Script=Han}/u);
  });
});

describe('the bulletin', () => {
  /** Without its annex, which has everybody's numbers. */
  const said = (report = sampleReport(), statistics = sampleStatistics({ period: report.head.period })): string => written(bulletinPages({ report, statistics, issued_on: '2026年10月22日' })).join('\n').split('附件：')[0]!;

  it('is in the form of an office: title, addressees, findings, what is asked, who and when', () => {
    const text = said();
    for (const sentence of ['观海街道关于2026年第三季度网格考核情况的通报', '各社区、各科室：', '一、总体情况', '二、各社区、各网格情况', '三、各科室情况', '四、需要改进的方面', '五、有关要求', '领先档：晴川第7网格。', '靠后档：晴川第8网格。', '2026年10月22日', '处置率 98.08%'])
      expect(text, sentence).toContain(sentence);
  });

  it('names nobody in the middle, nobody without a rank or a rating, no person, and nobody by a place', () => {
    const report = sampleReport();
    const text = said({ ...report, rows: [...report.rows, row(900, { name: '张某人', kind: 'person', tier: 'back', rank: 1, level: 3 }), row(901, { name: '未评网格', tier: 'not_rated', rank: 5 }), row(902, { name: '未排网格', tier: 'back', rank: null })] });
    const named = report.rows.filter(({ name }) => text.includes(name)).map(({ name, tier }) => `${name} ${tier}`);
    expect(named).toEqual(['晴川第7网格 front', '晴川第8网格 back']);
    for (const name of ['张某人', '未评网格', '未排网格'])
      expect(text).not.toContain(name);
    expect(text).not.toMatch(/第\s*\d+\s*名|名次第|排名第/);
  });

  it('without tiers names nobody; of a month says how matters were handled', () => {
    const report = sampleReport();
    const plain = { ...report, rows: report.rows.map(one => ({ ...one, tier: null, low: null, high: null })) };
    expect(said(plain)).toContain('本通报不按名次点名');
    expect(plain.rows.some(({ name }) => said(plain).includes(name))).toBe(false);
    const month = written(bulletinPages({ report: null, statistics: sampleStatistics(), issued_on: '2026年10月22日' })).join('\n');
    expect(month).toContain('网格事项处置情况通报如下');
    expect(month).not.toContain('档：');
  });

  it('tells where points were lost, the most first', () => {
    const text = said();
    expect(text).toMatch(/三级网格失分主要在：一次按期办结反馈率，合计比率 \d+\.\d\d%（\d+\/\d+），平均失分 \d+\.\d\d 分，占失分的 \d+%/);
  });

  it('when nothing fell due says so', () => {
    expect(written(bulletinPages({ report: null, statistics: sampleStatistics({ communities: [line('A', { filed: 2 })], departments: [] }), issued_on: '' })).join('\n')).toContain('本期立案 2 件，没有到期应处置的事项。');
  });
});
