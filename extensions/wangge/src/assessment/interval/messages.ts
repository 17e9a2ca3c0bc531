/** Why a ranking's intervals cannot be computed, in the reader's language. */
import type { Messages } from '../../kernel/refusal-rules.ts';

export const messages: Messages = {
  interval_number: {
    'zh-CN': '名次区间的输入“{where}”为 {value}，应为 {least} 至 {most} 之间的整数。',
    'en-US': 'Interval of ranks: “{where}” is {value}; a whole number from {least} to {most} would be accepted.',
  },
  interval_text: {
    'zh-CN': '名次区间的输入“{where}”中的“{text}”含换行符，或不是 Unicode 规范形式（NFC），请改用规范写法。',
    'en-US': 'Interval of ranks: “{text}” in “{where}” has a line feed or is not in Unicode NFC; write it in its normal form, on one line.',
  },
  interval_twice: {
    'zh-CN': '名次区间的输入“{where}”中“{id}”出现两次，每项只能列一次。',
    'en-US': 'Interval of ranks: “{id}” stands twice in “{where}”; each may stand there once.',
  },
  interval_weights: {
    'zh-CN': '抽取指标的权重合计为 {sum}，应大于 0、不超过 {most}（权重的百分之一为一个单位）。',
    'en-US': 'The weights of what is drawn add up to {sum}; more than 0 and at most {most} (hundredths of a point) would be accepted.',
  },
  interval_grids_too_many: {
    'zh-CN': '一组有 {count} 个对象，名次区间每组最多计算 {most} 个，请按可比组分开。',
    'en-US': 'The group has {count} subjects; at most {most} are ranked together, use peer groups.',
  },
  interval_ranks_partly: {
    'zh-CN': '名次要么全部给出（不参加排名的写明），要么全部不给，不能只给一部分。',
    'en-US': 'Official places are given for all (also for those without one) or for none.',
  },
  interval_indicator_unknown: {
    'zh-CN': '“{grid}”的数据中有指标“{indicator}”，但本组没有该指标，请先将其列入指标。',
    'en-US': '“{grid}” has cases of the indicator “{indicator}”, which the group does not have; list it among the indicators.',
  },
};
