/** Writing workbooks and text of reports, in the thread. */
import type { Work } from '../../kernel/task.ts';
import { Buffer } from 'node:buffer';
import { writeXlsx } from 'hucre/xlsx';
import { workOf } from '../../kernel/task.ts';
import { reportLines } from './csv-rules.ts';
import { unpackedReport } from './packed-rules.ts';
import { WRITE_REPORT, WRITE_STATISTICS } from './report-task.ts';
import { statisticsWorkbook } from './statistics-workbook-rules.ts';
import { reportWorkbook } from './workbook-rules.ts';

/** Lines of text that become bytes together. */
const TOGETHER = 5000;

export const works: readonly Work[] = [
  workOf(WRITE_REPORT, async ({ format, report }) => format === 'xlsx' ? writeXlsx(reportWorkbook(unpackedReport(report))) : textOf(reportLines(unpackedReport(report)))),
  workOf(WRITE_STATISTICS, async data => writeXlsx(statisticsWorkbook(data))),
];

function textOf(lines: Iterable<string>): Uint8Array {
  const parts: Buffer[] = [];
  let some: string[] = [];
  for (const line of lines) {
    if (some.push(line) === TOGETHER) {
      parts.push(Buffer.from(some.join('')));
      some = [];
    }
  }
  return new Uint8Array(Buffer.concat([...parts, Buffer.from(some.join(''))]));
}
