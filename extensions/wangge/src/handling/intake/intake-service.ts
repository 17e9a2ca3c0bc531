/**
 * Work orders out of a workbook as issues of the caller: through Directus' own service, so that permissions, hooks and the
 * lifecycle hold for each as for any report. Orders that were imported before are passed over.
 */
import type { Buffer } from 'node:buffer';
import type { Db } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { CheckedRow, ImportRequest, ImportResult } from '../../workbook/import-service.ts';
import type { OrderColumn } from './column-rules.ts';
import type { OrderRow } from './row-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { gridAt } from '../../territory/index.ts';
import { pointOf } from '../../territory/locate-rules.ts';
import { unknownColumns } from '../../workbook/import-answer.ts';
import { importRows } from '../../workbook/import-service.ts';
import { refusalsIn, refusalsOf } from '../../workbook/trial-service.ts';
import { COLUMNS, ROWS_AT_MOST, SHEET } from './column-rules.ts';
import { importedBefore, knownNames, orderKey } from './intake-store.ts';
import { messages } from './messages.ts';
import { readRows } from './row-rules.ts';

/** `same`: imported before. */
export interface CheckedOrder extends CheckedRow, Pick<OrderRow, 'source' | 'external_no' | 'payload'> {
  issue: { id: Uuid; number: string } | null;
}

export type OrderImport = ImportResult & { orders: readonly CheckedOrder[] };

export async function importOrders(request: ImportRequest, file: Buffer): Promise<OrderImport | Refusal> {
  let orders: CheckedOrder[] = [];
  const result = await importRows<OrderColumn, CheckedOrder>(request, {
    ...SHEET,
    messages,
    place: null,
    writesOnTrial: true,
    told: ROWS_AT_MOST,
    begin: async (trx, headings) => ({
      check: async (rows) => {
        const read = readRows(headings, rows, await knownNames(trx, request.caller.accountability!.user), new Date().toISOString());
        orders = read.map(row => ({ ...row, verdict: 'new', item: null, issue: null }));
        await passOver(trx, orders);
        await findPlaces(trx, orders);
        return orders;
      },
      write: async (_, faultless) => {
        if (request.trial || !faultless)
          return tryEach(request, trx, orders);
        const refusal = await createAll(request, orders);
        if (refusal === null)
          return;
        await tryEach(request, trx, orders);
        // No order is at fault by itself: the refusal is of the whole.
        if (orders.every(({ faults }) => faults.length === 0))
          throw refusal.error;
      },
    }),
  }, file);
  return result.kind === 'refused' ? result : { ...result, orders };
}

/** A place that lies in no grid is told: where else it might be is not guessed. */
async function findPlaces(db: Db, orders: readonly CheckedOrder[]): Promise<void> {
  for (const { verdict, faults, payload } of orders) {
    const place = payload.grid === undefined && verdict === 'new' ? pointOf(payload.location) : null;
    if (place !== null && faults.length === 0 && await gridAt(db, place) === null)
      faults.push(refused('place_in_no_grid', 'longitude', { longitude: place.coordinates[0]!, latitude: place.coordinates[1]! }));
  }
}

async function passOver(db: Db, orders: readonly CheckedOrder[]): Promise<void> {
  const before = await importedBefore(db, orders);
  for (const order of orders) {
    const issue = before.get(orderKey(order)) ?? null;
    if (issue !== null)
      Object.assign(order, { verdict: 'same', issue, faults: [] });
  }
}

/**
 * All that are new, by one call of the service (whose limit is that of the sheet, not that of an API's batch), in a transaction
 * of its own: events are heard when it is committed. What refused it, if anything did: then nothing is stored.
 */
async function createAll(request: ImportRequest, orders: readonly CheckedOrder[], again = true): Promise<{ error: unknown } | null> {
  const { context: { services, database }, caller } = request;
  const fresh = orders.filter(({ verdict }) => verdict === 'new');
  try {
    const ids = fresh.length === 0 ? [] : await new services.ItemsService('issues', { ...caller }).createMany(fresh.map(({ payload }) => payload), { bypassLimits: true }) as Uuid[];
    const numbers = new Map<Uuid, string>((await database('issues').whereIn('id', ids).select('id', 'number')).map(({ id, number }) => [id, number]));
    for (const [at, order] of fresh.entries())
      order.issue = { id: ids[at]!, number: numbers.get(ids[at]!)! };
    return null;
  }
  catch (error) {
    if (!refusalsIn(error).some(({ field }) => field === 'external_no') || !again)
      return { error };
    // Somebody imported one of them at the same time: it is there now, and passed over.
    await passOver(database, orders);
    return createAll(request, orders, false);
  }
}

/** Each in a savepoint, so that the next one's fault is found too. Nobody hears of what is taken back. */
async function tryEach({ context: { services }, caller }: ImportRequest, trx: Db, orders: readonly CheckedOrder[]): Promise<void> {
  for (const { payload, faults } of orders.filter(({ verdict, faults }) => verdict === 'new' && faults.length === 0)) {
    const refusals = await refusalsOf(() => trx.transaction(savepoint => new services.ItemsService('issues', { ...caller, knex: savepoint }).createOne(payload, { bypassEmitAction: () => {} })));
    faults.push(...refusals.map(({ field, text }) => ({ field: columnAt(field), text })));
  }
}

/** The column at whose field Directus or a rule refuses; null: the row as a whole. */
function columnAt(field: string | null): string | null {
  return field === 'location' ? 'longitude' : COLUMNS.find(({ name }) => name === field)?.name ?? null;
}

/** Verdicts in the order of the sheet. */
export function ordersAnswer({ orders, report, source }: OrderImport, language: Language): object {
  const told = new Map(report.rows().map(verdict => [verdict.row, verdict]));
  const verdicts = { new: 'new', same: 'already', changed: 'already', error: 'error' } as const;
  return {
    unknown_columns: unknownColumns({ source }, language),
    rows: orders.map(({ row, external_no, issue }) => {
      const { verdict, faults } = told.get(row)!;
      return { row, external_no, verdict: verdicts[verdict], issue, faults: faults.map(({ field, text }) => ({ column: field, text })) };
    }),
    counts: { new: report.counts.new, already: report.counts.same, error: report.counts.error },
  };
}
