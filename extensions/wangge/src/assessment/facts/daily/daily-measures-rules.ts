/** Measures of daily work: duties, logs, collection, ledgers, assigned tasks, inspections (`../measure-rules.ts`). */
import { measuresOf } from '../model.ts';

export const DAILY_MEASURES = measuresOf({
  ledger_complete_rate: {
    fact: 'ledger',
    better: 'higher',
    hits: 'recorded',
    of: 'expected',
    reach: 'subtree',
    burden: { fields: 8, minutes: 5 },
    name: { 'zh-CN': '台账齐全率', 'en-US': 'Ledger complete' },
    says: {
      'zh-CN': '各月末已登记的条数（不超过应登记数）÷ 应登记的条数',
      'en-US': 'entries at each month’s end, no more than were expected ÷ entries expected',
    },
  },
  ledger_fresh_rate: {
    fact: 'ledger',
    better: 'higher',
    hits: 'fresh',
    of: 'entries',
    reach: 'subtree',
    burden: { fields: 1, minutes: 1 },
    name: { 'zh-CN': '台账更新及时率', 'en-US': 'Ledger fresh' },
    says: {
      'zh-CN': '各月末在维护期内的条数 ÷ 当时的条数',
      'en-US': 'entries within their review period at each month’s end ÷ entries there were',
    },
  },
  ledger_accurate_rate: {
    fact: 'finding',
    better: 'higher',
    hits: 'accurate',
    reach: 'subtree',
    burden: { fields: 3, minutes: 5 },
    name: { 'zh-CN': '台账准确率', 'en-US': 'Ledger accurate' },
    says: {
      'zh-CN': '核查中没有查实问题的条数 ÷ 被核查的条数',
      'en-US': 'entries looked at without a confirmed finding ÷ entries looked at',
    },
  },
  duty_met_rate: {
    fact: 'duty',
    better: 'higher',
    hits: 'met',
    reach: 'subtree',
    burden: { fields: 0, minutes: 0 },
    name: { 'zh-CN': '履职达标率', 'en-US': 'Duty met' },
    says: {
      'zh-CN': '达到履职标准的期次 ÷ 应达标的期次',
      'en-US': 'duties that were met ÷ duties that there were',
    },
  },
  log_complete_rate: {
    fact: 'log',
    better: 'higher',
    hits: 'complete',
    reach: 'subtree',
    burden: { fields: 5, minutes: 5 },
    name: { 'zh-CN': '日志规范率', 'en-US': 'Logs complete' },
    says: {
      'zh-CN': '内容齐全、按时登记的日志篇数 ÷ 本期日志篇数',
      'en-US': 'logs that are complete and entered in time ÷ logs of the period',
    },
  },
  log_true_rate: {
    fact: 'log',
    better: 'higher',
    hits: 'truthful',
    reach: 'subtree',
    burden: { fields: 2, minutes: 5 },
    name: { 'zh-CN': '日志属实率', 'en-US': 'Logs true' },
    says: {
      'zh-CN': '抽查属实的日志篇数 ÷ 本期抽查的日志篇数',
      'en-US': 'sampled logs found true ÷ logs sampled',
    },
  },
  collection_on_time_rate: {
    fact: 'collection',
    better: 'higher',
    hits: 'on_time',
    reach: 'subtree',
    burden: { fields: 3, minutes: 10 },
    name: { 'zh-CN': '采集按期完成率', 'en-US': 'Collection on time' },
    says: {
      'zh-CN': '按期完成的采集任务 ÷ 本期到期的采集任务',
      'en-US': 'collection tasks done in time ÷ collection tasks that fell due in the period',
    },
  },
  assigned_on_time_rate: {
    fact: 'part',
    better: 'higher',
    hits: 'on_time',
    reach: 'subtree',
    burden: { fields: 3, minutes: 15 },
    name: { 'zh-CN': '交办任务按期完成率', 'en-US': 'Assigned tasks on time' },
    says: {
      'zh-CN': '按期完成并经验收通过的任务 ÷ 本期到期的交办任务',
      'en-US': 'assigned tasks done in time and accepted ÷ assigned tasks that fell due in the period',
    },
  },
  inspection_mean: {
    fact: 'inspection',
    better: 'higher',
    hits: 'score',
    of: 'full',
    reach: 'subtree',
    burden: { fields: 4, minutes: 20 },
    name: { 'zh-CN': '督查评分', 'en-US': 'Inspection mean' },
    says: {
      'zh-CN': '督查评分之和 ÷（100 × 评分次数）',
      'en-US': 'sum of the scores of inspections ÷ (100 × their number)',
    },
  },
  manual_mean: {
    fact: 'manual',
    better: 'higher',
    hits: 'score',
    of: 'full',
    reach: 'subtree',
    burden: { fields: 3, minutes: 10 },
    name: { 'zh-CN': '人工评分', 'en-US': 'Manual mean' },
    says: {
      'zh-CN': '人工评分之和 ÷（100 × 评分次数）',
      'en-US': 'sum of the scores given by raters ÷ (100 × their number)',
    },
  },
});
