/** What became of the rows of a workbook, as far as it is told: counts of all, the rows at fault first. Pure. */
import type { Uuid } from '../kernel/values.ts';

export type Verdict = 'new' | 'changed' | 'same' | 'error';

export interface CellFault { field: string | null; text: string }

export interface RowVerdict {
  /** As the spreadsheet counts. */
  row: number;
  verdict: Verdict;
  /** The entry; null for one that is at fault, or would be made. */
  item: Uuid | null;
  faults: CellFault[];
}

export interface Report {
  add: (row: RowVerdict) => void;
  counts: Readonly<Record<Verdict, number>>;
  rows: () => RowVerdict[];
  /** By row, for the annotated workbook. */
  faults: ReadonlyMap<number, CellFault[]>;
}

/** More are not annotated: nobody corrects as many by hand. */
const ANNOTATED = 20_000;

/** `told`: so many verdicts at most. */
export function newReport(told = 500): Report {
  const counts: Record<Verdict, number> = { new: 0, changed: 0, same: 0, error: 0 };
  const [right, wrong]: [RowVerdict[], RowVerdict[]] = [[], []];
  const faults = new Map<number, CellFault[]>();
  return {
    counts,
    faults,
    rows: () => [...wrong, ...right].slice(0, told),
    add: (row) => {
      counts[row.verdict]++;
      const list = row.verdict === 'error' ? wrong : right;
      if (list.length < told)
        list.push(row);
      if (row.verdict === 'error' && faults.size < ANNOTATED)
        faults.set(row.row, row.faults);
    },
  };
}
