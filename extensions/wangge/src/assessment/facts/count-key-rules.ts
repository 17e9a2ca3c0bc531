/**
 * By what counts are kept: the measure; of facts that say for which indicator they were made (scores by hand), the indicator too, so
 * that two indicators of one measure have each their own. Files of an earlier release do not say it, and count by the measure.
 */

/** The column in which a fact names its indicator, by its code. */
export const INDICATOR_COLUMN = 'indicator';

export function countKey(measure: string, indicator: string | null): string {
  return indicator === null ? measure : `${measure}#${indicator}`;
}

/** The measure of a key. */
export function measureOfKey(key: string): string {
  return key.split('#', 1)[0]!;
}

/** What was counted for an indicator. */
export function countedFor<Count>(counts: Readonly<Partial<Record<string, Count>>>, measure: string, indicator: string): Count | undefined {
  return counts[countKey(measure, indicator)] ?? counts[measure];
}
