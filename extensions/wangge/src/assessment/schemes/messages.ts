/** The sentences about schemes, in the reader's language. */
import type { Messages } from '../../kernel/refusal-rules.ts';

export const messages: Messages = {
  scheme_empty: {
    'zh-CN': '考核方案“{scheme}”没有指标，请先添加指标。',
    'en-US': 'The scheme “{scheme}” has no indicators; add some first.',
  },
  indicator_twice: {
    'zh-CN': '同一对象、同一级别的指标代码重复，请逐一区分。',
    'en-US': 'Two indicators of one kind and level share a code; give each its own.',
  },
  weights_not_100: {
    'zh-CN': '{level} 级网格各指标分值合计为 {sum}，应为 100（加分项不计）。',
    'en-US': 'The weights of level {level} sum to {sum}; they must sum to 100 (bonus aside).',
  },
  weights_not_100_department: {
    'zh-CN': '单位各指标分值合计为 {sum}，应为 100（加分项不计）。',
    'en-US': 'The weights of departments sum to {sum}; they must sum to 100 (bonus aside).',
  },
  weights_not_100_person: {
    'zh-CN': '{level} 级责任人各指标分值合计为 {sum}，应为 100（加分项不计）。',
    'en-US': 'The weights of persons of level {level} sum to {sum}; they must sum to 100 (bonus aside).',
  },
  weight_invalid: {
    'zh-CN': '指标“{indicator}”的分值应为不小于 0 的数。',
    'en-US': 'The weight of “{indicator}” must be a number of 0 or more.',
  },
  min_sample_invalid: {
    'zh-CN': '最低样本量应为不小于 1 的整数。',
    'en-US': 'The minimum sample must be a whole number of 1 or more.',
  },
  min_days_invalid: {
    'zh-CN': '最少任职（在用）天数应为 0 至 {most} 的整数；留空即不限。',
    'en-US': 'The fewest days in the post or in service are a whole number from 0 to {most}; empty: nobody asks.',
  },
  peer_groups_unknown: {
    'zh-CN': '分组方式可选：不分组、按登记的类别、按规模。',
    'en-US': 'Groups are: none, as declared, or by size.',
  },
  peer_groups_invalid: {
    'zh-CN': '按规模分组的，请填写户数或件数的分档下限，如 0, 300, 500。',
    'en-US': 'Groups by size need lower bounds of households or of matters, such as 0, 300, 500.',
  },
  peer_bands_hole: {
    'zh-CN': '分档下限应为整数，从 0 起，互不相同，如 0, 300, 500。',
    'en-US': 'Lower bounds are whole numbers that begin at 0, none twice, such as 0, 300, 500.',
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
  rule_out_of_place: {
    'zh-CN': '指标“{indicator}”的计分方法与计量不配：人工评分、多人评分用于评分类计量，逐件扣分、加分、一次清零、一票否决用于件数类计量。',
    'en-US': '“{indicator}”: rule and measure do not go together. Manual and several raters need scores; per case, zeroing and veto need cases.',
  },
  rule_rewards_bad: {
    'zh-CN': '指标“{indicator}”这样计分，多一件不好的反而加分。越低越好的计量请用反向比率；分档请按好坏的次序给分。',
    'en-US': '“{indicator}”: one more bad case would raise the points. Where lower is better use the inverse rate; give bands points in the order of good and bad.',
  },
  first_bad_case_earns: {
    'zh-CN': '指标“{indicator}”只有一件且是不好的也能得分，无数据时须选“计满分”，否则出现第一件不好的反而加分。',
    'en-US': '“{indicator}”: a single bad case still earns points, so choose full points without data; else the first bad case would raise the score.',
  },
  bonus_for_nothing: {
    'zh-CN': '加分项“{indicator}”没有做好的事就不能加分：无数据时不得计满分，也不能用扣分的方法。',
    'en-US': 'The bonus “{indicator}” is for what was done well: no full points without data, and no rule that deducts.',
  },
  veto_weighs: {
    'zh-CN': '一票否决“{indicator}”不计分，权重应为 0。',
    'en-US': 'The veto “{indicator}” earns nothing; its weight must be 0.',
  },
  per_case_invalid: {
    'zh-CN': '指标“{indicator}”须有参数 per_case（每件分数，大于 0）。',
    'en-US': '“{indicator}” needs the parameter per_case (points for each case, above 0).',
  },
  cap_invalid: {
    'zh-CN': '指标“{indicator}”的参数 cap（累计最多）应大于 0，不超过分值；留空即以分值为限。',
    'en-US': '“{indicator}”: the parameter cap must be above 0 and no more than the weight; without it, the weight.',
  },
  multiplier_invalid: {
    'zh-CN': '指标“{indicator}”的参数 multiplier（重点来源按几件计）应为 1 至 10 的数。',
    'en-US': '“{indicator}”: the parameter multiplier (what a case from a flagged source weighs) is a number from 1 to 10.',
  },
  multiplier_out_of_place: {
    'zh-CN': '指标“{indicator}”：参数 multiplier（重点来源按几件计）只用于按件扣分、按件加分和分档三种规则，且考核内容须为事项办理或上报（能分清来源）；其他规则请留空。',
    'en-US': '“{indicator}”: the parameter multiplier is for the rules deduct_per_case, add_per_case and bands, over cases or reports (which tell their source); leave it out elsewhere.',
  },
  flagged_sources_invalid: {
    'zh-CN': '指标“{indicator}”的参数 flagged_sources（哪些算重点来源）应从以下各项中选，至少一项、不重复：{sources}；全部都算时可留空。',
    'en-US': '“{indicator}”: the parameter flagged_sources is a list of one or more of these, each once: {sources}; leave it out for all of them.',
  },
  multiplier_untold: {
    'zh-CN': '指标“{indicator}”：该期没有按这些来源分开计数，不能试算重点来源按几件计。',
    'en-US': '“{indicator}”: that period did not count these sources apart, so the multiplier cannot be tried on it.',
  },
  bands_base_unknown: {
    'zh-CN': '指标“{indicator}”的参数 of（分档依据）可用：{bases}（百分率、分母、分子）。',
    'en-US': '“{indicator}”: the parameter of (what the bands are laid over) is one of {bases}.',
  },
  subject_unknown: {
    'zh-CN': '指标“{indicator}”的对象可用：{subjects}（网格、单位、责任人）。',
    'en-US': '“{indicator}”: the subject is one of {subjects}.',
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
    'zh-CN': '指标“{indicator}”的分档应写明下限（百分率，0–100；按件数分档的为整数）和得分（不超过分值）。',
    'en-US': 'Each band of “{indicator}” needs its lower bound in percent (0–100; of cases a whole number) and points up to the weight.',
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
  scheme_begins_as_draft: {
    'zh-CN': '新方案从草稿开始：保存后试算，再启用。',
    'en-US': 'A scheme begins as a draft: save it, try it, then bring it into force.',
  },
  scheme_locked: {
    'zh-CN': '方案启用后不能修改；如需调整，请“另建新版”，试算后启用。',
    'en-US': 'A scheme in force stays as it is. To change something, make a new version, try it, and bring that into force.',
  },
  error_rates_computed: {
    'zh-CN': '误判率由系统模拟得出，不能手工填写；请留空。尚未模拟误判率的，请联系系统管理员。',
    'en-US': 'Error rates are simulated, not written: leave them out. Where they were not simulated yet, please ask the system administrator.',
  },
  scheme_in_force: {
    'zh-CN': '启用过的方案留作核对依据，不能删除；不再使用的可以停用。',
    'en-US': 'A scheme that is or was in force is kept for those who check; retire it instead.',
  },
  scheme_stays_retired: {
    'zh-CN': '已停用的方案不能重新启用；请由它“另建新版”。',
    'en-US': 'A retired scheme stays retired; make a new version of it.',
  },
  scheme_untried: {
    'zh-CN': '方案须先用“试算”看过结果，才能启用。',
    'en-US': 'Try the scheme first (“Try it”); then it can be brought into force.',
  },
  scheme_changed_since: {
    'zh-CN': '请先保存修改并重新试算，再启用。',
    'en-US': 'Save the changes and try the scheme again before it is brought into force.',
  },
  scheme_state_unknown: {
    'zh-CN': '方案的状态只有：草稿、已试算、启用、停用。',
    'en-US': 'A scheme is draft, tried, active or retired.',
  },
  valid_from_missing: {
    'zh-CN': '请填写启用日期。',
    'en-US': 'Say from which day on the scheme holds.',
  },
  valid_from_past: {
    'zh-CN': '{period}已按原方案核算，启用日期须晚于 {ends_on}。',
    'en-US': '{period} was computed by the scheme of its time; this one can hold after {ends_on}.',
  },
  valid_from_taken: {
    'zh-CN': '“{name}”也从 {valid_from} 起启用，请另定启用日期，或先停用它。',
    'en-US': '“{name}” holds from {valid_from}, too; choose another day, or retire it first.',
  },
  indicator_unknown: {
    'zh-CN': '该方案没有代码为“{indicator}”的指标，可用：{indicators}。',
    'en-US': 'The scheme has no indicator “{indicator}”; it has {indicators}.',
  },
  nothing_left: {
    'zh-CN': '至少要留一个分值大于 0 的指标（加分项除外）。',
    'en-US': 'Leave at least one indicator that weighs something (bonus aside).',
  },
  trial_not_published: {
    'zh-CN': '{period}尚未公布，试算结果不能留存；去掉说明即可只看不存。',
    'en-US': '{period} is not published, so what is tried on it is not kept; without the note it is only shown.',
  },
  scheme_in_use: {
    'zh-CN': '已有排名依据该方案，不能删除；可将其停用。',
    'en-US': 'Rankings rest on this scheme; retire it instead of deleting it.',
  },
  indicator_in_use: {
    'zh-CN': '已有得分依据该指标，不能删除；请在新版方案中去掉它。',
    'en-US': 'Scores rest on this indicator; leave it out of a new version of the scheme instead.',
  },
};
