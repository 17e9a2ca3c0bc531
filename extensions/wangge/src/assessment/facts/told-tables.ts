/** Where what events tell of issues is kept until the end of the transaction (`told-store.ts`). */

/** Clocks that fell due in the period. */
export const CLOCKS_TOLD = 'wangge_clocks_told';
/** Reports of the period, and what was merged into them. */
export const REPORTS_TOLD = 'wangge_reports_told';
