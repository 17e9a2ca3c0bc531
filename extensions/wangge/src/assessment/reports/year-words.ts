/** The words of a year's report, in both languages. */
import type { Language } from '../../kernel/refusal-rules.ts';

const ZH = {
  sheet: '年度成绩',
  made_part: '四、年度成绩的构成',
  made_note: '季度得分为该季度公布的总分；四个季度取平均，网格在用（人员在岗）不满整季的按天数计权。“—”表示该季度不计入，其权重由其余季度分担，不按零分计算；原因见注。',
  scheme_part: '五、年度权重',
  weights: '四个季度 {quarters}，年终督查评议 {review}，社区评议 {community}；没有数据的部分不计，其权重由其余部分按比例分担。',
  community_beside: '社区评议权重为 0，只并列展示，不影响总分和名次。',
  quarter: '第{n}季度',
  quarters: '季度平均',
  review: '年终督查评议',
  community: '社区评议',
  days: '在用天数',
  days_of: '{days}/{of}',
  note: '注',
  holders: '负责人（任职天数）',
  changes: '年内变动',
  weight_of: '{part}权重',
  quarter_days: '第{n}季度计入天数',
  quarter_length: '第{n}季度总天数',
  rests: '依据的季度',
  version: '{quarter}：第 {n} 版',
  not_published: '{quarter}未公布',
  not_there: '{quarter}尚未设立或未参评',
  no_data: '{quarter}没有办件等数据',
  no_days: '{quarter}未在用',
  other_level: '{quarter}任职级别不同',
  by_visits: '年终未评议，取当年走访得分',
  no_review: '年终未评议，权重已分担',
  no_community: '无社区评议，权重已分担',
  began: '{on} 设立',
  ended: '{on} 停用',
  moved: '{on} 调整',
  sentence: '年度成绩由{parts}构成。{missing}',
  missing: '{quarters}没有公布，未计入，其权重由其余季度分担。',
};

const EN: typeof ZH = {
  sheet: 'Year',
  made_part: '4. What the year is made of',
  made_note: 'A quarter counts as its published total; of four the mean, a quarter that was not lived in full by its days. “—”: it does not count, its weight is spread over the others, and it is no zero; why, says the note.',
  scheme_part: '5. Weights of the year',
  weights: 'Four quarters {quarters}, the team’s review {review}, the community’s assessment {community}; the weight of what has no data is spread over the rest.',
  community_beside: 'The community’s assessment weighs 0: it is shown beside, and moves no total and no place.',
  quarter: 'Q{n}',
  quarters: 'Quarters',
  review: 'Review',
  community: 'Community',
  days: 'Days',
  days_of: '{days}/{of}',
  note: 'Note',
  holders: 'Leaders (days)',
  changes: 'In the year',
  weight_of: 'Weight: {part}',
  quarter_days: 'Q{n}: days that count',
  quarter_length: 'Q{n}: days',
  rests: 'Quarters',
  version: '{quarter}: version {n}',
  not_published: '{quarter} not published',
  not_there: '{quarter}: not there yet, or took no part',
  no_data: '{quarter}: no cases',
  no_days: '{quarter}: not in service',
  other_level: '{quarter}: at another level',
  by_visits: 'no review; the visits of the year count',
  no_review: 'no review; its weight is spread',
  no_community: 'no community assessment; its weight is spread',
  began: 'began on {on}',
  ended: 'ended on {on}',
  moved: 'changed on {on}',
  sentence: 'The year is made of {parts}. {missing}',
  missing: '{quarters}: not published and not counted; the weight is spread over the other quarters.',
};

export type YearKey = keyof typeof ZH;
export type YearSpeak = (key: YearKey, values?: Record<string, string | number>) => string;

export function yearWordsIn(language: Language): YearSpeak {
  const words = language === 'zh-CN' ? ZH : EN;
  return (key, values = {}) => words[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

const NUMERALS = ['一', '二', '三', '四'];

/** `第三季度` of `2026-Q3`. */
export function quarterName(code: string, language: Language): string {
  const n = Number(code.slice(-1));
  return yearWordsIn(language)('quarter', { n: language === 'zh-CN' ? NUMERALS[n - 1]! : n });
}
