/**
 * Takes a workbook into a ledger as its caller: all rows or none, in one transaction; a trial judges and writes nothing.
 * Brought in again, the same workbook changes nothing.
 */
import type { Db, HookContext } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Caller } from '../../kernel/route.ts';
import type { Report } from '../../workbook/import-report-rules.ts';
import type { FileRow } from '../../workbook/workbook-file.ts';
import type { NewEntry } from '../entry-store.ts';
import type { Dataset } from '../model.ts';
import type { Headings } from './heading-rules.ts';
import type { Judged, Judging } from './verdict-service.ts';
import { refused, sentence } from '../../kernel/refusal-rules.ts';
import { todayOf } from '../../territory/index.ts';
import { newReport } from '../../workbook/import-report-rules.ts';
import { isEntry } from '../../workbook/sheet-mark-rules.ts';
import { installedSeals } from '../encryption-key.ts';
import { entryChecker } from '../entry-rules.ts';
import { insertEntries, updateEntries } from '../entry-store.ts';
import { compileValidation } from '../field-validation.ts';
import { log } from '../reveal-service.ts';
import { alike } from './change-rules.ts';
import { readHeadings, ROWS_AT_MOST } from './heading-rules.ts';
import { rightsOf } from './import-rights-service.ts';
import { columnFacts, waitForTurn } from './import-store.ts';
import { messages } from './messages.ts';
import { placesOf } from './place-service.ts';
import { judge } from './verdict-service.ts';

const BATCH = 500;

export interface Taken { kind: 'taken'; report: Report; headings: Headings; stored: boolean; rows: number }

class TakenBack extends Error {}

export interface Asked { context: Pick<HookContext, 'services' | 'database'>; caller: Caller; dataset: Dataset; language: Language; trial: boolean }

/** `file` is begun anew for each attempt. */
export async function takeIn(asked: Asked, file: () => AsyncIterable<FileRow>): Promise<Taken | Refusal> {
  try {
    return await attempt(asked, file);
  }
  catch (error) {
    // Somebody entered one of them in the form at the same moment: it is there now.
    if ((error as { code?: string }).code === '23505')
      return attempt(asked, file);
    throw error;
  }
}

async function attempt(asked: Asked, file: () => AsyncIterable<FileRow>): Promise<Taken | Refusal> {
  let outcome: Taken | Refusal | undefined;
  await asked.context.database.transaction(async (transaction) => {
    const trx = transaction as unknown as Db;
    await waitForTurn(trx, asked.dataset.collection);
    outcome = await inTransaction(asked, trx, file());
    if (outcome.kind === 'refused' || !outcome.stored)
      throw new TakenBack();
  }).catch((error: unknown) => {
    if (!(error instanceof TakenBack))
      throw error;
  });
  return outcome!;
}

async function inTransaction(asked: Asked, trx: Db, file: AsyncIterable<FileRow>): Promise<Taken | Refusal> {
  const { context, caller, dataset, trial } = asked;
  if (!dataset.active)
    return refused('dataset_inactive', null, { name: dataset.name[asked.language] });
  const report = newReport();
  let headings: Headings | Refusal | null = null;
  let judging: Judging | null = null;
  let rows = 0;
  let batch: FileRow[] = [];
  const work = async (): Promise<void> => {
    judging ??= await judgingOf(asked, trx, headings as Headings);
    const judged = await judge(judging, batch);
    batch = [];
    judged.forEach(one => report.add(verdictOf(asked, one)));
    if (!trial && report.counts.error === 0)
      await write(asked, trx, judging, judged);
  };
  for await (const row of file) {
    if (headings === null) {
      headings = readHeadings(dataset, row.cells);
      if (headings.kind === 'refused')
        return headings;
      continue;
    }
    if (!isEntry(row.cells))
      continue;
    if (++rows > ROWS_AT_MOST)
      return refused('rows_too_many', null, { limit: ROWS_AT_MOST });
    if (batch.push(row) === BATCH)
      await work();
  }
  if (headings === null || rows === 0)
    return refused('sheet_empty');
  if (batch.length > 0)
    await work();
  const stored = !trial && report.counts.error === 0;
  if (stored) {
    const fields = headings.columns.flatMap(column => column?.meaning.kind === 'field' ? [column.name] : []);
    await log(context, caller, trx, { action: 'import', dataset: dataset.id, collection: dataset.collection, item: null, grid: null, fields, rows, purpose: null });
  }
  return { kind: 'taken', report, headings, stored, rows };
}

async function judgingOf({ context, caller, dataset }: Asked, trx: Db, headings: Headings): Promise<Judging> {
  const [today, seals] = [await todayOf(trx), installedSeals()];
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
    places: placesOf(trx, rights),
    rowsByEntry: new Map(),
  };
}

async function write({ caller, dataset }: Asked, trx: Db, { rights, facts }: Judging, judged: readonly Judged[]): Promise<void> {
  const by = { person: caller.accountability?.user ?? null, source: 'import' } as const;
  const entry = ({ id, values, sealed, entry_key }: Judged): NewEntry => ({ id, values, sealed, entry_key });
  // Left out where the column has a value of its own, empty otherwise: few statements for rows that are filled in differently.
  for (const rows of alike(judged.filter(({ verdict }) => verdict === 'new'), (_, field) => facts.defaulted.has(field) || field === 'source' ? undefined : null))
    await insertEntries(trx, dataset, rows.map(entry), by);
  const changed = judged.filter(({ verdict }) => verdict === 'changed');
  await rights.assertUpdate(changed.map(({ id }) => id));
  for (const rows of alike(changed, ({ stored }, field) => stored![field] ?? null))
    await updateEntries(trx, dataset, rows.map(entry), by);
}

function verdictOf({ language, trial }: Asked, { row, verdict, id, faults }: Judged): Parameters<Report['add']>[0] {
  return {
    row,
    verdict,
    item: verdict === 'error' || (verdict === 'new' && trial) ? null : id,
    faults: faults.map(fault => ({ field: fault.field, text: sentence(messages, fault, language) })),
  };
}
