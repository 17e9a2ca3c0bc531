/** An appeal from its filing to its second review: each step in one transaction that holds the appeal. */
import type { FactReference } from '../../assessment/facts/fact-reference-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid, Values } from '../../kernel/values.ts';
import type { AppealTold, ReviewTold } from './appeal-store.ts';
import type { AppealDecision, AppealFacts, Stage, StoredAppeal } from './model.ts';
import { randomUUID } from 'node:crypto';
import { isCounted } from '../../assessment/facts/fact-reference-rules.ts';
import { expandCertificate } from '../../calendar/certificate-rules.ts';
import { certificateText } from '../../calendar/certificate-words.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { conflicting, isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { appealIn, appealUntil, LEAST_WORDS, objectionToAppeal, objectionToReview, objectionToWithdrawal, reasonIn, reviewClock, stageOf } from './appeal-rules.ts';
import { appealById, appealDays, appealToStep, canonical, concernOf, decideReview, effectOf, filedFor, holdSubject, openReview, placeOf, publishersOf, rankingTold, readersOf, reviewsOf, seatsOf, standingOf, toldMoments, toldOf, withdrawAppeal } from './appeal-store.ts';
import { decidedNotices, openedNotices, rankingNotices } from './notice-rules.ts';

/** Characters of a title that is kept. */
const MOST_TITLE = 200;

/** All that decides whether this person may appeal it. */
async function factsOf(db: Db, person: Uuid, reference: FactReference): Promise<AppealFacts> {
  const place = await placeOf(db, reference);
  if (place === null)
    return { place, concerned: null, filed: null, until: null };
  const { told, moments, days } = reference.kind === 'ranking' ? await rankingTold(db, reference.fact) : isCounted(reference.kind) ? await toldMoments(db, place) : { told: true, moments: [], days: null };
  const today = await appealDays(db);
  return {
    place,
    concerned: await concernOf(db, reference, person),
    filed: await filedFor(db, reference),
    // What counts it is still to be told: then it is open.
    until: told ? appealUntil([place.known_at, ...moments], { ...today, appeal_working_days: days ?? today.appeal_working_days }, await loadCalendar(db)) : null,
  };
}

export interface Appealable {
  may: boolean;
  /** Why not; null where they may. */
  why: Refusal | null;
  /** Until when; null: until the period that counts it is published, and some days after. */
  until: Moment | null;
  title: string | null;
  instead: boolean;
  /** The appeal that was filed of it, for those whom it concerns. */
  appeal: { id: Uuid; state: string } | null;
}

/** May this person appeal it, until when, or why not? Whom it does not concern is told nothing of it. */
export async function appealable(db: Db, person: Uuid, reference: FactReference, now: Moment = new Date().toISOString()): Promise<Appealable> {
  const facts = await factsOf(db, person, await canonical(db, reference));
  const why = objectionToAppeal(facts, now);
  const theirs = facts.concerned !== null;
  return { may: why === null, why, until: theirs ? facts.until : null, title: theirs ? facts.place?.title ?? null : null, instead: facts.concerned === 'instead', appeal: theirs ? facts.filed : null };
}

/** An appeal as it is stored, with the clock of its first review, or why not. */
export async function prepareAppeal(db: Db, payload: Values, person: Uuid, now: Moment): Promise<Values | Refusal> {
  const said = appealIn(payload);
  if (isRefusal(said))
    return said;
  const { reason } = said;
  const reference = await canonical(db, said.reference);
  await holdSubject(db, reference);
  const facts = await factsOf(db, person, reference);
  const objection = objectionToAppeal(facts, now);
  if (objection !== null)
    return objection;
  const { grid, department, person: named, subdistrict, on_day, title } = facts.place!;
  const clock = reviewClock(await loadCalendar(db), now, await appealDays(db));
  return {
    ...payload,
    id: keyOf(payload.id) ?? randomUUID(),
    subject_kind: reference.kind,
    subject: reference.fact,
    reason,
    title: [...title].slice(0, MOST_TITLE).join(''),
    state: 'first_review',
    grid,
    department,
    person: named,
    subdistrict,
    on_day,
    filed_by: person,
    filed_at: now,
    ...clock,
  };
}

/** Those who may review it are told once it is stored (its seats are); again: nobody is told twice. */
export async function tellReviewers(db: Db, id: Uuid): Promise<void> {
  const appeal = await appealById(db, id);
  const stage = appeal === null ? null : stageOf(appeal.state);
  if (appeal === null || stage === null)
    return;
  const review = (await reviewsOf(db, id)).find(one => one.stage === stage)!;
  await enqueue(db, openedNotices(appeal, stage, await seatsOf(db, id, stage), dayOf(await loadCalendar(db), review.due_at)));
}

export interface Reviewed { state: StoredAppeal['state'] }

/** `stage`: the one that was looked at, where it was said. */
export async function review(db: Db, id: Uuid, person: Uuid, { decision, reason: words, stage: seen }: { decision: AppealDecision; reason: string; stage: Stage | null }, now: Moment): Promise<Reviewed | Refusal | null> {
  return db.transaction(async (trx) => {
    const appeal = await appealToStep(trx, id);
    if (appeal === null)
      return null;
    const stage = stageOf(appeal.state);
    if (seen !== null && stage !== null && seen !== stage)
      return conflicting('appeal_stage_over');
    const objection = objectionToReview(appeal.state, await standingOf(trx, appeal, stage ?? 1, person));
    if (objection !== null)
      return objection;
    const reason = reasonIn(words);
    if (reason === null)
      return refused('appeal_review_reason', 'reason', { least: LEAST_WORDS });
    await decideReview(trx, id, stage!, { reviewer: person, decision, reason, at: now });
    if (stage === 1) {
      const calendar = await loadCalendar(trx);
      await openReview(trx, id, 2, now, reviewClock(calendar, now, await appealDays(trx)));
      await tellReviewers(trx, id);
      return { state: 'second_review' };
    }
    await enqueue(trx, [
      ...decidedNotices(appeal, decision, [appeal.filed_by, ...appeal.person === null ? [] : [appeal.person], ...await readersOf(trx, id)], person),
      ...appeal.subject_kind === 'ranking' && decision === 'upheld' ? rankingNotices(appeal, await publishersOf(trx, id), person) : [],
    ]);
    return { state: decision };
  });
}

export async function withdraw(db: Db, id: Uuid, person: Uuid, note: string | null): Promise<{ state: 'withdrawn' } | Refusal | null> {
  return db.transaction(async (trx) => {
    const appeal = await appealToStep(trx, id);
    if (appeal === null)
      return null;
    const objection = objectionToWithdrawal(appeal, person);
    if (objection !== null)
      return objection;
    await withdrawAppeal(trx, id, note);
    return { state: 'withdrawn' as const };
  });
}

export interface AppealPage extends Pick<StoredAppeal, 'id' | 'subject_kind' | 'subject' | 'title' | 'state' | 'reason' | 'filed_at' | 'on_day'>, AppealTold {
  /** `explained`: how its limit was counted, day by day. */
  reviews: (Omit<ReviewTold, 'certificate'> & { explained: string | null })[];
  /** The step that this person can take now. */
  step: 'review' | 'withdraw' | null;
  stage: Stage | null;
  /** Why somebody who might think so cannot review it. */
  why: Refusal | null;
  /** Is there anybody who may decide the review that runs? */
  reviewers: number | null;
  exempt: boolean;
  periods: { code: string; version: number; state: string; without: boolean }[];
}

/** By the calendar that counted each. */
async function explained(db: Db, reviews: readonly ReviewTold[], language: Language): Promise<AppealPage['reviews']> {
  const told: AppealPage['reviews'] = [];
  for (const { certificate, ...review } of reviews)
    told.push({ ...review, explained: certificate === null ? null : certificateText(expandCertificate(certificate, await loadCalendar(db, certificate.limit.calendar_version)), language) });
  return told;
}

/** Everything of an appeal, for whoever may read it. */
export async function pageOf(db: Db, id: Uuid, person: Uuid, language: Language): Promise<AppealPage | null> {
  const appeal = await appealById(db, id);
  if (appeal === null)
    return null;
  const stage = stageOf(appeal.state);
  const objection = stage === null ? null : objectionToReview(appeal.state, await standingOf(db, appeal, stage, person));
  const { subject_kind, subject, title, state, reason, filed_at, on_day } = appeal;
  return {
    id,
    subject_kind,
    subject,
    title,
    state,
    reason,
    filed_at,
    on_day,
    ...await toldOf(db, id),
    reviews: await explained(db, await reviewsOf(db, id), language),
    step: stage !== null && objection === null ? 'review' : objectionToWithdrawal(appeal, person) === null ? 'withdraw' : null,
    stage,
    why: stage === null || appeal.filed_by === person ? null : objection,
    reviewers: stage === null ? null : (await seatsOf(db, id, stage)).length,
    ...await effectOf(db, id),
  };
}
