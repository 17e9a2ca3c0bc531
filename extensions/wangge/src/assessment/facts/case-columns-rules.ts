/**
 * The columns of a **case**: of files of the formats 1 and 1.1, which are read and verified for ever. A case is one `resolve`
 * clock that fell due in the period; the clock facts of format 2 (`clock-facts.ts`) say the same under the same names.
 *
 * **Nothing here is ever taken out, renamed or moved, no column changes its group, and none is added**: what is asked since
 * has its column in `clock-facts.ts`.
 */
import type { Scope } from '../../handling/model.ts';

export interface CaseColumnDefinition {
  /** `always`: in every evidence file. Otherwise asked for, and frozen, together with its group where the scheme measures one of them. */
  group: 'always' | 'hotline';
  /** May it be null in a file of the first format? In those of 1.1 a case need not say anything. */
  nullable: boolean;
}

/** What is asked of a case, in the order of the columns of an evidence file; its SQL is that of the clock's column of the same name. */
export const CASE_COLUMNS = columnsOf({
  /** Handled and fed back by the due moment. */
  on_time: { group: 'always', nullable: false },
  /** Handled by the end of the period, in time or not. */
  handled: { group: 'always', nullable: false },
  /** A later round: what was handled had to be done over. Of what was handled, a first round says that it is none. */
  reworked: { group: 'always', nullable: false },
  /** Returned for want of information that the report should have held; a wrong routing is nobody's fault. */
  returned: { group: 'always', nullable: false },
  /** Accepted, or the reporter contacted, within one working day of the report. */
  responded: { group: 'hotline', nullable: true },
  /** Verified, and found to be solved. */
  solved: { group: 'hotline', nullable: true },
  /** Rated, with 4 or 5 of 5. */
  satisfied: { group: 'hotline', nullable: true },
  /** Reported as happening again after an earlier issue was closed. */
  repeated: { group: 'hotline', nullable: true },
});
export type CaseColumn = keyof typeof CASE_COLUMNS;

/** What is known of a case, as far as it was asked; null where it says nothing. */
export type CaseFacts = Partial<Record<CaseColumn, boolean | null>>;
export type CaseFact = { grid: string; scope: Scope } & CaseFacts;

/** Of an evidence file of cases: in those of 1 every round was a case of its own, 2 stands for 1.1. */
export type EvidenceFormat = 1 | 2;

function columnsOf<Name extends string>(columns: Record<Name, CaseColumnDefinition>): Record<Name, CaseColumnDefinition> {
  return columns;
}
