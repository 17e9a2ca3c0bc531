/** What is written over the API of a year: its weights, scores at its end, the steps of its change. */
import type { Filters } from '../../kernel/on-filter.ts';
import type { Values } from '../../kernel/values.ts';
import { isRefusal } from '../../kernel/refusal-rules.ts';
import { prepareYearStep } from './change-service.ts';
import { prepareYearScore } from './score-service.ts';
import { weightsIn } from './weight-rules.ts';

export function guardYear({ onFilter, onPersonFilter, never }: Filters): void {
  onFilter('assessment_schemes.items.create', async ({ payload }) => refusalOf(payload));
  onFilter('assessment_schemes.items.update', async ({ payload, keys, db }) => {
    const rows: Values[] = Object.keys(payload).some(field => field.startsWith('year_')) ? await db('assessment_schemes').whereIn('id', keys).select('year_quarters', 'year_review', 'year_community') : [];
    return rows.map(row => refusalOf({ ...row, ...payload })).find(refusal => refusal !== null) ?? null;
  });
  onPersonFilter('assessment_year_scores.items.create', ({ payload, db, person, trusted }) => prepareYearScore(db, payload, { person, trusted }));
  never(['assessment_year_scores.items.update', 'assessment_year_scores.items.delete'], 'year_score_kept');
  onFilter('year_steps.items.create', ({ payload, db, person, trusted }) => prepareYearStep(db, payload, { person, trusted }, new Date().toISOString()));
  never(['year_steps.items.update', 'year_steps.items.delete'], 'year_steps_stay');
}

function refusalOf(row: Values) {
  const weights = weightsIn(row);
  return isRefusal(weights) ? weights : null;
}
