/**
 * `GET /wangge/ledgers/freshness?grid=&level=` and `/completeness?grid=&level=` for whoever may see counts there, and
 * `GET /wangge/ledgers/spot-checks?dataset=&period=&search=`: what whoever makes spot checks may look at (with `dataset`, of this one), and
 * `POST /wangge/ledgers/:collection/confirm { keys }`: "nothing has changed" for many rows.
 */
import type { Router } from 'express';
import type { Db, HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { RequestContext, Unfit } from '../../kernel/route.ts';
import type { CountedSet, ShownGrid, Viewer } from './figures-rules.ts';
import { z } from 'zod';
import { periodOf, quarterWith } from '../../calendar/period-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { mayCreate } from '../../kernel/rights.ts';
import { routesOf } from '../../kernel/route.ts';
import { todayOf } from '../../territory/index.ts';
import { loadDataset } from '../dataset-store.ts';
import { confirmMany } from './confirmation-service.ts';
import { completenessOf, freshnessOf, setsShown } from './figures-rules.ts';
import { activeSets, countEntries, expectedIn, gridsShown, viewerOf } from './figures-store.ts';
import { messages } from './messages.ts';
import { entriesOffered, setsOffered } from './spot-check-offer-service.ts';

const Question = z.object({
  grid: z.uuid().optional(),
  level: z.coerce.number().int().min(1).max(3).optional(),
});

const Offer = z.object({
  dataset: z.guid().optional(),
  period: z.string().regex(/^\d{4}-Q[1-4]$/).optional(),
  search: z.string().trim().max(100).default(''),
});

interface View { viewer: Viewer; sets: CountedSet[]; grids: ShownGrid[] }

export function mount(router: Router, context: HookContext): void {
  const { database: db } = context;
  const route = routesOf(router, context, messages);

  route.get('/ledgers/freshness', { query: Question, unfit }, async (asked) => {
    const { viewer, sets, grids } = await view(db, asked);
    const today = await todayOf(db);
    const parts = sets.map(({ id, collection, root }) => ({ collection, key: root, own_only: !viewer.office_sets.includes(id) }));
    return freshnessOf(today, grids, sets, await countEntries(db, grids, parts, today), asked.language);
  });

  route.get('/ledgers/completeness', { query: Question, unfit }, async (asked) => {
    const { viewer, sets: shown, grids } = await view(db, asked);
    const sets = shown.filter(({ required }) => required);
    const counts = await countEntries(db, grids, sets.map(({ collection }) => ({ collection, key: collection, own_only: false })), await todayOf(db));
    const expected = await expectedIn(db, grids.map(({ grid }) => grid), sets.map(({ id }) => id));
    return { level: grids[0]?.level ?? null, grids: completenessOf(grids, sets, { counts, expected, office_sets: viewer.office_sets }, asked.language) };
  });

  route.get('/ledgers/spot-checks', { query: Offer }, async ({ caller, admin, person, language, query: { dataset: asked, period, search } }) => {
    if (!admin && !await mayCreate(context, caller, db, 'ledger_spot_checks'))
      return null;
    const span = periodOf(period ?? quarterWith(await todayOf(db)));
    if (isRefusal(span))
      return span;
    // Entries are drawn by the quarter.
    if (span.kind === 'year')
      return refused('period_unknown', 'period', { period: span.code });
    const sets = await setsOffered(context, caller, db, span, language, asked?.toLowerCase() ?? null);
    const dataset = asked === undefined || sets.length === 0 ? null : await loadDataset(db, sets[0]!.collection);
    const offered = dataset === null ? null : await entriesOffered(context, caller, db, { dataset, span, search, person });
    return { sets, ...offered ?? { entries: null, more: false } };
  });

  route.post('/ledgers/:collection/confirm', ({ caller, params, body }) => confirmMany(context, caller, params.collection!, (body as { keys?: unknown } | undefined)?.keys));
}

function unfit({ field }: Unfit): Refusal {
  return field === 'level' ? refused('figures_level', 'level') : refused('figures_grid', 'grid');
}

/** What this person may see of what they ask for. */
async function view(db: Db, { caller: { accountability }, person, admin, query }: RequestContext & { query: z.infer<typeof Question> }): Promise<View> {
  const viewer = await viewerOf(db, person, accountability.roles, admin);
  return {
    viewer,
    sets: setsShown(await activeSets(db), viewer, admin),
    grids: await gridsShown(db, viewer, query.grid ?? null, query.level ?? null),
  };
}
