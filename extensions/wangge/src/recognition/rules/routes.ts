/**
 * `POST /wangge/recognition-rules/:id/trial`: whom a rule would have named in the last four quarters, for who may change it (an
 * administrator) and the inspection team. `GET /wangge/cards`: reminders that the reader's own facts make, and nothing is stored of.
 */
import type { HookContext } from '../../kernel/context.ts';
import type { RequestContext, Routes } from '../../kernel/route.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { cardsOf } from './card-service.ts';
import { tryRule } from './rule-service.ts';

export function mountRules(route: Routes<RequestContext>, { database: db, services }: HookContext): void {
  route.post('/recognition-rules/:id/trial', async ({ caller, person, params }) => {
    const id = keyOf(params.id);
    if (id === null)
      return null;
    // Names come with it: for whoever may read what a trial said.
    await new services.ItemsService('recognition_rules', { ...caller }).readOne(id, { fields: ['id', 'tried_result'] });
    return tryRule(db, id, person, new Date().toISOString());
  });

  route.get('/cards', async ({ person }) => ({ cards: await cardsOf(db, person, new Date().toISOString()) }));
}
