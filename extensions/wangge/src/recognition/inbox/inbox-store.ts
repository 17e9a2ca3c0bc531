/** The SQL of what waits for a person: appeals that they may review now. */
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
