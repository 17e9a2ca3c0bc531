/**
 * `GET /wangge/ledgers/freshness?grid=&level=` and `/completeness?grid=&level=` for whoever may see counts there, and
 * `POST /wangge/ledgers/:collection/confirm { keys }`: "nothing has changed" for many rows.
 */
import type { Router } from 'express';
import type { Db, HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Asked } from '../../kernel/route.ts';
import type { CountedSet, ShownGrid, Viewer } from './figures-rules.ts';
import { z } from 'zod';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { doors } from '../../kernel/route.ts';
import { todayOf } from '../../territory/index.ts';
import { confirmMany } from './confirmation-service.ts';
import { completenessOf, FACILITIES, freshnessOf, setsShown } from './figures-rules.ts';
import { activeSets, countEntries, declaredFor, gridsShown, householdsIn, viewerOf } from './figures-store.ts';
import { messages } from './messages.ts';

const Question = z.object({
  grid: z.uuid().optional(),
  level: z.coerce.number().int().min(1).max(3).optional(),
});

interface View { viewer: Viewer; sets: CountedSet[]; grids: ShownGrid[] }

export function mount(router: Router, context: HookContext): void {
  const { database: db } = context;

  const door = doors(router, db, messages);

  door('get', '/ledgers/freshness', async (asked) => {
    const seen = await view(db, asked);
    if (isRefusal(seen))
      return seen;
    const { viewer, sets, grids } = seen;
    const today = await todayOf(db);
    const parts = sets.map(({ id, collection, root }) => ({ collection, key: root, own_only: !viewer.office_sets.includes(id) }));
    return freshnessOf(today, grids, sets, await countEntries(db, grids, parts, today), asked.language);
  });

  door('get', '/ledgers/completeness', async (asked) => {
    const seen = await view(db, asked);
    if (isRefusal(seen))
      return seen;
    const { viewer, sets: shown, grids } = seen;
    const sets = shown.filter(({ required }) => required);
    const counted = new Set([...sets.map(({ collection }) => collection), ...(await activeSets(db)).map(({ collection }) => collection).filter(collection => collection === FACILITIES)]);
    const parts = [...counted].map(collection => ({ collection, key: collection, own_only: false }));
    const ids = grids.map(({ grid }) => grid);
    const [counts, declared, households] = [await countEntries(db, grids, parts, await todayOf(db)), await declaredFor(db, ids), await householdsIn(db, ids)];
    return { level: grids[0]?.level ?? null, grids: completenessOf(grids, sets, { counts, declared, households, office_sets: viewer.office_sets }, asked.language) };
  });

  door('post', '/ledgers/:collection/confirm', async ({ caller, request }) =>
    confirmMany(context, caller, String(request.params.collection), (request.body as { keys?: unknown } | undefined)?.keys));
}

/** What this person may see of what they ask for. */
async function view(db: Db, { caller: { accountability }, person, admin, request }: Asked): Promise<View | Refusal> {
  const asked = Question.safeParse(request.query);
  if (!asked.success) {
    const field = String(asked.error.issues[0]?.path[0] ?? 'grid');
    return refused(`figures_${field === 'level' ? 'level' : 'grid'}`, field);
  }
  const viewer = await viewerOf(db, person, accountability.roles, admin);
  return {
    viewer,
    sets: setsShown(await activeSets(db), viewer, admin),
    grids: await gridsShown(db, viewer, asked.data.grid ?? null, asked.data.level ?? null),
  };
}
