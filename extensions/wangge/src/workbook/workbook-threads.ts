/**
 * Workbooks read and written in threads of the pool, as if here: what comes and goes is taken apart some rows at a time, so that a
 * long one holds nobody. Whoever stops taking rows, or leaves (`signal`), ends the reading.
 */
import type { WriteOptions } from 'hucre';
import type { Buffer } from 'node:buffer';
import type { SheetRow } from './merged-cells.ts';
import type { OpenWorkbook } from './workbook-reader.ts';
import type { PackedSheet } from './workbook-task.ts';
import { setImmediate as others } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import { workers } from '../kernel/worker-pool.ts';
import { Unreadable } from './reading-limits.ts';
import { OPEN_WORKBOOK, READ_ROWS, WRITE_WORKBOOK } from './workbook-task.ts';

/** Throws `Unreadable`, now or while rows are taken. */
export async function openInThread(file: Buffer, signal: AbortSignal): Promise<OpenWorkbook> {
  // Both sides see the same bytes: a file of 20 MB is not copied for each sheet.
  const shared = new Uint8Array(new SharedArrayBuffer(file.length));
  shared.set(file);
  const opened = await workers.run(OPEN_WORKBOOK, shared, { signal });
  if ('obstacle' in opened)
    throw new Unreadable(opened.obstacle);
  return { sheets: opened.sheets, rows: at => rowsOf(shared, at, signal) };
}

async function* rowsOf(file: Uint8Array, at: number, signal: AbortSignal): AsyncGenerator<SheetRow> {
  const enough = new AbortController();
  const packs: Uint8Array[] = [];
  let news = Promise.withResolvers<void>();
  let end: { obstacle: Unreadable | null } | { error: unknown } | null = null;
  void workers.run(READ_ROWS, { file, at }, {
    signal: AbortSignal.any([signal, enough.signal]),
    onPiece: (pack) => {
      packs.push(pack);
      news.resolve();
    },
  }).then(said => end = { obstacle: said === null ? null : new Unreadable(said.obstacle) }, (error: unknown) => end = { error }).finally(() => news.resolve());
  try {
    for (;;) {
      const pack = packs.shift();
      if (pack !== undefined) {
        yield* deserialize(pack) as SheetRow[];
        await others();
        continue;
      }
      if (end !== null)
        break;
      await news.promise;
      news = Promise.withResolvers<void>();
    }
    const { obstacle, error } = end as { obstacle?: Unreadable | null; error?: unknown };
    if (obstacle != null)
      throw obstacle;
    if (error !== undefined)
      throw error;
  }
  finally {
    enough.abort();
  }
}

const TOGETHER = 500;

/** As hucre's `writeXlsx`. */
export async function writeInThread({ sheets, ...options }: WriteOptions, signal?: AbortSignal): Promise<Uint8Array> {
  const packed: PackedSheet[] = [];
  for (const { rows = [], cells = new Map(), ...sheet } of sheets)
    packed.push({ ...sheet, packedRows: await packs(rows), packedCells: await packs([...cells]) });
  return workers.run(WRITE_WORKBOOK, { ...options, sheets: packed }, signal === undefined ? {} : { signal });
}

async function packs(list: readonly unknown[]): Promise<Uint8Array[]> {
  const made: Uint8Array[] = [];
  for (let at = 0; at < list.length; at += TOGETHER) {
    made.push(new Uint8Array(serialize(list.slice(at, at + TOGETHER))));
    await others();
  }
  return made;
}
