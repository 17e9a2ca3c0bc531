/** The sentences of assessment, in the reader's language. */
import type { Messages } from '../kernel/refusal-rules.ts';
import { messages as intervalMessages } from './interval/messages.ts';

export const messages: Messages = {
  ...intervalMessages,
  period_unknown: {
    'zh-CN': '考核周期“{period}”无法识别，请按“2026-Q3”的格式填写季度。',
    'en-US': '“{period}” is no period; write a quarter like 2026-Q3.',
  },
  period_not_over: {
    'zh-CN': '{period} 至 {ends_on} 方结束，期满后才能排名。',
    'en-US': '{period} ends on {ends_on}; it is ranked when it is over.',
  },
  cut_not_passed: {
    'zh-CN': '{period} 的办理情况登记到 {cut} 为止，此后才能排名。',
    'en-US': '{period} counts what is on record by {cut}; it is ranked after that.',
  },
  period_not_ranked: {
    'zh-CN': '{period} 尚无可查看的排名。',
    'en-US': 'There is no ranking of {period} that you may see.',
  },
  subdistrict_unknown: {
    'zh-CN': '没有代码为“{subdistrict}”且已划分网格的街道。',
    'en-US': 'There is no sub-district “{subdistrict}” that has grids.',
  },
  grid_not_ranked: {
    'zh-CN': '该网格在 {period} 没有可查看的得分。',
    'en-US': 'The grid has no scores in {period} that you may see.',
  },
  scheme_missing: {
    'zh-CN': '{period} 没有启用的考核方案，请先启用一个方案（生效日期不晚于该季度末）。',
    'en-US': 'No active scheme is valid for {period}; activate one that is valid from its last day or earlier.',
  },
  scheme_empty: {
    'zh-CN': '考核方案“{scheme}”没有网格指标，请先添加指标。',
    'en-US': 'The scheme “{scheme}” has no indicators for grids; add some first.',
  },
  indicator_twice: {
    'zh-CN': '{level} 级网格的指标代码重复，请逐一区分。',
    'en-US': 'Two indicators of level {level} share a code; give each its own.',
  },
  weights_not_100: {
    'zh-CN': '{level} 级网格各指标分值合计为 {sum}，应为 100（加分项不计）。',
    'en-US': 'The weights of level {level} sum to {sum}; they must sum to 100 (bonus aside).',
  },
  weight_invalid: {
    'zh-CN': '指标“{indicator}”的分值应为不小于 0 的数。',
    'en-US': 'The weight of “{indicator}” must be a number of 0 or more.',
  },
  min_sample_invalid: {
    'zh-CN': '最低样本量应为不小于 1 的整数。',
    'en-US': 'The minimum sample must be a whole number of 1 or more.',
  },
  cut_working_days_invalid: {
    'zh-CN': '截止登记日应为期末后第 2 至 30 个工作日；留空即期末当日。',
    'en-US': 'The cut is the 2nd to 30th working day after the period; empty: its end.',
  },
  levels_invalid: {
    'zh-CN': '网格级别应从 1、2、3 中选择。',
    'en-US': 'Choose levels from 1, 2 and 3.',
  },
  measure_unknown: {
    'zh-CN': '没有名为“{measure}”的度量，可用：{measures}。',
    'en-US': 'There is no measure “{measure}”; there are: {measures}.',
  },
  rule_unknown: {
    'zh-CN': '指标“{indicator}”的计分规则“{rule}”不存在，可用：{rules}。',
    'en-US': '“{indicator}”: there is no rule “{rule}”; there are: {rules}.',
  },
  rule_not_available: {
    'zh-CN': '指标“{indicator}”的计分规则“{rule}”目前还不能使用，可用：{rules}。',
    'en-US': '“{indicator}”: the rule “{rule}” cannot be used yet; usable are: {rules}.',
  },
  scopes_invalid: {
    'zh-CN': '指标“{indicator}”须在参数 scopes 中写明计入哪些职责范围的问题：{scopes}。',
    'en-US': '“{indicator}” must say in its parameter scopes whose cases count: {scopes}.',
  },
  threshold_invalid: {
    'zh-CN': '指标“{indicator}”须有参数 full_at（得满分的百分率，0–100）和 per_point（每差一个百分点扣几分）。',
    'en-US': '“{indicator}” needs the parameters full_at (the percentage that earns full points, 0–100) and per_point (points for each percentage point beyond it).',
  },
  bands_invalid: {
    'zh-CN': '指标“{indicator}”的分档应写明下限（百分率，0–100）和得分（不超过分值）。',
    'en-US': 'Each band of “{indicator}” needs its lower bound in percent (0–100) and points up to the weight.',
  },
  bands_hole: {
    'zh-CN': '指标“{indicator}”的分档须从 0 开始，且下限不得重复。',
    'en-US': 'The bands of “{indicator}” must start at 0, and no two at the same bound.',
  },
  grade_band_invalid: {
    'zh-CN': '每个等次须有名称和 0–100 之间的分数下限。',
    'en-US': 'Each grade needs a name and a lower bound from 0 to 100.',
  },
  grade_bands_hole: {
    'zh-CN': '等次有空档：低于 {from} 分没有等次，最低一档须从 0 分开始。',
    'en-US': 'The grades have a hole: there is none below {from}; the lowest must start at 0.',
  },
  grade_bands_overlap: {
    'zh-CN': '等次的名称和分数下限都不得重复。',
    'en-US': 'No two grades may share a name or a lower bound.',
  },
  list_expected: {
    'zh-CN': '请按所示格式填写。',
    'en-US': 'Write it in the form that the note shows.',
  },
  period_published: {
    'zh-CN': '该周期已公布，不能修改或删除；如需更正，请重新计算并注明原因。',
    'en-US': 'The period is published and stays as it is. To correct it, compute a new version and give the reason.',
  },
  scheme_in_use: {
    'zh-CN': '已有排名依据该方案，不能删除；可将其停用。',
    'en-US': 'Rankings rest on this scheme; retire it instead of deleting it.',
  },
  indicator_in_use: {
    'zh-CN': '已有得分依据该指标，不能删除；请在新版方案中去掉它。',
    'en-US': 'Scores rest on this indicator; leave it out of a new version of the scheme instead.',
  },
  assessment_fixed: {
    'zh-CN': '得分和排名由系统计算，不能手工增删改；如需更正，请重新计算并注明原因。',
    'en-US': 'Scores and ranks are computed; they are not added, changed or deleted by hand. To correct them, compute a new version and give the reason.',
  },
};
