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
  /** May it be null in a file of the first format? In those of the second a case need not say anything. */
  nullable: boolean;
  /**
   * A boolean of one case, or null: the case says nothing of it. Clock `d` of issue `i`, with the joins it names; `:from` and
   * `:until` bound the period. What was recorded after the cut is told by `case-rules.ts`, which says the same of events.
   */
  sql: string;
  /** A join that the expression needs, once for all columns that need it. */
  join?: string;
  /** Needs `:response_from` and `:response_due`: by when the reports of each day were to be answered. */
  response_limits?: true;
}

const HANDLED = `coalesce(d.handled_at < :until, false)`;
const firstRound = (said: string): string => `case when d.first_round then ${said} end`;
/** What happened to the issue `n` before its second round began. */
const IN_FIRST_ROUND = `not exists (select from issue_deadlines l where l.issue = e.issue and l.kind = 'resolve' and not l.first_round and l.opened_by_seq < e.seq)`;

/**
 * Returned for want of information in the first round (a wrong routing is nobody's fault). Few and indexed
 * (`issue_events_setbacks`); a join, since a subquery for each case would keep the aggregate from running in parallel.
 */
const RETURNS = `
  left join (
    select distinct e.issue from issue_events e
    where e.type = 'return' and e.cause = 'insufficient' and e.at < :until and ${IN_FIRST_ROUND}
  ) b on b.issue = d.issue`;

/** The last verification of the first round (`issue_events_verified`), of issues that fell due in the period. */
const VERIFICATIONS = `
  left join (
    select e.issue, (array_agg(e.solved order by e.seq desc))[1] = 'yes' as solved,
      (array_agg(e.satisfaction order by e.seq desc) filter (where e.satisfaction is not null))[1] >= 4 as satisfied
    from issue_deadlines n join issue_events e on e.issue = n.issue and e.type = 'verify' and e.seq > n.opened_by_seq and e.at < :until
    where n.kind = 'resolve' and n.first_round and n.due_at >= :from and n.due_at < :until and n.state <> 'cancelled' and ${IN_FIRST_ROUND}
    group by e.issue
  ) v on v.issue = d.issue`;

/** What is asked of a case, in the order of the columns of an evidence file. */
export const CASE_COLUMNS = columnsOf({
  /** Handled and fed back by the due moment. */
  on_time: { group: 'always', nullable: false, sql: firstRound(`d.met_at is not null and d.met_at <= d.due_at`) },
  /** Handled by the end of the period, in time or not. */
  handled: { group: 'always', nullable: false, sql: firstRound(HANDLED) },
  /** A later round: what was handled had to be done over. Of what was handled, a first round says that it is none. */
  reworked: { group: 'always', nullable: false, sql: `case when not d.first_round then true when ${HANDLED} then false end` },
  /** Returned for want of information that the report should have held; a wrong routing is nobody's fault. */
  returned: { group: 'always', nullable: false, sql: firstRound(`b.issue is not null`), join: RETURNS },
  /** Accepted, or the reporter contacted, within one working day of the report. */
  responded: {
    group: 'hotline',
    nullable: true,
    sql: `case when d.first_round and i.reported_at >= (cast(:response_from as timestamptz[]))[1] then coalesce(least(i.accepted_at, i.contacted_at)
      <= (cast(:response_due as timestamptz[]))[width_bucket(i.reported_at, cast(:response_from as timestamptz[]))], false) end`,
    response_limits: true,
  },
  /** Verified, and found to be solved. */
  solved: { group: 'hotline', nullable: true, sql: firstRound('v.solved'), join: VERIFICATIONS },
  /** Rated, with 4 or 5 of 5. */
  satisfied: { group: 'hotline', nullable: true, sql: firstRound('v.satisfied'), join: VERIFICATIONS },
  /** Reported as happening again after an earlier issue was closed. */
  repeated: { group: 'hotline', nullable: true, sql: firstRound('i.repeat_of is not null') },
});
export type CaseColumn = keyof typeof CASE_COLUMNS;

/** What is known of a case, as far as it was asked; null where it says nothing. */
export type CaseFacts = Partial<Record<CaseColumn, boolean | null>>;
export type CaseFact = { grid: string; scope: Scope } & CaseFacts;

/** Of an evidence file: in those of 1 every round was a case of its own. */
export type EvidenceFormat = 1 | 2;

function columnsOf<Name extends string>(columns: Record<Name, CaseColumnDefinition>): Record<Name, CaseColumnDefinition> {
  return columns;
}
