/**
 * `POST /wangge/issues/import[?dry_run=true]`: work orders from outside out of a workbook, with a verdict for
 * each row and cell; `GET /wangge/issues/import/template.xlsx`: the workbook to fill in.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import { routesOf } from '../../kernel/route.ts';
import { answerImport, sendWorkbook } from '../../workbook/import-answer.ts';
import { importOrders, ordersAnswer } from './intake-service.ts';
import { messages } from './messages.ts';
import { SHEET_NAME, template } from './template-workbook.ts';

const MEGABYTES = 10;

export function mount(router: Router, context: HookContext): void {
  const route = routesOf(router, context, messages);

  route.get('/issues/import/template.xlsx', async ({ response, language }) => {
    sendWorkbook(response, await template(language), 'work-orders.xlsx');
  });

  route.post('/issues/import', asked => answerImport(asked, {
    context,
    messages,
    megabytes: MEGABYTES,
    run: (files, request) => importOrders(request, [...files.values()][0]!),
    answer: result => ordersAnswer(result, asked.language),
    names: { sheet: SHEET_NAME, owner: SHEET_NAME[asked.language] },
  }));
}
