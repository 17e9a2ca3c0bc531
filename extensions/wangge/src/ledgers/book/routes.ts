/**
 * `GET /wangge/ledgers/:grid/book.pdf`: the paper ledger of a patch; `POST /wangge/ledgers/books { grid }`: those of a whole
 * community or area, as a job; `GET /wangge/ledgers/sheet/:print/:collection`: how old a sheet is, for whoever holds it.
 */
import type { Request, Response, Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Caller } from '../../kernel/route.ts';
import { Buffer } from 'node:buffer';
import { ForbiddenError } from '@directus/errors';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { languageOf, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { STYLE, STYLE_VERSION } from '../../ui/page-style.ts';
import { log } from '../reveal-service.ts';
import { messages } from './messages.ts';
import { insertJob } from './print-job-store.ts';
import { print } from './print-service.ts';
import { patchBy, sheetState } from './print-store.ts';
import { sheetPage } from './sheet-page-rules.ts';

type Accountable = Request & Caller;

const PATCH = 3;
/** Nothing from elsewhere, nothing runs. */
const POLICY = 'default-src \'none\'; style-src \'self\'; img-src data:; form-action \'none\'; base-uri \'none\'; frame-ancestors \'none\'';

export function mount(router: Router, context: HookContext): void {
  const { database: db } = context;
  const door = (method: 'get' | 'post', path: string, answer: (request: Accountable, response: Response, refuse: (refusal: Refusal) => Promise<never>) => Promise<void>): void => {
    router[method](path, async (incoming, response, next) => {
      try {
        const request = incoming as unknown as Accountable;
        await answer(request, response, async (refusal) => {
          throw refusalError(messages, refusal, await readerLanguage(db, request.accountability?.user, request.headers['accept-language']));
        });
      }
      catch (error) {
        next(error);
      }
    });
  };

  router.get(`/ledgers/sheet/style-${STYLE_VERSION}.css`, (_, response) => {
    response.set('Cache-Control', 'public, max-age=31536000, immutable').type('css').send(STYLE);
  });

  door('get', '/ledgers/sheet/:print/:collection', async ({ params, headers }, response) => {
    const id = keyOf(params.print);
    const collection = String(params.collection);
    const state = id === null || !/^ledger_\w+$/.test(collection) ? null : await sheetState(db, id, collection);
    response.status(state === null ? 404 : 200)
      .set({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'same-origin', 'Vary': 'Accept-Language' })
      .type('html')
      .send(sheetPage(state, collection, languageOf(headers['accept-language'])));
  });

  door('get', '/ledgers/:grid/book.pdf', async (request, response, refuse) => {
    const { accountability, schema, headers } = request;
    const grid = keyOf(request.params.grid);
    // Asking for the headers only is not printing.
    if (!accountability?.user || grid === null || request.method !== 'GET')
      throw new ForbiddenError();
    const patch = await patchBy(db, grid);
    if (patch === null)
      throw new ForbiddenError();
    if (patch.level !== PATCH)
      return refuse(refused('print_not_patch', null, { name: patch.name }));
    const language = await readerLanguage(db, accountability.user, headers['accept-language']);
    const { pdf, version } = await print(context, { caller: { accountability, schema }, patch, language, job: null });
    response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Content-Disposition': `inline; filename="${patch.code}-${version}.pdf"` }).type('pdf').send(Buffer.from(pdf));
  });

  door('post', '/ledgers/books', async (request, response, refuse) => {
    const { accountability, schema, body } = request;
    if (!accountability?.user)
      throw new ForbiddenError();
    const person = accountability.user;
    const grid = keyOf((body as { grid?: unknown } | undefined)?.grid);
    if (grid === null || await patchBy(db, grid) === null)
      return refuse(refused('print_grid_unknown', 'grid'));
    const id = await db.transaction(async (trx) => {
      // Whoever may not print at all is told at once; each patch is judged again when its turn comes.
      await log(context, { accountability, schema }, trx, { action: 'print', dataset: null, collection: null, item: null, grid, fields: null, rows: null, purpose: null });
      return insertJob(trx, grid, person);
    });
    response.status(202).json({ data: { id } });
  });
}
