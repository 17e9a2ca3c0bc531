/** What is written over the API of visits: planned by form, drawn by form; what happens on the way goes by the steps. */
import type { Filters } from '../../kernel/on-filter.ts';
import { prepareDraw, prepareVisit } from './visit-service.ts';

export function guardInspections({ onPersonFilter, never }: Filters): void {
  onPersonFilter('inspection_draws.items.create', ({ payload, db }) => prepareDraw(db, payload));
  never(['inspection_draws.items.update', 'inspection_draws.items.delete'], 'draw_stays');
  onPersonFilter('inspection_visits.items.create', ({ payload, db, person }) => prepareVisit(db, payload, person));
  never(['inspection_visits.items.update', 'inspection_visits.items.delete'], 'visit_fixed');
  for (const collection of ['inspection_answers', 'inspection_photos', 'inspection_samples'])
    never(['create', 'update', 'delete'].map(verb => `${collection}.items.${verb}`), 'visit_by_steps');
}
