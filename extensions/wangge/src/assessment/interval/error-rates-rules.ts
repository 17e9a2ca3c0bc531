/** The error rates that are kept with a scheme, as its form and its reports tell them. Pure. */
import type { Day } from '../../kernel/values.ts';
import type { SimulatedErrors } from './simulation-rules.ts';

/** The latest run at one level of grids. */
export interface ErrorRates {
  level: number;
  /** Whose numbers of cases; null: typical ones. */
  source: { period: string; subdistrict: string } | null;
  grids: number;
  runs: number;
  draws: number;
  on: Day;
  errors: SimulatedErrors[];
}

/** As stored; what nobody simulated is an empty list. */
export function errorRatesIn(stored: unknown): ErrorRates[] {
  return Array.isArray(stored) ? stored.filter((one): one is ErrorRates => typeof one === 'object' && one !== null && Array.isArray((one as Partial<ErrorRates>).errors)) : [];
}
