/**
 * Facts of reports: issues that were reported in the period, as they stood at the cut. What was withdrawn, rejected or merged
 * into another by then is none; of several reports of one thing the earliest says who found it. What was recorded of an issue
 * after the cut is told by its events (`told-store.ts`).
 */
import type { FactKindDefinition } from './model.ts';
import { FLAGGED } from './clock-columns.ts';
import { SETTLED } from './clock-facts.ts';
import { IN_STRETCH } from './model.ts';
import { REPORTS_TOLD } from './told-tables.ts';

/** Who is no patrol: residents, themselves or by the hotline. */
const RESIDENTS = `('resident', 'hotline', 'notice_page')`;
/** With fewer votes a notice says nothing: three households are a few, one is anybody. */
const VOTES = 3;

/** Can a patrol see what is reported in this category? As it was set at the cut. */
const SEEN = `
  seen as materialized (
    select c.id from issue_categories c left join wangge_facts_since('issue_categories', :cut) k on k.item = c.id
    where coalesce(cast(k.was ->> 'seen_on_patrol' as boolean), c.seen_on_patrol)
  )`;

/** Reports that stood as duplicates of another at the cut: when the first was made, and was it a resident's. (Those that were told are bound: a temporary table would keep the whole from running in parallel.) */
const FIRST_FOUND = `
  others as materialized (
    select o.duplicate_of, (array_agg(o.source order by o.reported_at, o.id))[1] as source, min(o.reported_at) as reported_at from (
      select i.id, i.duplicate_of, i.source, i.reported_at from issues i
      where i.duplicate_of is not null and i.status = 'merged' and ${SETTLED}
      union all select t.issue, t.duplicate_of, i.source, i.reported_at
      from unnest(cast(:duplicates_told as uuid[]), cast(:originals_told as uuid[])) t (issue, duplicate_of) join issues i on i.id = t.issue
    ) o group by o.duplicate_of
  )`;

/**
 * What residents say on the first publication of a result (what comes after a reopening is about what was done then), less
 * what a moderator had hidden by the cut; and of whose work: the department's that had the matter when it was published.
 */
const SAID = `
  votes as materialized (
    select n.issue, count(*) filter (where f.resolved = 'yes') as yes, count(*) as votes, (
        select cast(e.data #>> '{decided,department}' as uuid) from issue_events e
        where e.issue = n.issue and e.data #> '{decided,department}' is not null and e.seq < (select min(o.seq) from issue_events o where o.issue = n.issue and o.type = 'disclose')
        order by e.seq desc limit 1
      ) as department
    from disclosure_feedback f join disclosures n on n.id = f.disclosure
    left join wangge_facts_since('disclosure_feedback', :cut) k on k.item = f.id
    where f.created_at >= :from and f.created_at < :cut and coalesce(k.was ->> 'state', f.state) <> 'hidden'
      and (select count(*) from issue_events e where e.issue = n.issue and e.type = 'disclose' and e.at <= f.created_at) < 2
    group by n.issue having count(*) >= ${VOTES}
  )`;

const select = (reports: string, formerly: boolean): string => `
  with reported as (select *, cast(reported_at at time zone :time_zone as date) as day from (${reports}) r), answered as materialized (
    select * from wangge_answered_for(:cut, cast(:starts_on as date), cast(:ends_on as date))
  ), ${SEEN}, ${FIRST_FOUND}, ${SAID}
  select r.id, r.grid, ${formerly ? 'cast(null as uuid) as department' : 'v.department'}, a.person, r.scope, r.day,
    case when s.id is not null then (case when o.reported_at < r.reported_at then o.source else r.source end) in ${RESIDENTS} end as missed,
    v.yes * 2 > v.votes as resident_solved, ${FLAGGED.replaceAll('i.', 'r.')} as flagged_source
  from reported r left join seen s on s.id = r.category left join others o on o.duplicate_of = r.id left join votes v on v.issue = r.id
  left join answered a on a.grid = r.grid and a.days @> r.day`;

export const REPORT_FACTS: FactKindDefinition = {
  kind: 'report',
  name: { 'zh-CN': '件', 'en-US': 'reports' },
  columns: {
    /** community, subdistrict or district, at the cut. */
    scope: { type: 'word', since: 2, always: true },
    /** Of what a patrol can see: a resident, or the hotline, was first. */
    missed: { type: 'flag', since: 2 },
    /** Of notices with three votes or more: most say that it is solved. */
    resident_solved: { type: 'flag', since: 2 },
    /** As of clocks. */
    flagged_source: { type: 'word', since: 2 },
    ...IN_STRETCH,
  },
  select: ({ duplicates_told = [], formerly = false }) => ({
    bindings: { duplicates_told: duplicates_told.map(({ issue }) => issue), originals_told: duplicates_told.map(({ duplicate_of }) => duplicate_of) },
    sql: select(`
      select i.id, i.grid, i.scope, i.category, i.source, i.reported_at from issues i
      where i.reported_at >= :from and i.reported_at < :until and i.status not in ('rejected', 'merged') and i.withdrawn_at is null and ${SETTLED}`, formerly),
    told: select(`
      select t.issue as id, t.grid, t.scope, t.category, i.source, i.reported_at from ${REPORTS_TOLD} t join issues i on i.id = t.issue
      where t.stands and i.reported_at >= :from and i.reported_at < :until`, formerly),
  }),
  listing: {
    joins: 'join issues i on i.id = cast(f.id as uuid)',
    title: 'i.number',
    item: { collection: 'issues', key: 'i.id' },
    dates: { reported_at: 'i.reported_at', handled_at: 'i.handled_at' },
  },
};
