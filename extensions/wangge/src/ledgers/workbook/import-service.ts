/** A workbook into a ledger, by the rules of its form and with the rights of its caller. */
import type { Buffer } from 'node:buffer';
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Headings } from '../../workbook/heading-rules.ts';
import type { ImportRequest, ImportResult } from '../../workbook/import-service.ts';
import type { NewEntry } from '../entry-store.ts';
import type { Dataset } from '../model.ts';
import type { Column } from './column-rules.ts';
import type { CheckedEntry, EntryChecks } from './entry-check-service.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { todayOf } from '../../territory/index.ts';
import { importRows } from '../../workbook/import-service.ts';
import { installedCipher } from '../encryption-key.ts';
import { entryChecker } from '../entry-rules.ts';
import { insertEntries, updateEntries } from '../entry-store.ts';
import { compileValidation } from '../field-validation.ts';
import { log } from '../reveal-service.ts';
import { groupedByFields } from './change-rules.ts';
import { checkEntries } from './entry-check-service.ts';
import { gridLookup } from './grid-lookup-service.ts';
import { sheetFormat } from './heading-rules.ts';
import { rightsOf } from './import-rights-service.ts';
import { columnFacts } from './import-store.ts';
import { messages } from './messages.ts';

export async function importEntries(request: ImportRequest, dataset: Dataset, file: Buffer): Promise<ImportResult | Refusal> {
  const { context, caller, trial, language } = request;
  if (!dataset.active)
    return refused('dataset_inactive', null, { name: dataset.name[language] });
  return importRows<Column, CheckedEntry>(request, {
    ...sheetFormat(dataset),
    messages,
    place: `ledger import ${dataset.collection}`,
    writesOnTrial: false,
    begin: async (trx, headings) => {
      const checks = await checksOf(request, trx, dataset, headings);
      return {
        check: async rows => (await checkEntries(checks, rows)).map(row => ({ ...row, item: row.verdict === 'new' && trial ? null : row.id })),
        write: async (rows, faultless) => faultless ? write(request, trx, checks, rows) : undefined,
        finish: async (rows) => {
          const fields = headings.columns.flatMap(column => column?.meaning.kind === 'field' ? [column.name] : []);
          await log(context, caller, trx, { action: 'import', dataset: dataset.id, collection: dataset.collection, item: null, grid: null, fields, rows, purpose: null });
        },
      };
    },
  }, file);
}

async function checksOf({ context, caller }: ImportRequest, trx: Db, dataset: Dataset, headings: Headings<Column>): Promise<EntryChecks> {
  const [today, seals] = [await todayOf(trx), installedCipher()];
  const rights = await rightsOf(context, caller, trx, dataset);
  return {
    services: context.services,
    caller,
    trx,
    seals,
    today,
    sets: new Map(),
    dataset,
    columns: headings.columns,
    check: entryChecker(dataset, { today, seals, compile: compileValidation }),
    facts: await columnFacts(trx, dataset.collection),
    rights,
    grids: gridLookup(trx, rights),
    rowsByEntry: new Map(),
  };
}

async function write({ caller }: ImportRequest, trx: Db, { dataset, rights, facts }: EntryChecks, checked: readonly CheckedEntry[]): Promise<void> {
  const by = { person: caller.accountability?.user ?? null, source: 'import' } as const;
  const entry = ({ id, values, sealed, entry_key }: CheckedEntry): NewEntry => ({ id, values, sealed, entry_key });
  // Left out where the column has a value of its own, empty otherwise: few statements for rows that are filled in differently.
  for (const rows of groupedByFields(checked.filter(({ verdict }) => verdict === 'new'), (_, field) => facts.defaulted.has(field) || field === 'source' ? undefined : null))
    await insertEntries(trx, dataset, rows.map(entry), by);
  const changed = checked.filter(({ verdict }) => verdict === 'changed');
  await rights.assertUpdate(changed.map(({ id }) => id));
  for (const rows of groupedByFields(changed, ({ stored }, field) => stored![field] ?? null))
    await updateEntries(trx, dataset, rows.map(entry), by);
}
