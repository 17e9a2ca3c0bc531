/** What is said of the steps of a period, and of the numbers that people ask about. */
import type { Messages } from '../../kernel/refusal-rules.ts';

export const messages: Messages = {
  period_missing: {
    'zh-CN': '请指明考核周期。',
    'en-US': 'Say which period it is.',
  },
  step_unknown: {
    'zh-CN': '步骤应为“开始预公布”（preview）或“公布”（publish）。',
    'en-US': 'The step is “preview” or “publish”.',
  },
  compute_by_route: {
    'zh-CN': '核算由系统进行，请使用“核算”按钮（POST /wangge/assessment/周期/compute）。',
    'en-US': 'Computing is done by the system: use POST /wangge/assessment/PERIOD/compute.',
  },
  step_by_people: {
    'zh-CN': '预公布和公布须由督查考核组或一级网格责任人本人办理，系统和管理员不能代办。',
    'en-US': 'The preview is opened, and the ranking published, by a person of the inspection team or a level 1 leader: not by the system, nor by an administrator.',
  },
  steps_stay: {
    'zh-CN': '考核步骤一经办理即留痕，不能修改或删除；如需更正，请重新核算并注明原因。',
    'en-US': 'A step stays as it was taken. To correct it, compute a new version and give the reason.',
  },
  nothing_to_take: {
    'zh-CN': '{period}没有待公布的核算结果；到截止登记后会自动核算，更正请重新核算并注明原因。',
    'en-US': '{period} has no result that waits to be published. It is computed after its cut; to correct it, compute a new version with its reason.',
  },
  version_not_current: {
    'zh-CN': '{period}已有新的核算结果（第 {version} 版），请刷新后查看再办理。',
    'en-US': '{period} has a newer result (version {version}): reload, look at it, then go on.',
  },
  preview_not_theirs: {
    'zh-CN': '{period}的预公布由本街道督查考核组的人员开始。',
    'en-US': 'The preview of {period} is opened by a member of the sub-district’s inspection team.',
  },
  publishing_not_theirs: {
    'zh-CN': '{period}由本街道的一级网格责任人，或督查考核组的另一名人员公布。',
    'en-US': '{period} is published by a level 1 leader of the sub-district or another member of its inspection team.',
  },
  ranked_themselves: {
    'zh-CN': '您在{period}的排名之列，不能办理预公布和公布，请由未参加排名的人员办理。',
    'en-US': 'You have a place in the ranking of {period} yourself: somebody who has none opens its preview and publishes it.',
  },
  preview_open: {
    'zh-CN': '{period}正在预公布，至 {until} 止。',
    'en-US': 'The preview of {period} is open until {until}.',
  },
  preview_first: {
    'zh-CN': '{period}尚未预公布，请先开始预公布。',
    'en-US': 'Open the preview of {period} first.',
  },
  second_person: {
    'zh-CN': '{period}的预公布由您开始，须由另一人公布。',
    'en-US': 'You opened the preview of {period}: another person publishes it.',
  },
  computed_by_same: {
    'zh-CN': '{period}的本版由您核算，须由另一人公布。',
    'en-US': 'You computed this version of {period}: another person publishes it.',
  },
  preview_runs: {
    'zh-CN': '{period}的预公布至 {until} 止，此后才能公布。',
    'en-US': 'The preview of {period} lasts until {until}; it is published after that.',
  },
  preview_working_days_invalid: {
    'zh-CN': '预公布期应为 0 至 30 个工作日的整数；留空即 3 个工作日。',
    'en-US': 'The preview lasts 0 to 30 whole working days; empty: 3.',
  },
  which_subdistrict: {
    'zh-CN': '有多个街道的{period}，请用 subdistrict 指明街道：{subdistricts}。',
    'en-US': 'Several sub-districts have {period}: say which in “subdistrict”: {subdistricts}.',
  },
  number_not_seen: {
    'zh-CN': '在{period}没有可查看的这一指标得分，或该版没有可查看的清单。',
    'en-US': 'There is no score by this indicator in {period} that you may see, or its version has no list.',
  },
};
