/** What the ranking panel shows of the server's answer, and what administrators may write behind it. */
import type { Period, RankingRow } from '../../extensions/wangge/src/assessment/ui/grid-ranking/view.ts';
import { describe, expect, it } from 'vitest';
import { messages } from '../../extensions/wangge/src/assessment/messages.ts';
import { objectionToIndicator, objectionToPeriod, objectionToScheme } from '../../extensions/wangge/src/assessment/schemes/scheme-guard-rules.ts';
import { changeOf, chosenPeriod, failure, rankingView } from '../../extensions/wangge/src/assessment/ui/grid-ranking/view.ts';
import { speaker } from '../../extensions/wangge/src/assessment/ui/grid-ranking/words.ts';

const zh = speaker('zh-CN');
const en = speaker('en-US');

const period = (code: string, subdistrict = '110101001'): Period => ({
  code,
  starts_on: `${code.slice(0, 4)}-0${3 * Number(code.at(-1)) - 2}-01`,
  ends_on: '2026-09-30',
  evidence_digest: null,
  subdistrict: { code: subdistrict, name: subdistrict },
  scheme: { grade_bands: [{ grade: 'A', names: { 'zh-CN': '优秀', 'en-US': 'Excellent' } }] },
});
const row = (name: string, more: Partial<RankingRow> = {}): RankingRow =>
  ({ rank: null, of: 3, total: '91.50', grade: 'A', previous_rank: null, sample: 20, note: null, grid: { id: name, code: name, name }, ...more });

describe('the ranking panel', () => {
  it('orders bars by rank, then by code, and says who shares a place', () => {
    const view = rankingView([row('c', { rank: 2 }), row('b', { rank: 2 }), row('a', { rank: 1 })], period('2026-Q3'), zh, 'zh-CN');
    expect(view.bars.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(view.bars.map(({ place }) => place)).toEqual(['第 1 名，共 3 名', '并列第 2 名 · 第 2 名，共 3 名', '并列第 2 名 · 第 2 名，共 3 名']);
    expect(view.bars[0]).toMatchObject({ score: '91.50', length: 91.5, grade: '优秀', sample: '20 件' });
    expect(view.unrankedLevel).toBe(false);
  });

  it('lists apart who has no rank, with the reason', () => {
    const view = rankingView([row('a', { rank: 1 }), row('b', { note: 'below_minimum', sample: 2 }), row('c', { note: 'no_cases', sample: 0, total: null, grade: null })], period('2026-Q3'), zh, 'zh-CN');
    expect(view.bars).toHaveLength(1);
    expect(view.apart).toEqual([
      { reason: '办件数不足', grids: [{ id: 'b', name: 'b', sample: '2 件' }] },
      { reason: '本期无到期办件', grids: [{ id: 'c', name: 'c', sample: '' }] },
    ]);
  });

  it('lists a level that is scored and not ranked by score, without places', () => {
    const view = rankingView([row('a', { note: 'level_not_ranked', total: '80.00' }), row('b', { note: 'level_not_ranked', total: '90.00' })], period('2026-Q3'), en, 'en-US');
    expect(view.bars.map(({ name, rank, place, change }) => [name, rank, place, change])).toEqual([['b', null, '', null], ['a', null, '', null]]);
    expect(view).toMatchObject({ unrankedLevel: true, apart: [] });
  });

  it('tells the change in words for those who do not see the arrow', () => {
    expect(changeOf(3, 5, zh)).toEqual({ kind: 'up', mark: '▲ 2', words: '较上季度上升 2 名' });
    expect(changeOf(5, 3, en)).toEqual({ kind: 'down', mark: '▼ 2', words: 'Down 2 since last quarter' });
    expect(changeOf(1, 1, zh).kind).toBe('same');
    expect(changeOf(1, null, zh)).toMatchObject({ kind: 'new', words: '上季度未排名' });
  });

  it('begins with the period asked for, else with the latest of the sub-district', () => {
    const periods = [period('2026-Q1'), period('2026-Q3'), period('2026-Q2'), period('2026-Q2', '110101002')];
    expect(chosenPeriod(periods, {})?.code).toBe('2026-Q3');
    expect(chosenPeriod(periods, { period: '2026-Q1' })?.code).toBe('2026-Q1');
    expect(chosenPeriod(periods, { period: '2026-Q1', subdistrict: '110101002' })).toMatchObject({ code: '2026-Q2', subdistrict: { code: '110101002' } });
    expect(chosenPeriod([], {})).toBeNull();
  });

  it('speaks of failures in the reader\'s language', () => {
    expect([failure(403, zh), failure(500, zh), failure(undefined, en)]).toEqual(['您没有查看排名的权限。', '排名未能读取', 'The server cannot be reached; try again later.']);
  });
});

describe('what an administrator writes', () => {
  const stored = { code: 'a', subject: 'grid', levels: [3], measure: 'on_time_rate', weight: '50.00', rule: 'ratio', params: { scopes: ['community'] } };

  it('must be a scheme and an indicator that can be scored', () => {
    expect(objectionToScheme({ name: 'new' }, null)).toBeNull();
    expect(objectionToScheme({ grade_bands: [{ grade: 'A', from: 60 }] }, null)).toMatchObject({ code: 'grade_bands_hole', field: 'grade_bands', params: { from: 60 } });
    expect(objectionToScheme({ grade_bands: '[{"grade":"A","from":0}]' }, null)).toBeNull();
    expect(objectionToScheme({ tie_break: 'luck' }, null)).toMatchObject({ code: 'list_expected', field: 'tie_break' });
    expect(objectionToScheme({ min_sample: 0 }, null)).toMatchObject({ field: 'min_sample' });
    expect(objectionToIndicator({ weight: 40 }, stored)).toBeNull();
    expect(objectionToIndicator({ rule: 'veto' }, stored)).toMatchObject({ code: 'veto_weighs', field: 'weight' });
    expect(objectionToIndicator({ rule: 'inverse_ratio' }, stored)).toMatchObject({ code: 'rule_rewards_bad', field: 'rule' });
    expect(objectionToIndicator({ params: '{"scopes":["moon"]}' }, stored)).toMatchObject({ code: 'scopes_invalid', field: 'params' });
    expect(objectionToIndicator({ subject: 'department', measure: 'own' }, stored)).toMatchObject({ code: 'measure_unknown', field: 'measure' });
    expect(objectionToIndicator({ subject: 'department', levels: null, measure: 'own_on_time_rate', params: null }, stored)).toBeNull();
    expect(objectionToIndicator({ subject: 'person', measure: 'duty_met_rate', params: {} }, stored)).toBeNull();
    expect(objectionToScheme({ peer_groups: 'size', household_bands: '300，0, 500' }, null)).toBeNull();
    expect(objectionToScheme({ peer_groups: 'size', household_bands: [300, 500] }, null)).toMatchObject({ code: 'peer_bands_hole', field: 'household_bands' });
    expect(objectionToScheme({ peer_groups: 'size' }, null)).toMatchObject({ code: 'peer_groups_invalid', field: 'household_bands' });
    expect(objectionToScheme({ min_days: 100 }, null)).toMatchObject({ code: 'min_days_invalid', field: 'min_days' });
  });

  it('is nothing that is computed', () => {
    expect(objectionToPeriod({ evidence_digest: 'x' }, false)).toMatchObject({ code: 'assessment_fixed', field: 'evidence_digest' });
    expect(objectionToPeriod({ ends_on: '2026-01-01' }, true)).toMatchObject({ code: 'period_published' });
    expect(objectionToPeriod({ ends_on: '2026-01-01' }, false)).toBeNull();
  });

  it('gets a sentence in both languages for every refusal', () => {
    for (const [code, sentences] of Object.entries(messages))
      expect([code, sentences['zh-CN'].length > 0, /^[\x20-\x7E“”’–]+$/.test(sentences['en-US'])]).toEqual([code, true, true]);
  });
});
