/**
 * By what counts are kept: the measure; of facts that say for which indicator they were made (scores by hand), the indicator too, so
 * that two indicators of one measure have each their own. Files of an earlier release do not say it, and count by the measure.
 * Beside the whole stands what of it came from each flagged source, where somebody weighs it (`FLAGGED_COLUMN`).
 */
import type { Count } from './model.ts';

/** The column in which a fact names its indicator, by its code. */
export const INDICATOR_COLUMN = 'indicator';

/** The column in which a fact names the flagged source that it came from, if it did. */
export const FLAGGED_COLUMN = 'flagged_source';

/** `flag`: of that source alone; without it the whole. */
export function countKey(measure: string, indicator: string | null, flag: string | null = null): string {
  const whole = indicator === null ? measure : `${measure}#${indicator}`;
  return flag === null ? whole : `${whole}@${flag}`;
}

/** The measure of a key. */
export function measureOfKey(key: string): string {
  return key.split(/[#@]/, 1)[0]!;
}

/** Does a case from a flagged source weigh more than others? */
export function weighsFlagged(params: { multiplier?: number | null } = {}): boolean {
  return (params.multiplier ?? 1) !== 1;
}

/** The keys under which a count is kept. */
export function keysFor(measure: string, indicator: string | null, flag: string | null): string[] {
  const whole = countKey(measure, indicator);
  return flag === null ? [whole] : [whole, countKey(measure, indicator, flag)];
}

/** Is it the whole count, and not that of one source? */
export function isWhole(key: string): boolean {
  return !key.includes('@');
}

/** What was counted for an indicator. */
export function countedFor(counts: Readonly<Partial<Record<string, Count>>>, measure: string, indicator: string, flag: string | null = null): Count | undefined {
  return counts[countKey(measure, indicator, flag)] ?? counts[countKey(measure, null, flag)];
}
