/**
 * `POST /wangge/issues/import[?dry_run=true]`: work orders from outside out of a workbook, with a verdict for
 * each row and cell; `GET /wangge/issues/import/template.xlsx`: the workbook to fill in.
 */
import type { Router } from 'express';
import type { Db, HookContext } from '../../kernel/context.ts';
import { concurrencyLimit } from '../../kernel/concurrency-limit.ts';
import { doors } from '../../kernel/route.ts';
import { answerImport, sendWorkbook } from '../../workbook/import-door.ts';
import { importOrders, ordersAnswer } from './intake-service.ts';
import { messages } from './messages.ts';
import { SHEET_NAME, template } from './template-workbook.ts';

const MEGABYTES = 10;

export function mount(router: Router, context: HookContext): void {
  const inTurn = concurrencyLimit(2);
  const door = doors(router, context.database as unknown as Db, messages);

  door('get', '/issues/import/template.xlsx', async ({ response, language }) => {
    sendWorkbook(response, await template(language), 'work-orders.xlsx');
  });

  door('post', '/issues/import', async asked => inTurn(() => answerImport(asked, {
    context,
    messages,
    megabytes: MEGABYTES,
    run: (files, request) => importOrders(request, [...files.values()][0]!),
    answer: ordersAnswer,
    names: { sheet: SHEET_NAME, owner: SHEET_NAME[asked.language] },
  })));
}
