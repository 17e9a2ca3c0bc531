/** The SQL of a draft: what a person did between two minutes of a day. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Done } from './draft-rules.ts';
import type { Stretch } from './log-rules.ts';

/** From `from` (inclusive) until `until`, minutes of that day where the installation lives. */
export async function doneBy(db: Db, person: Uuid, day: Day, { from, until }: Stretch): Promise<Done> {
  const { rows } = await db.raw<{ rows: Done[] }>(`
    with span as materialized (
      select (cast(:day as date) + make_interval(mins => :from)) at time zone zone as since, (cast(:day as date) + make_interval(mins => :until)) at time zone zone as until
      from (select coalesce((select nullif(time_zone, '') from settings_wangge limit 1), 'Asia/Shanghai') as zone) here
    ), events as (
      select i.number, i.title, e.type, e.at from issue_events e join issues i on i.id = e.issue, span
      where e.actor = :person and e.at >= span.since and e.at < span.until
    )
    select
      coalesce((select jsonb_agg(jsonb_build_object('number', number, 'title', title) order by at) from events where type = 'report'), '[]') as reported,
      coalesce((select jsonb_agg(jsonb_build_object('number', number, 'title', title, 'types', types) order by began) from (
        select number, title, min(at) as began, array(select type from events o where o.number = e.number and o.type <> 'report' group by type order by min(at)) as types
        from events e where type <> 'report' group by number, title
      ) worked), '[]') as steps,
      coalesce((select jsonb_agg(jsonb_build_object('name', name, 'name_en', name_en, 'count', times) order by times desc, name) from (
        select d.name, d.name_en, count(*) as times from ledger_confirmations c join ledger_datasets d on d.id = c.dataset, span
        where c.confirmed_by = :person and c.confirmed_at >= span.since and c.confirmed_at < span.until group by d.id
      ) kept), '[]') as confirmed`, { person, day, from, until });
  return rows[0]!;
}
