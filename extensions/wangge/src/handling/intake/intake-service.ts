/**
 * Takes in the rows of a workbook as issues of the caller: through Directus' own service, so that
 * permissions, hooks and the lifecycle hold for each as for any report. One transaction: all
 * rows or none; a trial does the same row by row and takes it back. Rows that were taken in before are passed over.
 */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Db, HookContext } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Column } from './column-rules.ts';
import type { IntakeRow } from './row-rules.ts';
import { COLUMN_NAMES } from './column-rules.ts';
import { orderKey, takenBefore } from './intake-store.ts';

export interface RowVerdict {
  row: number;
  external_no: string | null;
  /** `new`: taken in (on trial: it would be); `already`: it was there before. */
  verdict: 'new' | 'already' | 'error';
  issue: { id: Uuid; number: string } | null;
  faults: { column: Column | null; text: string }[];
}

export interface Taken { rows: RowVerdict[]; counts: Record<RowVerdict['verdict'], number>; stored: boolean }

export interface Caller { accountability: Accountability | null; schema: SchemaOverview }

/** How a fault of a cell is said. */
type Say = (fault: IntakeRow['faults'][number]) => string;

class TakenBack extends Error {}

export async function takeIn(context: HookContext, caller: Caller, rows: readonly IntakeRow[], say: Say, trial: boolean): Promise<Taken> {
  if (!trial && rows.every(({ faults }) => faults.length === 0)) {
    let tried = await takeAll(context, caller, rows);
    // Somebody took in one of them at the same time: it is there now, and passed over.
    if ('refused' in tried && errorsOf(tried.refused).some(({ code }) => code === 'RECORD_NOT_UNIQUE'))
      tried = await takeAll(context, caller, rows);
    if (!('refused' in tried))
      return tried;
    const judged = await judge(context, caller, rows, say);
    // No row is at fault by itself: the refusal is of the whole.
    if (judged.counts.error === 0)
      throw tried.refused;
    return judged;
  }
  return judge(context, caller, rows, say);
}

/** All that are new, by one call (whose limit is that of the sheet, not that of an API's batch) of the service, whose events are heard after it is committed. Otherwise nothing was stored. */
async function takeAll({ services, database }: HookContext, caller: Caller, rows: readonly IntakeRow[]): Promise<Taken | { refused: unknown }> {
  const before = await takenBefore(database, rows);
  const fresh = rows.filter(row => !before.has(orderKey(row)));
  let ids: Uuid[];
  try {
    ids = fresh.length === 0 ? [] : await new services.ItemsService('issues', { ...caller }).createMany(fresh.map(({ payload }) => payload), { bypassLimits: true }) as Uuid[];
  }
  catch (error) {
    if (isUnexpected(error))
      throw error;
    return { refused: error };
  }
  const numbers = new Map<Uuid, string>((await database('issues').whereIn('id', ids).select('id', 'number')).map(({ id, number }) => [id, number]));
  const issues = new Map(fresh.map((row, at) => [row.row, { id: ids[at]!, number: numbers.get(ids[at]!)! }]));
  return summed(rows.map((row) => {
    const earlier = before.get(orderKey(row));
    return { row: row.row, external_no: row.external_no, verdict: earlier === undefined ? 'new' : 'already', issue: earlier ?? issues.get(row.row)!, faults: [] };
  }), true);
}

/** What would become of each row: done row by row, each in a savepoint so that the next one's fault is found too, and taken back. */
async function judge(context: HookContext, caller: Caller, rows: readonly IntakeRow[], say: Say): Promise<Taken> {
  const verdicts: RowVerdict[] = [];
  await context.database.transaction(async (trx) => {
    const before = await takenBefore(trx, rows);
    for (const row of rows)
      verdicts.push({ row: row.row, external_no: row.external_no, issue: null, faults: [], ...await verdictOf(context, caller, trx, row, before.get(orderKey(row)) ?? null, say) });
    throw new TakenBack();
  }).catch((error) => {
    if (!(error instanceof TakenBack))
      throw error;
  });
  return summed(verdicts, false);
}

async function verdictOf({ services }: HookContext, caller: Caller, trx: Db, { payload, faults }: IntakeRow, earlier: RowVerdict['issue'], say: Say): Promise<Pick<RowVerdict, 'verdict'> & Partial<RowVerdict>> {
  if (earlier !== null)
    return { verdict: 'already', issue: earlier };
  if (faults.length > 0)
    return { verdict: 'error', faults: faults.map(fault => ({ column: fault.column, text: say(fault) })) };
  try {
    // Nobody hears of what is taken back.
    await trx.transaction(savepoint => new services.ItemsService('issues', { ...caller, knex: savepoint }).createOne(payload, { bypassEmitAction: () => {} }));
    return { verdict: 'new' };
  }
  catch (error) {
    return { verdict: 'error', faults: faultsOf(error) };
  }
}

function summed(rows: RowVerdict[], stored: boolean): Taken {
  const count = (verdict: RowVerdict['verdict']): number => rows.filter(one => one.verdict === verdict).length;
  return { rows, counts: { new: count('new'), already: count('already'), error: count('error') }, stored };
}

interface Said extends Error { status?: number; code?: string; extensions?: { field?: string; validation_message?: string } }

function errorsOf(error: unknown): Said[] {
  return (Array.isArray(error) ? error : [error]) as Said[];
}

/** Not a refusal, but something that has to be looked into. */
function isUnexpected(error: unknown): boolean {
  return errorsOf(error).some(({ status }) => status === undefined || status >= 500);
}

/** The field at which Directus or a rule refuses is a column of the sheet, or of the row as a whole. */
function faultsOf(error: unknown): RowVerdict['faults'] {
  if (isUnexpected(error))
    throw error;
  return errorsOf(error).map(({ message, extensions }) => ({
    column: COLUMN_NAMES.find(name => name === extensions?.field) ?? (extensions?.field === 'location' ? 'longitude' : null),
    text: extensions?.validation_message ?? message,
  }));
}
