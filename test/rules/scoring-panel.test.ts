/** What the ranking panel shows of the server's answer, and what administrators may write behind it. */
import type { Answer, Group, Period, RankingRow } from '../../extensions/wangge/src/assessment/ui/grid-ranking/view.ts';
import { describe, expect, it } from 'vitest';
import { messages } from '../../extensions/wangge/src/assessment/messages.ts';
import { objectionToIndicator, objectionToPeriod, objectionToScheme } from '../../extensions/wangge/src/assessment/schemes/scheme-guard-rules.ts';
import { changeOf, chosenPeriod, failure, kindsIn, levelsIn, offeredPeriods, rangeSaid, rankingView, seenInstead } from '../../extensions/wangge/src/assessment/ui/grid-ranking/view.ts';
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
  ({ rank: null, of: 3, total: '91.50', grade: 'A', previous_rank: null, sample: 20, note: null, id: name, name, ...more });
const viewOf = (rows: RankingRow[], speak = zh, locale = 'zh-CN', groups: Group[] = []) => rankingView({ rows, groups, period: period('2026-Q3') }, speak, locale);
const barsOf = (...asked: Parameters<typeof viewOf>) => viewOf(...asked).sections.flatMap(({ bars }) => bars);

describe('the ranking panel', () => {
  it('orders bars by rank, and says who shares a place', () => {
    // The server's order parts equal places.
    const bars = barsOf([row('b', { rank: 2 }), row('c', { rank: 2 }), row('a', { rank: 1 })]);
    expect(bars.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(bars.map(({ place }) => place)).toEqual(['第 1 名，共 3 名', '并列第 2 名 · 第 2 名，共 3 名', '并列第 2 名 · 第 2 名，共 3 名']);
    expect(bars[0]).toMatchObject({ score: '91.50', length: 91.5, grade: '优秀', sample: '20 件' });
  });

  it('lists apart who has no rank, with the reason', () => {
    const view = viewOf([row('a', { rank: 1 }), row('b', { note: 'below_minimum', sample: 2 }), row('c', { note: 'no_cases', sample: 0, total: null, grade: null }), row('d', { note: 'vetoed' }), row('e', { note: 'too_few_days' })]);
    expect(view.sections.flatMap(({ bars }) => bars)).toHaveLength(1);
    expect(view.apart).toEqual([
      { reason: '办件数不足', subjects: [{ id: 'b', name: 'b', sample: '2 件' }] },
      { reason: '在岗（在用）天数不足', subjects: [{ id: 'e', name: 'e', sample: '20 件' }] },
      { reason: '本期无到期办件', subjects: [{ id: 'c', name: 'c', sample: '' }] },
      { reason: '一票否决', subjects: [{ id: 'd', name: 'd', sample: '20 件' }] },
    ]);
  });

  it('lists a level that is scored and not ranked by score, without places', () => {
    const rows = [row('a', { note: 'level_not_ranked', total: '80.00' }), row('b', { note: 'level_not_ranked', total: '90.00' })];
    expect(barsOf(rows, en, 'en-US').map(({ name, rank, place, change }) => [name, rank, place, change])).toEqual([['b', null, '', null], ['a', null, '', null]]);
    expect(viewOf(rows, en, 'en-US')).toMatchObject({ unrankedLevel: true, apart: [] });
  });

  it('puts first who is not rated, by its reason, and does not call it middle', () => {
    const { sections: [section] } = viewOf([row('a', { rank: 1, tier: 'middle' }), row('b', { rank: 2, tier: 'not_rated', too_little: ['few_recorded', 'few_cases'] })]);
    expect(section!.first).toEqual([{ reason: '记录件数不足以往（近四个季度中位数）或外部计数的一半', subjects: [{ id: 'b', name: 'b', sample: '20 件' }] }]);
    expect(section!.bars.map(({ tier }) => tier?.words)).toEqual(['中间档', '暂不评档']);
  });

  it('says of each peer group what the server said of it, and names it in words', () => {
    const group = (name: string | null, more: Partial<Group> = {}): Group => ({ group: name, mean_width: 500, places_told: true, tiers_only: false, not_drawn: null, ...more });
    const rows = [row('a', { rank: 1, peer_group: 'households 300+' }), row('b', { rank: 1, peer_group: 'households 0-299' })];
    const view = viewOf(rows, zh, 'zh-CN', [group('households 0-299', { mean_width: 712, places_told: false }), group('households 300+', { not_drawn: '太多。' })]);
    expect(view.sections.map(({ heading, says }) => [heading, says])).toEqual([
      ['户数 0–299', ['名次多为偶然：名次范围平均占全组的 71 %。请看档次，不宜按名次论优劣。']],
      ['户数 300 以上', ['本组没有名次范围和档次：太多。']],
    ]);
  });

  it('of tiers alone shows no place, no score and no range, in the order of the server', () => {
    const untold = { untold: true, total: null, of: null };
    const { sections: [section] } = viewOf([row('b', { ...untold, tier: 'not_rated' }), row('a', { ...untold, tier: 'front' }), row('c', { ...untold, tier: 'middle' })], zh, 'zh-CN', [{ group: null, mean_width: 800, places_told: false, tiers_only: true, not_drawn: null }]);
    expect(section).toMatchObject({ untold: true, says: [expect.stringContaining('只列档次')] });
    expect(section!.bars.map(({ name, rank, place, score, range, tier }) => [name, rank, place, score, range, tier?.code])).toEqual([['b', null, '', '', '', 'not_rated'], ['a', null, '', '', '', 'front'], ['c', null, '', '', '', 'middle']]);
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
    // A month is a report, not a ranking.
    expect(chosenPeriod([{ ...period('2026-09'), kind: 'month', starts_on: '2026-09-01' }, { ...period('2026-Q3'), kind: 'quarter' }], {})?.code).toBe('2026-Q3');
  });

  it('offers what is not published yet to who may look at it, and begins with it only where it is asked for or there is nothing else', () => {
    const periods = [{ ...period('2026-Q3'), version: 0, draft_version: 1 }, { ...period('2026-Q2'), version: 1, draft_version: 2 }, { ...period('2026-Q4'), version: 0, draft_version: null }];
    const offered = offeredPeriods(periods, true);
    expect(offered.map(({ key }) => key)).toEqual(['2026-Q3 draft', '2026-Q2 draft', '2026-Q2']);
    expect(offeredPeriods(periods, false).map(({ key }) => key)).toEqual(['2026-Q2']);
    const key = (wanted: Parameters<typeof chosenPeriod>[1], among = offered) => chosenPeriod(among, wanted)?.key;
    expect([key({}), key({ period: '2026-Q3' }), key({ draft: true }), key({ period: '2026-Q2', draft: true }), key({}, offered.slice(0, 1))]).toEqual(['2026-Q2', '2026-Q3 draft', '2026-Q3 draft', '2026-Q2 draft', '2026-Q3 draft']);
  });

  it('says a range of one place as that place', () => {
    expect([rangeSaid('5', zh), rangeSaid('3–5', zh)]).toEqual(['第 5 名', '第 3–5 名之间']);
  });

  it('offers the kinds and levels of which the reader sees anything, and goes there where there is nothing of what was asked', () => {
    const office = { fields: [{ kind: 'department', level: null }] as const satisfies Answer['fields'] };
    const leader = { fields: [{ kind: 'person', level: 2 }, { kind: 'grid', level: 2 }, { kind: 'grid', level: 3 }] satisfies Answer['fields'] };
    expect(kindsIn(leader, 'grid')).toEqual(['grid', 'person']);
    expect(levelsIn(leader, 'person', 3)).toEqual([2]);
    expect(levelsIn(null, 'grid', 3)).toEqual([3, 2, 1]);
    expect(seenInstead(office, 'grid', 3)).toEqual({ kind: 'department', level: 3 });
    expect(seenInstead(office, 'department', 3)).toBeNull();
    expect(seenInstead(leader, 'person', 3)).toEqual({ kind: 'person', level: 2 });
    expect(seenInstead(leader, 'grid', 1)).toEqual({ kind: 'grid', level: 3 });
    expect(seenInstead({ fields: [] }, 'grid', 3)).toBeNull();
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
