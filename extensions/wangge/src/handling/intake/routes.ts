/**
 * `POST /wangge/issues/import[?dry_run=true]`: work orders from outside out of a workbook, with a verdict for
 * each row and cell; `GET /wangge/issues/import/template.xlsx`: the workbook to fill in.
 */
import type { Request, Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Caller } from './intake-service.ts';
import { Buffer } from 'node:buffer';
import { ForbiddenError } from '@directus/errors';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { refused, sentence } from '../../kernel/refusal-rules.ts';
import { firstRows, uploadedFile, XLSX } from '../../workbook/workbook-file.ts';
import { COLUMNS } from './column-rules.ts';
import { takeIn } from './intake-service.ts';
import { lookUp } from './intake-store.ts';
import { messages } from './messages.ts';
import { readRows, readSheet, ROWS_AT_MOST } from './row-rules.ts';
import { template } from './template-workbook.ts';

type Accountable = Request & Caller;

const BYTES_AT_MOST = 10 * 1024 * 1024;

export function mount(router: Router, context: HookContext): void {
  const { database } = context;
  const languageOf = async (request: Accountable): Promise<Language> => {
    if (!request.accountability?.user)
      throw new ForbiddenError();
    return readerLanguage(database, request.accountability.user, request.headers['accept-language']);
  };

  router.get('/issues/import/template.xlsx', async (request, response, next) => {
    try {
      const file = await template(await languageOf(request as unknown as Accountable));
      response.type(XLSX).attachment('work-orders.xlsx').send(Buffer.from(file));
    }
    catch (error) {
      next(error);
    }
  });

  router.post('/issues/import', async (incoming, response, next) => {
    try {
      const request = incoming as unknown as Accountable;
      const language = await languageOf(request);
      const refuse = (refusal: Refusal): Error => refusalError(messages, inWords(refusal, language), language);
      const file = await uploadedFile(request, BYTES_AT_MOST);
      if (file === null)
        throw refuse(refused('file_missing'));
      // Headings, all rows, and one more to see that there are too many.
      const cells = await firstRows(file, ROWS_AT_MOST + 2);
      if (cells === null)
        throw refuse(refused('file_unreadable'));
      const sheet = readSheet(cells);
      if (sheet.kind === 'refused')
        throw refuse(sheet);
      const rows = readRows(sheet, await lookUp(database, request.accountability!.user!), new Date().toISOString());
      const trial = request.query.dry_run === 'true';
      const caller: Caller = { accountability: request.accountability, schema: request.schema };
      const taken = await takeIn(context, caller, rows, ({ refusal }) => sentence(messages, inWords(refusal, language), language), trial);
      const data = { dry_run: trial, unknown_columns: sheet.unknown, ...taken };
      if (trial || taken.stored) {
        response.json({ data });
        return;
      }
      const refusal = refused('rows_at_fault', null, { rows: taken.counts.error });
      response.status(400).json({ errors: [{ message: sentence(messages, refusal, language), extensions: { code: 'WANGGE_REFUSED', rule: refusal.code } }], data });
    }
    catch (error) {
      next(error);
    }
  });
}

/** Columns are named as the sheet names them. */
function inWords(refusal: Refusal, language: Language): Refusal {
  const column = String(refusal.params.column ?? refusal.field ?? '');
  const heading = (COLUMNS as Record<string, { heading: Record<Language, string> } | undefined>)[column]?.heading[language] ?? column;
  return { ...refusal, params: { ...refusal.params, column: heading } };
}
