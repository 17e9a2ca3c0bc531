/** Sentences that only the module's screens can meet. */
import type { Messages } from '../kernel/refusal-rules.ts';

export const messages: Messages = {
  computing_not_theirs: {
    'zh-CN': '{period}由系统核算；需要重新核算的，请本街道督查考核组办理。',
    'en-US': '{period} is computed by the system; to compute it again is for the sub-district’s inspection team.',
  },
  quarters_of_quarters: {
    'zh-CN': '{period}不是季度；近四个季度的对照请从某一季度看，如“2026-Q3”。',
    'en-US': '{period} is no quarter; ask for the four quarters up to one, such as 2026-Q3.',
  },
  indicator_not_scored: {
    'zh-CN': '{period}没有指标“{indicator}”的数据，或者您无权查看。请从指标列表中选择。',
    'en-US': '{period} has no scores of “{indicator}” that you may see; choose one of the list of indicators.',
  },
};
