/** The documents of assessment, each as its caller may see it: read, handed to a thread, and what they are called. */
import type { HookContext, KnownCaller } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { ReportAsk } from './report-service.ts';
import { periodOf } from '../../calendar/period-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { workers } from '../../kernel/worker-pool.ts';
import { pdfQueue } from '../../print/pdf-queue.ts';
import { XLSX } from '../../workbook/workbook-file.ts';
import { bulletinPaper } from './bulletin-page-rules.ts';
import { periodName } from './names-rules.ts';
import { reportPaper } from './report-page-rules.ts';
import { mayReadResults, readReport, reportedVersion, rowKeys } from './report-service.ts';
import { WRITE_REPORT, WRITE_STATISTICS } from './report-task.ts';
import { statisticsPaper } from './statistics-page-rules.ts';
import { readStatistics } from './statistics-service.ts';
import { wordsIn } from './words.ts';

export const DOCUMENTS = ['report', 'statistics', 'bulletin'] as const;
export type Document = (typeof DOCUMENTS)[number];
export const FORMATS = ['xlsx', 'pdf', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** In which forms each comes. */
export const FORMATS_OF: Record<Document, readonly Format[]> = { report: FORMATS, statistics: ['xlsx', 'pdf'], bulletin: ['pdf'] };

export const TYPES: Record<Format, string> = { xlsx: XLSX, pdf: 'application/pdf', csv: 'text/csv; charset=utf-8' };

export interface DocumentAsk extends ReportAsk { document: Document; format: Format }

export interface Made { bytes: Uint8Array; filename: string; title: string }

export interface Making {
  signal?: AbortSignal;
  /** More rows than this are not made while somebody waits for the answer. */
  rowsAtMost?: number;
  progress?: (done: number, total: number) => Promise<void>;
  /** A job waits as long as it takes. */
  patient?: boolean;
}

type Context = Pick<HookContext, 'services' | 'database' | 'env'>;

/** So many subjects are made while somebody waits; more are a job. */
export const ROWS_AT_ONCE = 1000;

export async function makeDocument(context: Context, caller: KnownCaller, ask: DocumentAsk, making: Making = {}): Promise<Made | Refusal> {
  return { report: makeReport, statistics: makeStatistics, bulletin: makeBulletin }[ask.document](context, caller, ask, making);
}

/** Whether there is anything to make for this caller; Directus' 403 for whoever may read no results at all. */
export async function mayRead(context: Context, caller: KnownCaller, ask: DocumentAsk): Promise<Refusal | null> {
  const span = periodOf(ask.period);
  await mayReadResults({ context, caller });
  const found = isRefusal(span) || ask.document !== 'report' ? span : await reportedVersion({ context, caller }, ask);
  return isRefusal(found) ? found : null;
}

function printOptions({ signal, patient }: Making): { signal?: AbortSignal; patient?: boolean } {
  return { ...signal === undefined ? {} : { signal }, ...patient === undefined ? {} : { patient } };
}

async function makeReport(context: Context, caller: KnownCaller, ask: DocumentAsk, making: Making): Promise<Made | Refusal> {
  const { signal, rowsAtMost, progress } = making;
  const reading = { context, caller };
  const found = await reportedVersion(reading, ask);
  if (isRefusal(found))
    return found;
  const keys = await rowKeys(reading, found);
  if (rowsAtMost !== undefined && keys.length > rowsAtMost)
    return { ...refused('report_too_long', null, { rows: keys.length, most: rowsAtMost }), status: 409 };
  const report = await readReport(reading, found, keys, ask.language, { withCases: ask.format === 'xlsx', ...signal === undefined ? {} : { signal }, read: async rows => progress?.(rows, keys.length) });
  const names = named(ask, found.period.subdistrict, found.version);
  const { format } = ask;
  const bytes = format === 'pdf' ? await pdfQueue.print(reportPaper, report, printOptions(making)) : await workers.run(WRITE_REPORT, { format, report }, signal === undefined ? {} : { signal });
  return { bytes, ...names };
}

async function makeStatistics(context: Context, caller: KnownCaller, ask: DocumentAsk, making: Making): Promise<Made | Refusal> {
  const statistics = await readStatistics(context, caller, ask);
  if (isRefusal(statistics))
    return statistics;
  const { signal } = making;
  const bytes = ask.format === 'pdf' ? await pdfQueue.print(statisticsPaper, statistics.data, printOptions(making)) : await workers.run(WRITE_STATISTICS, statistics.data, signal === undefined ? {} : { signal });
  return { bytes, ...named(ask, statistics.subdistrict, null) };
}

/** Of a quarter only once it is published; of a month, how matters were handled. */
async function makeBulletin(context: Context, caller: KnownCaller, ask: DocumentAsk, making: Making): Promise<Made | Refusal> {
  const statistics = await readStatistics(context, caller, ask);
  if (isRefusal(statistics))
    return statistics;
  const { data, issued_on } = statistics;
  const reading = { context, caller };
  const found = data.period.kind === 'month' ? null : await reportedVersion(reading, { ...ask, subdistrict: statistics.subdistrict.code });
  if (isRefusal(found))
    return found;
  const report = found === null ? null : await readReport(reading, found, await rowKeys(reading, found), ask.language, making.signal === undefined ? {} : { signal: making.signal });
  if (report !== null && report.head.state !== 'published')
    return { ...refused('bulletin_not_published', 'period', { period: ask.period }), status: 409 };
  return { bytes: await pdfQueue.print(bulletinPaper, { report, statistics: data, issued_on }, printOptions(making)), ...named(ask, statistics.subdistrict, report?.head.version ?? null) };
}

function named({ document, format, period, language }: DocumentAsk, subdistrict: { code: string; name: string }, version: number | null): Pick<Made, 'filename' | 'title'> {
  const w = wordsIn(language);
  return {
    filename: `${[period, subdistrict.code, document, ...version === null ? [] : [`v${version}`]].join('-')}.${format}`,
    title: `${subdistrict.name} ${periodName(period, w)} ${w(`document_${document}`)}`,
  };
}
