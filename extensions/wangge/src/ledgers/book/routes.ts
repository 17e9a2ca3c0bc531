/**
 * `GET /wangge/ledgers/:grid/book.pdf`: the paper ledger of a patch; `POST /wangge/ledgers/books { grid }`: those of a whole
 * community or area, as a job; `GET /wangge/ledgers/sheet/:print/:collection`: how old a sheet is, for whoever holds it.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import { Buffer } from 'node:buffer';
import { languageOf, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { openRoutesOf, routesOf } from '../../kernel/route.ts';
import { STYLE, STYLE_VERSION } from '../../ui/page-style.ts';
import { log } from '../reveal-service.ts';
import { messages } from './messages.ts';
import { insertJob } from './print-job-store.ts';
import { print } from './print-service.ts';
import { patchBy, sheetState } from './print-store.ts';
import { sheetPage } from './sheet-page-rules.ts';

const PATCH = 3;
/** Nothing from elsewhere, nothing runs. */
const POLICY = 'default-src \'none\'; style-src \'self\'; img-src data:; form-action \'none\'; base-uri \'none\'; frame-ancestors \'none\'';

export function mount(router: Router, context: HookContext): void {
  const { database: db } = context;

  router.get(`/ledgers/sheet/style-${STYLE_VERSION}.css`, (_, response) => {
    response.set('Cache-Control', 'public, max-age=31536000, immutable').type('css').send(STYLE);
  });

  openRoutesOf(router, context, messages).get('/ledgers/sheet/:print/:collection', async ({ params, request, response }) => {
    const id = keyOf(params.print);
    const collection = params.collection!;
    const state = id === null || !/^ledger_\w+$/.test(collection) ? null : await sheetState(db, id, collection);
    response.status(state === null ? 404 : 200)
      .set({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'same-origin', 'Vary': 'Accept-Language' })
      .type('html')
      .send(sheetPage(state, collection, languageOf(request.headers['accept-language'])));
  });

  const route = routesOf(router, context, messages);

  route.get('/ledgers/:grid/book.pdf', async ({ caller, language, params, request, response, signal }) => {
    const grid = keyOf(params.grid);
    // Asking for the headers only is not printing.
    const patch = grid === null || request.method !== 'GET' ? null : await patchBy(db, grid);
    if (patch === null)
      return null;
    if (patch.level !== PATCH)
      return refused('print_not_patch', null, { name: patch.name });
    const { pdf, version } = await print(context, { caller, patch, language, job: null, signal });
    response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Content-Disposition': `inline; filename="${patch.code}-${version}.pdf"` }).type('pdf').send(Buffer.from(pdf));
    return undefined;
  });

  route.post('/ledgers/books', async ({ caller, person, body, response }) => {
    const grid = keyOf((body as { grid?: unknown } | undefined)?.grid);
    if (grid === null || await patchBy(db, grid) === null)
      return refused('print_grid_unknown', 'grid');
    const id = await db.transaction(async (trx) => {
      // Whoever may not print at all is told at once; each patch is judged again when its turn comes.
      await log(context, caller, trx, { action: 'print', dataset: null, collection: null, item: null, grid, fields: null, rows: null, purpose: null });
      return insertJob(trx, grid, person);
    });
    response.status(202);
    return { id };
  });
}
