/**
 * Reports, always as the caller: `GET /wangge/assessment/:period/report.xlsx|pdf|csv`, `…/statistics.xlsx|pdf` and
 * `…/bulletin.pdf` (`?subdistrict=&version=`); long ones as a job: `POST …/exports { document, format }`, whose progress and file stand
 * in `assessment_exports`. For whoever holds a printed report: `GET /wangge/assessment/check/:subdistrict/:period/:version`.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { RequestContext } from '../../kernel/route.ts';
import type { Document, DocumentAsk, Format } from './document-service.ts';
import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { isRefusal, languageOf, refused } from '../../kernel/refusal-rules.ts';
import { openRoutesOf, routesOf } from '../../kernel/route.ts';
import { STYLE, STYLE_VERSION } from '../../ui/page-style.ts';
import { PlaceQuery } from '../asked-by-routes.ts';
import { mountArchive } from './archive-routes.ts';
import { checkPage } from './check-page-rules.ts';
import { DOCUMENTS, FORMATS, FORMATS_OF, makeDocument, mayRead, ROWS_AT_ONCE, TYPES } from './document-service.ts';
import { insertExport, OPEN_AT_MOST } from './export-store.ts';
import { messages } from './messages.ts';
import { publishedHead } from './report-store.ts';

const Which = {
  ...PlaceQuery.shape,
  version: z.coerce.number().int().min(1).max(100_000).optional(),
};
const WhichQuery = z.object(Which);
const OrderBody = z.strictObject({ ...Which, document: z.enum(DOCUMENTS), format: z.enum(FORMATS) });

/** Nothing from elsewhere, nothing runs. */
const POLICY = 'default-src \'none\'; style-src \'self\'; img-src data:; form-action \'none\'; base-uri \'none\'; frame-ancestors \'none\'';

export function mount(router: Router, context: HookContext): void {
  const { database: db } = context;

  router.get(`/assessment/check/style-${STYLE_VERSION}.css`, (_, response) => {
    response.set('Cache-Control', 'public, max-age=31536000, immutable').type('css').send(STYLE);
  });

  openRoutesOf(router, context, messages).get('/assessment/check/:subdistrict/:period/:version', async ({ params, request, response }) => {
    const version = /^[1-9]\d{0,5}$/.test(params.version!) ? Number(params.version) : null;
    const head = version === null ? null : await publishedHead(db, { subdistrict: params.subdistrict!, period: params.period!, version });
    response.status(head === null ? 404 : 200)
      .set({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'same-origin', 'Vary': 'Accept-Language' })
      .type('html')
      .send(checkPage(head, languageOf(request.headers['accept-language'])));
  });

  const route = routesOf(router, context, messages);
  mountArchive(route, context);

  const send = async ({ caller, language, params, request, response, signal }: RequestContext, document: Document, format: Format, { subdistrict, version }: z.output<typeof WhichQuery>) => {
    // Asking for the headers only is not making it.
    if (request.method !== 'GET')
      return null;
    const ask: DocumentAsk = { document, format, period: params.period!, subdistrict: subdistrict ?? null, version: version ?? null, language };
    const made = await makeDocument(context, caller, ask, { signal, rowsAtMost: ROWS_AT_ONCE });
    if (isRefusal(made))
      return made;
    response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }).type(TYPES[format]).attachment(made.filename).type(TYPES[format]).send(Buffer.from(made.bytes));
    return undefined;
  };

  for (const document of DOCUMENTS) {
    for (const format of FORMATS_OF[document])
      route.get(`/assessment/:period/${document}.${format}`, { query: WhichQuery }, async ({ query, ...asked }) => send(asked, document, format, query));
  }

  route.post('/assessment/:period/exports', { body: OrderBody }, async ({ caller, person, language, params, response, body: { document, format, subdistrict, version } }) => {
    if (!FORMATS_OF[document].includes(format))
      return refused('export_format_unknown', 'format', { formats: FORMATS_OF[document].join(', ') });
    // Whoever may see nothing is told at once; all is judged again when its turn comes.
    const order = { document, format, period: params.period!, subdistrict: subdistrict ?? null, version: version ?? null };
    const objection = await mayRead(context, caller, { ...order, language });
    if (objection !== null)
      return objection;
    const id = await db.transaction(async trx => insertExport(trx, order, person));
    if (id === null)
      return { ...refused('exports_too_many', null, { most: OPEN_AT_MOST }), status: 409 as const };
    response.status(202);
    return { id };
  });
}
