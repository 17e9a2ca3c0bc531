/** What is asked of a computation, and what comes of it. */
import type { Uuid } from '../../kernel/values.ts';
import type { Phase } from './computing.ts';
import type { StoredPeriod } from './ranking-store.ts';

export interface RankRequest {
  /** `2026-Q3`; a month, which is scored and not ranked: `2026-09`; or a year: `2026`. */
  period: string;
  /** A sub-district's code; null for all. */
  subdistrict: string | null;
  /** Why a period is computed once more; null: leave it as it is. */
  reason: string | null;
  /** Leave what was computed with the exemptions that stand now. */
  where_exemptions_differ?: true;
  /** Who computes by hand; null or absent: the job or the command line. */
  actor?: Uuid | null;
  /** Told how far it is. */
  onPhase?: (phase: Phase) => void;
}

export interface RankedPeriod {
  subdistrict: string;
  /** `already`: it was computed before, and nothing was changed. `no_cases`: nothing fell due, so there is nothing to rank. `waits`: a quarter of the year is not published yet. */
  outcome: 'computed' | 'already' | 'no_cases' | 'waits';
  state: StoredPeriod['state'];
  version: number;
  digest: string;
  grids: number;
  ranked: number;
}

export interface RankedAll { kind: 'ranked'; periods: RankedPeriod[] }
