/** The scheme that a release ships, beside the one that an installation has: which of them holds, and from when on. */
import type { Day, Uuid, Values } from '../../kernel/values.ts';

/** Of the first release; of this one. */
export const FIRST_SCHEME: Uuid = 'a5c30000-0000-4000-8000-000000000001';
export const SECOND_SCHEME: Uuid = 'a5c30000-0000-4000-8000-000000000002';

/** What makes a scheme: its names may be anybody's. */
const OF_SCHEMES = ['ranked_levels', 'min_sample', 'cut_working_days', 'tiers_only', 'grade_bands', 'tie_break'] as const;
const OF_INDICATORS = ['code', 'group', 'subject', 'levels', 'measure', 'weight', 'rule', 'params', 'no_data'] as const;

export interface Rows { scheme: Values | undefined; indicators: readonly Values[] }

/** Does an office still rank by what it was given, or has it made up its own mind? */
export function isAsShipped(shipped: Rows, stored: Rows): boolean {
  if (shipped.scheme === undefined || stored.scheme === undefined || stored.scheme.state !== 'active')
    return false;
  const byId = new Map(stored.indicators.map(row => [row.id, row]));
  return isSame(OF_SCHEMES, shipped.scheme, stored.scheme)
    && shipped.indicators.length === stored.indicators.length
    && shipped.indicators.every(row => isSame(OF_INDICATORS, row, byId.get(row.id) ?? {}));
}

/** In the columns that were shipped at all. */
function isSame(columns: readonly string[], shipped: Values, stored: Values): boolean {
  return columns.every(column => !(column in shipped) || canonical(shipped[column]) === canonical(stored[column]));
}

function canonical(value: unknown): string {
  const inOrder = (_: string, inner: unknown): unknown => inner !== null && typeof inner === 'object' && !Array.isArray(inner)
    ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1))
    : inner;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return JSON.stringify(Number.isFinite(number) ? number : value ?? null, inOrder);
}

/** The first day of the quarter after the one in which this day lies. */
export function nextQuarter(day: Day): Day {
  const [year, quarter] = [Number(day.slice(0, 4)), Math.ceil(Number(day.slice(5, 7)) / 3)];
  return quarter === 4 ? `${year + 1}-01-01` : `${year}-${String(3 * quarter + 1).padStart(2, '0')}-01`;
}
