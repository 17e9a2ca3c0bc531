/** The places of a year, in the thread. */
import type { Work } from '../../kernel/task.ts';
import type { EarlierSubject } from '../interval/year-rules.ts';
import type { ComputedField } from '../periods/compute-task.ts';
import type { IntervalRow } from '../periods/compute-work.ts';
import type { Subject } from '../schemes/model.ts';
import type { YearFact } from './model.ts';
import type { YearPiece } from './year-task.ts';
import { packed, unpacked, workOf } from '../../kernel/task.ts';
import { yearResults } from './year-scoring-rules.ts';
import { COMPUTE_YEAR } from './year-task.ts';

const TOGETHER = 1000;

export const works: readonly Work[] = [
  workOf(COMPUTE_YEAR, ({ subjects, facts, counts, ...input }, tell) => {
    const all = <Value>(packs: readonly Uint8Array[]): Value[] => packs.flatMap(pack => unpacked<Value[]>(pack));
    const { rankings, fields, made } = yearResults({ ...input, subjects: all<Subject>(subjects), facts: all<YearFact>(facts), counts: all<EarlierSubject>(counts) });
    const tellAll = (kind: YearPiece['kind'], rows: readonly object[]): void => {
      for (let at = 0; at < rows.length; at += TOGETHER)
        tell({ kind, rows: packed(rows.slice(at, at + TOGETHER)) });
    };
    const drawn = fields.map((field): ComputedField => {
      if ('not_drawn' in field)
        return field;
      const { rows, ...rest } = field;
      tellAll('intervals', rows.map((row): IntervalRow => ({ ...row, kind: field.kind, level: field.level })));
      return rest;
    });
    tellAll('made', made);
    // Last: each is written with its interval, which has come by then.
    tellAll('rankings', rankings);
    return { listed: rankings.length, ranked: rankings.filter(({ rank }) => rank !== null).length, fields: drawn };
  }),
];
