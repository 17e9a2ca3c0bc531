/** What the charts of an indicator say. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  panel: '指标分析',
  about: '一项指标在各网格的分布（漏斗图）和各季度的变化',
  level: '网格级别',
  level_3: '三级网格',
  level_2: '二级网格',
  indicator: '指标',
  indicator_note: '指标代码，如 on_time_patch；不填即为分值最高的一项',
  cases: '件数',
  point: '{name}：{rate} %（{numerator} / {denominator}）',
  below: '明显低于全体水平：{names}。',
  above: '明显高于全体水平：{names}。',
  and: '、',
  nobody: '没有网格明显偏离全体水平，差别可能只是偶然。',
  funnel: '各网格分布',
  funnel_says: '每一点是一个网格。虚线以外的差别，偶然出现的可能约为百分之五；实线以外约为千分之二。件数越少，偶然波动越大。',
  trend: '各季度变化',
  no_data: '本期没有这项指标的数据。',
  no_rate: '这项指标不是比率，不作漏斗图。',
  empty: '还没有公布过季度考核。',
};

const EN: typeof ZH = {
  panel: 'Indicator',
  about: 'How one indicator lies across the grids (funnel plot), and over the quarters',
  level: 'Level',
  level_3: 'Level 3',
  level_2: 'Level 2',
  indicator: 'Indicator',
  indicator_note: 'Its code, such as on_time_patch; empty: the weightiest',
  cases: 'Cases',
  point: '{name}: {rate} % ({numerator} / {denominator})',
  below: 'Clearly below all together: {names}.',
  above: 'Clearly above all together: {names}.',
  and: ', ',
  nobody: 'No grid lies clearly apart: the differences may be chance.',
  funnel: 'Across the grids',
  funnel_says: 'Each point is a grid. Beyond the dashed lines chance alone puts about five in a hundred, beyond the others two in a thousand. The fewer cases, the larger the play of chance.',
  trend: 'Over the quarters',
  no_data: 'There is no data of this indicator in the period.',
  no_rate: 'This indicator is no rate: there is no funnel plot of it.',
  empty: 'No quarter has been published yet.',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
