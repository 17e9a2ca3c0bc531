/**
 * `GET /wangge/appeals/what?subject=kind:id` (may I appeal it, until when, why not), `POST /wangge/appeals`, and of an appeal that one
 * may read `GET /wangge/appeals/:id/view`, `POST …/:id/review`, `POST …/:id/withdraw`.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import { z } from 'zod';
import { parseReference } from '../../assessment/facts/fact-reference-rules.ts';
import { evidenceFiles } from '../../assessment/index.ts';
import { isRefusal, refused, sentence } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { routesOf } from '../../kernel/route.ts';
import { appealable, pageOf, review, withdraw } from './appeal-service.ts';
import { messages } from './messages.ts';
import { recomputeExempt } from './recompute-service.ts';

const MOST_FILES = 20;

const Said = z.string().max(20_000).default('');
const Filed = z.object({ subject: z.string().trim().max(200), reason: Said, evidence: z.array(z.guid()).max(MOST_FILES).default([]) });
const Review = z.object({ decision: z.enum(['upheld', 'rejected']), reason: Said, stage: z.union([z.literal(1), z.literal(2)]).nullish().transform(stage => stage ?? null) });

export function mount(router: Router, context: HookContext): void {
  const { database: db, services, logger } = context;
  const route = routesOf(router, context, messages);
  const now = (): string => new Date().toISOString();

  route.get('/appeals/what', { query: z.object({ subject: z.string().trim().max(200) }) }, async ({ person, language, query: { subject } }) => {
    const reference = parseReference(subject);
    if (reference === null)
      return refused('appeal_subject_unknown', 'subject');
    const { why, ...answer } = await appealable(db, person, reference);
    return { subject, ...answer, code: why?.code ?? null, why: why === null ? null : sentence(messages, why, language) };
  });

  // As the form does: the same filter says the same.
  route.post('/appeals', { body: Filed }, async ({ caller, body: { subject, reason, evidence } }) => {
    const reference = parseReference(subject);
    if (reference === null)
      return refused('appeal_subject_unknown', 'subject');
    const id = await new services.ItemsService('appeals', { ...caller }).createOne({ subject_kind: reference.kind, subject: reference.fact, reason, evidence: evidence.map(directus_files_id => ({ directus_files_id })) });
    return { id };
  });

  const appeals = route.to(async ({ caller, params }): Promise<{ id: Uuid } | null> => {
    const id = keyOf(params.id);
    if (id === null)
      return null;
    await new services.ItemsService('appeals', { ...caller }).readOne(id, { fields: ['id'] });
    return { id };
  });

  appeals.get('/appeals/:id/view', async ({ id, person, language }) => {
    const page = await pageOf(db, id, person, language);
    return page === null ? null : { ...page, why: page.why === null ? null : sentence(messages, page.why, language) };
  });
  appeals.post('/appeals/:id/review', { body: Review }, async ({ id, person, body }) => {
    const reviewed = await review(db, id, person, body, now());
    // At once; what is not done because the server stops now the job does.
    if (reviewed !== null && !isRefusal(reviewed) && reviewed.state === 'upheld')
      void recomputeExempt(db, evidenceFiles(context), now()).catch((error: Error) => logger.error(error, `Computing anew after appeal ${id}: ${error.message}`));
    return reviewed;
  });
  appeals.post('/appeals/:id/withdraw', { body: z.object({ note: z.string().trim().max(2000).nullish() }) }, ({ id, person, body: { note } }) => withdraw(db, id, person, note ?? null));
}
