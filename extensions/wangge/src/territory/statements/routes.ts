/**
 * `POST /wangge/statements/make { grid?, term_starts_on?, term_ends_on?, anew? }`, `POST …/issue { keys | grid }`, `POST …/:id/sign`;
 * `GET …/:id/statement.pdf`, `GET …/print.pdf?keys=|grid=`; `GET …/summary?grid=`: how many are made, issued, signed.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { RequestContext, Unfit } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { StatementModel } from './page-rules.ts';
import { z } from 'zod';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { itemNamed, routesOf } from '../../kernel/route.ts';
import { pdfQueue } from '../../print/pdf-queue.ts';
import { sendPdf } from '../../print/send-pdf.ts';
import { messages } from './messages.ts';
import { statementPaper } from './page-rules.ts';
import { counts, placeFor, printRows } from './print-store.ts';
import { COLLECTION, draftsIn, issue, make, sign } from './statement-service.ts';
import { mayIssue, pathInside } from './statement-store.ts';
import { chineseDay, LEVEL_WORDS, ROLE_WORDS, termText } from './text-rules.ts';

const MOST_KEYS = 5_000;
/** Some 600 pages. */
const MOST_PRINTED = 300;

const Uuids = z.array(z.uuid().transform(key => key.toLowerCase())).min(1).max(MOST_KEYS).transform(keys => [...new Set(keys)]);
const DayInput = z.iso.date().nullish().transform(day => day ?? null);
const MakeInput = z.object({ grid: z.uuid().nullish(), term_starts_on: DayInput, term_ends_on: DayInput, anew: z.boolean().nullish() });
const KeysOrGrid = z.union([z.object({ keys: Uuids }), z.object({ grid: z.uuid() })]);

/** Of keys in a query, with commas between them. */
const Printed = z.preprocess(query => 'grid' in (query as object) ? query : { keys: String((query as { keys?: unknown }).keys ?? '').split(',') }, KeysOrGrid);

export function mount(router: Router, context: HookContext): void {
  const { database: db, services } = context;
  const route = routesOf(router, context, messages, { collection: COLLECTION });
  /** For those who prepare statements. */
  const preparing = route.to(async ({ caller, person, admin }) =>
    admin || await mayIssue(db, person, caller.accountability.roles) ? { preparer: { person, everything: admin } } : null);

  preparing.post('/statements/make', { body: MakeInput, unfit: invalidInput }, async ({ preparer, body: { grid, term_starts_on: starts_on, term_ends_on: ends_on, anew } }) => {
    const path = grid == null ? null : await pathInside(db, preparer, grid);
    if (grid != null && path === null)
      return refused('make_grid', 'grid');
    if (starts_on !== null && ends_on !== null && ends_on < starts_on)
      return refused('make_term', 'term_ends_on');
    return make(db, preparer, { path, starts_on, ends_on, anew: anew ?? false, posts: null });
  });

  preparing.post('/statements/issue', { body: KeysOrGrid, unfit: neither }, async ({ preparer, caller, body }) => {
    if ('keys' in body)
      return { issued: await issue(context, caller, body.keys) };
    const path = await pathInside(db, preparer, body.grid);
    return path === null ? refused('make_grid', 'grid') : { issued: await issue(context, caller, await draftsIn(context, caller, path)) };
  });

  route.to(itemNamed).post('/statements/:id/sign', async ({ id, caller }) => {
    const signed = await sign(context, caller, id);
    return signed === 'signed' ? { signed: 1 } : signed;
  });

  route.get('/statements/summary', async ({ query, person, admin }) => {
    const grid = keyOf(query.grid);
    const place = grid === null ? null : await placeFor(db, grid, person);
    return place === null || (!place.inside && !admin) ? null : counts(db, place.path);
  });

  /** Of these, what the caller may read, on paper. */
  const print = async ({ caller, response, signal }: RequestContext, filter: object, name: (models: StatementModel[]) => string): Promise<Refusal | undefined> => {
    const service = new services.ItemsService(COLLECTION, { ...caller });
    const found = await service.readByQuery({ filter: filter as never, fields: ['id'], limit: MOST_PRINTED + 1 });
    if (found.length === 0)
      return refused('print_none');
    if (found.length > MOST_PRINTED)
      return refused('print_most', null, { most: MOST_PRINTED });
    const models = (await printRows(db, found.map(({ id }) => id as Uuid))).map(modelOf);
    const pdf = await pdfQueue.print(statementPaper, models, { signal });
    sendPdf(response, pdf, { plain: 'statement', name: name(models) });
  };

  route.get('/statements/print.pdf', { query: Printed, unfit: neither }, async (asked) => {
    const { query, person } = asked;
    if ('keys' in query)
      return print(asked, { id: { _in: query.keys } }, () => '责任书');
    const place = await placeFor(db, query.grid, person);
    if (place === null)
      return refused('print_none');
    return print(asked, { _and: [{ grid_path: { _starts_with: place.path } }, { state: { _in: ['issued', 'signed'] } }] }, () => '责任书');
  });

  route.to(itemNamed).get('/statements/:id/statement.pdf', asked => print(asked, { id: { _eq: asked.id } }, ([model]) => `责任书${model!.number}（${model!.person}）`));
}

function invalidInput({ field }: Unfit): Refusal {
  return refused('make_input', field || 'grid', { parameter: field || 'grid' });
}

function neither(): Refusal {
  return refused('keys_or_grid', 'keys', { most: MOST_KEYS });
}

function modelOf({ title, duties, level, role, term_starts_on, term_ends_on, issued_on, signed_on, ...row }: Awaited<ReturnType<typeof printRows>>[number]): StatementModel {
  return {
    ...row,
    title: title ?? '责任书',
    duties: duties ?? '',
    level: LEVEL_WORDS[level],
    role: ROLE_WORDS[role],
    term: termText(term_starts_on, term_ends_on),
    issued_on: issued_on === null ? '' : chineseDay(issued_on),
    signed_on: signed_on === null ? '' : chineseDay(signed_on),
  };
}
