/** A report on its way into a thread: its lists in packs of bytes, which hold nobody to take apart. */
import type { ReportCase, ReportData, ReportHead, ReportRow, ReportScore, YearReport } from './model.ts';
import { unpacked } from '../../kernel/task.ts';
import { toldReport } from './model.ts';

export interface PackedReport {
  head: ReportHead;
  rows: Uint8Array[];
  scores: Uint8Array[];
  cases: Uint8Array[];
  cases_left: Record<string, number>;
  year?: YearReport;
}

/** As it may be told. */
export function unpackedReport({ rows, scores, cases, ...rest }: PackedReport): ReportData {
  return toldReport({
    ...rest,
    rows: rows.flatMap(pack => unpacked<ReportRow[]>(pack)),
    scores: scores.flatMap(pack => unpacked<ReportScore[]>(pack)),
    cases: cases.flatMap(pack => unpacked<ReportCase[]>(pack)),
  });
}
