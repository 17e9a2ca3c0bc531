/**
 * `POST /wangge/statements/make { grid?, term_starts_on?, term_ends_on?, anew? }`, `POST …/issue { keys | grid }`, `POST …/:id/sign`;
 * `GET …/:id/statement.pdf`, `GET …/print.pdf?keys=|grid=`; `GET …/summary?grid=`: how many are made, issued, signed.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Asked } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { StatementModel } from './page-rules.ts';
import type { Preparer } from './statement-store.ts';
import { Buffer } from 'node:buffer';
import { ForbiddenError } from '@directus/errors';
import { z } from 'zod';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { doors } from '../../kernel/route.ts';
import { printer } from '../../print/pdf-queue.ts';
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

export function mount(router: Router, context: HookContext): void {
  const { database: db, services } = context;

  const at = doors(router, db, messages);
  const door = (method: 'get' | 'post', path: string, answer: (asked: Asked) => Promise<Refusal | object | undefined>): void => at(method, `/statements${path}`, answer);

  const preparerOf = async ({ caller, person, admin }: Asked): Promise<Preparer> => {
    if (!admin && !await mayIssue(db, person, caller.accountability.roles))
      throw new ForbiddenError();
    return { person, everything: admin };
  };

  door('post', '/make', async (asked) => {
    const preparer = await preparerOf(asked);
    const input = MakeInput.safeParse(asked.request.body ?? {});
    if (!input.success) {
      const field = String(input.error.issues[0]?.path[0] ?? 'grid');
      return refused('make_input', field, { field });
    }
    const { grid, term_starts_on: starts_on, term_ends_on: ends_on, anew } = input.data;
    const path = grid == null ? null : await pathInside(db, preparer, grid);
    if (grid != null && path === null)
      return refused('make_grid', 'grid');
    if (starts_on !== null && ends_on !== null && ends_on < starts_on)
      return refused('make_term', 'term_ends_on');
    return make(db, preparer, { path, starts_on, ends_on, anew: anew ?? false, posts: null });
  });

  door('post', '/issue', async (asked) => {
    const preparer = await preparerOf(asked);
    const input = KeysOrGrid.safeParse(asked.request.body);
    if (!input.success)
      return refused('keys_or_grid', 'keys', { most: MOST_KEYS });
    if ('keys' in input.data)
      return { issued: await issue(context, asked.caller, input.data.keys) };
    const path = await pathInside(db, preparer, input.data.grid);
    return path === null ? refused('make_grid', 'grid') : { issued: await issue(context, asked.caller, await draftsIn(context, asked.caller, path)) };
  });

  door('post', '/:id/sign', async ({ caller, request }) => {
    const id = keyOf(request.params.id);
    const signed = id === null ? null : await sign(context, caller, id);
    if (signed === null)
      throw new ForbiddenError();
    return signed === 'signed' ? { signed: 1 } : signed;
  });

  door('get', '/summary', async ({ request, person, admin }) => {
    const grid = keyOf(request.query.grid);
    const place = grid === null ? null : await placeFor(db, grid, person);
    if (place === null || (!place.inside && !admin))
      throw new ForbiddenError();
    return counts(db, place.path);
  });

  /** Of these, what the caller may read, on paper. */
  const print = async ({ caller, response }: Asked, filter: object, name: (models: StatementModel[]) => string): Promise<Refusal | undefined> => {
    const service = new services.ItemsService(COLLECTION, { ...caller });
    const found = await service.readByQuery({ filter: filter as never, fields: ['id'], limit: MOST_PRINTED + 1 });
    if (found.length === 0)
      return refused('print_none');
    if (found.length > MOST_PRINTED)
      return refused('print_most', null, { most: MOST_PRINTED });
    const models = (await printRows(db, found.map(({ id }) => id as Uuid))).map(modelOf);
    const pdf = await printer.print(statementPaper, models);
    response.set({
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Content-Disposition': `inline; filename="statement.pdf"; filename*=UTF-8''${encodeURIComponent(`${name(models)}.pdf`)}`,
    }).type('pdf').send(Buffer.from(pdf));
  };

  door('get', '/print.pdf', async (asked) => {
    const { keys, grid } = asked.request.query;
    const input = KeysOrGrid.safeParse(grid === undefined ? { keys: String(keys ?? '').split(',') } : { grid });
    if (!input.success)
      return refused('keys_or_grid', 'keys', { most: MOST_KEYS });
    if ('keys' in input.data)
      return print(asked, { id: { _in: input.data.keys } }, () => '责任书');
    const place = await placeFor(db, input.data.grid, asked.person);
    if (place === null)
      return refused('print_none');
    return print(asked, { _and: [{ grid_path: { _starts_with: place.path } }, { state: { _in: ['issued', 'signed'] } }] }, () => '责任书');
  });

  door('get', '/:id/statement.pdf', async (asked) => {
    const id = keyOf(asked.request.params.id);
    if (id === null)
      throw new ForbiddenError();
    return print(asked, { id: { _eq: id } }, ([model]) => `责任书${model!.number}（${model!.person}）`);
  });
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
