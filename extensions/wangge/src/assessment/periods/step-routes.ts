/**
 * The steps of a period: `POST /wangge/assessment/:period/compute` (again with a reason), `…/preview`, `…/publish`, and
 * `GET …/computing`: how far a computation is, `GET …/steps`: what is still missing, what was done, by whom and when, and what the caller may do now; of a period that has not been
 * computed for those who may take a step. Each as the caller; several sub-districts: say which.
 */
import type { Caller, HookContext, KnownCaller } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { RequestContext, Routes } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Step, TakenStep } from './step-rules.ts';
import { z } from 'zod';
import { periodOf } from '../../calendar/period-rules.ts';
import { isRefusal, refused, sentence } from '../../kernel/refusal-rules.ts';
import { mayCreate, mayReadAny } from '../../kernel/rights.ts';
import { PlaceQuery } from '../asked-by-routes.ts';
import { evidenceFiles } from '../evidence/evidence-files.ts';
import { messages } from '../messages.ts';
import { phaseOf, PHASES, withPhases } from './computing.ts';
import { progressOf } from './progress-service.ts';
import { rankPeriod } from './ranking-service.ts';
import { periodsNamed } from './ranking-store.ts';
import { STEPS } from './step-rules.ts';
import { stepRefusal } from './step-service.ts';
import { stepsOf } from './step-store.ts';

const Reason = z.string().trim().min(1).max(1000).optional();
const ComputeBody = z.strictObject({ ...PlaceQuery.shape, reason: Reason });
const StepBody = z.strictObject({ ...PlaceQuery.shape, reason: Reason, version: z.number().int().min(1).optional() });

const TAKEN: readonly TakenStep[] = ['preview', 'publish'];

export function mountSteps(route: Routes<RequestContext>, context: HookContext): void {
  const { database: db, services } = context;
  const may = (caller: KnownCaller, step: string): Promise<boolean> => mayCreate(context, caller, db, 'assessment_steps', { step });

  route.post('/assessment/:period/compute', { body: ComputeBody }, async ({ caller, admin, person, params, body: { subdistrict, reason } }) => {
    if (!admin && !await may(caller, 'compute'))
      return null;
    const ranked = await withPhases({ code: params.period!, subdistrict: subdistrict ?? null }, onPhase => rankPeriod(db, evidenceFiles(context), { period: params.period!, subdistrict: subdistrict ?? null, reason: reason ?? null, actor: person, onPhase }, new Date().toISOString()));
    return isRefusal(ranked) ? ranked : ranked.periods;
  });

  route.get('/assessment/:period/computing', { query: PlaceQuery }, async ({ caller, admin, params, query: { subdistrict } }) => admin || await may(caller, 'compute') ? { phase: phaseOf({ code: params.period!, subdistrict: subdistrict ?? null }), phases: PHASES } : null);

  for (const step of TAKEN) {
    route.post(`/assessment/:period/${step}`, { body: StepBody }, async ({ caller, admin, params, body: { subdistrict, reason, version } }) => {
      if (!admin && !await may(caller, step))
        return null;
      const period = await onePeriod(params.period!, subdistrict);
      if (isRefusal(period))
        return period;
      // The item is the step (`step-hook.ts`); it is the caller who creates it.
      const made = await new services.ItemsService('assessment_steps', { ...caller }).createOne({ period, step, reason, version });
      return db('assessment_steps').where({ id: made }).first('period', 'version', 'step', 'at', 'until');
    });
  }

  route.get('/assessment/:period/steps', { query: PlaceQuery }, async ({ caller, person, admin, language, params, query: { subdistrict } }) => {
    const code = params.period!;
    const found = await onePeriod(code, subdistrict, caller);
    const takes = Object.fromEntries(await Promise.all(STEPS.map(async step => [step, await may(caller, step)]))) as Record<Step, boolean>;
    if (isRefusal(found) && !(found.code === 'period_not_ranked' && (admin || takes.preview || takes.publish)))
      return found;
    const stored = isRefusal(found) ? null : found;
    const now = new Date().toISOString();
    const progress = await progressOf(db, stored, { code, subdistrict: subdistrict ?? null }, now);
    if (isRefusal(progress))
      return progress;
    const refusals: Partial<Record<Step, Refusal | null>> = { compute: admin || takes.compute ? null : refused('computing_not_theirs', 'step', { period: code }) };
    for (const step of TAKEN) {
      refusals[step] = stored === null
        ? refused('nothing_to_take', 'step', { period: code })
        : admin
          ? refused('step_by_people')
          : takes[step] ? await stepRefusal(db, { period: stored, step, actor: person, version: null, reason: null }, now) : refused(step === 'publish' ? 'publishing_not_theirs' : 'preview_not_theirs', null, { period: code });
    }
    const told = STEPS.map(step => [step, refusals[step] ?? null] as const);
    return {
      ...progress,
      // Names, reasons and what issues lack an answer: for those who read the steps.
      ...await mayReadAny(context, caller, 'assessment_steps') ? { steps: stored === null ? [] : await stepsOf(db, stored) } : { missing: [], steps: [] },
      may: told.filter(([step, refusal]) => refusal === null && (step !== 'compute' || progress.period.cut_passed)).map(([step]) => step),
      refused: Object.fromEntries(told.flatMap(([step, refusal]) => refusal === null ? [] : [[step, sentence(messages, refusal, language)]])),
    };
  });

  /** As far as `caller` sees it, if one is named. */
  async function onePeriod(code: string, subdistrict: string | undefined, caller?: Caller): Promise<Uuid | Refusal> {
    const span = periodOf(code);
    if (isRefusal(span))
      return span;
    const stored = await periodsNamed(db, code, subdistrict ?? null);
    const seen = caller === undefined ? null : await new services.ItemsService('assessment_periods', { ...caller }).readByQuery({ fields: ['id'], filter: { code: { _eq: code } }, limit: -1 }) as { id: Uuid }[];
    const found = stored.filter(({ id }) => seen === null || seen.some(one => one.id === id));
    if (found.length === 0)
      return refused('period_not_ranked', 'period', { period: code });
    return found.length === 1 ? found[0]!.id : refused('which_subdistrict', 'subdistrict', { period: code, subdistricts: found.map(one => one.subdistrict_code).join(', ') });
  }
}
