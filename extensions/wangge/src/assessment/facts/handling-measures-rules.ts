/** Measures of how matters are handled: of clocks, warnings and reports (`measure-rules.ts`). */
import { measuresOf } from './model.ts';

/** Of cases: evidence of every format knows them. */
export const CASE_MEASURES = measuresOf({
  on_time_rate: {
    fact: 'clock',
    better: 'higher',
    hits: 'on_time',
    reach: 'subtree',
    burden: { fields: 3, minutes: 3 },
    name: { 'zh-CN': '按期办结反馈率', 'en-US': 'On-time rate' },
    says: {
      'zh-CN': '时限内办结并反馈的件数 ÷ 本期到期的件数',
      'en-US': 'cases handled and fed back within the limit ÷ cases that fell due in the period',
    },
  },
  handled_rate: {
    fact: 'clock',
    better: 'higher',
    hits: 'handled',
    reach: 'subtree',
    burden: { fields: 2, minutes: 2 },
    name: { 'zh-CN': '办结率', 'en-US': 'Handled rate' },
    says: {
      'zh-CN': '期末前已办结的件数 ÷ 本期到期的件数',
      'en-US': 'cases handled by the end of the period ÷ cases that fell due in the period',
    },
  },
  rework_rate: {
    fact: 'clock',
    better: 'lower',
    hits: 'reworked',
    among_in_1: 'handled',
    reach: 'subtree',
    burden: { fields: 0, minutes: 0 },
    name: { 'zh-CN': '返工率', 'en-US': 'Rework rate' },
    says: {
      'zh-CN': '本期到期的重办轮次 ÷（已办结的件数 + 重办轮次）',
      'en-US': 'rounds of rework that fell due in the period ÷ (cases handled + rounds of rework)',
    },
  },
  return_rate: {
    fact: 'clock',
    better: 'lower',
    hits: 'returned',
    reach: 'subtree',
    burden: { fields: 0, minutes: 0 },
    name: { 'zh-CN': '退回率', 'en-US': 'Return rate' },
    says: {
      'zh-CN': '因上报信息不全被退回的件数 ÷ 本期到期的件数',
      'en-US': 'cases returned because the report was incomplete ÷ cases that fell due in the period',
    },
  },
  // The three rates of the hotline (三率), and how much comes back: a scheme may weigh them, or show them with the weight 0.
  response_rate: {
    fact: 'clock',
    better: 'higher',
    hits: 'responded',
    reach: 'subtree',
    burden: { fields: 1, minutes: 1 },
    name: { 'zh-CN': '响应率', 'en-US': 'Response rate' },
    says: {
      'zh-CN': '上报后 1 个工作日内签收或联系诉求人的件数 ÷ 本期到期的件数',
      'en-US': 'issues accepted, or whose reporter was contacted, within one working day ÷ issues that fell due in the period',
    },
  },
  solution_rate: {
    fact: 'clock',
    better: 'higher',
    hits: 'solved',
    reach: 'subtree',
    burden: { fields: 2, minutes: 5 },
    name: { 'zh-CN': '解决率', 'en-US': 'Solution rate' },
    says: {
      'zh-CN': '核查（回访）确认已解决的件数 ÷ 已核查的件数',
      'en-US': 'cases verified as solved ÷ cases verified',
    },
  },
  satisfaction_rate: {
    fact: 'clock',
    better: 'higher',
    hits: 'satisfied',
    reach: 'subtree',
    burden: { fields: 1, minutes: 1 },
    name: { 'zh-CN': '满意率', 'en-US': 'Satisfaction rate' },
    says: {
      'zh-CN': '回访评分 4 分及以上的件数 ÷ 已评分的件数',
      'en-US': 'cases rated 4 or 5 ÷ cases rated',
    },
  },
  repeat_rate: {
    fact: 'clock',
    better: 'lower',
    hits: 'repeated',
    reach: 'subtree',
    burden: { fields: 1, minutes: 1 },
    name: { 'zh-CN': '重复发生率', 'en-US': 'Repeat rate' },
    says: {
      'zh-CN': '结案后重复发生的件数 ÷ 本期到期的件数',
      'en-US': 'issues that repeat a closed one ÷ issues that fell due in the period',
    },
  },
});

/** From files of format 2 on. */
export const HANDLING_MEASURES = measuresOf({
  first_time_rate: {
    fact: 'clock',
    better: 'higher',
    hits: 'first_time',
    reach: 'subtree',
    burden: { fields: 3, minutes: 3 },
    name: { 'zh-CN': '一次按期办结反馈率', 'en-US': 'First-time rate' },
    says: {
      'zh-CN': '首轮时限内办结并反馈、且没有返工的件数 ÷ 本期到期的件数',
      'en-US': 'cases handled and fed back within the limit and not done over ÷ cases that fell due in the period',
    },
  },
  overdue_open_rate: {
    fact: 'clock',
    better: 'lower',
    hits: 'overdue_open',
    reach: 'subtree',
    burden: { fields: 0, minutes: 0 },
    name: { 'zh-CN': '超期待处置率', 'en-US': 'Overdue and open' },
    says: {
      'zh-CN': '期末已超期仍未办结的件数 ÷ 本期到期的件数',
      'en-US': 'cases past their limit and not handled at the end of the period ÷ cases that fell due in the period',
    },
  },
  closing_rate: {
    fact: 'clock',
    better: 'higher',
    hits: 'closed',
    reach: 'subtree',
    burden: { fields: 1, minutes: 1 },
    name: { 'zh-CN': '结案率', 'en-US': 'Closing rate' },
    says: {
      'zh-CN': '期末前已结案的件数 ÷ 本期到期的件数',
      'en-US': 'cases closed by the end of the period ÷ cases that fell due in the period',
    },
  },
  extension_rate: {
    fact: 'clock',
    better: 'lower',
    hits: 'extended',
    reach: 'subtree',
    burden: { fields: 2, minutes: 3 },
    name: { 'zh-CN': '延期率', 'en-US': 'Extension rate' },
    says: {
      'zh-CN': '经批准延期的件数 ÷ 本期到期的件数',
      'en-US': 'cases whose limit was extended ÷ cases that fell due in the period',
    },
  },
  escalation_on_time_rate: {
    fact: 'clock',
    better: 'higher',
    hits: 'escalated_on_time',
    reach: 'subtree',
    burden: { fields: 2, minutes: 5 },
    name: { 'zh-CN': '按时报区率', 'en-US': 'Escalation on time' },
    says: {
      'zh-CN': '时限内报送区级部门的件数 ÷ 本期应报送的件数',
      'en-US': 'matters reported to the district within the limit ÷ matters that were to be reported in the period',
    },
  },
  escalation_returned_rate: {
    fact: 'clock',
    better: 'lower',
    hits: 'escalation_returned',
    reach: 'subtree',
    burden: { fields: 0, minutes: 0 },
    name: { 'zh-CN': '报区退回率', 'en-US': 'Escalation that came back' },
    says: {
      'zh-CN': '报送区级部门后又退回街道的件数 ÷ 本期到期、曾报送区级部门的件数',
      'en-US': 'matters that the district gave back ÷ matters that had been escalated and fell due in the period',
    },
  },
  own_on_time_rate: {
    fact: 'clock',
    better: 'higher',
    hits: 'own_on_time',
    reach: 'subtree',
    person: 'pinned',
    burden: { fields: 2, minutes: 2 },
    name: { 'zh-CN': '本单位按期办结率', 'en-US': 'Own clock on time' },
    says: {
      'zh-CN': '本单位时限内办结的件数 ÷ 本单位时限本期到期的件数',
      'en-US': 'matters handled within the department’s own limit ÷ own limits that fell due in the period',
    },
  },
  verification_on_time_rate: {
    fact: 'clock',
    better: 'higher',
    hits: 'verified_on_time',
    reach: 'subtree',
    person: 'pinned',
    burden: { fields: 3, minutes: 10 },
    name: { 'zh-CN': '按时核查率', 'en-US': 'Verification on time' },
    says: {
      'zh-CN': '时限内完成核查（回访）的件数 ÷ 核查时限本期到期的件数',
      'en-US': 'matters verified within the limit ÷ verifications that fell due in the period',
    },
  },
  disclosure_on_time_rate: {
    fact: 'clock',
    better: 'higher',
    hits: 'disclosed_on_time',
    reach: 'subtree',
    burden: { fields: 2, minutes: 3 },
    name: { 'zh-CN': '按时公示率', 'en-US': 'Disclosure on time' },
    says: {
      'zh-CN': '时限内公示的件数 ÷ 公示时限本期到期的件数',
      'en-US': 'results published within the limit ÷ disclosures that fell due in the period',
    },
  },
  external_on_time_rate: {
    fact: 'clock',
    better: 'higher',
    hits: 'external_on_time',
    reach: 'subtree',
    burden: { fields: 0, minutes: 0 },
    name: { 'zh-CN': '来件按期办结率', 'en-US': 'External limit on time' },
    says: {
      'zh-CN': '来件时限内办结并反馈的件数 ÷ 来件时限本期到期的件数',
      'en-US': 'matters handled and fed back within the limit that another authority set ÷ such limits that fell due in the period',
    },
  },
  urged_rate: {
    fact: 'warning',
    better: 'higher',
    hits: 'urged',
    reach: 'own',
    burden: { fields: 1, minutes: 2 },
    name: { 'zh-CN': '督促率', 'en-US': 'Urged' },
    says: {
      'zh-CN': '到期前由网格责任人督促或者记录进展的件数 ÷ 临期提醒时仍未办结反馈的社区职责内件数',
      'en-US': 'matters that the patch’s leader urged or noted progress of before the limit ÷ community matters still open when the warning was due',
    },
  },
  resident_solved_rate: {
    fact: 'report',
    better: 'higher',
    hits: 'resident_solved',
    reach: 'subtree',
    burden: { fields: 0, minutes: 0 },
    name: { 'zh-CN': '居民认可率', 'en-US': 'Solved, say residents' },
    says: {
      'zh-CN': '评价中认为“已解决”者居多的件数 ÷ 本期上报、公示后收到 3 票以上评价的件数',
      'en-US': 'notices on which most votes say solved ÷ matters reported in the period whose notice has 3 votes or more',
    },
  },
  missed_report_rate: {
    fact: 'report',
    better: 'lower',
    hits: 'missed',
    // Who was first to see it says nothing of the department that handled it.
    subjects: ['grid', 'person'],
    reach: 'subtree',
    burden: { fields: 4, minutes: 4 },
    name: { 'zh-CN': '漏报率', 'en-US': 'Missed reports' },
    says: {
      'zh-CN': '由居民或者热线先发现的件数 ÷ 本期上报的、巡查可以发现的类别的件数',
      'en-US': 'matters that a resident or the hotline found first ÷ matters reported in the period of categories that a patrol can see',
    },
  },
  confirmed_rework_rate: {
    fact: 'clock',
    better: 'lower',
    hits: 'rework_confirmed',
    reach: 'subtree',
    burden: { fields: 0, minutes: 0 },
    name: { 'zh-CN': '核查返工率', 'en-US': 'Confirmed rework rate' },
    says: {
      'zh-CN': '本期到期的重办轮次（仅由居民评价退回的，经核查确认才计）÷（已办结的件数 + 重办轮次）',
      'en-US': 'rounds of rework that fell due in the period, of those that residents’ votes opened only the confirmed ones ÷ (cases handled + rounds of rework)',
    },
  },
});
