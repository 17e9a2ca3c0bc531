/**
 * `GET /wangge/grids/:id/board.pdf?size=A4|A3`: the board (网格公示牌) of one grid, and `GET …/boards.pdf?level=&size=`: those of the active
 * grids in its subtree; for whoever may read the grid. Names and phones of leaders and deputies are public by their office.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Unfit } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Level } from '../../territory/grid-rules.ts';
import { z } from 'zod';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { itemNamed, routesOf } from '../../kernel/route.ts';
import { pdfQueue } from '../../print/pdf-queue.ts';
import { sendPdf } from '../../print/send-pdf.ts';
import { gather } from './grid-board-service.ts';
import { gridsBelow } from './grid-board-store.ts';
import { messages } from './messages.ts';
import { boardPaper } from './page-rules.ts';

/** Some two minutes of the press. */
const MOST_BOARDS = 200;

const Question = z.object({
  size: z.enum(['A4', 'A3']).default('A4'),
  level: z.coerce.number().int().min(1).max(3).optional(),
});

interface Grid { id: Uuid; name: string; status: string }

export function mount(router: Router, context: HookContext): void {
  const { database: db, services } = context;

  const route = routesOf(router, context, messages).to(itemNamed).to(async ({ caller, id }) => {
    const [grid] = await new services.ItemsService('grids', { ...caller }).readByQuery({ filter: { id: { _eq: id } }, fields: ['id', 'name', 'status'], limit: 1 });
    return grid === undefined ? null : { grid: grid as Grid };
  });
  const boards = (path: string, wanted: (grid: Grid, level: Level | null) => Promise<Refusal | { ids: Uuid[]; name: string }>): void =>
    route.get(`/grids/:id/${path}`, { query: Question, unfit }, async ({ grid, query: { level, size }, response, signal }) => {
      const found = await wanted(grid, (level ?? null) as Level | null);
      if (isRefusal(found))
        return found;
      sendPdf(response, await pdfQueue.print(boardPaper, { size, boards: await gather(context, found.ids) }, { signal }), { plain: 'board', name: found.name });
      return undefined;
    });

  boards('board.pdf', async ({ id, name, status }) =>
    status === 'active' ? { ids: [id], name: `${name}公示牌` } : refused('board_retired', null, { name }));

  boards('boards.pdf', async ({ id, name }, level) => {
    const ids = await gridsBelow(db, id, level, MOST_BOARDS + 1);
    if (ids.length === 0)
      return refused('board_none');
    return ids.length > MOST_BOARDS ? refused('board_most', null, { most: MOST_BOARDS }) : { ids, name: `${name}网格公示牌` };
  });
}

function unfit({ field }: Unfit): Refusal {
  return refused(field === 'level' ? 'board_level' : 'board_size');
}
