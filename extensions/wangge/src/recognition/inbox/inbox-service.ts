/** What waits for a person, of every kind there is, in one list. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { InboxItem, Waiting } from './inbox-rules.ts';
import { scoresWaiting, visitsWaiting } from '../../assessment/index.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { remaining } from '../../calendar/remaining-time-rules.ts';
import { todayOf } from '../../territory/index.ts';
import { openRecognitions } from '../recognition-store.ts';
import { objectionToStep, STEPS } from '../step-rules.ts';
import { inOrder, waitsFor } from './inbox-rules.ts';
import { appealsWaiting } from './inbox-store.ts';

export async function inboxOf(db: Db, person: Uuid, now: Moment): Promise<InboxItem[]> {
  const calendar = await loadCalendar(db);
  const waiting: Waiting[] = [
    ...await recognitionsFor(db, person, now),
    ...(await scoresWaiting(db, person)).map(({ period, code, subdistrict, count }): Waiting => ({ waits: 'confirm_score', collection: 'assessment_year_scores', item: period, what: code, title: `${subdistrict}（${count}）`, due_at: null, day: null })),
    ...(await appealsWaiting(db, person)).map(({ id, title, subject_kind, stage, due_at }): Waiting => ({ waits: stage === 1 ? 'first_review' : 'second_review', collection: 'appeals', item: id, what: subject_kind, title, due_at, day: null })),
    ...(await visitsWaiting(db, person, await todayOf(db))).map(({ id, grid, waits, planned_on }): Waiting => ({ waits: `visit_${waits}`, collection: 'inspection_visits', item: id, what: null, title: grid, due_at: null, day: waits === 'begin' ? planned_on : null })),
  ];
  return inOrder(waiting).map(item => ({ ...item, remaining: item.due_at === null ? null : remaining(calendar, { due_at: item.due_at, limit: null }, now) }));
}

/** Each with the step that waits for this person, by the same rules that take it. */
async function recognitionsFor(db: Db, person: Uuid, now: Moment): Promise<Waiting[]> {
  return (await openRecognitions(db, person)).flatMap(({ recognition: { id, kind, state, answer_until }, title, actor }): Waiting[] => {
    const waits = waitsFor(state, STEPS.filter(step => objectionToStep({ state, answer_until }, step, actor, now) === null));
    return waits === null ? [] : [{ waits, collection: 'recognitions', item: id, what: kind, title, due_at: waits === 'answer' ? answer_until : null, day: null }];
  });
}
