/**
 * A step over the API is an item of `assessment_steps`, created by whoever takes it: by `POST /wangge/assessment/:period/…`, REST,
 * GraphQL, a batch or an import alike. The matrix says who may create one at all; what it changes, the database does.
 */
import type { Filters } from '../../kernel/on-filter.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { objectionToPreviewDays } from './step-rules.ts';
import { stepToTake } from './step-service.ts';

export function guardSteps({ onFilter, never }: Filters): void {
  onFilter('assessment_steps.items.create', async ({ payload, db, person, caller: { accountability } }) => {
    // An administrator configures; a flow, or the system, is nobody who could answer for it.
    if (person === null || accountability?.admin !== false)
      return refused('step_by_people', null);
    const { step, version } = payload;
    if (step !== 'preview' && step !== 'publish')
      return refused(step === 'compute' ? 'compute_by_route' : 'step_unknown', 'step');
    const period = keyOf(payload.period);
    if (period === null)
      return refused('period_missing', 'period');
    const looked = version === undefined || version === null ? null : Number(version);
    const reason = typeof payload.reason === 'string' && payload.reason.trim() !== '' ? payload.reason.trim() : null;
    const taken = await stepToTake(db, { period, step, actor: person, version: looked, reason }, new Date().toISOString());
    return 'kind' in taken ? taken : { ...taken };
  });
  never(['assessment_steps.items.update', 'assessment_steps.items.delete'], 'steps_stay');
  onFilter(['assessment_schemes.items.create', 'assessment_schemes.items.update'], async ({ payload }) => objectionToPreviewDays(payload.preview_working_days));
}
