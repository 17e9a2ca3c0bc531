/**
 * With what a ranking is checked. For everybody, signed in or not: `GET /wangge/assessment/key` (the public key, and every
 * earlier one) and `GET /wangge/assessment/verify-ranking.mjs` (the stand-alone script). For who leads a grid, or one above it, or did in the period:
 * `GET /wangge/assessment/:period/leaf/:grid`, the grid's own facts with their proof. For who assesses, and may see all results:
 * `GET /wangge/assessment/:period/evidence`.
 */
import type { Filter, Query } from '@directus/types';
import type { Router } from 'express';
import type { Caller, HookContext } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { StoredPeriod } from '../periods/ranking-store.ts';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { periodOf } from '../../calendar/period-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { mayCreate } from '../../kernel/rights.ts';
import { openRoutesOf, routesOf } from '../../kernel/route.ts';
import { PlaceQuery } from '../asked-by-routes.ts';
import { messages } from '../messages.ts';
import { periodsNamed } from '../periods/ranking-store.ts';
import { fingerprintOf, publicKeyOf } from './checkpoint-rules.ts';
import { checkpointOf, usedKeys } from './checkpoint-store.ts';
import { evidenceFiles } from './evidence-files.ts';
import { leafPage } from './leaf-service.ts';
import { evidenceOf, gridNamed, leads, resultsOf } from './published-store.ts';
import { installedSigningKey } from './signing-key.ts';

const Versioned = PlaceQuery.extend({
  version: z.coerce.number().int().min(1).max(100_000).optional(),
});

interface Shown { version: number; period: StoredPeriod }

export function mount(router: Router, context: HookContext): void {
  const route = routesOf(router, context, messages);
  const open = openRoutesOf(router, context, messages);
  const files = evidenceFiles(context);

  /** The newest version of which the caller may see results, of this grid if one is named. By keys alone: what lies behind them the caller may not ask for. */
  const shown = async (caller: Caller, code: string, { subdistrict, version }: z.output<typeof Versioned>, grid: Uuid | null): Promise<Shown | undefined> => {
    const periods = await periodsNamed(context.database, code, subdistrict ?? null);
    const filter: Filter = { _and: [
      { period: { _in: periods.map(({ id }) => id) } },
      ...version === undefined ? [] : [{ version: { _eq: version } }],
      ...grid === null ? [] : [{ grid: { _eq: grid } }, { subject: { _eq: 'grid' } }],
    ] };
    const query = { fields: ['version', 'period'], filter, sort: ['-version'], limit: 1 };
    const [found] = periods.length === 0 ? [] : await new context.services.ItemsService('rankings', { ...caller }).readByQuery(query as Query) as { version: number; period: Uuid }[];
    const period = periods.find(({ id }) => id === found?.period);
    return found === undefined || period === undefined ? undefined : { version: found.version, period };
  };

  open.get('/assessment/key', async () => {
    const key = installedSigningKey()?.public.toString('base64') ?? null;
    const used = await usedKeys(context.database);
    return {
      key: key === null ? null : { public_key: key, fingerprint: fingerprintOf(publicKeyOf(key)!) },
      used: used.map(({ public_key, ...since }) => ({ public_key, fingerprint: fingerprintOf(publicKeyOf(public_key)!), ...since })),
    };
  });

  open.get('/assessment/verify-ranking.mjs', async ({ response, signal }) => {
    const script = join(process.env.WANGGE_HOME ?? process.cwd(), 'extensions', 'wangge', 'dist', 'verify-ranking.mjs');
    response.set({ 'X-Content-Type-Options': 'nosniff' }).type('text/javascript').attachment('verify-ranking.mjs');
    await pipeline(createReadStream(script), response, { signal });
  });

  route.get('/assessment/:period/leaf/:grid', { query: Versioned }, async ({ caller, person, admin, params, query }) => {
    const span = periodOf(params.period!);
    if (isRefusal(span))
      return span;
    const grid = await gridNamed(context.database, params.grid!, span);
    const found = grid === null ? undefined : await shown(caller, span.code, query, grid.id);
    if (grid === null || found === undefined)
      return refused('grid_not_ranked', 'grid', { period: span.code });
    if (!admin && !await leads(context.database, person, grid.id, { period: found.period.id, version: found.version }))
      return { ...refused('grid_not_led'), status: 403 as const };
    return leafPage(context.database, files, { period: found.period.id, code: span.code, version: found.version, grid: grid.code });
  });

  route.get('/assessment/:period/evidence', { query: Versioned.extend({ part: z.enum(['file', 'checkpoint']).default('file') }) }, async ({ caller, admin, params, query: { part, ...query }, response, signal }) => {
    const span = periodOf(params.period!);
    if (isRefusal(span))
      return span;
    const found = await shown(caller, span.code, query, null);
    if (found === undefined)
      return refused('period_not_ranked', 'period', { period: span.code });
    const { version, period: { id, subdistrict_code } } = found;
    const name = `${span.code}-${subdistrict_code}-v${version}`;
    if (part === 'checkpoint') {
      const tree = await checkpointOf(context.database, id, version);
      if (tree === null)
        return refused('evidence_without_tree', 'period', { period: span.code, version });
      response.type('text/plain').attachment(`${name}.checkpoint.txt`).send(tree.checkpoint);
      return undefined;
    }
    // A file has the facts of all: it is for who assesses, not for everybody who sees where all stand.
    const assesses = admin || await mayCreate(context, caller, context.database, 'assessment_steps', { step: 'compute' });
    const [{ count }] = await new context.services.ItemsService('rankings', { ...caller }).readByQuery({ aggregate: { count: ['*'] }, filter: { period: { _eq: id }, version: { _eq: version } } } as Query) as unknown as [{ count: number | string }];
    if (!assesses || Number(count) < await resultsOf(context.database, id, version))
      return { ...refused('evidence_not_whole'), status: 403 as const };
    const content = await files.open((await evidenceOf(context.database, id, version))!);
    response.type('application/gzip').attachment(`${name}.evidence.jsonl.gz`);
    await pipeline(content, response, { signal });
    return undefined;
  });
}
