/** Workbooks and text of reports are made in a thread: named here, done in `report-work.ts`. */
import type { PackedReport } from './packed-rules.ts';
import type { StatisticsData } from './statistics-rules.ts';
import { taskOf } from '../../kernel/task.ts';

export const WRITE_REPORT = taskOf<{ format: 'xlsx' | 'csv'; report: PackedReport }, Uint8Array>('write_report', { long: true });
export const WRITE_STATISTICS = taskOf<StatisticsData, Uint8Array>('write_statistics');
