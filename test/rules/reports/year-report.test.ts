/** A year's workbook and paper: totals follow by formula, and what is missing is said. */
import type { PartMade, QuarterMade } from '../../../extensions/wangge/src/assessment/year/model.ts';
import { describe, expect, it } from 'vitest';
import { reportPages } from '../../../extensions/wangge/src/assessment/reports/report-page-rules.ts';
import { wordsIn } from '../../../extensions/wangge/src/assessment/reports/words.ts';
import { reportWorkbook } from '../../../extensions/wangge/src/assessment/reports/workbook-rules.ts';
import { notesOf, yearSentence } from '../../../extensions/wangge/src/assessment/reports/year-page-rules.ts';
import { report, row } from './report-world.ts';

const weights = { quarters: 70, review: 30, community: 0 };
const quarters = [1, 2, 3, 4].map(n => ({ code: `2026-Q${n}`, version: n === 3 ? null : 1 }));
const quarter = (n: number, total: string | null, without: QuarterMade['without'] = null): QuarterMade => ({ quarter: `2026-Q${n}`, total, share: without === null ? '33.33' : null, days: 90, days_of: 90, without });
const part = (its: PartMade['part'], score: string | null, sum: number | null, basis: PartMade['basis'] = null): PartMade => ({ part: its, weight: weights[its], score, points: score, cases: sum === null ? 0 : 1, sum, basis });
const made = { no: 1, days: 300, days_of: 365, quarters: [quarter(1, '80.00'), quarter(2, null, 'no_data'), quarter(3, null, 'not_published'), quarter(4, '90.00')], parts: [part('quarters', '85.00', null), part('review', '70.00', 7000, 'visit'), part('community', null, null)], holders: [{ name: '王丽', days: 200 }, { name: '李强', days: 100 }], changes: [{ on: '2026-03-07', what: 'began' }] };
const data = report({ rows: [row(1, { total: 80.5, of: 1 })], year: { weights, quarters, rows: [made] } }, { period: { code: '2026', kind: 'year', starts_on: '2026-01-01', ends_on: '2026-12-31' }, earlier: [] });

describe('the report of a year', () => {
  it('has one sheet in which the total and the mean of the quarters are formulas, beside what was published', () => {
    const { sheets: [cover, sheet] } = reportWorkbook(data);
    expect(JSON.stringify(cover!.rows)).toContain('四个季度 70');
    const headings = sheet!.rows![0] as string[];
    const cell = (heading: string) => sheet!.cells!.get(`1,${headings.indexOf(heading)}`);
    expect(cell('总分')).toMatchObject({ formula: expect.stringMatching(/^IF\(.*ROUND\(/), formulaResult: 80.5 });
    expect(cell('季度平均')).toMatchObject({ formulaResult: 85 });
    const line = sheet!.rows![1] as unknown[];
    expect(['公布总分', '第二季度计入天数', '第四季度', '第四季度计入天数', '年终督查评议', '社区评议', '在用天数'].map(heading => line[headings.indexOf(heading)])).toEqual([80.5, 0, 90, 90, 70, null, 300]);
  });

  it('says of each what does not count and why, what became of the grid, and who led it', () => {
    const said = notesOf(made, wordsIn('zh-CN'));
    expect(said).toEqual(['第二季度没有办件等数据', '第三季度未公布', '年终未评议，取当年走访得分', '2026-03-07 设立', '负责人（任职天数）：王丽 200、李强 100']);
    expect(notesOf({ ...made, holders: [] }, wordsIn('en-US')).join()).not.toMatch(/\p{Script=Han}/u);
    const text = JSON.stringify(reportPages(data));
    for (const words of ['年度成绩的构成', '300/365', '第三季度未公布', '社区评议权重为 0'])
      expect(text).toContain(words);
  });

  it('tells in the bulletin what the year is made of, and which quarter is missing', () => {
    expect(yearSentence({ weights, quarters, rows: [] }, wordsIn('zh-CN'))).toBe('年度成绩由四个季度的平均（占 70%）、年终督查评议（占 30%）构成。第三季度没有公布，未计入，其权重由其余季度分担。');
  });
});
