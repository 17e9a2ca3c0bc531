/** Scores, ranks and intervals, in the thread. */
import type { Work } from '../../kernel/task.ts';
import type { Tally } from '../facts/model.ts';
import type { FieldKey } from '../interval/field-input-rules.ts';
import type { SubjectInterval } from '../interval/field-rules.ts';
import type { EarlierSubject } from '../interval/year-rules.ts';
import type { Subject } from '../schemes/model.ts';
import type { ComputedAll, ComputedRows } from './compute-task.ts';
import { packed, unpacked, workOf } from '../../kernel/task.ts';
import { rollUpTallies } from '../facts/fact-tally-rules.ts';
import { fieldsIntervals, notDrawn } from '../interval/field-rules.ts';
import { yearRows } from '../interval/year-rules.ts';
import { counted, resultsOf, standings } from '../schemes/subject-scoring-rules.ts';
import { COMPUTE } from './compute-task.ts';

export interface IntervalRow extends SubjectInterval { kind: Subject['kind']; level: Subject['level'] }

/** Rows that are written by one statement. */
const TOGETHER = 1000;

export const works: readonly Work[] = [
  workOf(COMPUTE, ({ period, counts, subjects: packs, scheme, fields: frozen, year }, tell) => {
    const subjects = packs.flatMap(pack => unpacked<Subject[]>(pack));
    const grids = subjects.flatMap(({ kind, code, path }) => kind === 'grid' ? [{ code, path: path! }] : []);
    const all = counted(rollUpTallies(counts.flatMap(pack => unpacked<Tally[]>(pack)), grids), subjects, scheme);
    const tellAll = (kind: ComputedRows['kind'], rows: readonly object[]): void => {
      for (let at = 0; at < rows.length; at += TOGETHER)
        tell({ kind, rows: packed(rows.slice(at, at + TOGETHER)) });
    };
    const placed = standings(all, scheme);
    const results = resultsOf(placed, scheme);
    const fields: ComputedAll['fields'] = [];
    for (const { rows, ...field } of fieldsIntervals(period, frozen, placed, scheme)) {
      fields.push(field);
      tellAll('intervals', rows.map((row): IntervalRow => ({ ...row, kind: field.kind, level: field.level })));
    }
    for (const field of frozen.filter(one => !fields.some(other => isOf(one, other)))) {
      const why = notDrawn(period, field, placed.filter(({ subject }) => isOf(field, subject)), scheme);
      if (why !== null)
        fields.push(why);
    }
    if (year.before.length > 0)
      tellAll('year', yearRows(period, all, { before: year.before, subjects: year.subjects.flatMap(pack => unpacked<EarlierSubject[]>(pack)) }, frozen, scheme));
    tellAll('scores', results.scores);
    // Last: each is written with its interval, which has come by then.
    tellAll('rankings', results.rankings);
    return { listed: results.rankings.length, ranked: results.rankings.filter(({ rank }) => rank !== null).length, fields };
  }),
];

function isOf(field: FieldKey, { kind, level, group }: FieldKey): boolean {
  return kind === field.kind && level === field.level && group === field.group;
}
