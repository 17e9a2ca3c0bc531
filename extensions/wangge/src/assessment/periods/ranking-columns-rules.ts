/** The columns of a stored ranking that are written and read together: what came of the scores, and how sure it is. */
export const RESULT_COLUMNS = ['total', 'grade', 'rank', 'of', 'previous_rank', 'sample', 'note'] as const;

/** Tier and range, why it is not rated, single weights varied, the rolling year. */
export const CERTAINTY_COLUMNS = [
  'tier',
  'low',
  'high',
  'too_little',
  'weight_best',
  'weight_worst',
  'weight_by',
  'year_quarters',
  'year_total',
  'year_rank',
  'year_of',
  'year_low',
  'year_high',
  'year_tier',
] as const;

/** What the draws alone gave. */
export const DRAWN_COLUMNS = ['draw_low', 'draw_high', 'back', 'front'] as const;
