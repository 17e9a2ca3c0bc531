/** What is said of tiers and intervals wherever they are shown, printed or written into a workbook. */
import type { Words } from '../../kernel/refusal-rules.ts';
import type { Tier } from './model.ts';
import type { TooLittle } from './tier-rules.ts';

export const TIER_WORDS: Readonly<Record<Tier, Words>> = {
  front: { 'zh-CN': '领先档', 'en-US': 'front' },
  middle: { 'zh-CN': '中间档（未能区分）', 'en-US': 'middle (not told apart)' },
  back: { 'zh-CN': '靠后档', 'en-US': 'back' },
  not_rated: { 'zh-CN': '数据不足，暂不评档', 'en-US': 'not rated: too little data' },
};

export const TOO_LITTLE_WORDS: Readonly<Record<TooLittle, Words>> = {
  few_cases: { 'zh-CN': '有 5 件以上数据的指标，权重合计不足 60%', 'en-US': 'indicators with at least 5 cases carry less than 60 % of the weight' },
  few_days: { 'zh-CN': '本季度在用不足 60 天', 'en-US': 'less than 60 days of the quarter in service' },
  few_recorded: { 'zh-CN': '记录件数不足以往（近四个季度中位数）或外部计数的一半', 'en-US': 'less than half as many cases on record as usual (median of the last four quarters) or as counted outside' },
};

/** Above a mean width of 0.70 of the group. */
export const MOSTLY_CHANCE: Words = {
  'zh-CN': '本组名次主要由偶然因素决定：名次区间平均超过全组的 70%，名次先后不足以说明工作优劣，请看档次。',
  'en-US': 'Places in this group are mostly chance: their intervals are wider than 70 % of the group on average. Look at the tiers.',
};

/** What an interval and a tier mean (§1 of the specification). */
export const HOW_SURE: Words = {
  'zh-CN': '数量少时，名次会随偶然因素变动。根据本季度的办件和本组通常水平，抽取 1,000 组与依据相符的比率，每组各排一次名；1,000 次中至少 900 次，网格的名次落在所示区间内。靠后档：1,000 次中至少 990 次，全组至少一半严格优于该网格；领先档：至少 975 次，全组至少一半严格劣于该网格；其余为中间档，意思是“未能区分”，不是“中等水平”。',
  'en-US': 'Small numbers move ranks by chance. From this quarter\'s cases, together with what is usual in the group, 1,000 sets of rates that fit the evidence were drawn and the grids ranked each time. In at least 900 of 1,000 the grid\'s place was between low and high. Back: in at least 990 of 1,000 at least half of the group was strictly better. Front: in at least 975 of 1,000 at least half was strictly worse. Everyone else: middle, which means "not told apart", not "average".',
};
