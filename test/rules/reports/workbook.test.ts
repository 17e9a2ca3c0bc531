/** A report as a workbook and as text: sums, formulas, what must never be run, two languages, nothing to show. */
import type { ReportIndicator } from '../../../extensions/wangge/src/assessment/reports/model.ts';
import type { Sheet } from '../../../extensions/wangge/src/assessment/reports/sheet-rules.ts';
import { fc, it as prop } from '@fast-check/vitest';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { reportLines } from '../../../extensions/wangge/src/assessment/reports/csv-rules.ts';
import { half, pointFormula, pointsOf, sharedWeight } from '../../../extensions/wangge/src/assessment/reports/point-formula-rules.ts';
import { letterOf } from '../../../extensions/wangge/src/assessment/reports/sheet-rules.ts';
import { reportWorkbook } from '../../../extensions/wangge/src/assessment/reports/workbook-rules.ts';
import { caseOf, indicator, report, row, scored } from './report-world.ts';

const INDICATORS = [indicator('on_time', { name: '按期办结反馈率' }), indicator('handled', { name: '办结率', weight: 30 }), indicator('rework', { name: '返工率', weight: 20, rule: 'inverse_ratio', better: 'lower' })];
const ROWS = [1, 2, 3, 4].map(no => row(no));
const COUNTS = (no: number): Record<string, readonly [number, number]> => ({ on_time: [no * 3, 17], handled: [15, 17], rework: no === 4 ? [0, 0] : [no, 19] });
const DATA = scored(ROWS, INDICATORS, ({ no }) => COUNTS(no));
const world = (more = {}, head = {}) => report({ ...DATA, ...more }, { scheme: { ...report().head.scheme, indicators: INDICATORS }, ...head });

function cell(sheet: Sheet, line: number, column: number): unknown {
  const styled = sheet.cells?.get(`${line},${column}`);
  return styled?.formula !== undefined ? styled.formulaResult : styled?.value ?? sheet.rows![line]?.[column] ?? null;
}

function column(sheet: Sheet, heading: string): number {
  const at = (sheet.rows![0] as string[]).indexOf(heading);
  expect(at, `${heading} in ${String(sheet.rows![0])}`).toBeGreaterThanOrEqual(0);
  return at;
}

describe('the workbook', () => {
  it('total = sum of points = published total, and the points of the ranking are those of the indicators', () => {
    const [, ranking, ...others] = reportWorkbook(world()).sheets;
    for (let line = 1; line <= ROWS.length; line++) {
      expect(cell(ranking!, line, column(ranking!, '总分'))).toBe(cell(ranking!, line, column(ranking!, '公布总分')));
      const points = INDICATORS.map(({ name }) => cell(ranking!, line, column(ranking!, name)) as number | '' | null);
      expect(half(points.reduce<number>((sum, value) => sum + (Number(value) || 0), 0))).toBe(cell(ranking!, line, column(ranking!, '公布总分')));
    }
    expect(others.map(({ name }) => name)).toEqual(['01 按期办结反馈率', '02 办结率', '03 返工率']);
    expect(ranking!.cells!.get('1,7')!.formula).toBe('IF(COUNT(T2:V2)=0,"",ROUND(ROUND(SUM(T2:V2),9),2))');
    expect(ranking!.rows![0]!.slice(19, 22)).toEqual(INDICATORS.map(({ name }) => name));
    expect(ranking!.rows![0]).not.toContain('取整差');
  });

  it('a heading stands still and filters; numbers have formats, columns widths', () => {
    const { sheets } = reportWorkbook(world({ cases: [caseOf('on_time', 1), caseOf('on_time', 2, { hit: false, numerator: 0 })] }));
    expect(sheets.map(({ name }) => name)).toEqual(['封面', '排名', '01 按期办结反馈率', '01 按期办结反馈率 明细', '02 办结率', '03 返工率']);
    for (const sheet of sheets.slice(1)) {
      expect(sheet.freezePane?.rows).toBe(1);
      expect(sheet.autoFilter?.range).toBe(`A1:${letterOf(sheet.rows![0]!.length - 1)}${sheet.rows!.length}`);
      expect(sheet.columns!.every(({ width }) => (width ?? 0) >= 6)).toBe(true);
    }
    expect(sheets[2]!.columns![5]!.style?.numFmt).toBe('0.00%');
    expect(sheets[2]!.columns![1]!.style?.numFmt).toBe('@');
  });

  it('has the rolling year where there is one, and totals still add up the right columns', () => {
    const year = { rank: 2, of: 4, low: 1, high: 3, tier: 'middle' as const, total: 80 };
    const [, ranking] = reportWorkbook(world({ rows: DATA.rows.map(one => ({ ...one, year })) })).sheets;
    expect([cell(ranking!, 1, column(ranking!, '滚动一年名次')), cell(ranking!, 1, column(ranking!, '滚动一年档次'))]).toEqual([2, '中间档（未能区分）']);
    const first = letterOf(column(ranking!, INDICATORS[0]!.name));
    expect(ranking!.cells!.get('1,7')!.formula).toContain(`SUM(${first}2:`);
  });

  it('points without a formula stay as stored, and the difference of rounding stands apart', () => {
    const flagged = indicator('flagged', { rule: 'deduct_per_case', params: { per_case: 0.5, multiplier: 3 } });
    const rest = indicator('rest', { weight: 50 });
    const data = report({
      rows: [row(1, { total: 66.68 })],
      scores: [{ no: 1, indicator: 'flagged', numerator: 2, denominator: 5, value: 40, points: 33.34, no_data: false }, { no: 1, indicator: 'rest', numerator: 2, denominator: 3, value: 66.67, points: 33.33, no_data: false }],
    }, { scheme: { ...report().head.scheme, indicators: [flagged, rest] } });
    const [, ranking] = reportWorkbook(data).sheets;
    expect(cell(ranking!, 1, column(ranking!, '总分'))).toBe(66.68);
    expect(cell(ranking!, 1, column(ranking!, '取整差'))).toBe(0.01);
    expect(ranking!.cells!.get('1,7')!.formula).toBe('IF(COUNT(U2:V2)=0,"",ROUND(ROUND(SUM(U2:V2),9)+J2,2))');
    expect((ranking!.rows![0] as string[])[20]).toBe('flagged');
  });

  it('a case from a flagged source stands in the formula as often as it weighs', () => {
    const flagged = indicator('flagged', { rule: 'deduct_per_case', params: { per_case: 0.5, cap: 9, multiplier: 2.5 } });
    const score = { no: 1, indicator: 'flagged', numerator: 2, denominator: 5, value: 40, points: 47.75, no_data: false, flagged: { numerator: 1, denominator: 2 } };
    const rest = indicator('rest', { weight: 50 });
    const data = report({ rows: [row(1, { total: 97.75 })], scores: [score, { no: 1, indicator: 'rest', numerator: 3, denominator: 3, value: 100, points: 50, no_data: false }] }, { scheme: { ...report().head.scheme, indicators: [{ ...flagged, weight: 50 }, rest] } });
    const [, ranking, sheet] = reportWorkbook(data).sheets;
    // Three bad, one of them counts 2.5: 50 − 4.5 × 0.5.
    expect(cell(sheet!, 1, column(sheet!, '得分'))).toBe(47.75);
    expect(sheet!.cells!.get('1,8')!.formula).toBe('IF(E2=0,"",IF(H2=0,0,(G2-MIN(MIN(9,G2),((E2+1.5*L2)-(D2+1.5*K2))*0.5))*100/H2))');
    expect([cell(sheet!, 1, column(sheet!, '分子中来自重点来源的')), cell(sheet!, 1, column(sheet!, '分母中来自重点来源的'))]).toEqual([1, 2]);
    expect([cell(ranking!, 1, column(ranking!, '总分')), ranking!.rows![0]!.includes('取整差')]).toEqual([97.75, false]);
    expect(reportWorkbook(data).sheets[0]!.rows!.flat().join()).toContain('来源为上级交办、媒体曝光、热线转办的一件按 2.5 件计');
    expect([...reportLines(data)].join('')).toContain(',47.75,0,1,2\r\n');
  });

  it('a name that a spreadsheet would compute stays text, in every sheet and in the text file', async () => {
    const evil = ['=HYPERLINK("http://x","y")', '+1+cmd|’ /C calc’!A0', '-2+3', '@SUM(A1)', '\t=1+1', '＝1+1'];
    const rows = evil.map((name, at) => row(at + 1, { name, place: name, code: name, group: null }));
    const indicators = [indicator('on_time', { name: '=1+1 [率]' })];
    const data = report({ ...scored(rows, indicators, () => ({ on_time: [1, 2] })), cases: evil.map((title, at) => caseOf('on_time', at, { title, owner: title, code: title })) }, { subdistrict: '=1+1', printed_by: '=cmd', scheme: { ...report().head.scheme, name: '=2', indicators } });
    const { sheets } = reportWorkbook(data);
    for (const { rows: lines } of sheets) {
      for (const value of lines!.flat())
        expect(typeof value === 'string' && /^[\s\u200B]*[=+\-@＝]/.test(value) && !/^[-+][\d\s]*$/.test(value), String(value)).toBe(false);
    }
    const formulas = sheets.flatMap(({ cells }) => [...cells!.values()].map(({ formula }) => formula)).filter(formula => formula !== undefined);
    expect(formulas.some(formula => evil.some(one => formula.includes(one)))).toBe(false);
    expect((await writeXlsx({ sheets })).length).toBeGreaterThan(1000);
    const text = [...reportLines(data)].join('');
    for (const field of text.split(/\r\n|,/))
      expect(/^"?[\t ]*[=+@＝]/.test(field), field).toBe(false);
  });

  it('sheets are told apart, whatever indicators are called', () => {
    const long = '社区职责内事项按期办结反馈率（含暂停挂账延期等各种情形在内的全口径）';
    const indicators = ['a', 'b', 'c'].map((code, at) => indicator(code, { name: at === 2 ? '排名' : long }));
    const { sheets } = reportWorkbook(report({ ...scored([row(1)], indicators, () => ({ a: [1, 2], b: [1, 2], c: [1, 2] })), cases: [caseOf('a', 1), caseOf('b', 2)] }, { scheme: { ...report().head.scheme, indicators } }));
    const names = sheets.map(({ name }) => name);
    expect(new Set(names.map(name => name.toLowerCase())).size).toBe(names.length);
    expect(names.every(name => name.length <= 31)).toBe(true);
  });

  it('without rows it says so, in both languages', async () => {
    for (const [language, says, sheets] of [['zh-CN', '没有您可以查看的对象。', ['封面', '排名']], ['en-US', 'There is nothing here that you may see.', ['Cover', 'Ranking']]] as const) {
      const book = reportWorkbook(report({}, { language }));
      expect(book.sheets.map(({ name }) => name)).toEqual(sheets);
      expect(book.sheets[0]!.rows!.flat()).toContain(says);
      expect((await writeXlsx(book)).length).toBeGreaterThan(1000);
    }
  });

  it('English has no Chinese of ours', () => {
    const english = { ...DATA, rows: DATA.rows.map(one => ({ ...one, name: 'Patch', place: 'Community', tier: 'middle' as const })) };
    const indicators = INDICATORS.map(one => ({ ...one, name: one.code, says: 'in time ÷ due' }));
    const scheme = { ...report().head.scheme, name: 'Scheme', indicators };
    const data = report({ ...english, cases: [caseOf('on_time', 1, { owner: 'Patch', dates: 'due 2026-08-03' })] }, { language: 'en-US', subdistrict: 'Harbour', printed_by: 'Lin', scheme });
    const shown = [...reportWorkbook(data).sheets.flatMap(({ name, rows }) => [name, ...rows!.flat()]), ...reportLines(data)].join('\n');
    expect(shown.replaceAll('（%）', '')).not.toMatch(/\p{Script=Han}/u);
  });
});

describe('points as formulas', () => {
  const rules: Partial<ReportIndicator>[] = [
    { rule: 'ratio' },
    { rule: 'inverse_ratio', better: 'lower' },
    { rule: 'threshold', params: { full_at: 95, per_point: 0.5 } },
    { rule: 'threshold', better: 'lower', params: { full_at: 5, per_point: 2 } },
    { rule: 'bands', params: { bands: [{ from: 0, points: 0 }, { from: 80, points: 6 }, { from: 95, points: 10 }] } },
    { rule: 'bands', params: { of: 'cases', bands: [{ from: 0, points: 10 }, { from: 20, points: 3 }] } },
    { rule: 'deduct_per_case', params: { per_case: 2, cap: 8 } },
    { rule: 'add_per_case', group: 'bonus', params: { per_case: 0.5 } },
    { rule: 'zeroing', better: 'lower' },
    { rule: 'manual' },
  ];

  /** A formula as JavaScript: they use no more than this. */
  function computed(formula: string, values: Record<string, number>): unknown {
    const body = formula.replaceAll(/(?<![<>])=/g, '===').replaceAll(/\b(?:IF|MAX|MIN)\b/g, name => ({ IF: 'choose', MAX: 'Math.max', MIN: 'Math.min' })[name]!);
    // eslint-disable-next-line no-new-func
    return new Function('choose', ...Object.keys(values), `return ${body}`)((test: boolean, yes: unknown, no: unknown) => test ? yes : no, ...Object.values(values));
  }

  prop.prop([fc.constantFrom(...rules), fc.nat(40), fc.nat(40), fc.constantFrom(10, 12.5, 5), fc.constantFrom(100, 62.5, 0), fc.constantFrom('exclude' as const, 'full' as const, 'zero' as const)])('give what is shown before they are computed, between 0 and the weight', (rule, hits, misses, weight, shared, no_data) => {
    const its = indicator('x', { weight, no_data, ...rule });
    const [n, d] = [hits, hits + misses];
    const shown = pointsOf(its, { no: 1, indicator: 'x', numerator: n, denominator: d, value: null, points: 0, no_data: d === 0 }, shared);
    const formula = pointFormula(its, { numerator: 'n', denominator: 'd', weight: 'w', sharedWeight: 's' })!;
    // A spreadsheet does not look at the branch that is not taken.
    const result = d === 0 || (shared === 0 && its.group !== 'bonus') ? null : computed(formula, { n, d, w: weight, s: shared });
    if (result !== null)
      expect(result).toBeCloseTo(shown!, 9);
    if (shown !== null && shared > 0) {
      expect(shown).toBeGreaterThanOrEqual(0);
      expect(shown).toBeLessThanOrEqual(its.group === 'bonus' ? weight + 1e-9 : weight * 100 / shared + 1e-9);
    }
  });

  it('a bound of a band is met exactly', () => {
    const its = indicator('x', { weight: 10, rule: 'bands', params: { bands: [{ from: 0, points: 0 }, { from: 95, points: 10 }] } });
    expect(pointsOf(its, { no: 1, indicator: 'x', numerator: 19, denominator: 20, value: 95, points: 10, no_data: false }, 100)).toBe(10);
    expect(pointFormula(its, { numerator: 'D2', denominator: 'E2', weight: 'G2', sharedWeight: 'H2' })).toBe('IF(E2=0,"",IF(H2=0,0,(IF(100*D2>=95*E2,MIN(10,G2),MIN(0,G2)))*100/H2))');
  });

  it('half a cent goes up: 93.725 is 93.73, and what floating point lost comes back', () => {
    expect([93.725, 93.72499999, 1.005, 0.125, 33.335, 100].map(half)).toEqual([93.73, 93.72, 1.01, 0.13, 33.34, 100]);
  });

  it('weights without data and bonuses are not shared', () => {
    const indicators = [indicator('a', { weight: 12.5 }), indicator('b', { weight: 0.1 }), indicator('c', { weight: 30 }), indicator('d', { weight: 5, group: 'bonus' })];
    expect(sharedWeight([{ indicator: 'a', points: 1 }, { indicator: 'b', points: 0 }, { indicator: 'c', points: null }, { indicator: 'd', points: 5 }], indicators)).toBe(12.6);
  });
});

describe('the text file', () => {
  it('begins with its mark; a line for each subject and indicator, and one for who has no score', () => {
    const rows = [...DATA.rows, row(9, { rank: null, total: null, note: 'no_cases', name: '空"网格,' })];
    const text = [...reportLines(world({ rows }))].join('');
    expect(text.startsWith('\uFEFF考核周期,版次,状态,')).toBe(true);
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + DATA.scores.length + 1);
    expect(lines.at(-1)).toBe('2026-Q3,1,已公布,三级网格,3,,440305001001009,和平社区,"空""网格,",,,,,,,,20,本期无到期办件,,,,,,,,,,');
    expect(lines[1]).toBe('2026-Q3,1,已公布,三级网格,3,,440305001001001,和平社区,第1网格,1,4,54.24,不合格,,,,20,,on_time,按期办结反馈率,50,3,17,17.65,8.82,0,,');
    expect(new Set(lines.filter(line => !line.includes('"')).map(line => line.split(',').length))).toEqual(new Set([28]));
  });
});
