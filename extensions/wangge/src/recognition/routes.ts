/**
 * What is said of people: `POST /wangge/recognitions` proposes it, on facts (`clock:ID`, `ranking:ID` …); `GET /wangge/recognitions/:id/view`
 * shows it with the reader's own steps; `POST /wangge/recognitions/:id/answer|confirm|dismiss|publish|acknowledge|restore|revoke` takes one.
 * `GET /wangge/recognition/honour-places` tells who may propose how many places for honours are left, where this subject lies.
 * For whoever may read it, for those whom it concerns and who decide, and for who stands in for them.
 */
import type { Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import type { Language, Refusal } from '../kernel/refusal-rules.ts';
import type { RequestContext } from '../kernel/route.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Stored } from './model.ts';
import { isDirectusError } from '@directus/errors';
import { z } from 'zod';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { routesOf } from '../kernel/route.ts';
import { messages } from './messages.ts';
import { CAUSES, HONOUR_LEVELS, KINDS, MOST_WORDS, STATES } from './model.ts';
import { mountPapers } from './paper/routes.ts';
import { proposeByPerson } from './propose-service.ts';
import { take } from './recognition-service.ts';
import { honourPlaces, placeOfSubject, recognitionById, standingTo } from './recognition-store.ts';
import { mountRules } from './rules/routes.ts';
import { STEPS } from './step-rules.ts';
import { shown } from './view-service.ts';
import { STATE_WORDS } from './words.ts';

const Reason = z.object({ reason: z.string().max(MOST_WORDS).nullish().transform(reason => reason ?? null) });
const Key = z.uuid().nullish().transform(key => key ?? null);
const Subjects = z.object({ person: Key, grid: Key, department: Key });
const Said = Subjects.extend({
  kind: z.enum(KINDS),
  cause: z.enum(CAUSES),
  honour_level: z.enum(HONOUR_LEVELS).nullish().transform(level => level ?? null),
  text: z.string().max(MOST_WORDS),
  evidence: z.array(z.string().max(300)).max(200),
});

export function mount(router: Router, context: HookContext): void {
  const { database: db, services } = context;
  const now = (): string => new Date().toISOString();
  const route = routesOf(router, context, messages, { worded: (refusal, language) => ({ ...refusal, params: { ...refusal.params, ...said(refusal.params, language) } }) });

  route.post('/recognitions', { body: Said }, ({ person, body }) => proposeByPerson(db, body, person, now()));

  route.get('/recognition/honour-places', { query: Subjects }, async ({ person, query }) => {
    const subdistrict = (await placeOfSubject(db, query))?.subdistrict ?? null;
    if (subdistrict === null)
      return null;
    const { decides, inspects } = await standingTo(db, { ...query, subdistrict }, person);
    return decides || inspects ? { places: await honourPlaces(db, subdistrict) } : null;
  });

  const readable = route.to(async ({ caller, person, params }: RequestContext): Promise<{ recognition: Stored } | null> => {
    const id = keyOf(params.id);
    const recognition = id === null ? null : await recognitionById(db, id);
    if (recognition === null)
      return null;
    const { concerned, decides, inspects } = await standingTo(db, recognition, person);
    if (!concerned && !decides && !inspects)
      await new services.ItemsService('recognitions', { ...caller }).readOne(recognition.id, { fields: ['id'] });
    return { recognition };
  });

  /** Of what is praised the whole sub-district reads the circular; what was answered, and why it was decided, is for fewer. */
  const readsSteps = async ({ caller }: RequestContext, id: Uuid): Promise<boolean> => {
    const seen = await new services.ItemsService('recognition_steps', { ...caller }).readByQuery({ filter: { recognition: { _eq: id } }, fields: ['id'], limit: 1 }).catch((error: unknown) => {
      if (isDirectusError(error, 'FORBIDDEN'))
        return [];
      throw error;
    });
    return seen.length > 0;
  };

  readable.get('/recognitions/:id/view', async context => shown(db, context.recognition, context.person, now(), async () => readsSteps(context, context.recognition.id)));
  for (const step of STEPS)
    readable.post(`/recognitions/:id/${step}`, { body: Reason }, ({ recognition, person, body: { reason } }) => take(db, recognition.id, step, person, reason, now()));

  mountPapers(route, readable, context);
  mountRules(route, context);
}

/** What a state is called stands in the sentence as people know it, and of a moment its day. */
function said({ state, until }: Refusal['params'], language: Language): Refusal['params'] {
  const known = STATES.find(one => one === state);
  return { ...known !== undefined && { state: STATE_WORDS[known][language] }, ...typeof until === 'string' && { until: until.slice(0, 'YYYY-MM-DD'.length) } };
}
