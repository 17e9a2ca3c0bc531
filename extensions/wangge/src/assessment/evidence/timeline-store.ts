/** The SQL of the head of all timelines (`timeline-rules.ts`). */
import type { Db } from '../../kernel/context.ts';
import type { Moment } from '../../kernel/values.ts';
import type { TimelineLeaf } from './timeline-rules.ts';
import type { Head } from './tree-rules.ts';
import { SETTLED } from '../facts/clock-facts.ts';
import { timelinesHead } from './timeline-rules.ts';

/** As of the cut; one pass over the issues of the whole installation: those of which nothing was recorded since by their columns, the others by their events. */
export async function timelinesAsOf(db: Db, cut: Moment): Promise<Head> {
  const { rows } = await db.raw<{ rows: TimelineLeaf[] }>(`
    with ends as (
      select i.id, i.event_seq as seq, i.event_hash as hash from issues i where ${SETTLED}
      union all
      select i.id, e.seq, e.hash
      from issues i
      cross join lateral (select min(l.seq) as seq from issue_events l where l.issue = i.id and wangge_recorded_at(l.at, l.data) >= :cut) late
      join issue_events e on e.issue = i.id and e.seq = late.seq - 1
      where not ${SETTLED}
    )
    select get_byte(uuid_send(id), 0) as leaf, count(*)::int as issues,
      encode(sha256('\\x00'::bytea || convert_to(string_agg(id || ' ' || seq || ' ' || hash || E'\\n', '' order by id), 'UTF8')), 'hex') as hash
    from ends group by 1`, { cut });
  return timelinesHead(rows);
}
