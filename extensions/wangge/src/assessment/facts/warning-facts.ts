/**
 * Facts of warnings: community matters still open when the warning was due, each with who led its patch when the limit ended.
 * Six patches share the same cadres, whose speed is not theirs: what a patch's leader can do is urge, and note how it goes.
 */
import type { FactKindDefinition } from './model.ts';
import { dueClocks, toldClocks } from './clock-facts.ts';

/** Within this many days before the period somebody may have urged what fell due in it. */
const URGED_BEFORE = 400;

const WARNED = `d.first_round and d.scope = 'community' and d.warn_at is not null and d.warn_at < d.due_at and coalesce(d.met_at > d.warn_at, true)`;
const SAID = 'd.id, d.issue, d.grid, d.due_at';

/** Of each matter in `warned`: did whoever led its patch on that day urge, or note progress, before the limit ended? What was recorded after the cut does not count. */
const urged = (warned: string): string => `
  with warned as materialized (${warned}), answered as materialized (
    select * from wangge_answered_for(:cut, cast(:starts_on as date) - ${URGED_BEFORE}, cast(:ends_on as date))
  ), deeds as (
    select distinct w.id from warned w
    join issue_events e on e.issue = w.issue and e.type in ('urge', 'progress') and e.actor is not null and e.at <= w.due_at
    join answered a on a.grid = w.grid and a.person = e.actor and a.days @> cast(e.at at time zone :time_zone as date)
    where wangge_recorded_at(e.at, e.data) < :cut
  )
  select w.id, w.grid, cast(null as uuid) as department, a.person, u.id is not null as urged
  from warned w left join deeds u on u.id = w.id
  left join answered a on a.grid = w.grid and a.days @> cast(w.due_at at time zone :time_zone as date)`;

export const WARNING_FACTS: FactKindDefinition = {
  kind: 'warning',
  name: { 'zh-CN': '件', 'en-US': 'cases' },
  columns: { urged: { type: 'flag', since: 2 } },
  select: () => ({
    sql: urged(`select * from (${dueClocks(['on_time'], `${SAID}, d.first_round, d.scope, d.warn_at, d.met_at`)}) d where ${WARNED}`),
    told: urged(`select ${SAID} from (${toldClocks(['on_time'], `${SAID}, d.first_round, d.scope, d.warn_at, d.met_at`)}) d where ${WARNED}`),
  }),
  listing: {
    joins: 'join issue_deadlines d on d.id = cast(f.id as bigint) join issues i on i.id = d.issue',
    title: 'i.number',
    item: { collection: 'issues', key: 'i.id' },
    dates: { reported_at: 'i.reported_at', warn_at: 'd.warn_at', due_at: 'd.due_at', done_at: 'd.met_at' },
  },
};
