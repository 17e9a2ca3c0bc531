/** A year on its page, in words. */
import { expect, it } from 'vitest';
import { booksShown, changeShown, madeLines, missingShown, outdatedShown, quartersShown, resultsShown, toConfirm, weightsShown, yearsOf } from '../../extensions/wangge/src/assessment/ui/pages/year-view.ts';
import { speaker } from '../../extensions/wangge/src/assessment/ui/pages/year-words.ts';

const zh = speaker('zh-CN');
const made = {
  subject: 'grid',
  id: 'g',
  level: 3,
  days: 200,
  days_of: 366,
  parts: [
    { part: 'quarters' as const, weight: 70, score: '88.50', points: '70.80', cases: 2, basis: null, sum: null },
    { part: 'review' as const, weight: 30, score: null, points: null, cases: 0, basis: null, sum: null },
    { part: 'community' as const, weight: 0, score: null, points: null, cases: 0, basis: null, sum: null },
  ],
  quarters: [
    { quarter: '2024-Q1', total: '90.00', share: '60.00', days: 91, days_of: 91, without: null },
    { quarter: '2024-Q2', total: null, share: null, days: null, days_of: null, without: 'not_published' as const },
  ],
  holders: [{ name: '王敏', days: 120 }, { name: '李强', days: 80 }],
  changes: [],
};

it('says what a year is made of; what has no weight is shown and not counted', () => {
  expect(weightsShown({ quarters: 70, review: 30, community: 0 }, zh)).toEqual([{ name: '四个季度', value: '70 分' }, { name: '年终考评', value: '30 分' }, { name: '社区评价', value: '只列出，不计分' }]);
  expect(yearsOf(['2026-Q3', '2026', '2025-12', '2025-Q4'])).toEqual(['2026', '2025']);
});

it('a quarter that is not published is never zero; one that was published anew is told', () => {
  const quarter = { code: '2024-Q3', state: 'open', version: 0, over: true, rests_on: null };
  expect(quartersShown([quarter, { ...quarter, code: '2024-Q4', over: false }, { ...quarter, code: '2024-Q1', version: 2, rests_on: 1 }], zh)).toEqual([
    { code: '2024-Q3', name: '第 3 季度', text: '未公布：没有数据，分值分摊到其他季度，不按 0 计', state: 'lacks' },
    { code: '2024-Q4', name: '第 4 季度', text: '尚未结束', state: 'open' },
    { code: '2024-Q1', name: '第 1 季度', text: '已公布（第 2 版），本年度按第 1 版计', state: 'done' },
  ]);
  expect(quartersShown([{ ...quarter, draft: 1, draft_state: 'computed' }, { ...quarter, draft: 1, draft_state: 'preview' }, { ...quarter, version: 1, draft: 2, draft_state: 'computed', rests_on: 1 }], zh).map(({ text, state }) => [text, state])).toEqual([
    ['第 1 版已核算，尚未公布，公布后才计入本年度', 'waits'],
    ['第 1 版正在预公布，尚未公布，公布后才计入本年度', 'waits'],
    ['已公布（第 1 版），第 2 版已核算，尚未公布', 'waits'],
  ]);
  expect(outdatedShown({ outdated: true, outdated_by: { quarters: ['2024-Q1'], scores: 2 } }, zh)).toBe('年度核算后，有季度公布了新版，核算后又录入或确认了 2 条评分，尚未计入。请在“考核工作”中说明原因，重新核算本年度。');
  expect(missingShown({ grids: 4, unreviewed: 1, without_community: 0, unconfirmed: 0 }, zh)).toEqual([
    { text: '4 个参评网格（单位）中有 1 个还没有年终考评', done: false, part: 'review' },
    { text: '4 个参评网格（单位）都有社区评价', done: true, part: 'community' },
  ]);
});

it('a result says what each part gave, each quarter with its days, and who led the grid how long', () => {
  expect(madeLines({ ...made, changes: [{ on: '2024-03-01', what: 'began' }, { on: '2024-05-06', what: 'moved' }, { on: '2024-09-30', what: 'ended' }] }, zh, 'zh-CN')).toEqual([
    '四个季度：得 88.50 分，折合 70.80 分',
    '年终考评：没有数据，分值分摊到其他部分',
    '第 1 季度：90.00 分，占 60.00%（91 天）',
    '第 2 季度：没有公布，不计',
    '在用 200 天（全年 366 天）',
    '责任人：王敏 120 天、李强 80 天',
    '2024年3月1日设立',
    '2024年5月6日调整了隶属关系',
    '2024年9月30日停用',
  ]);
  expect(madeLines({ ...made, subject: 'person', parts: [], quarters: [], holders: [] }, zh, 'zh-CN')).toEqual(['任职 200 天（全年 366 天）']);
  const row = { id: 'g', subject: 'grid', level: 3, grid: { name: '第一网格' }, department: null, rank: 1, total: '88.5', made };
  expect(resultsShown([row, { ...row, subject: 'person' }, { ...row, made: null }], zh, 'zh-CN').map(({ name, says }) => [name, says])).toEqual([['第一网格', '第 1 名　88.50 分']]);
});

it('whoever looks confirms what the server says they may; of the rest each line says why not', () => {
  const row = { id: 'a', name: '第一网格', score: '92.5', source: '评议表', entered_by_name: '周', evidence: null, why_not: '您当年在“第一网格”任职' };
  const { lines, ids } = toConfirm([row, { ...row, id: 'b', evidence: 'f', why_not: null }], zh);
  expect(ids).toEqual(['b']);
  expect(lines).toEqual([
    { id: 'a', name: '第一网格', text: '92.5 分，评议表，周录入', why_not: '您当年在“第一网格”任职', evidence: null },
    { id: 'b', name: '第一网格', text: '92.5 分，评议表，周录入', why_not: null, evidence: 'f' },
  ]);
});

it('the change of year says of each step what is there, what lacks, and who said what', () => {
  const step = { step: 'calendar' as const, is: 0, of: 1, missing: ['2025 年的日历尚未发布'], state: 'open' as const, seen_done: false, taken: null };
  const [calendar, archive] = changeShown({ year: 2024, next: 2025, books: [], steps: [step, { ...step, step: 'archive', missing: [], seen_done: true, state: 'done', taken: { step: 'archive', outcome: 'done', word: '已归档', actor_name: '周督查', at: '2025-01-08T01:00:00.000Z' } }] }, zh, 'zh-CN');
  expect(calendar).toEqual({ step: 'calendar', title: '发布 2025 年日历', state: 'open', says: '', seen: '已有 0，应有 1', missing: ['2025 年的日历尚未发布'], to: '/content/calendar_versions', may_be_done: false });
  expect(archive).toMatchObject({ title: '2024 年资料归档', says: '周督查于 2025年1月8日 登记：已归档', to: '', may_be_done: true });
});

it('the ledgers on paper are a line of the archive', () => {
  expect(booksShown([{ name: '第一社区', asked: 2, open: 1 }, { name: '第二社区', asked: 0, open: 0 }], zh)).toBe('纸质台账：第一社区已申请打印 2 次，其中 1 次正在生成，第二社区尚未打印');
});
