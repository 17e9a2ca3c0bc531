/** Which files a period has, and how a job that makes one stands. Pure. */
import type { Speak } from './report-file-words.ts';

export interface ReportFile {
  /** As its address ends: `report.xlsx`. */
  name: string;
  as: 'xlsx' | 'pdf' | 'csv' | 'evidence';
  icon: string;
  /** As a job it is asked for like this; null: it is none. */
  order: { document: string; format: string } | null;
}

export type FileGroup = 'report' | 'statistics' | 'bulletin' | 'evidence';

const ICONS = { xlsx: 'table_view', pdf: 'picture_as_pdf', csv: 'csv' } as const;

/** Of the version that is shown: a bulletin is of what is published, or of a month; the whole evidence is for who may take it. */
export function filesOf({ kind = 'quarter', version = 0 }: { kind?: string; version?: number }, shown: number, whole: boolean): [FileGroup, ReportFile[]][] {
  const made = (document: 'report' | 'statistics' | 'bulletin', formats: readonly (keyof typeof ICONS)[]): [FileGroup, ReportFile[]] =>
    [document, formats.map(format => ({ name: `${document}.${format}`, as: format, icon: ICONS[format], order: { document, format } }))];
  return [
    made('report', ['xlsx', 'pdf', 'csv']),
    made('statistics', ['xlsx', 'pdf']),
    ...(version > 0 && shown <= version) || kind === 'month' ? [made('bulletin', ['pdf'])] : [],
    ...whole ? [['evidence', [{ name: 'evidence', as: 'evidence', icon: 'verified', order: null }]] as [FileGroup, ReportFile[]]] : [],
  ];
}

/** Too much to be waited for: the server says so, and by which rule. */
export function isTooLong(error: unknown): boolean {
  const { response } = error as { response?: { status?: number; data?: { errors?: { extensions?: { rule?: unknown } }[] } } };
  return response?.status === 409 && (response.data?.errors ?? []).some(({ extensions }) => extensions?.rule === 'report_too_long');
}

/** It cannot be looked at any more, however often one asks. */
export function isGone(error: unknown): boolean {
  return [401, 403, 404].includes((error as { response?: { status?: number } }).response?.status ?? 0);
}

export interface ExportState { id: string; state: 'queued' | 'running' | 'done' | 'failed'; done: number | null; total: number | null; file: string | null; error: string | null }

export function isOver({ state }: ExportState): boolean {
  return state === 'done' || state === 'failed';
}

export function exportText({ state, done, total, error }: ExportState, speak: Speak, locale: string): string {
  switch (state) {
    case 'queued': return speak('queued');
    case 'running': return total === null ? speak('being_made') : speak('made_so_far', { done: done ?? 0, total });
    case 'done': return speak('made');
    // Kept in both languages.
    case 'failed': return speak('not_made', { why: (error ?? '').split(' / ').at(locale.toLowerCase().startsWith('en') ? -1 : 0) ?? '' });
  }
}
