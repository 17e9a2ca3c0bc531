/**
 * What is measured, defined once: rates over the cases of a period.
 *
 * A **case** is one `resolve` clock that fell due in the period: an issue that was reopened is one
 * more case for each new clock. The store decides which clocks are cases (`ranking-store.ts`), the measures
 * say what counts of a case, above and below the line.
 */
import type { Scope } from '../handling/model.ts';

/** What became of one case by the end of the period. */
export interface CaseFact {
  /** Code of the grid that the issue lies in. */
  grid: string;
  scope: Scope;
  /** Handled and fed back by the due moment. */
  on_time: boolean;
  /** Handled by the end of the period, in time or not. */
  handled: boolean;
  /** Handled, and sent back to be done again by the end of the period. */
  reworked: boolean;
  /** Returned for want of information that the report should have held; a wrong routing is nobody's fault. */
  returned: boolean;
  // What follows is asked for only where the scheme measures it (`EXTRA_MEASURES`); null: the case says nothing of it.
  /** Accepted, or the reporter contacted, within one working day of the report; of an issue's first round. */
  responded?: boolean | null;
  /** Verified, and found to be solved. */
  solved?: boolean | null;
  /** Rated, with 4 or 5 of 5. */
  satisfied?: boolean | null;
  /** Reported as happening again after an earlier issue was closed; of an issue's first round. */
  repeated?: boolean | null;
}

/** The three rates of the hotline (三率), and how much comes back: a scheme may weigh them, or show them with the weight 0. */
const EXTRA_MEASURES = ['response_rate', 'solution_rate', 'satisfaction_rate', 'repeat_rate'] as const;
export const MEASURES = ['on_time_rate', 'handled_rate', 'rework_rate', 'return_rate', ...EXTRA_MEASURES] as const;
export type Measure = (typeof MEASURES)[number];

export interface MeasureDefinition {
  /** Which end is good: decides ties. */
  better: 'higher' | 'lower';
  /** Does the case stand below the line? */
  counts: (fact: CaseFact) => boolean;
  /** Does it stand above the line too? Only asked of a case that counts. */
  hits: (fact: CaseFact) => boolean;
  words: Record<'zh-CN' | 'en-US', string>;
}

export const DEFINITIONS: Record<Measure, MeasureDefinition> = {
  on_time_rate: {
    better: 'higher',
    counts: () => true,
    hits: fact => fact.on_time,
    words: {
      'zh-CN': '时限内办结并反馈的件数 ÷ 本期到期的件数',
      'en-US': 'cases handled and fed back within the limit ÷ cases that fell due in the period',
    },
  },
  handled_rate: {
    better: 'higher',
    counts: () => true,
    hits: fact => fact.handled,
    words: {
      'zh-CN': '期末前已办结的件数 ÷ 本期到期的件数',
      'en-US': 'cases handled by the end of the period ÷ cases that fell due in the period',
    },
  },
  rework_rate: {
    better: 'lower',
    counts: fact => fact.handled,
    hits: fact => fact.reworked,
    words: {
      'zh-CN': '办结后退回重办的件数 ÷ 已办结的件数',
      'en-US': 'cases sent back after handling ÷ cases handled',
    },
  },
  return_rate: {
    better: 'lower',
    counts: () => true,
    hits: fact => fact.returned,
    words: {
      'zh-CN': '因上报信息不全被退回的件数 ÷ 本期到期的件数',
      'en-US': 'cases returned because the report was incomplete ÷ cases that fell due in the period',
    },
  },
  response_rate: {
    better: 'higher',
    counts: fact => fact.responded != null,
    hits: fact => fact.responded === true,
    words: {
      'zh-CN': '上报后 1 个工作日内签收或联系诉求人的件数 ÷ 本期到期的件数（返工不重复计）',
      'en-US': 'issues accepted, or whose reporter was contacted, within one working day ÷ issues that fell due in the period',
    },
  },
  solution_rate: {
    better: 'higher',
    counts: fact => fact.solved != null,
    hits: fact => fact.solved === true,
    words: {
      'zh-CN': '核查（回访）确认已解决的件数 ÷ 已核查的件数',
      'en-US': 'cases verified as solved ÷ cases verified',
    },
  },
  satisfaction_rate: {
    better: 'higher',
    counts: fact => fact.satisfied != null,
    hits: fact => fact.satisfied === true,
    words: {
      'zh-CN': '回访评分 4 分及以上的件数 ÷ 已评分的件数',
      'en-US': 'cases rated 4 or 5 ÷ cases rated',
    },
  },
  repeat_rate: {
    better: 'lower',
    counts: fact => fact.repeated != null,
    hits: fact => fact.repeated === true,
    words: {
      'zh-CN': '结案后重复发生的件数 ÷ 本期到期的件数（返工不重复计）',
      'en-US': 'issues that repeat a closed one ÷ issues that fell due in the period',
    },
  },
};

export function isMeasure(name: string): name is Measure {
  return (MEASURES as readonly string[]).includes(name);
}

/** Does the scheme need more of a case than the four rates of every ranking? */
export function asksMore(scheme: { tie_break: readonly string[]; indicators: readonly { measure: string }[] }): boolean {
  const asked = [...scheme.tie_break, ...scheme.indicators.map(({ measure }) => measure)];
  return asked.some(measure => (EXTRA_MEASURES as readonly string[]).includes(measure));
}
