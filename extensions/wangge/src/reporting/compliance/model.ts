/** What compliance is told by: grids with who leads them, and what a person owes and did. */
import type { Uuid } from '../../kernel/values.ts';
import type { Per } from './compliance-rules.ts';

export interface Place { grid: Uuid; parent: Uuid | null; code: string; name: string; level: number; path: string; leader_name: string | null }

export interface ComplianceRow {
  person: Uuid;
  person_name: string;
  grid: Uuid;
  grid_code: string;
  grid_name: string;
  level: number;
  standard: Uuid;
  standard_name: string;
  kind: string;
  per: Per;
  /** Asked for in the period's units, without what leave excuses. */
  required: number;
  excused: number;
  done: number;
  /** Units in which something was asked for, and in which it was done. */
  units: number;
  met: number;
}
