/** A recognition from its proposal on, each step in one transaction that holds it. */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { Proposal, StepName, Stored } from './model.ts';
import type { Step } from './step-rules.ts';
import { loadCalendar } from '../calendar/index.ts';
import { addWorkingDays, dayOf, momentAt } from '../calendar/working-days-rules.ts';
import { conflicting, refused } from '../kernel/refusal-rules.ts';
import { enqueue } from '../outbox/index.ts';
import { PRAISE } from './model.ts';
import { stepNotices } from './notice-rules.ts';
import { actorOf, answerDays, groundOf, insertProposal, insertStep, peopleOf, quotaOf, recognitionById, recognitionToStep, silentOnes, stateWhenRestored } from './recognition-store.ts';
import { isOpen, LEAST_WORDS, objectionToStep, reasonIn, STORED_AS, WITH_REASON } from './step-rules.ts';
import { namesOf } from './view-store.ts';
import { KIND_WORDS } from './words.ts';

/** The close of the day until which somebody may answer what is proposed now. */
async function answerUntil(db: Db, now: Moment): Promise<Moment> {
  const [calendar, { days, close_of_business }] = [await loadCalendar(db), await answerDays(db)];
  return momentAt(calendar, addWorkingDays(calendar, dayOf(calendar, now), days).day, close_of_business);
}

/** Stored whole with what it rests on, and told to whom it concerns. `actor` null: by the system. */
export async function propose(trx: Db, proposal: Proposal, actor: Uuid | null, now: Moment): Promise<Uuid> {
  const until = await answerUntil(trx, now);
  const id = await insertProposal(trx, proposal, actor, until);
  await tell(trx, (await recognitionById(trx, id))!, 'proposed', actor);
  return id;
}

/** Tells of the last step that was stored. */
export async function tell(trx: Db, recognition: Stored, step: StepName, actor: Uuid | null): Promise<void> {
  const { seq } = (await trx('recognition_steps').where({ recognition: recognition.id, step }).orderBy('seq', 'desc').first('seq'))!;
  const { person, department, grid } = await namesOf(trx, recognition.id);
  const name = person ?? department ?? grid ?? '';
  const what = { 'zh-CN': `${KIND_WORDS[recognition.kind]['zh-CN']}（${name}）`, 'en-US': `${KIND_WORDS[recognition.kind]['en-US']} (${name})` };
  const until = dayOf(await loadCalendar(trx), recognition.answer_until);
  await enqueue(trx, stepNotices(step, { id: recognition.id, seq, what, until, open: isOpen(recognition.state) }, await peopleOf(trx, recognition), actor));
}

export async function take(db: Db, id: Uuid, step: Step, person: Uuid, said: string | null, now: Moment): Promise<{ state: Stored['state'] } | Refusal | null> {
  return db.transaction(async (trx) => {
    const found = await recognitionToStep(trx, id);
    if (found === null)
      return null;
    const objection = objectionToStep(found, step, await actorOf(trx, found, person), now) ?? await lacking(trx, found, step);
    if (objection !== null)
      return objection;
    const reason = reasonIn(said);
    if (WITH_REASON.has(step) && reason === null)
      return refused('recognition_reason', 'reason', { least: LEAST_WORDS });
    if (step === 'confirm' && found.state === 'proposed')
      await insertStep(trx, id, 'silent', { actor: null });
    // What is open again is open as long as it was.
    const until = step === 'restore' && isOpen(await stateWhenRestored(trx, id)) ? await answerUntil(trx, now) : null;
    await insertStep(trx, id, STORED_AS[step], { actor: person, reason, until });
    const after = (await recognitionById(trx, id))!;
    await tell(trx, after, STORED_AS[step], person);
    return { state: after.state };
  });
}

/** What the database would refuse, in a sentence. */
async function lacking(trx: Db, found: Stored, step: Step): Promise<Refusal | null> {
  if (step === 'restore') {
    const { stands, upheld } = await groundOf(trx, found.id);
    return upheld ? conflicting('recognition_appeal_upheld') : stands ? null : conflicting('recognition_nothing_stands');
  }
  if (step === 'confirm' && !PRAISE.has(found.kind) && (await peopleOf(trx, found)).concerned.length === 0)
    return conflicting('recognition_nobody_told');
  if (step === 'confirm' && found.kind === 'honour_nomination') {
    const { places, taken } = await quotaOf(trx, found);
    return taken < places ? null : conflicting('recognition_quota', { year: found.year, places });
  }
  return null;
}

/** Silence is noted, of each by itself: who answers at the same moment was first, or is heard all the same. */
export async function noteSilence(db: Db, now: Moment): Promise<number> {
  let noted = 0;
  for (const id of await silentOnes(db, now)) {
    await db.transaction(async (trx) => {
      const found = await recognitionToStep(trx, id);
      if (found?.state !== 'proposed' || found.answer_until > now)
        return;
      await insertStep(trx, id, 'silent', { actor: null });
      await tell(trx, (await recognitionById(trx, id))!, 'silent', null);
      noted++;
    });
  }
  return noted;
}
