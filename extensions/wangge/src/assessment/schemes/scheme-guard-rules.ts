/**
 * What an administrator may write into assessment over the API: schemes and indicators that can be scored, periods
 * that are not published yet; and nothing of what the system computes.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Values } from '../../kernel/values.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { Indicator, PeerGroups, Scheme } from './model.ts';
import type { Frame } from './scheme-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { checkDirection, checkFrame, checkIndicator, isLadder } from './scheme-rules.ts';

/** Columns of a period that the computation alone writes. */
const COMPUTED = ['state', 'version', 'draft_version', 'computed_by', 'computed_at', 'published_by', 'published_at', 'evidence', 'evidence_digest'];

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
  const peers = peersOf(next);
  if (isRefusal(peers))
    return peers;
  const frame: Frame = {
    min_sample: Number(next.min_sample),
    min_days: numberOrNull(next.min_days),
    ranked_levels: levelsIn(next.ranked_levels),
    // A scheme may be begun without its grades; it is not scored before it has them (`checkScheme`).
    grade_bands: bands.length === 0 ? [{ grade: '-', from: 0, names: {} }] : bands,
    tie_break: next.tie_break as Scheme['tie_break'],
    cut_working_days: numberOrNull(next.cut_working_days),
    peer_groups: peers,
  };
  return checkFrame(frame);
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined || value === '' ? null : Number(value);
}

/** What the columns of a scheme say of peer groups. */
export function peersOf({ peer_groups, household_bands, matter_bands }: Values): PeerGroups | null | Refusal {
  if (peer_groups === null || peer_groups === undefined || peer_groups === '' || peer_groups === 'none')
    return null;
  if (peer_groups === 'declared')
    return { by: 'declared' };
  if (peer_groups !== 'size')
    return refused('peer_groups_unknown', 'peer_groups');
  const ladders = { households: boundsIn(household_bands), matters: boundsIn(matter_bands) };
  for (const [field, bounds] of [['household_bands', ladders.households], ['matter_bands', ladders.matters]] as const) {
    if (bounds === 'wrong')
      return refused('peer_bands_hole', field);
  }
  const { households, matters } = ladders as Record<'households' | 'matters', number[] | null>;
  if (households === null && matters === null)
    return refused('peer_groups_invalid', 'household_bands');
  return { by: 'size', ...households === null ? {} : { households }, ...matters === null ? {} : { matters } };
}

/** Lower bounds as a list, or as their text: `0, 300, 500`. */
function boundsIn(value: unknown): number[] | null | 'wrong' {
  const list = typeof value === 'string' && !value.trim().startsWith('[') ? value.split(/[,，、\s]+/).filter(Boolean) : fromJson(value);
  if (list === null || list === undefined || (Array.isArray(list) && list.length === 0))
    return null;
  const bounds = Array.isArray(list) ? list.map(bound => bound === '' || bound === null ? Number.NaN : Number(bound)) : [Number.NaN];
  return isLadder(bounds) ? bounds : 'wrong';
}

export function objectionToIndicator(payload: Values, stored: Values | null): Refusal | null {
  const indicator = indicatorIn({ ...stored, ...payload });
  return isRefusal(indicator) ? indicator : checkIndicator(indicator) ?? checkDirection(indicator);
}

/** A row, as it is written or stored. */
export function indicatorIn(row: Values): Indicator | Refusal {
  const next: Values = { ...NEW_INDICATOR, ...row };
  const params = fromJson(next.params) ?? {};
  if (typeof params !== 'object' || Array.isArray(params))
    return refused('list_expected', 'params');
  return { ...next, levels: levelsIn(fromJson(next.levels)), params } as Indicator;
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
