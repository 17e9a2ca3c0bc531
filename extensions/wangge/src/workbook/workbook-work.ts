/** Reading and writing workbooks, in the thread. */
import type { WriteOptions } from 'hucre';
import type { Work } from '../kernel/task.ts';
import type { SheetRow } from './merged-cells.ts';
import type { Obstacle } from './reading-limits.ts';
import { Buffer } from 'node:buffer';
import { deserialize, serialize } from 'node:v8';
import { writeXlsx } from 'hucre/xlsx';
import { workOf } from '../kernel/task.ts';
import { Unreadable } from './reading-limits.ts';
import { openWorkbook } from './workbook-reader.ts';
import { OPEN_WORKBOOK, READ_ROWS, WRITE_WORKBOOK } from './workbook-task.ts';

/** To take them apart takes whoever receives them a few milliseconds. */
const TOGETHER = 500;

export const works: readonly Work[] = [
  workOf(OPEN_WORKBOOK, file => unlessUnreadable(async () => {
    const { sheets } = await openWorkbook(Buffer.from(file));
    return { sheets };
  })),
  workOf(READ_ROWS, ({ file, at }, tell) => unlessUnreadable(async () => {
    const book = await openWorkbook(Buffer.from(file), at);
    let rows: SheetRow[] = [];
    const send = (): void => {
      tell(new Uint8Array(serialize(rows)));
      rows = [];
    };
    for await (const row of book.rows(at)) {
      if (rows.push(row) === TOGETHER)
        send();
    }
    send();
    return null;
  })),
  workOf(WRITE_WORKBOOK, ({ sheets, ...options }) => writeXlsx({
    ...options,
    sheets: sheets.map(({ packedRows, packedCells, ...sheet }) => ({
      ...sheet,
      rows: packedRows.flatMap(rows => deserialize(rows) as WriteOptions['sheets'][number]['rows'] & object),
      cells: new Map(packedCells.flatMap(cells => deserialize(cells) as [string, object][])),
    })),
  })),
];

async function unlessUnreadable<Result>(read: () => Promise<Result>): Promise<Result | { obstacle: Obstacle }> {
  try {
    return await read();
  }
  catch (error) {
    if (error instanceof Unreadable)
      return { obstacle: error.code };
    throw error;
  }
}
