/** The sentences of assessment, in the reader's language. */
import type { Messages } from '../kernel/refusal-rules.ts';
import { messages as evidenceMessages } from './evidence/messages.ts';
import { messages as scoreMessages } from './facts/daily/messages.ts';
import { messages as inspectionMessages } from './inspection/messages.ts';
import { messages as intervalMessages } from './interval/messages.ts';
import { messages as periodMessages } from './periods/messages.ts';
import { messages as schemeMessages } from './schemes/messages.ts';
import { messages as screenMessages } from './screen-messages.ts';
import { messages as yearMessages } from './year/messages.ts';

export const messages: Messages = {
  ...periodMessages,
  ...schemeMessages,
  ...evidenceMessages,
  ...intervalMessages,
  ...scoreMessages,
  ...inspectionMessages,
  ...screenMessages,
  ...yearMessages,
  period_unknown: {
    'zh-CN': '考核周期“{period}”无法识别，请按“2026-Q3”（季度）、“2026-09”（月份）或“2026”（年度）的格式填写。',
    'en-US': '“{period}” is no period; write a quarter like 2026-Q3, a month like 2026-09 or a year like 2026.',
  },
  period_not_over: {
    'zh-CN': '{period}至 {ends_on} 方结束，期满后才能核算。',
    'en-US': '{period} ends on {ends_on}; it is ranked when it is over.',
  },
  cut_not_passed: {
    'zh-CN': '{period}的办理情况登记到 {cut} 为止，此后才能核算。',
    'en-US': '{period} counts what is on record by {cut}; it is ranked after that.',
  },
  ledgers_busy: {
    'zh-CN': '台账正在大批录入或导入，{period}的台账月末数据暂时不能统计，请稍后再试。',
    'en-US': 'Ledgers are being written to, so the months of {period} cannot be counted now. Try again later.',
  },
  period_not_ranked: {
    'zh-CN': '{period}尚无可查看的排名。',
    'en-US': 'There is no ranking of {period} that you may see.',
  },
  subdistrict_unknown: {
    'zh-CN': '没有代码为“{subdistrict}”且已划分网格的街道。',
    'en-US': 'There is no sub-district “{subdistrict}” that has grids.',
  },
  grid_not_ranked: {
    'zh-CN': '该网格在{period}没有可查看的得分。',
    'en-US': 'The grid has no scores in {period} that you may see.',
  },
  scheme_missing: {
    'zh-CN': '{period}没有启用的考核方案，请先启用一个方案（生效日期不晚于该季度末）。',
    'en-US': 'No active scheme is valid for {period}; activate one that is valid from its last day or earlier.',
  },
  period_published: {
    'zh-CN': '该周期已核算，不能修改或删除；如需更正，请重新核算并注明原因。',
    'en-US': 'The period is computed and stays as it is. To correct it, compute a new version and give the reason.',
  },
  assessment_fixed: {
    'zh-CN': '得分和排名由系统计算，不能手工增删改；如需更正，请重新计算并注明原因。',
    'en-US': 'Scores and ranks are computed; they are not added, changed or deleted by hand. To correct them, compute a new version and give the reason.',
  },
};
