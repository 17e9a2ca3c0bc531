/** The SQL of residents' feedback. */
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Feedback, Tally } from './feedback-rules.ts';
import type { ShownFeedback } from './model.ts';

/** Today's salt; those of days that are over are gone, and with them whoever could be found again by a digest. */
export async function saltOfToday(db: Db): Promise<string> {
  const { rows } = await db.raw<{ rows: { salt: string }[] }>(`
    with over as (delete from wangge_day_salts where day < wangge_today()),
    made as (
      insert into wangge_day_salts (day, salt) values (wangge_today(), encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex'))
      on conflict (day) do nothing returning salt
    )
    select salt from made union all select salt from wangge_day_salts where day = wangge_today()
  `);
  // Another server made it at the same moment: then it is there now.
  return rows[0]?.salt ?? await saltOfToday(db);
}

/** Whose notice this is, if it is shown. Holds the issue, as its events do: votes are counted one after the other. */
export async function lockShown(db: Db, id: Uuid): Promise<{ issue: Uuid } | null> {
  await db.raw('select from issues where id = (select issue from disclosures where id = ?) for update', [id]);
  const { rows } = await db.raw<{ rows: { issue: Uuid }[] }>(`
    select issue from disclosures where id = ? and state = 'published' and mode = 'individual' and shown_until >= wangge_today()
  `, [id]);
  return rows[0] ?? null;
}

/** False: this client has voted on the notice today. */
export async function insertFeedback(db: Db, disclosure: Uuid, voter: string, { resolved, rating, comment, state, personal_data }: Feedback): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(`
    insert into disclosure_feedback (id, disclosure, voter, resolved, rating, comment, state, personal_data, created_at)
    values (gen_random_uuid(), ?, ?, ?, ?, ?, ?, ?, now())
    on conflict (disclosure, voter) do nothing returning id
  `, [disclosure, voter, resolved, rating, comment, state, personal_data]);
  return rows.length > 0;
}

/** The votes that count towards a reopening: of this publication, within the days of the setting, not hidden by the moderator. */
export async function tallyOf(db: Db, disclosure: Uuid): Promise<Tally & { votes: number }> {
  const { rows } = await db.raw<{ rows: (Tally & { votes: number })[] }>(`
    select count(*) filter (where f.resolved = 'yes')::integer as yes, count(*) filter (where f.resolved = 'no')::integer as no,
      coalesce((select notice_reopen_votes from settings_wangge limit 1), 3) as votes
    from disclosures d
    join disclosure_feedback f on f.disclosure = d.id and f.state <> 'hidden' and f.created_at >= d.published_at
      and f.created_at > now() - make_interval(days => coalesce((select notice_reopen_days from settings_wangge limit 1), 30))
    where d.id = ?
  `, [disclosure]);
  return rows[0]!;
}

const COMMENTS_SHOWN = 50;

/** What everybody may read of it: sums, and the comments that a moderator let through. */
export async function shownFeedback(db: Db, disclosure: Uuid): Promise<ShownFeedback> {
  const { rows } = await db.raw<{ rows: ShownFeedback[] }>(`
    with told as (
      select f.* from disclosure_feedback f join disclosures d on d.id = f.disclosure and f.created_at >= d.published_at
      where f.disclosure = ? and f.state <> 'hidden'
    )
    select count(*) filter (where resolved = 'yes')::integer as yes, count(*) filter (where resolved = 'no')::integer as no,
      round(avg(rating), 1)::double precision as rating,
      (select coalesce(json_agg(c order by c.created_at desc), '[]') from (
        select resolved, rating, comment, created_at from told where state = 'shown' and comment is not null order by created_at desc limit ?
      ) c) as comments
    from told
  `, [disclosure, COMMENTS_SHOWN]);
  return rows[0]!;
}
