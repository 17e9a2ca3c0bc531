/**
 * `GET /wangge/handovers/:id`: what goes over, and what the caller may do; `POST …/give|take|cancel { remark? }`; and
 * `GET /wangge/grids/:id/holders?on=YYYY-MM-DD`: who answered for a grid on that day.
 */
import type { Request, Response, Router } from 'express';
import type { Uuid } from '../../handling/model.ts';
import type { Caller } from '../../ledgers/reveal.ts';
import type { HookContext } from '../../platform/context.ts';
import type { Author } from './handovers.ts';
import { ForbiddenError } from '@directus/errors';
import { readerLanguage } from '../../platform/reader.ts';
import { isRefusal, refusalError, refused } from '../../platform/refusal.ts';
import { keyOf } from '../key.ts';
import { messages } from '../messages.ts';
import { todayOf } from '../store.ts';
import { answerable, isAbove, loadHandover } from './handover-store.ts';
import { STEPS, stepsOf } from './handover.ts';
import { itemsOf, take } from './handovers.ts';

interface Asked { author: Author; caller: Caller; request: Request; id: Uuid }

export function mount(router: Router, { database: db, services }: HookContext): void {
  const door = (method: 'get' | 'post', path: string, answer: (asked: Asked) => Promise<unknown>): void => {
    router[method](path, async (request: Request, response: Response, next) => {
      try {
        const caller = request as unknown as Caller;
        const id = keyOf(request.params.id);
        if (!caller.accountability?.user || id === null)
          throw new ForbiddenError();
        const said = await answer({ author: { person: caller.accountability.user, admin: caller.accountability.admin }, caller, request, id });
        if (isRefusal(said))
          throw refusalError(messages, said, await readerLanguage(db, caller.accountability.user, request.headers['accept-language']));
        response.json({ data: said });
      }
      catch (error) {
        next(error);
      }
    });
  };

  /** Directus decides who may see it. */
  const seen = async (collection: string, { caller: { accountability, schema }, id }: Asked): Promise<void> => {
    await new services.ItemsService(collection, { accountability, schema }).readOne(id, { fields: ['id'] });
  };

  door('get', '/handovers/:id', async (asked) => {
    await seen('handovers', asked);
    const handover = await loadHandover(db, asked.id);
    if (handover === null)
      throw new ForbiddenError();
    const caller = { person: asked.author.person, above: asked.author.admin || await isAbove(db, asked.author.person, handover.grid) };
    return { ...handover, items: await itemsOf(db, handover), steps: stepsOf(handover, caller) };
  });
  for (const step of STEPS) {
    door('post', `/handovers/:id/${step}`, async (asked) => {
      await seen('handovers', asked);
      const { remark } = (asked.request.body ?? {}) as { remark?: unknown };
      const { accountability, schema } = asked.caller;
      const done = await take(db, asked.id, step, typeof remark === 'string' && remark.trim() !== '' ? remark.trim().slice(0, 2000) : null, asked.author, { services, accountability: accountability!, schema });
      if (done === null)
        throw new ForbiddenError();
      return isRefusal(done) ? done : { id: done.id, state: done.state };
    });
  }
  door('get', '/grids/:id/holders', async (asked) => {
    await seen('grids', asked);
    const { on } = asked.request.query;
    if (on !== undefined && !(typeof on === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(on) && !Number.isNaN(Date.parse(on))))
      return refused('absence_day', 'on');
    return answerable(db, asked.id, on ?? await todayOf(db));
  });
}
