/** The SQL of the sweep: set-based, in batches, each a transaction that may be killed at any moment. */
import type { Db } from '../kernel/context.ts';
import type { Language } from '../kernel/refusal-rules.ts';
import type { Moment } from '../kernel/values.ts';
import type { EventType } from './model.ts';
import { CLOCK_KINDS } from '../calendar/model.ts';
import { enqueue } from '../outbox/index.ts';
import { EVENTS } from './event-registry-rules.ts';
import { PARTS } from './event-row-rules.ts';
import { lapsedRequests } from './notifications/notice-store.ts';
import { BODY } from './notifications/notice-words.ts';
import { word } from './words.ts';

const LANGUAGES: readonly Language[] = ['zh-CN', 'en-US'];

interface Timer {
  type: EventType & ('deadline_warning' | 'deadline_missed');
  /** The clock's column that says when it becomes true. */
  moment: 'warn_at' | 'due_at';
  ready: string;
  /** What the clock becomes. */
  set: string;
  patch: string;
}

const MISSED: Timer = {
  type: 'deadline_missed',
  moment: 'due_at',
  // A request made in time is awaited until then; whether a provisional end is missed is known when its year is published.
  ready: 'd.due_at < :now and not d.provisional and (d.held_until is null or d.held_until < :now)',
  set: `state = 'missed', missed_at = d.due_at, held_until = null`,
  patch: `case when d.kind = 'resolve' then '{"overdue":true}' else '{}' end`,
};

/** A clock that has run out already is not warned of any more. */
const WARNED: Timer = {
  type: 'deadline_warning',
  moment: 'warn_at',
  ready: 'd.warned_at is null and d.warn_at <= :now and d.due_at >= :now',
  set: 'warned_at = d.warn_at',
  patch: `'{}'`,
};

export const writeMisses = (db: Db, now: Moment, batch: number): Promise<number> => ring(db, MISSED, now, batch);
export const writeWarnings = (db: Db, now: Moment, batch: number): Promise<number> => ring(db, WARNED, now, batch);

/**
 * One batch: locks issues, then their clocks (the order of every writer, and what another holds is
 * skipped), and writes events, clocks and outbox rows: of each issue the earliest timer, since a
 * statement writes one event of an issue. Returns how many timers it wrote.
 */
async function ring(db: Db, timer: Timer, now: Moment, batch: number): Promise<number> {
  return db.transaction(async (trx) => {
    const { rows } = await trx.raw<{ rows: { id: string; issue: string; held: boolean }[] }>(`
      select d.id, d.issue, d.held_until is not null as held from issue_deadlines d join issues i on i.id = d.issue
      where d.state = 'running' and ${timer.ready}
      order by d.${timer.moment}, d.id limit :batch
      for update of i, d skip locked
    `, { now, batch });
    if (rows.length === 0)
      return 0;
    const ids = [...new Map(rows.toReversed().map(row => [row.issue, row.id])).values()];
    await trx.raw(`
      with due as materialized (
        select d.id as clock, d.issue, d.kind, d.department, d.opened_by_seq, d.due_at, d.held_until, d.${timer.moment} as moment,
          ${timer.patch} as patch, i.status, i.number, i.lead, i.handler, i.follower, i.reporter, d.person,
          case when i.confidential then i.number else coalesce(i.title, i.number) end as title, i.severity <> 'normal' as urgent
        from issue_deadlines d join issues i on i.id = d.issue
        where d.id = any(cast(:ids as bigint[]))
      ), written as (
        insert into issue_events (issue, type, at, from_status, to_status, data)
        select issue, '${timer.type}', moment, status, status, concat(
          '{"decided":{"clock":', json_build_object('kind', kind, 'department', department, 'opened_by_seq', opened_by_seq,
            'due_at', wangge_moment(due_at)), ',"recorded_at":"', cast(:now as text), '"},"patch":', patch, '}')::json
        from due order by issue, moment, clock
      ), clocks as (
        update issue_deadlines d set ${timer.set} where d.id = any(cast(:ids as bigint[]))
      ), lapsed as (
        -- With the miss the request lapses, for the issue's other clock too.
        update issue_deadlines h set held_until = null from due
        where '${timer.type}' = 'deadline_missed' and due.held_until is not null and h.issue = due.issue and h.held_until is not null and not h.id = any(cast(:ids as bigint[]))
      )
      insert into outbox (dedupe_key, event, recipient, channel, subject, body, link, urgent, state, attempts)
      select '${timer.type}:' || clock, '${timer.type}', recipient, 'inapp',
        replace(cast(:subjects as jsonb) -> language ->> kind, '{title}', title),
        replace(cast(:bodies as jsonb) ->> language, '{number}', number), '/content/issues/' || issue, urgent, 'queued', 0
      from (
        select distinct d.clock, d.kind, d.issue, d.title, d.number, d.urgent, p.recipient,
          case when u.language like 'en%' then 'en-US' else 'zh-CN' end as language
        from due d cross join lateral (values ${toldOf(timer.type)}) p (recipient)
        join directus_users u on u.id = p.recipient and u.status = 'active'
      ) told
      on conflict (dedupe_key, recipient, channel) do nothing
    `, { now, ids, subjects: subjects(timer.type), bodies: JSON.stringify(BODY) });
    if (timer === MISSED)
      await enqueue(trx, await lapsedRequests(trx, rows.filter(row => row.held && ids.includes(row.id)).map(row => row.issue)));
    return ids.length;
  });
}

/** Whom the event concerns by their part in the issue, and who answers for the clock. */
function toldOf(type: Timer['type']): string {
  return [...PARTS.filter(part => EVENTS[type].notice.concerns.includes(part)), 'person'].map(column => `(d.${column})`).join(', ');
}

/** The subject of each clock in each language, the clock's name put in. */
function subjects(type: Timer['type']): string {
  return JSON.stringify(Object.fromEntries(LANGUAGES.map(language => [language, Object.fromEntries(CLOCK_KINDS.map(kind =>
    [kind, EVENTS[type].notice.subject![language].replace('{clock}', word('clock', kind, language))]))])));
}
