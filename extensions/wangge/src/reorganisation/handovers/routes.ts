/**
 * `GET /wangge/handovers/:id`: what goes over, and what the caller may do; `POST …/give|take|cancel { remark? }`; and
 * `GET /wangge/grids/:id/holders?on=YYYY-MM-DD`: who answered for a grid on that day.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { RequestContext } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import { isDay } from '../../kernel/civil-date-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { itemNamed, routesOf } from '../../kernel/route.ts';
import { todayOf } from '../../territory/index.ts';
import { messages } from '../../territory/messages.ts';
import { STEPS, stepsOf } from './handover-rules.ts';
import { itemsOf, take } from './handover-service.ts';
import { answerable, isAbove, loadHandover } from './handover-store.ts';

export function mount(router: Router, context: HookContext): void {
  const { database: db, services } = context;
  const route = routesOf(router, context, messages, { collection: 'handovers' }).to(itemNamed);
  /** Directus decides who may see it. */
  const seen = (collection: string) => async ({ id, caller }: RequestContext & { id: Uuid }): Promise<object> => {
    await new services.ItemsService(collection, { ...caller }).readOne(id, { fields: ['id'] });
    return {};
  };
  const ofHandover = route.to(seen('handovers'));

  ofHandover.get('/handovers/:id', async ({ id, person, admin }) => {
    const handover = await loadHandover(db, id);
    if (handover === null)
      return null;
    const above = admin || await isAbove(db, person, handover.grid);
    return { ...handover, items: await itemsOf(db, handover), steps: stepsOf(handover, { person, above }) };
  });
  for (const step of STEPS) {
    ofHandover.post(`/handovers/:id/${step}`, async ({ id, person, admin, caller, body }) => {
      const { remark } = (body ?? {}) as { remark?: unknown };
      const done = await take(db, id, step, typeof remark === 'string' && remark.trim() !== '' ? remark.trim().slice(0, 2000) : null, { person, admin }, { services, ...caller });
      return done === null || isRefusal(done) ? done : { id: done.id, state: done.state };
    });
  }
  route.to(seen('grids')).get('/grids/:id/holders', async ({ id, query: { on } }) => {
    if (on !== undefined && !isDay(on))
      return refused('absence_day', 'on');
    return answerable(db, id, on ?? await todayOf(db));
  });
}
