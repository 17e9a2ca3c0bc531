/** What a trial of a workbook found, to be read: without a component or a request. */
import type { TrialSpeak } from './trial-words.ts';

export type VerdictKind = 'new' | 'changed' | 'same' | 'error';

/** The server's answer; `rows` faulty ones first, and at most as many as it tells. */
export interface ImportAnswer {
  dry_run: boolean;
  counts: Record<VerdictKind, number>;
  stored: number;
  rows: { row: number; verdict: VerdictKind; item: string | null; faults: { field: string | null; text: string }[] }[];
  /** Columns that are left out. */
  unknown_columns: string[];
  /** What people have to know of how the sheet was read; what is left out comes first. */
  notes?: string[];
}

export interface Line { key: string; row: string; verdict: VerdictKind; verdictText: string; field: string; text: string }
export interface Trial {
  chips: { kind: VerdictKind; text: string }[];
  /** errors: must be corrected; nothing: is all there already; ready: may be imported. */
  outcome: 'errors' | 'nothing' | 'ready';
  title: string;
  lines: Line[];
  notes: string[];
  /** Not all rows are shown. */
  cut: number | null;
}

const KINDS: readonly VerdictKind[] = ['new', 'changed', 'same', 'error'];
const SHOWN = 200;

export function trialOf(answer: ImportAnswer, labels: ReadonlyMap<string, string>, speak: TrialSpeak): Trial {
  const { counts } = answer;
  const outcome = counts.error > 0 ? 'errors' : counts.new + counts.changed === 0 ? 'nothing' : 'ready';
  const rows = outcome === 'errors' ? answer.rows.filter(({ verdict }) => verdict === 'error') : answer.rows;
  const lines = rows.flatMap(({ row, verdict, faults }): Line[] => {
    const verdictText = speak(`verdict_${verdict}`);
    const first = { row: speak('row', { row }), verdict, verdictText };
    return faults.length === 0
      ? [{ ...first, key: `${row}`, field: '', text: '' }]
      : faults.map(({ field, text }, index) => ({ ...first, row: index === 0 ? first.row : '', key: `${row} ${index}`, field: field === null ? '' : labels.get(field) ?? field, text }));
  });
  const all = outcome === 'errors' ? counts.error : KINDS.reduce((sum, kind) => sum + counts[kind], 0);
  return {
    chips: KINDS.filter(kind => counts[kind] > 0).map(kind => ({ kind, text: speak(kind, { count: counts[kind] }) })),
    outcome,
    title: [outcome === 'errors' ? speak('errors_title', { count: counts.error }) : speak(outcome), ...answer.unknown_columns.length === 0 ? [] : [speak('left_out', { count: answer.unknown_columns.length, names: answer.unknown_columns.join('、') })]].join(speak('and')),
    lines: lines.slice(0, SHOWN),
    // The first line has said what is left out.
    notes: (answer.notes ?? []).slice(answer.unknown_columns.length === 0 ? 0 : 1),
    cut: rows.length < all || lines.length > SHOWN ? Math.min(rows.length, SHOWN) : null,
  };
}
