/**
 * `GET /wangge/handovers/:id`: what goes over, and what the caller may do; `POST …/give|take|cancel { remark? }`; and
 * `GET /wangge/grids/:id/holders?on=YYYY-MM-DD`: who answered for a grid on that day.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Asked } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import { ForbiddenError } from '@directus/errors';
import { isDay } from '../../kernel/civil-date-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { doors } from '../../kernel/route.ts';
import { todayOf } from '../../territory/index.ts';
import { messages } from '../../territory/messages.ts';
import { STEPS, stepsOf } from './handover-rules.ts';
import { itemsOf, take } from './handover-service.ts';
import { answerable, isAbove, loadHandover } from './handover-store.ts';

export function mount(router: Router, { database: db, services }: HookContext): void {
  const door = doors(router, db, messages);

  /** Directus decides who may see it. */
  const seen = async (collection: string, asked: Asked): Promise<Uuid> => {
    const id = keyOf(asked.request.params.id);
    if (id === null)
      throw new ForbiddenError();
    await new services.ItemsService(collection, { ...asked.caller }).readOne(id, { fields: ['id'] });
    return id;
  };

  door('get', '/handovers/:id', async (asked) => {
    const handover = await loadHandover(db, await seen('handovers', asked));
    if (handover === null)
      return null;
    const caller = { person: asked.person, above: asked.admin || await isAbove(db, asked.person, handover.grid) };
    return { ...handover, items: await itemsOf(db, handover), steps: stepsOf(handover, caller) };
  });
  for (const step of STEPS) {
    door('post', `/handovers/:id/${step}`, async (asked) => {
      const id = await seen('handovers', asked);
      const { remark } = (asked.request.body ?? {}) as { remark?: unknown };
      const done = await take(db, id, step, typeof remark === 'string' && remark.trim() !== '' ? remark.trim().slice(0, 2000) : null, asked, { services, ...asked.caller });
      return done === null || isRefusal(done) ? done : { id: done.id, state: done.state };
    });
  }
  door('get', '/grids/:id/holders', async (asked) => {
    const grid = await seen('grids', asked);
    const { on } = asked.request.query;
    if (on !== undefined && !isDay(on))
      return refused('absence_day', 'on');
    return answerable(db, grid, on ?? await todayOf(db));
  });
}
