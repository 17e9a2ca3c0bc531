/**
 * What is asked of a clock that fell due in the period: clock `d` of issue `i`, with the joins that a column names; `:from` and
 * `:until` bound the period. What was recorded after the cut is told by `clock-rules.ts`, which says the same of events.
 */
import type { ClockKind } from '../../calendar/model.ts';
import type { FactColumn } from './model.ts';

export interface ClockColumn extends FactColumn {
  /** The clocks that it concerns; of all others it says nothing. */
  clocks: readonly ClockKind[];
  /** A boolean or null: the clock says nothing of it. */
  sql: string;
  /** A join that the expression needs, once for all columns that need it. */
  join?: string;
  /** Needs `:response_from` and `:response_due`: by when the reports of each day were to be answered. */
  response_limits?: true;
}

const HANDLED = `coalesce(d.handled_at < :until, false)`;
const MET = `coalesce(d.met_at <= d.due_at, false)`;
/** What happened to the issue `e` before its second round began. */
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

/** Of what falls due in a period, nothing was done longer ago: a suspension lasts a year at most. */
const DONE_WITHIN = 800;

/**
 * The last verification of the first round, and the last that was rated (`issue_events_verified`). Whether it came after the
 * clock was opened is asked where it is joined: a join with the clocks in here would keep the whole from running in parallel.
 */
const VERIFICATIONS = `
  left join (
    select e.issue, max(e.seq) as seq, (array_agg(e.solved order by e.seq desc))[1] = 'yes' as solved,
      max(e.seq) filter (where e.satisfaction is not null) as rated_seq,
      (array_agg(e.satisfaction order by e.seq desc) filter (where e.satisfaction is not null))[1] >= 4 as satisfied
    from issue_events e
    where e.type = 'verify' and e.at < :until and e.at >= cast(:from as timestamptz) - interval '${DONE_WITHIN} days' and ${IN_FIRST_ROUND}
    group by e.issue
  ) v on v.issue = d.issue`;

/** Reopened by residents' votes `v`, and no verification has confirmed it since. */
const ONLY_VOTED = `v.type = 'reopen' and v.actor is null
  and not exists (select from issue_events c where c.issue = v.issue and c.type = 'verify' and c.solved = 'no' and c.seq > v.seq and c.at < :until)`;
/** Issues that were done over by the end of the period. */
const REWORKED = `
  left join (
    select distinct l.issue from issue_deadlines l
    where l.kind = 'resolve' and not l.first_round and l.started_at < :until
      and not exists (select from issue_events v where v.issue = l.issue and v.seq = l.opened_by_seq and ${ONLY_VOTED})
  ) w on w.issue = d.issue`;
/** Rounds that nobody but residents' votes asked for. */
const VOTED = `
  left join (select v.issue, v.seq from issue_events v where ${ONLY_VOTED}) u on u.issue = d.issue and u.seq = d.opened_by_seq`;

/** Closed when the period ended, and opened again since, before the cut. */
const CLOSED_THEN = `
  left join (
    select distinct l.issue from issue_deadlines l join issue_events c on c.issue = l.issue and c.type = 'close' and c.at < :until
    where l.kind = 'resolve' and not l.first_round and l.started_at >= :until and l.started_at < :cut and not exists (
      select from issue_events o where o.issue = c.issue and o.seq > c.seq and o.at < :until and (o.type = 'reopen' or o.type = 'verify' and o.solved = 'no'))
  ) k on k.issue = d.issue`;

/** Reported to the district in the first round, and given back by it before the end (`issue_events_district`). */
const DISTRICT = `
  left join (
    select e.issue, bool_or(e.type = 'route') as returned from issue_events e
    where (e.type = 'escalate' or e.type = 'route' and e.from_status = 'escalated') and e.at < :until and ${IN_FIRST_ROUND}
    group by e.issue having bool_or(e.type = 'escalate')
  ) t on t.issue = d.issue`;

const FIRST = ['resolve'] as const;
const first = (said: string): string => `case when d.kind = 'resolve' and d.first_round then ${said} end`;
/** A later round's clock costs when it is missed, and says nothing when it is kept. */
const kept = (clock: ClockKind): string => `case when d.kind = '${clock}' and (d.first_round or not ${MET}) then ${MET} end`;

/** In the order of the evidence. */
export const CLOCK_COLUMNS = clockColumnsOf({
  /** Which clock: resolve, own, escalate, external, verify, disclose. */
  clock: { type: 'word', since: 2, always: true, clocks: [], sql: 'd.kind' },
  /** community, subdistrict or district, when the clock fell due. */
  scope: { type: 'word', since: 1, always: true, clocks: [], sql: 'd.scope' },
  /** Handled and fed back by the due moment. */
  on_time: { type: 'flag', since: 1, always: true, clocks: FIRST, sql: first(MET) },
  /** Handled by the end of the period, in time or not. */
  handled: { type: 'flag', since: 1, clocks: FIRST, sql: first(HANDLED) },
  /** A later round: what was handled had to be done over. Of what was handled, a first round says that it is none. */
  reworked: { type: 'flag', since: 1, clocks: FIRST, sql: `case when d.kind <> 'resolve' then null when not d.first_round then true when ${HANDLED} then false end` },
  /** Returned for want of information that the report should have held; a wrong routing is nobody's fault. */
  returned: { type: 'flag', since: 1, clocks: FIRST, sql: first(`b.issue is not null`), join: RETURNS },
  /** Accepted, or the reporter contacted, within one working day of the report. */
  responded: {
    type: 'flag',
    since: 1,
    clocks: FIRST,
    sql: `case when d.kind = 'resolve' and d.first_round and i.reported_at >= (cast(:response_from as timestamptz[]))[1] then coalesce(least(i.accepted_at, i.contacted_at)
      <= (cast(:response_due as timestamptz[]))[width_bucket(i.reported_at, cast(:response_from as timestamptz[]))], false) end`,
    response_limits: true,
  },
  /** Verified, and found to be solved. */
  solved: { type: 'flag', since: 1, clocks: FIRST, sql: first('case when v.seq > d.opened_by_seq then v.solved end'), join: VERIFICATIONS },
  /** Rated, with 4 or 5 of 5. */
  satisfied: { type: 'flag', since: 1, clocks: FIRST, sql: first('case when v.rated_seq > d.opened_by_seq then v.satisfied end'), join: VERIFICATIONS },
  /** Reported as happening again after an earlier issue was closed. */
  repeated: { type: 'flag', since: 1, clocks: FIRST, sql: first('i.repeat_of is not null') },
  /** Handled and fed back by the due moment, and not done over by the end of the period. */
  first_time: { type: 'flag', since: 2, clocks: FIRST, sql: first(`${MET} and w.issue is null`), join: REWORKED },
  /** Not handled by the end of the period. A later round says it of what is still open, and nothing when it is done. */
  overdue_open: { type: 'flag', since: 2, clocks: FIRST, sql: `case when d.kind = 'resolve' and (d.first_round or not ${HANDLED}) then not ${HANDLED} end` },
  /** Closed when the period ended. */
  closed: { type: 'flag', since: 2, clocks: FIRST, sql: first(`coalesce(i.closed_at < :until, false) or k.issue is not null`), join: CLOSED_THEN },
  /** Its limit was extended. */
  extended: { type: 'flag', since: 2, clocks: FIRST, sql: first(`i.extension_count > 0 and json_array_length(d.certificate -> 'extensions') > 0`) },
  /** Reported to the district by the due moment. */
  escalated_on_time: { type: 'flag', since: 2, clocks: ['escalate'], sql: kept('escalate') },
  /** Of what was reported to the district: given back by it. */
  escalation_returned: { type: 'flag', since: 2, clocks: FIRST, sql: first('t.returned'), join: DISTRICT },
  /** Handled within the department's own limit. */
  own_on_time: { type: 'flag', since: 2, clocks: ['own'], sql: kept('own') },
  /** Verified by the due moment. */
  verified_on_time: { type: 'flag', since: 2, clocks: ['verify'], sql: kept('verify') },
  /** Published by the due moment. */
  disclosed_on_time: { type: 'flag', since: 2, clocks: ['disclose'], sql: kept('disclose') },
  /** Handled and fed back within the limit that another authority set. */
  external_on_time: { type: 'flag', since: 2, clocks: ['external'], sql: kept('external') },
  /** As `reworked`, but of rounds that residents' votes opened only those that a verification confirmed. */
  rework_confirmed: {
    type: 'flag',
    since: 2,
    clocks: FIRST,
    sql: `case when d.kind <> 'resolve' then null when not d.first_round then case when u.issue is null then true end when ${HANDLED} then false end`,
    join: VOTED,
  },
});
/** What a clock says yes or no to. */
export type ClockFlag = Exclude<keyof typeof CLOCK_COLUMNS, 'clock' | 'scope'>;

function clockColumnsOf<Name extends string>(columns: Record<Name, ClockColumn>): Record<Name, ClockColumn> {
  return columns;
}
