/** What the screens of assessment show: the steps of a quarter, the funnel of an indicator, what other weights would change. */
import type { RankingRow } from '../../extensions/wangge/src/assessment/ui/grid-ranking/view.ts';
import type { ScoreAnswer } from '../../extensions/wangge/src/assessment/ui/shared/number-view.ts';
import type { TrialAnswer } from '../../extensions/wangge/src/assessment/ui/shared/trial-view.ts';
import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { comparedOf } from '../../extensions/wangge/src/assessment/ui/grid-ranking/compare-view.ts';
import { quartersView } from '../../extensions/wangge/src/assessment/ui/grid-ranking/quarters-view.ts';
import { rankingView } from '../../extensions/wangge/src/assessment/ui/grid-ranking/view.ts';
import { speaker as rankingSpeaker } from '../../extensions/wangge/src/assessment/ui/grid-ranking/words.ts';
import { funnelOf, linesOfGrids, saidOf } from '../../extensions/wangge/src/assessment/ui/indicator-trend/view.ts';
import { speaker as trendSpeaker } from '../../extensions/wangge/src/assessment/ui/indicator-trend/words.ts';
import { changeAsked, fieldsIn, linesOf } from '../../extensions/wangge/src/assessment/ui/pages/indicator-view.ts';
import { mineView } from '../../extensions/wangge/src/assessment/ui/pages/own-results-view.ts';
import { speaker as mineSpeaker } from '../../extensions/wangge/src/assessment/ui/pages/own-results-words.ts';
import { quarterView } from '../../extensions/wangge/src/assessment/ui/pages/quarter-view.ts';
import { speaker } from '../../extensions/wangge/src/assessment/ui/pages/words.ts';
import { caseLines } from '../../extensions/wangge/src/assessment/ui/shared/case-view.ts';
import { numbersOf } from '../../extensions/wangge/src/assessment/ui/shared/number-view.ts';
import { periodName } from '../../extensions/wangge/src/assessment/ui/shared/period-rules.ts';
import { exportText, filesOf, isGone, isTooLong } from '../../extensions/wangge/src/assessment/ui/shared/report-file-view.ts';
import { speaker as filesSpeaker } from '../../extensions/wangge/src/assessment/ui/shared/report-file-words.ts';
import { trialView } from '../../extensions/wangge/src/assessment/ui/shared/trial-view.ts';
import { speaker as trialSpeaker } from '../../extensions/wangge/src/assessment/ui/shared/trial-words.ts';
import { speaker as sharedSpeaker } from '../../extensions/wangge/src/assessment/ui/shared/words.ts';

const zh = speaker('zh-CN');
const anybody = (): boolean => true;

describe('a quarter, step by step', () => {
  const period = { id: 'p', subdistrict: 's', code: '2026-Q3', kind: 'quarter', state: 'computed', starts_on: '2026-07-01', ends_on: '2026-09-30', version: 0, draft_version: 1, over: true, cut: '2026-10-14T10:00:00.000Z', cut_passed: true, preview_until: null } as const;
  const computed = { version: 1, step: 'compute', actor: null, actor_name: null, at: '2026-10-14T10:01:00.000Z', until: null, reason: null } as const;

  it('before its end: what counts until when, and nothing to be done but that', () => {
    const view = quarterView({ period: { ...period, state: 'open', draft_version: null, over: false, cut_passed: false }, waiting: [], missing: [{ code: 'unchecked_logs', open: 3, of: 12 }, { code: 'open_findings', open: 0, of: 2 }, { code: 'months_without_snapshot', open: 0, of: 0 }], steps: [], may: [], refused: { preview: '没有待办的' } }, zh, 'zh-CN', anybody);
    expect(view.steps.map(({ state }) => state)).toEqual(['now', 'later', 'later', 'later']);
    expect(view.steps[0]!.items).toEqual([
      { text: '抽查的工作日志还有 3 篇没有检查（共 12 篇，由一、二级网格责任人检查）', done: false, way: { collection: 'work_logs', filter: { _and: [{ grid: { subdistrict: { _eq: 's' } } }, { sampled: { _eq: true } }, { check_result: { _null: true } }, { work_date: { _between: ['2026-07-01', '2026-09-30'] } }] } } },
      { text: '台账核查的 2 条问题已全部定论', done: true, way: null },
    ]);
    expect(view.shown).toBeNull();
  });

  it('a year of which a quarter waits is computed without it for a reason, and says which', () => {
    const year = { ...period, code: '2026', kind: 'year', state: 'open', draft_version: null } as const;
    const first = (waiting: string[]) => quarterView({ period: year, waiting, missing: [], steps: [], may: ['compute'], refused: {} }, zh, 'zh-CN', anybody).steps[1];
    expect(first([])).toMatchObject({ asks: 'compute', reasoned: false });
    expect(first(['2026-Q3', '2026-Q4'])).toMatchObject({ asks: 'compute', reasoned: true, means: expect.stringContaining('2026年第3季度、2026年第4季度已核算但尚未公布') });
  });

  it('computed: the preview is next, for whoever may; others are told who', () => {
    const may = quarterView({ period, waiting: [], missing: [], steps: [computed], may: ['preview'], refused: {} }, zh, 'zh-CN', anybody);
    expect(may.steps.map(({ state, asks }) => [state, asks])).toEqual([['done', null], ['done', null], ['now', 'preview'], ['later', null]]);
    expect(may.steps[1]!.text).toContain('系统自动于');
    const other = quarterView({ period, waiting: [], missing: [], steps: [computed], may: [], refused: { preview: '由督查考核组开始。' } }, zh, 'zh-CN', anybody);
    expect(other.steps[2]).toMatchObject({ asks: null, refusal: '由督查考核组开始。' });
  });

  it('published: only a correction is left, and a new version begins again', () => {
    const steps = [computed, { ...computed, step: 'preview', actor: 'a', actor_name: '甲', until: '2026-10-19T10:00:00.000Z' } as const, { ...computed, step: 'publish', actor: 'b', actor_name: '乙' } as const];
    const done = quarterView({ period: { ...period, state: 'published', version: 1, draft_version: null }, waiting: [], missing: [], steps, may: ['compute'], refused: {} }, zh, 'zh-CN', anybody);
    expect(done.steps.map(({ state, asks }) => [state, asks])).toEqual([['done', null], ['done', 'compute'], ['done', null], ['done', null]]);
    expect(done.history[0]).toContain('乙于');
    const again = quarterView({ period: { ...period, state: 'published', version: 1, draft_version: 2 }, waiting: [], missing: [], steps: [...steps, { ...computed, version: 2, actor: 'c', actor_name: '丙', reason: '漏计' }], may: ['compute', 'preview'], refused: {} }, zh, 'zh-CN', anybody);
    expect(again.steps.map(({ state, asks }) => [state, asks])).toEqual([['done', null], ['done', 'compute'], ['now', 'preview'], ['later', null]]);
    expect(again.steps[1]).toMatchObject({ reasoned: true, means: expect.stringContaining('须重新预公布') });
    expect(again.history[0]).toContain('第 2 版');
    expect(again.history[0]).toContain('原因：漏计');
  });

  it('each thing that is missing leads to where it is done, for whoever may, as long as it counts; a month is named', () => {
    const missing = (['unchecked_logs', 'unlooked_patches', 'open_findings', 'unscored', 'unanswered_repeats', 'months_without_snapshot'] as const).map(code => ({ code, open: 1, of: 3, which: code === 'months_without_snapshot' ? ['2026-07', '2026-08'] : ['i'] }));
    const items = (said: object, may = anybody) => quarterView({ period: { ...period, state: 'open', draft_version: null, over: false, cut_passed: false, ...said }, waiting: [], missing, steps: [], may: [], refused: {} }, zh, 'zh-CN', may).steps[0]!.items;
    expect(items({}).map(({ way }) => way !== null)).toEqual([true, true, true, true, true, false]);
    expect(items({}, () => false).every(({ way }) => way === null)).toBe(true);
    expect(items({}).at(-1)!.text).toBe('2026 年 7 月、2026 年 8 月 没有台账月末数据：按没有数据处理，不按 0 计');
    // What is looked at today is of another quarter, and what is computed takes no more scores.
    expect(items({ over: true, state: 'computed' }).map(({ way }) => way !== null)).toEqual([true, false, true, false, true, false]);
    expect(items({ over: true, state: 'computed' })[3]!.text).toContain('已截止');
    // Nor what is past its cut.
    expect(items({ over: true, cut_passed: true })[3]).toMatchObject({ way: null, text: expect.stringContaining('已截止') });
  });
});

describe('a funnel plot', () => {
  const point = fc.record({ id: fc.uuid(), name: fc.string(), denominator: fc.nat(60), share: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ share, ...one }) => ({ ...one, numerator: Math.round(one.denominator * share) }));

  it.prop([fc.array(point, { maxLength: 40 })])('has everybody with cases, within its limits or beyond them at one end', (points) => {
    const funnel = funnelOf(points);
    expect(funnel === null).toBe(points.every(({ denominator }) => denominator === 0));
    for (const one of funnel?.points ?? []) {
      expect(one.side === null).toBe(one.standing === 'within');
      if (one.side !== null)
        expect(Math.sign(one.rate - funnel!.rate)).toBe(one.side === 'above' ? 1 : -1);
    }
    expect(funnel?.points.length ?? 0).toBe(points.filter(({ denominator }) => denominator > 0).length);
  });

  it('names who lies clearly apart, and nobody where it may be chance', () => {
    const grid = (name: string, numerator: number, denominator: number) => ({ id: name, name, numerator, denominator });
    const speak = trendSpeaker('zh-CN');
    const alike = Array.from({ length: 20 }, (_, at) => grid(`网格${at}`, 45, 50));
    expect(saidOf(funnelOf(alike)!, speak)).toEqual([]);
    expect(saidOf(funnelOf([...alike, grid('甲网格', 20, 50)])!, speak)).toEqual(['明显低于全体水平：甲网格。']);
    // All are hits: nobody has too many.
    expect(funnelOf([grid('丙网格', 1, 1)])!.points).toMatchObject([{ standing: 'within', side: null }]);
    // Few cases say little: three of five.
    expect(saidOf(funnelOf([...alike, grid('乙网格', 3, 5)])!, speak)).toEqual([]);
  });

  it('is of grids of the level, the weightiest indicator first', () => {
    const line = (indicator: string, kind: string, level: number | null, weight: number) => ({ indicator, name: indicator, kind, level, weight });
    const lines = [line('office', 'department', null, 60), line('person', 'person', 3, 40), line('community', 'grid', 2, 30), line('light', 'grid', 3, 5), line('heavy', 'grid', 3, 15)];
    expect(linesOfGrids(lines, 3).map(({ indicator }) => indicator)).toEqual(['heavy', 'light']);
  });
});

describe('what if', () => {
  const line = { indicator: 'on_time', kind: 'grid', level: 3, weight: 15, subjects: 9, with_data: 9, least: 3, middle: 12.5, most: 15, deviation: 2, decides: 41.4, verdict: 'useful', name: '一次按期办结反馈率', measure: 'first_time_rate', says: { 'zh-CN': '甲 ÷ 乙', 'en-US': 'a ÷ b' }, burden: { fields: 1, minutes: 2 } } as const;

  it('sends what was changed, and what weighs nothing as left out', () => {
    const shown = linesOf([line, { ...line, indicator: 'handled', weight: 5 }], 'grid-3', zh, 'zh-CN');
    expect(shown[0]).toMatchObject({ spread: '3–15', decides: '41 %', burden: '1 项 / 2 分钟', remark: '' });
    expect(changeAsked(shown, { on_time: '20', handled: '5' }, 'grid-3')).toEqual({ weights: { on_time: 20 }, leave_out: [], kind: 'grid', level: 3 });
    expect(changeAsked(shown, { on_time: '15', handled: '0' }, 'grid-3')).toEqual({ weights: {}, leave_out: ['handled'], kind: 'grid', level: 3 });
    expect(fieldsIn([line, { kind: 'department', level: null }])).toEqual(['grid-3', 'department']);
  });

  it('says who moves, by how much and through what', () => {
    const place = { of: 9, total: '80.00', note: null };
    const names = new Map([['on_time', '一次按期办结反馈率']]);
    const move: TrialAnswer['moves'][number] = { kind: 'grid', subject: 'g1', name: '甲网格', level: 3, group: null, before: { ...place, rank: 5 }, after: { ...place, rank: 2 }, places: 3, change: '1.20', through: [{ indicator: 'on_time', change: '1.20' }] };
    const told = trialView({ moved: 1, ranked: 9, moves: [move] }, names, trialSpeaker('zh-CN'));
    expect(told).toEqual({ says: '9 个对象中有 1 个的名次发生变化。', unmeasured: '', more: '', lines: [{ key: 'grid 3 g1', name: '甲网格', before: '5', after: '2', change: '+1.20', through: '一次按期办结反馈率 +1.20' }] });
    expect(trialView({ moved: 0, ranked: 9, moves: [] }, names, trialSpeaker('zh-CN')).says).toBe('名次和得分都没有变化。');
    const many = trialView({ moved: 40, ranked: 90, unmeasured: ['on_time', 'x', 'x'], moves: Array.from({ length: 40 }, (_, at) => ({ ...move, subject: `g${at}`, change: '0.00', after: { ...place, rank: null } })) }, names, trialSpeaker('zh-CN'));
    expect(many).toMatchObject({ more: '另有 10 个未列出。', unmeasured: '当时没有计量，按无数据处理：一次按期办结反馈率、x' });
    expect(many.lines[0]).toMatchObject({ after: '未排名', change: '0.00' });
  });
});

describe('a ranking with ranges', () => {
  const row = (rank: number, low: number, high: number, tier: string, more: Partial<RankingRow> = {}): RankingRow => ({ id: String(rank), name: String(rank), rank, of: 10, total: 80, grade: null, previous_rank: null, sample: 9, note: null, low, high, tier, ...more });
  const period = { code: '2026-Q3', starts_on: '', ends_on: '', evidence_digest: null, subdistrict: { code: '', name: '' } };

  it('says where the place lies but for chance; whether places are chance the server says', () => {
    const groups = [{ group: null, mean_width: 950, places_told: true, tiers_only: false, not_drawn: null }];
    const view = rankingView({ rows: [row(1, 1, 9, 'middle'), row(2, 1, 10, 'middle')], groups, period }, rankingSpeaker('zh-CN'), 'zh-CN');
    expect(view.sections[0]!.bars[0]).toMatchObject({ range: '1–9', span: { from: 0, width: 90 }, tier: { code: 'middle', words: '中间档' } });
    expect(view.sections[0]!.says).toEqual([]);
  });

  it('shows four quarters, and a gap for what was not rated, has no place, or is not there', () => {
    const shown = quartersView([
      { code: '2025-Q4', ranking: null },
      { code: '2026-Q1', ranking: row(4, 1, 10, 'not_rated') },
      { code: '2026-Q2', ranking: row(0, 0, 0, '', { rank: null, note: 'below_minimum', tier: null }) },
      { code: '2026-Q3', ranking: row(3, 2, 6, 'middle') },
    ], rankingSpeaker('zh-CN'), 'zh-CN');
    expect(shown.map(({ gap, text }) => [gap, text])).toEqual([[true, '没有考核结果'], [true, '暂不评档'], [true, '办件数不足'], [false, '第 3 / 10 名，范围 2–6，中间档']]);
    expect(shown[3]).toMatchObject({ name: '2026 年第 3 季度', span: { from: 10, length: 50 }, place: 25 });
    // Of tiers alone neither range nor place.
    expect(quartersView([{ code: '2026-Q3', ranking: row(3, 2, 6, 'front', { untold: true, rank: null, low: null, high: null }) }], rankingSpeaker('zh-CN'), 'zh-CN')[0]).toMatchObject({ gap: false, text: '领先档', span: null, place: null });
  });
});

describe('two grids side by side', () => {
  const speak = rankingSpeaker('zh-CN');
  // Of one scheme: 20 points each, and a bonus; what has no data is left out, and its weight spread over the rest.
  const scoresOf = fc.array(fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }), { minLength: 6, maxLength: 6 }).map((rates) => {
    const sharing = rates.slice(0, 5).filter(rate => rate !== null).length;
    return rates.map((rate, at) => {
      const bonus = at === 5;
      const most = bonus ? 5 : sharing === 0 ? 0 : 100 / sharing;
      return { numerator: rate ?? 0, denominator: rate === null ? 0 : 100, value: rate, points: rate === null ? null : (most * rate / 100).toFixed(2), no_data: rate === null, indicator: { code: `i${at}`, name: `i${at}`, group: bonus ? 'bonus' : 'handling', measure: 'on_time_rate', weight: bonus ? 5 : 20 } };
    });
  });

  it.prop([scoresOf, scoresOf])('differences add up to that of the totals but for rounding, the other way round they are the other way round', (one, other) => {
    const [there, back] = [comparedOf([one, other], ['甲', '乙'], speak), comparedOf([other, one], ['乙', '甲'], speak)];
    const figure = (text: string): number => Math.round(100 * Number(text.replace('−', '-').replace('+', ''))) + 0;
    const sharing = (scores: typeof one): boolean => scores.slice(0, 5).some(({ points }) => points !== null);
    const sum = there.lines.reduce((total, { difference }) => total + figure(difference), 0);
    expect(figure(there.difference)).toBe(figure(there.totals[0]) - figure(there.totals[1]));
    // Whoever has no data at all has no total to be compared.
    if (sharing(one) === sharing(other))
      expect(Math.abs(sum - figure(there.difference))).toBeLessThanOrEqual(10);
    expect(back.lines.map(({ difference }) => figure(difference))).toEqual(there.lines.map(({ difference }) => 0 - figure(difference)));
    expect(back.lines.map(({ decides }) => decides)).toEqual(there.lines.map(({ decides }) => decides));
    for (const { decides, difference } of there.lines)
      expect(!decides || Math.sign(figure(difference)) === Math.sign(figure(there.difference))).toBe(true);
  });

  it('full marks part nobody, whatever they are worth to each', () => {
    const full = (code: string, points: string, weight: number) => ({ numerator: 1, denominator: 1, value: 100, points, no_data: false, indicator: { code, name: code, measure: 'on_time_rate', weight } });
    const none = (code: string, weight: number) => ({ ...full(code, '', weight), value: null, points: null, no_data: true });
    const { lines } = comparedOf([[full('任务', '30.00', 15), { ...full('按期', '35.00', 35), value: 50 }, none('其余', 50)], [full('任务', '15.00', 15), full('按期', '35.00', 35), { ...full('其余', '0.00', 50), value: 0 }]], ['甲', '乙'], speak);
    expect(lines.map(({ code, difference, decides }) => [code, difference, decides])).toEqual([['其余', '+50.00', true], ['按期', '−35.00', false], ['任务', '0.00', false]]);
    expect(lines[2]!.sides.map(({ points }) => points)).toEqual(['30.00 / 30', '15.00 / 15']);
  });

  it('says who is ahead, by how much and mostly through what', () => {
    const score = (code: string, points: string | null, value: number | null) => ({ numerator: 1, denominator: 2, value, points, no_data: points === null, indicator: { code, name: code, measure: 'on_time_rate', weight: 50 } });
    const { says, lines } = comparedOf([[score('按期', '48.00', 96), score('返工', '45.00', 90)], [score('按期', '42.50', 85), score('返工', '47.00', 94), score('公示', null, null)]], ['甲网格', '乙网格'], speak);
    expect(says).toBe('“甲网格”比“乙网格”高 3.50 分，主要差在：按期（5.50 分）。');
    expect(lines.find(({ code }) => code === '按期')).toEqual({ code: '按期', name: '按期', sides: [{ value: '96.00 %', points: '48.00 / 50' }, { value: '85.00 %', points: '42.50 / 50' }], difference: '+5.50', decides: true, ahead: 0 });
    expect(lines.find(({ code }) => code === '公示')!.sides).toEqual([{ value: '不考核', points: '—' }, { value: '无数据', points: '—' }]);
  });
});

describe('files of a period', () => {
  it('are the report, the statistics, the bulletin of what is published, the evidence for who may take it', () => {
    const names = (period: object, whole: boolean, shown = 1): string[] => filesOf(period, shown, whole).flatMap(([, files]) => files.map(({ name }) => name));
    expect(names({ kind: 'quarter', version: 1 }, true)).toEqual(['report.xlsx', 'report.pdf', 'report.csv', 'statistics.xlsx', 'statistics.pdf', 'bulletin.pdf', 'evidence']);
    expect(names({ kind: 'quarter', version: 0 }, false)).not.toContain('bulletin.pdf');
    expect(names({ kind: 'quarter', version: 1 }, false, 2)).not.toContain('bulletin.pdf');
    expect(names({ kind: 'month', version: 0 }, false)).toContain('bulletin.pdf');
  });

  it('that take too long are told apart from other refusals, and their job says how far it is', () => {
    const refusedBy = (status: number, rule: string) => ({ response: { status, data: { errors: [{ extensions: { rule } }] } } });
    expect([refusedBy(409, 'report_too_long'), refusedBy(409, 'bulletin_not_published'), refusedBy(400, 'report_too_long'), new Error('x')].map(isTooLong)).toEqual([true, false, false, false]);
    expect([403, 404, 500, undefined].map(status => isGone({ response: status && { status } }))).toEqual([true, true, false, false]);
    const state = { id: 'x', state: 'running', done: 80, total: 3000, file: null, error: null } as const;
    const speak = filesSpeaker('zh-CN');
    expect(exportText(state, speak, 'zh-CN')).toContain('80 / 3000');
    expect(exportText({ ...state, state: 'failed', error: '申请人无权查看 / The requester may not see it' }, speak, 'zh-CN')).toBe('未能生成：申请人无权查看');
  });
});

describe('a score in plain words', () => {
  const score = (measure: string, weight: number, more: object = {}) =>
    ({ numerator: '3.0000', denominator: '4.0000', value: '75.0000', points: '60.00', no_data: false, indicator: { code: measure, name: measure, measure, weight: String(weight) }, ...more });

  it('says what it rests on, what it is worth, and which cases spoke against it', () => {
    const shown = numbersOf([score('rework_rate', 20, { numerator: 1, denominator: 4, value: 25, points: 15 }), score('on_time_rate', 60), score('return_rate', 20, { numerator: 0, denominator: 0, value: null, points: null, no_data: true })], sharedSpeaker('zh-CN'), 'zh-CN');
    expect(shown.map(({ code }) => code)).toEqual(['on_time_rate', 'return_rate', 'rework_rate']);
    expect(shown[0]).toMatchObject({ says: '时限内办结并反馈的件数 ÷ 本期到期的件数', text: '75.00 %（3 / 4）', points: '60.00 / 75 分', share: 80, missed: '未达到的 1 项', bad: 'miss', good: '达到的 3 项', would: '未达到的 1 项如都达到，可再得 15.00 分。' });
    // Of what is better lower, the cases above the line are those that speak against it.
    expect(shown[2]).toMatchObject({ missed: '计为不利的 1 项', bad: 'hit', good: '其余 3 项', would: '如没有这 1 项不利情形，可再得 10.00 分。', points: '15.00 / 25 分' });
    expect(shown[1]).toMatchObject({ points: '不计分', share: null, missed: '', good: '', text: '本期没有数据，分值分摊到其他指标。', would: '' });
    const [, mean] = numbersOf([score('on_time_rate', 60), { ...score('manual_mean', 5, { numerator: 180, denominator: 200, value: 90, points: 4.5 }), indicator: { code: 'bonus', name: '加分', group: 'bonus', measure: 'manual_mean', weight: 5 } }], sharedSpeaker('zh-CN'), 'zh-CN');
    expect(mean).toMatchObject({ missed: '', text: '平均 90.00 分（2 次评分）', would: '如得满分，可再得 0.50 分。' });
    const [late] = numbersOf([{ ...score('on_time_rate', 10), flagged_numerator: '1.0000', flagged_denominator: '3.0000', indicator: { code: 'late', name: '逾期', measure: 'on_time_rate', weight: 10, params: { multiplier: 2 } } }], sharedSpeaker('zh-CN'), 'zh-CN');
    expect([late!.flagged, shown[0]!.flagged]).toEqual(['其中 3 件来自重点来源，计分时每件按 2 件计。', '']);
    // A bonus takes no part in what is shared.
    const bonus = score('on_time_rate', 5, { points: 5 });
    expect(numbersOf([score('on_time_rate', 100, { points: 90 }), { ...bonus, indicator: { ...bonus.indicator, code: 'bonus', group: 'bonus' } }], sharedSpeaker('zh-CN'), 'zh-CN').map(({ points }) => points)).toEqual(['90.00 / 100 分', '5.00 / 5 分']);
  });

  it('lists cases with their dates, as links only where they may be opened', () => {
    const fact = { id: '1', owner: 'g', scope: null, verdict: 'miss', amount: 1 } as const;
    const lines = caseLines([
      { ...fact, title: '202607010001 路灯不亮', item: { collection: 'issues', id: 'x' }, dates: { due_at: '2026-07-06T10:00:00.000Z', reported_at: '2026-07-01T01:00:00.000Z', handled_at: null } },
      { ...fact, title: null, item: null, dates: { on_day: '2026-07-31' } },
      // A month's line of a ledger stands for many entries.
      { ...fact, id: '2', amount: 523, title: '公共设施 第三网格', item: null, dates: {} },
    ], sharedSpeaker('zh-CN'), 'zh-CN');
    expect(lines[0]).toMatchObject({ to: '/content/issues/x' });
    expect(lines[0]!.dates).toMatch(/^上报 2026年7月1日 .*，到期 2026年7月6日 /);
    expect(lines[1]).toEqual({ id: '1', title: '（无标题）', to: null, dates: '日期 2026年7月31日', fact: null });
    // Where it counts against its reader, it is named so that something can be done about it.
    expect(caseLines([{ ...fact, title: null, item: null, dates: {} }], sharedSpeaker('zh-CN'), 'zh-CN', 'clock')[0]!.fact).toBe('clock:1');
    expect(lines[2]!.title).toBe('公共设施 第三网格　523 条');
    expect(caseLines([{ ...fact, title: '202607010001', item: null, dates: {}, times: 2.5 }], sharedSpeaker('zh-CN'), 'zh-CN')[0]!.title).toBe('202607010001（重点来源，按 2.5 件计）');
  });
});

it('periods have names', () => {
  const speak = sharedSpeaker('zh-CN');
  expect(['2026-Q3', '2026-09', '2026', 'x'].map(code => periodName(code, speak))).toEqual(['2026 年第 3 季度', '2026 年 9 月', '2026 年度', 'x']);
});

describe('my assessment', () => {
  const mine = { id: 'x', ranking: 'r', subject: 'person' as const, level: 3, grid: null, department: null, total: null, grade: null, rank: null, of: null, previous_rank: null, sample: null, note: null, tier: null, low: null, high: null, scores: [] as ScoreAnswer[] };
  const posts = [{ grid: '幸福一网格', level: 3, from: '2026-07-01', until: '2026-08-15', days: 46 }, { grid: '幸福社区', level: 2, from: '2026-08-16', until: '2026-09-15', days: 31 }];
  const said = (row: object, language: 'zh-CN' | 'en-US'): string[] => mineView({ ...mine, ...row }, sharedSpeaker(language), mineSpeaker(language), null, language).posts;

  it('says of which posts a person\'s numbers are, and why it is this level', () => {
    expect(said({ by_post: true, posts }, 'zh-CN')).toEqual([
      expect.stringContaining('按任职计：幸福一网格 2026年7月1日 至 2026年8月15日（46 天）。'),
      expect.stringContaining('只参加任职天数最多的一级（三级网格）的排名；幸福社区 2026年8月16日 至 2026年9月15日（31 天）到期的事项不计入您个人的得分'),
    ]);
    expect(said({ by_post: true, posts }, 'en-US')[1]).toContain('ranked only at the one that you held longest (level 3)');
    expect(said({ by_post: true, posts: posts.slice(0, 1) }, 'zh-CN')).toHaveLength(1);
    // As earlier releases counted, nobody's posts count.
    expect(said({ by_post: false, posts }, 'zh-CN')).toEqual([]);
    expect(said({ subject: 'grid' }, 'zh-CN')).toEqual([]);
  });
});
