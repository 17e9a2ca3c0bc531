/**
 * What is asked of a clock that fell due in the period: clock `d` of issue `i`, and what is noted `n` of that issue where a column names it; `:from` and
 * `:until` bound the period. What was recorded after the cut is told by `clock-rules.ts`, which says the same of events.
 */
import type { ClockKind } from '../../calendar/model.ts';
import type { FactColumn } from './model.ts';
import { FLAGGED_SOURCES } from '../../handling/model.ts';

/** The flagged source of the issue `i`; null: another. (What a report says of its source is frozen with it.) */
export const FLAGGED = `case when i.source in (${FLAGGED_SOURCES.map(source => `'${source}'`).join(', ')}) then i.source end`;

export interface ClockColumn extends FactColumn {
  /** The clocks that it concerns; of all others it says nothing. */
  clocks: readonly ClockKind[];
  /** A boolean or null: the clock says nothing of it. */
  sql: string;
  /** What the expression needs to know of the issue. */
  notes?: readonly Note[];
  /** Needs `:response_from` and `:response_due`: by when the reports of each day were to be answered. */
  response_limits?: true;
}

/** Of some issues, each once: `issue`, and columns that say something of it. */
export interface Note { columns: Readonly<Record<string, string>>; sql: string }

function noteOf(columns: Note['columns'], sql: string): Note {
  return { columns, sql };
}

/**
 * What is noted of issues, as one row of each: joined once, however many columns ask. (A join, since a subquery for each case would
 * keep the aggregate from running in parallel.)
 */
export function notesJoined(columns: readonly ClockColumn[]): string {
  const notes = [...new Set(columns.flatMap(({ notes = [] }) => notes))];
  if (notes.length === 0)
    return '';
  const names = notes.flatMap(note => Object.keys(note.columns));
  const arms = notes.map(note => `select a.issue, ${notes.flatMap(other => Object.entries(other.columns).map(([name, type]) => other === note ? `a.${name}` : `cast(null as ${type}) as ${name}`)).join(', ')} from (${note.sql}) a`);
  return `left join (select o.issue, ${names.map(name => `any_value(o.${name}) as ${name}`).join(', ')} from (${arms.join(' union all ')}) o group by o.issue) n on n.issue = d.issue`;
}

const HANDLED = `coalesce(d.handled_at < :until, false)`;
const MET = `coalesce(d.met_at <= d.due_at, false)`;
/** What happened to the issue `e` before its second round began. */
const IN_FIRST_ROUND = `not exists (select from issue_deadlines l where l.issue = e.issue and l.kind = 'resolve' and not l.first_round and l.opened_by_seq < e.seq)`;

/**
 * Returned for want of information in the first round (a wrong routing is nobody's fault). Few and indexed
 * (`issue_events_setbacks`).
 */
const RETURNS = noteOf({ returned: 'boolean' }, `
  select distinct e.issue, true as returned from issue_events e
  where e.type = 'return' and e.cause = 'insufficient' and e.at < :until and ${IN_FIRST_ROUND}`);

/** Of what falls due in a period, nothing was done longer ago: a suspension lasts a year at most. */
const DONE_WITHIN = 800;

/**
 * The last verification of the first round, and the last that was rated (`issue_events_verified`). Whether it came after the
 * clock was opened is asked of the clock: a join with the clocks in here would keep the whole from running in parallel.
 */
const VERIFICATIONS = noteOf({ verified_seq: 'integer', solved: 'boolean', rated_seq: 'integer', satisfied: 'boolean' }, `
  select e.issue, max(e.seq) as verified_seq, (array_agg(e.solved order by e.seq desc))[1] = 'yes' as solved,
    max(e.seq) filter (where e.satisfaction is not null) as rated_seq,
    (array_agg(e.satisfaction order by e.seq desc) filter (where e.satisfaction is not null))[1] >= 4 as satisfied
  from issue_events e
  where e.type = 'verify' and e.at < :until and e.at >= cast(:from as timestamptz) - interval '${DONE_WITHIN} days' and ${IN_FIRST_ROUND}
  group by e.issue`);

/** Reopened by residents' votes `v`, and no verification has confirmed it since. */
const ONLY_VOTED = `v.type = 'reopen' and v.actor is null
  and not exists (select from issue_events c where c.issue = v.issue and c.type = 'verify' and c.solved = 'no' and c.seq > v.seq and c.at < :until)`;
/** Issues that were done over by the end of the period. */
const REWORKED = noteOf({ done_over: 'boolean' }, `
  select distinct l.issue, true as done_over from issue_deadlines l
  where l.kind = 'resolve' and not l.first_round and l.started_at < :until
    and not exists (select from issue_events v where v.issue = l.issue and v.seq = l.opened_by_seq and ${ONLY_VOTED})`);
/** Rounds that nobody but residents' votes asked for. */
const VOTED = noteOf({ voted: 'integer[]' }, `
  select v.issue, array_agg(v.seq) as voted from issue_events v where ${ONLY_VOTED} group by v.issue`);

/** Closed when the period ended, and opened again since, before the cut. */
const CLOSED_THEN = noteOf({ closed_then: 'boolean' }, `
  select distinct l.issue, true as closed_then from issue_deadlines l join issue_events c on c.issue = l.issue and c.type = 'close' and c.at < :until
  where l.kind = 'resolve' and not l.first_round and l.started_at >= :until and l.started_at < :cut and not exists (
    select from issue_events o where o.issue = c.issue and o.seq > c.seq and o.at < :until and (o.type = 'reopen' or o.type = 'verify' and o.solved = 'no'))`);

/** Reported to the district in the first round, and given back by it before the end (`issue_events_district`). */
const DISTRICT = noteOf({ came_back: 'boolean' }, `
  select e.issue, bool_or(e.type = 'route') as came_back from issue_events e
  where (e.type = 'escalate' or e.type = 'route' and e.from_status = 'escalated') and e.at < :until and ${IN_FIRST_ROUND}
  group by e.issue having bool_or(e.type = 'escalate')`);

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
  returned: { type: 'flag', since: 1, clocks: FIRST, sql: first(`n.returned is not null`), notes: [RETURNS] },
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
  solved: { type: 'flag', since: 1, clocks: FIRST, sql: first('case when n.verified_seq > d.opened_by_seq then n.solved end'), notes: [VERIFICATIONS] },
  /** Rated, with 4 or 5 of 5. */
  satisfied: { type: 'flag', since: 1, clocks: FIRST, sql: first('case when n.rated_seq > d.opened_by_seq then n.satisfied end'), notes: [VERIFICATIONS] },
  /** Reported as happening again after an earlier issue was closed. */
  repeated: { type: 'flag', since: 1, clocks: FIRST, sql: first('i.repeat_of is not null') },
  /** Handled and fed back by the due moment, and not done over by the end of the period. */
  first_time: { type: 'flag', since: 2, clocks: FIRST, sql: first(`${MET} and n.done_over is null`), notes: [REWORKED] },
  /** Not handled by the end of the period. A later round says it of what is still open, and nothing when it is done. */
  overdue_open: { type: 'flag', since: 2, clocks: FIRST, sql: `case when d.kind = 'resolve' and (d.first_round or not ${HANDLED}) then not ${HANDLED} end` },
  /** Closed when the period ended. */
  closed: { type: 'flag', since: 2, clocks: FIRST, sql: first(`coalesce(i.closed_at < :until, false) or n.closed_then is not null`), notes: [CLOSED_THEN] },
  /** Its limit was extended. */
  extended: { type: 'flag', since: 2, clocks: FIRST, sql: first(`i.extension_count > 0 and json_array_length(d.certificate -> 'extensions') > 0`) },
  /** Reported to the district by the due moment. */
  escalated_on_time: { type: 'flag', since: 2, clocks: ['escalate'], sql: kept('escalate') },
  /** Of what was reported to the district: given back by it. */
  escalation_returned: { type: 'flag', since: 2, clocks: FIRST, sql: first('n.came_back'), notes: [DISTRICT] },
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
    sql: `case when d.kind <> 'resolve' then null when not d.first_round then case when coalesce(d.opened_by_seq <> all (n.voted), true) then true end when ${HANDLED} then false end`,
    notes: [VOTED],
  },
  /** superior, media or hotline: a case that came from there may count several times (`schemes/point-rules.ts`). */
  flagged_source: { type: 'word', since: 2, clocks: [], sql: FLAGGED },
});
/** What a clock says yes or no to. */
export type ClockFlag = Exclude<keyof typeof CLOCK_COLUMNS, 'clock' | 'scope' | 'flagged_source'>;

function clockColumnsOf<Name extends string>(columns: Record<Name, ClockColumn>): Record<Name, ClockColumn> {
  return columns;
}
