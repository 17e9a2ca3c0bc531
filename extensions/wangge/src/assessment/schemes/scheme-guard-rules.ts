/**
 * What an administrator may write into assessment over the API: schemes and indicators that can be scored, periods
 * that are not published yet; and nothing of what the system computes.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Values } from '../../kernel/values.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { Indicator, Scheme } from './scheme-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { checkFrame, checkIndicator } from './scheme-rules.ts';

/** Columns of a period that the computation alone writes. */
const COMPUTED = ['state', 'version', 'computed_by', 'computed_at', 'published_by', 'published_at', 'evidence', 'evidence_digest'];

const NEW_SCHEME: Values = { min_sample: 5, ranked_levels: [2, 3], grade_bands: [], tie_break: [] };
const NEW_INDICATOR: Values = { code: '', subject: 'grid', levels: [], no_data: 'exclude', params: {} };

/** `stored`: the row as it is; null for a new one. */
export function objectionToScheme(payload: Values, stored: Values | null): Refusal | null {
  const next: Values = { ...NEW_SCHEME, ...stored, ...payload };
  for (const field of ['ranked_levels', 'grade_bands', 'tie_break']) {
    next[field] = fromJson(next[field]) ?? [];
    if (!Array.isArray(next[field]))
      return refused('list_expected', field);
  }
  const bands = next.grade_bands as Scheme['grade_bands'];
  // A scheme may be begun without its grades; it is not scored before it has them (`checkScheme`).
  const frame = { min_sample: Number(next.min_sample), ranked_levels: levelsIn(next.ranked_levels), grade_bands: bands.length === 0 ? [{ grade: '-', from: 0, names: {} }] : bands, tie_break: next.tie_break as Scheme['tie_break'], cut_working_days: next.cut_working_days === null || next.cut_working_days === undefined || next.cut_working_days === '' ? null : Number(next.cut_working_days) };
  return checkFrame(frame);
}

export function objectionToIndicator(payload: Values, stored: Values | null): Refusal | null {
  const next: Values = { ...NEW_INDICATOR, ...stored, ...payload };
  if (next.subject !== 'grid')
    return null;
  const params = fromJson(next.params) ?? {};
  if (typeof params !== 'object')
    return refused('list_expected', 'params');
  return checkIndicator({ ...next, levels: levelsIn(fromJson(next.levels)), params } as Indicator);
}

/** `published`: is one of the periods that are changed? */
export function objectionToPeriod(payload: Values, published: boolean): Refusal | null {
  const field = COMPUTED.find(name => name in payload);
  if (field !== undefined)
    return refused('assessment_fixed', field);
  return published ? refused('period_published', null) : null;
}

/** The Studio stores what is picked from a list as numbers or as text. */
export function levelsIn(value: unknown): Level[] {
  return Array.isArray(value) ? value.map(level => Number(level) as Level) : [];
}

/** An import brings lists and objects as their JSON text. */
function fromJson(value: unknown): unknown {
  if (typeof value !== 'string')
    return value;
  try {
    return JSON.parse(value) as unknown;
  }
  catch {
    return value;
  }
}
