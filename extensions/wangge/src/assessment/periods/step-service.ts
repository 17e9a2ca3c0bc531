/** Opening the preview of a version, and publishing it: by people, in the transaction in which the step is stored. */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { TakenStep } from './step-rules.ts';
import type { NewStep } from './step-store.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { scoresSince } from '../year/view-store.ts';
import { endOfPreview, objectionToStep } from './step-rules.ts';
import { insertStep, periodToStep, stepStanding } from './step-store.ts';

export interface StepRequest {
  period: Uuid;
  step: TakenStep;
  actor: Uuid;
  /** The version that was looked at; null: whichever is not published. */
  version: number | null;
  reason: string | null;
}

/** The step as it is to be stored. The period is held until the end of the transaction. */
export async function stepToTake(trx: Db, { period: id, step, actor, version, reason }: StepRequest, now: Moment): Promise<NewStep | Refusal> {
  const period = await periodToStep(trx, id);
  if (period === null)
    return refused('period_missing', 'period');
  const standing = await stepStanding(trx, actor, { ...period, version: period.draft?.version ?? 0 }, now);
  if (standing === null)
    return refused('step_by_people', null);
  const refusal = objectionToStep({ period: period.code, step, version, now, time_zone: period.time_zone }, period.draft, standing);
  if (refusal !== null)
    return refusal;
  // What was accepted since is not in it: it is neither opened nor published past those who gave it.
  const since = await scoresSince(trx, id);
  if (since > 0)
    return refused('year_scores_since', 'step', { period: period.code, scores: since });
  const until = step === 'preview' ? endOfPreview(now, period.preview_days, period.close_of_business, await loadCalendar(trx)) : null;
  return { period: id, version: period.draft!.version, step, actor, at: now, until, reason };
}

/** What would keep this person from it; nothing is held and nothing done. */
export async function stepRefusal(db: Db, request: StepRequest, now: Moment): Promise<Refusal | null> {
  const trx = await db.transaction();
  try {
    const step = await stepToTake(trx, request, now);
    return isRefusal(step) ? step : null;
  }
  finally {
    await trx.rollback();
  }
}

/** Takes the step for somebody by the server's own hand: the demonstration, and tests at another time than now. */
export async function takeStep(db: Db, request: StepRequest, now: Moment): Promise<NewStep | Refusal> {
  return db.transaction(async (trx) => {
    const step = await stepToTake(trx, request, now);
    if (!isRefusal(step))
      await insertStep(trx, step);
    return step;
  });
}
