/** The SQL of what waits for a person: appeals that they may review now, and scores of a year that a second person confirms. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';

export interface WaitingAppeal { id: Uuid; title: string; subject_kind: string; stage: 1 | 2; due_at: Moment | null }

export async function appealsWaiting(db: Db, person: Uuid): Promise<WaitingAppeal[]> {
  const { rows } = await db.raw<{ rows: (Omit<WaitingAppeal, 'due_at'> & { due_at: Date | null })[] }>(`
    select a.id, a.title, a.subject_kind, s.stage, a.due_at from appeal_seats s
    join appeals a on a.id = s.appeal and a.state = case s.stage when 1 then 'first_review' when 2 then 'second_review' end
    where s.person = :person and not exists (select from appeal_reviews r where r.appeal = a.id and r.reviewer = :person and r.decision is not null)`, { person });
  return rows.map(({ due_at, ...row }) => ({ ...row, due_at: due_at?.toISOString() ?? null }));
}

/** What communities said of a year, entered by others, where this person may confirm it. */
export async function scoresWaiting(db: Db, person: Uuid): Promise<{ period: Uuid; code: string; subdistrict: string; count: number }[]> {
  const { rows } = await db.raw<{ rows: { period: Uuid; code: string; subdistrict: string; count: number }[] }>(`
    select p.id as period, p.code, t.name as subdistrict, count(*)::int as count
    from assessment_year_scores s join assessment_periods p on p.id = s.period join subdistricts t on t.id = p.subdistrict
    join directus_users u on u.id = :person join departments d on d.id = u.department and d.active and d.supervises and (d.subdistrict is null or d.subdistrict = p.subdistrict)
    where s.part = 'community' and s.confirmed_at is null and s.entered_by <> :person and not exists (select from assessment_year_scores later where later.supersedes = s.id)
    group by p.id, p.code, t.name order by p.code`, { person });
  return rows;
}
