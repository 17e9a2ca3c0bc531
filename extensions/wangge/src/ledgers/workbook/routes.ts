/** `/wangge/ledgers/:collection/{template.xlsx,import,export.xlsx}`: a ledger as a workbook, in and out. */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Words } from '../../kernel/refusal-rules.ts';
import type { View } from './export-service.ts';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { concurrencyLimit } from '../../kernel/concurrency-limit.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { mayCreate } from '../../kernel/rights.ts';
import { todayOf } from '../../territory/index.ts';
import { answerImport, sendWorkbook, sheetAnswer } from '../../workbook/import-answer.ts';
import { FILE_MEGABYTES } from '../../workbook/reading-limits.ts';
import { XLSX } from '../../workbook/workbook-file.ts';
import { datasetRoutes } from '../dataset-route.ts';
import { loadDataset } from '../dataset-store.ts';
import { log } from '../reveal-service.ts';
import { EXPORTED_AT_MOST, keysOf, readable, workbook } from './export-service.ts';
import { importEntries } from './import-service.ts';
import { ownPatches, personName } from './import-store.ts';
import { messages } from './messages.ts';
import { template } from './template-workbook.ts';

/** Patches to choose from in the template; whoever has more writes the name. */
const GRIDS_LISTED = 500;

export function mount(router: Router, context: HookContext): void {
  const db = context.database;
  const inTurn = concurrencyLimit(2);
  const route = datasetRoutes(router, context, messages);

  route.get('/ledgers/:collection/template.xlsx', async ({ response, dataset, language, caller }) => {
    // What a sensitive set holds is for those who work with it.
    if (!await mayCreate(context, caller, db, dataset.collection))
      return null;
    const references = new Map<string, { set: Words; field: Words }>();
    for (const { of } of dataset.fields) {
      const set = of === null ? null : await loadDataset(db, of);
      const field = set?.fields.find(({ field }) => field === set.reference_field);
      if (set !== null && field !== undefined)
        references.set(set.collection, { set: set.name, field: field.label });
    }
    const grids = await ownPatches(db, caller.accountability.user, GRIDS_LISTED);
    const file = await template(dataset, language, { today: await todayOf(db), grids, references });
    return sendWorkbook(response, file, `${dataset.name[language]}-${{ 'zh-CN': '模板', 'en-US': 'template' }[language]}.xlsx`);
  });

  route.post('/ledgers/:collection/import', asked => inTurn(() => answerImport(asked, {
    context,
    messages,
    megabytes: FILE_MEGABYTES,
    run: (files, request) => importEntries(request, asked.dataset, [...files.values()][0]!),
    answer: result => sheetAnswer(result, asked.language),
    names: { sheet: asked.dataset.name, owner: asked.dataset.name[asked.language] },
  })));

  route.get('/ledgers/:collection/export.xlsx', async ({ request, response, dataset, language, caller, person }) => {
    if (!dataset.export_allowed)
      return refused('export_not_allowed', null, { name: dataset.name['zh-CN'], name_en: dataset.name['en-US'] });
    const exporting = { context, caller, dataset, language };
    const { filter, sort, search } = (request as { sanitizedQuery?: View }).sanitizedQuery ?? {};
    const keys = await keysOf(exporting, { filter: filter ?? null, sort: sort ?? null, search: search ?? null });
    const columns = await readable(exporting, keys);
    // Before the first row leaves; whoever may not be logged exports nothing.
    await log(context, caller, db, {
      action: 'export',
      dataset: dataset.id,
      collection: dataset.collection,
      item: null,
      grid: null,
      fields: columns.flatMap(({ name, meaning }) => meaning.kind === 'field' ? [name] : []),
      rows: Math.min(keys.length, EXPORTED_AT_MOST),
      purpose: null,
    });
    const by = { name: await personName(db, person), at: await todayOf(db) };
    response.type(XLSX).attachment(`${dataset.name[language]}-${by.at}.xlsx`);
    await pipeline(Readable.fromWeb(workbook(exporting, columns, keys, by) as Parameters<typeof Readable.fromWeb>[0]), response).catch((error: unknown) => {
      // It has begun to leave: what is left is to break it off, so that nobody takes it for whole.
      response.destroy(error as Error);
    });
    return undefined;
  });
}
