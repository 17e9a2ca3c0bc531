/**
 * `GET /wangge/ledgers/freshness?grid=&level=` and `/completeness?grid=&level=` for whoever may see counts there, and
 * `POST /wangge/ledgers/:collection/confirm { keys }`: "nothing has changed" for many rows.
 */
import type { Request, Router } from 'express';
import type { Db, HookContext } from '../../platform/context.ts';
import type { Language } from '../../platform/refusal.ts';
import type { Caller } from '../reveal.ts';
import type { CountedSet, ShownGrid, Viewer } from './figures.ts';
import { ForbiddenError } from '@directus/errors';
import { z } from 'zod';
import { readerLanguage } from '../../platform/reader.ts';
import { refusalError, refused } from '../../platform/refusal.ts';
import { todayOf } from '../../territory/index.ts';
import { confirmMany } from './confirmation.ts';
import { activeSets, countEntries, declaredFor, gridsShown, householdsIn, viewerOf } from './figures-store.ts';
import { completenessOf, FACILITIES, freshnessOf, setsShown } from './figures.ts';
import { messages } from './messages.ts';

type Accountable = Request & Caller;

const Question = z.object({
  grid: z.uuid().optional(),
  level: z.coerce.number().int().min(1).max(3).optional(),
});

interface View { viewer: Viewer; sets: CountedSet[]; grids: ShownGrid[]; language: Language }

export function mount(router: Router, context: HookContext): void {
  const { database: db } = context;

  const serve = (method: 'get' | 'post', path: string, answer: (request: Accountable, language: Language) => Promise<unknown>): void => {
    router[method](path, async (incoming, response, next) => {
      try {
        const request = incoming as unknown as Accountable;
        if (!request.accountability?.user)
          throw new ForbiddenError();
        response.json({ data: await answer(request, await readerLanguage(db, request.accountability.user, request.headers['accept-language'])) });
      }
      catch (error) {
        next(error);
      }
    });
  };

  serve('get', '/ledgers/freshness', async (request, language) => {
    const { viewer, sets, grids } = await view(db, request, language);
    const today = await todayOf(db);
    const parts = sets.map(({ id, collection, root }) => ({ collection, key: root, own_only: !viewer.office_sets.includes(id) }));
    return freshnessOf(today, grids, sets, await countEntries(db, grids, parts, today), language);
  });

  serve('get', '/ledgers/completeness', async (request, language) => {
    const { viewer, sets: shown, grids } = await view(db, request, language);
    const sets = shown.filter(({ required }) => required);
    const counted = new Set([...sets.map(({ collection }) => collection), ...(await activeSets(db)).map(({ collection }) => collection).filter(collection => collection === FACILITIES)]);
    const parts = [...counted].map(collection => ({ collection, key: collection, own_only: false }));
    const ids = grids.map(({ grid }) => grid);
    const [counts, declared, households] = [await countEntries(db, grids, parts, await todayOf(db)), await declaredFor(db, ids), await householdsIn(db, ids)];
    return { level: grids[0]?.level ?? null, grids: completenessOf(grids, sets, { counts, declared, households, office_sets: viewer.office_sets }, language) };
  });

  serve('post', '/ledgers/:collection/confirm', async (request, language) => {
    const { accountability, schema } = request;
    const confirmed = await confirmMany(context, { accountability, schema }, String(request.params.collection), (request.body as { keys?: unknown } | undefined)?.keys);
    if (confirmed === null)
      throw new ForbiddenError();
    if ('kind' in confirmed)
      throw refusalError(messages, confirmed, language);
    return confirmed;
  });
}

/** What this person may see of what they ask for. */
async function view(db: Db, { accountability, query }: Accountable, language: Language): Promise<View> {
  const asked = Question.safeParse(query);
  if (!asked.success) {
    const field = String(asked.error.issues[0]?.path[0] ?? 'grid');
    throw refusalError(messages, refused(`figures_${field === 'level' ? 'level' : 'grid'}`, field), language);
  }
  const admin = accountability!.admin;
  const viewer = await viewerOf(db, accountability!.user!, accountability!.roles, admin);
  return {
    viewer,
    sets: setsShown(await activeSets(db), viewer, admin),
    grids: await gridsShown(db, viewer, asked.data.grid ?? null, asked.data.level ?? null),
    language,
  };
}
