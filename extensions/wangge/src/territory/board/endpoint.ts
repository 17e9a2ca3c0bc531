/**
 * `GET /wangge/grids/:id/board.pdf?size=A4|A3`: the board (网格公示牌) of one grid, and `GET …/boards.pdf?level=&size=`: those of the active
 * grids in its subtree; for whoever may read the grid. Names and phones of leaders and deputies are public by their office.
 */
import type { Request, Response, Router } from 'express';
import type { Uuid } from '../../handling/model.ts';
import type { Caller } from '../../ledgers/reveal.ts';
import type { HookContext } from '../../platform/context.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { Level } from '../grids.ts';
import type { PaperSize } from './model.ts';
import { Buffer } from 'node:buffer';
import { ForbiddenError } from '@directus/errors';
import { z } from 'zod';
import { printer } from '../../ledgers/book/printer.ts';
import { readerLanguage } from '../../platform/reader.ts';
import { isRefusal, refusalError, refused } from '../../platform/refusal.ts';
import { keyOf } from '../key.ts';
import { gridsBelow } from './board-store.ts';
import { gather } from './gather.ts';
import { messages } from './messages.ts';

/** Some two minutes of the press. */
const MOST_BOARDS = 200;

const Question = z.object({
  size: z.enum(['A4', 'A3']).default('A4'),
  level: z.coerce.number().int().min(1).max(3).optional(),
});

interface Asked { grid: { id: Uuid; name: string; status: string }; size: PaperSize; level: Level | null }

export function mount(router: Router, context: HookContext): void {
  const { database: db, services } = context;

  const door = (path: string, boards: (asked: Asked) => Promise<Refusal | { ids: Uuid[]; name: string }>): void => {
    router.get(`/grids/:id/${path}`, async (request, response, next) => {
      try {
        const caller = request as unknown as Caller & Request;
        const user = caller.accountability?.user;
        const id = keyOf(request.params.id);
        if (!user || id === null)
          throw new ForbiddenError();
        const grid = await read(caller, id);
        const asked = Question.safeParse(request.query);
        const wanted = asked.success
          ? await boards({ grid, size: asked.data.size, level: (asked.data.level ?? null) as Level | null })
          : refused(asked.error.issues[0]?.path[0] === 'level' ? 'board_level' : 'board_size');
        if (isRefusal(wanted))
          throw refusalError(messages, wanted, await readerLanguage(db, user, request.headers['accept-language']));
        send(response, await printer.printBoards({ size: asked.data!.size, boards: await gather(context, wanted.ids) }), wanted.name);
      }
      catch (error) {
        next(error);
      }
    });
  };

  /** Directus' 403 for whoever may not read it, or where there is none. */
  const read = async ({ accountability, schema }: Caller, id: Uuid): Promise<Asked['grid']> => {
    const [grid] = await new services.ItemsService('grids', { accountability, schema }).readByQuery({ filter: { id: { _eq: id } }, fields: ['id', 'name', 'status'], limit: 1 });
    if (grid === undefined)
      throw new ForbiddenError();
    return grid as Asked['grid'];
  };

  door('board.pdf', async ({ grid: { id, name, status } }) =>
    status === 'active' ? { ids: [id], name: `${name}公示牌` } : refused('board_retired', null, { name }));

  door('boards.pdf', async ({ grid: { id, name }, level }) => {
    const ids = await gridsBelow(db, id, level, MOST_BOARDS + 1);
    if (ids.length === 0)
      return refused('board_none');
    return ids.length > MOST_BOARDS ? refused('board_most', null, { most: MOST_BOARDS }) : { ids, name: `${name}网格公示牌` };
  });
}

function send(response: Response, pdf: Uint8Array, name: string): void {
  response.set({
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Disposition': `inline; filename="board.pdf"; filename*=UTF-8''${encodeURIComponent(`${name}.pdf`)}`,
  }).type('pdf').send(Buffer.from(pdf));
}
