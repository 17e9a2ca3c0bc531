/**
 * `POST /wangge/recognition-rules/:id/trial`: whom a rule would have named in the last four quarters, for who may change it (an
 * administrator) and the inspection team. `GET /wangge/cards`: reminders that the reader's own
 * facts make, and nothing is stored of; `?item=` those alone that rest on this issue, log or task.
 */
import type { HookContext } from '../../kernel/context.ts';
import type { RequestContext, Routes } from '../../kernel/route.ts';
import { z } from 'zod';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { cardsOf } from './card-service.ts';
import { tryRule } from './rule-service.ts';

const CardQuery = z.object({ item: z.uuid().nullish().transform(item => item ?? null) });

export function mountRules(route: Routes<RequestContext>, { database: db, services }: HookContext): void {
  route.post('/recognition-rules/:id/trial', async ({ caller, person, params }) => {
    const id = keyOf(params.id);
    if (id === null)
      return null;
    // Names come with it: for whoever may read what a trial said.
    await new services.ItemsService('recognition_rules', { ...caller }).readOne(id, { fields: ['id', 'tried_result'] });
    return tryRule(db, id, person, new Date().toISOString());
  });

  route.get('/cards', { query: CardQuery }, async ({ person, query }) => ({ cards: await cardsOf(db, person, new Date().toISOString(), query.item) }));
}
