/**
 * What is measured, defined once: four rates over the cases of a period.
 *
 * A **case** is one `resolve` clock that fell due in the period: an issue that was reopened is one
 * more case for each new clock. The store decides which clocks are cases (`store.ts`), the measures
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
}

export const MEASURES = ['on_time_rate', 'handled_rate', 'rework_rate', 'return_rate'] as const;
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
};

export function isMeasure(name: string): name is Measure {
  return (MEASURES as readonly string[]).includes(name);
}
