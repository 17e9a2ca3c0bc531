/** Scores, ranks and intervals, in the thread. */
import type { Work } from '../../kernel/task.ts';
import type { Count, Tally } from '../facts/model.ts';
import type { FieldKey } from '../interval/field-input-rules.ts';
import type { FieldIntervals, FrozenField, SubjectInterval } from '../interval/field-rules.ts';
import type { Scheme, Subject } from '../schemes/model.ts';
import type { CountedSubject, Standing } from '../schemes/subject-scoring-rules.ts';
import type { ComputedAll, ComputedRows, Counted, EarlierCount, EarlierSample } from './compute-task.ts';
import { packed, unpacked, workOf } from '../../kernel/task.ts';
import { rollUpTallies } from '../facts/fact-tally-rules.ts';
import { fieldIntervals, notDrawn } from '../interval/field-rules.ts';
import { counted, resultsOf, standings } from '../schemes/subject-scoring-rules.ts';
import { COMPUTE } from './compute-task.ts';

export interface IntervalRow extends SubjectInterval { kind: Subject['kind']; level: Subject['level'] }

export interface YearRow {
  kind: Subject['kind'];
  level: Subject['level'];
  code: string;
  quarters: number;
  total: string | null;
  rank: number | null;
  of: number;
  low: number | null;
  high: number | null;
  tier: string | null;
}

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
    for (const { rows, ...field } of drawn(period, frozen, placed, scheme)) {
      fields.push(field);
      tellAll('intervals', rows.map((row): IntervalRow => ({ ...row, kind: field.kind, level: field.level })));
    }
    for (const field of frozen.filter(one => !fields.some(other => isOf(one, other)))) {
      const why = notDrawn(period, field, placed.filter(({ subject }) => isOf(field, subject)), scheme);
      if (why !== null)
        fields.push(why);
    }
    if (year.quarters > 0)
      tellAll('year', yearOf(period, all, year, frozen, scheme));
    tellAll('scores', results.scores);
    // Last: each is written with its interval, which has come by then.
    tellAll('rankings', results.rankings);
    return { listed: results.rankings.length, ranked: results.rankings.filter(({ rank }) => rank !== null).length, fields };
  }),
];

function drawn(period: string, frozen: readonly FrozenField[], placed: readonly Standing[], scheme: Scheme): FieldIntervals[] {
  return frozen.flatMap(field => fieldIntervals(period, field, placed.filter(({ subject }) => isOf(field, subject)), scheme) ?? []);
}

function isOf(field: FieldKey, { kind, level, group }: FieldKey): boolean {
  return kind === field.kind && level === field.level && group === field.group;
}

/** The last four published quarters' counts together, by the scheme of this one; its priors are of the counts themselves, as in a first quarter. */
function yearOf(period: string, quarter: readonly CountedSubject[], { quarters, counts, samples }: Counted['year'], frozen: readonly FrozenField[], scheme: Scheme): YearRow[] {
  const earlier = new Map(counts.flatMap(pack => unpacked<EarlierCount[]>(pack)).map(({ kind, code, indicator, ...count }): [string, Count] => [`${kind} ${code} ${indicator}`, count]));
  const sampled = new Map(samples.flatMap(pack => unpacked<EarlierSample[]>(pack)).map(({ kind, code, sample }) => [`${kind} ${code}`, sample]));
  const together = quarter.map(({ subject, sample, countOf }): CountedSubject => {
    const key = `${subject.kind} ${subject.code}`;
    return {
      subject,
      sample: sample + (sampled.get(key) ?? 0),
      countOf: (indicator) => {
        const [here, before] = [countOf(indicator), earlier.get(`${key} ${indicator.code}`)];
        return before === undefined ? here : { ...here, numerator: here.numerator + before.numerator, denominator: here.denominator + before.denominator };
      },
    };
  });
  const placed = standings(together, scheme);
  const name = ({ kind, level, code }: { kind: string; level: number | null; code: string }): string => `${kind} ${level} ${code}`;
  const intervals = new Map(drawn(`${period} year`, frozen.map(field => ({ ...field, priors: {}, recorded_before: {} })), placed, scheme)
    .flatMap(({ kind, level, rows }) => rows.map((row): [string, SubjectInterval] => [name({ kind, level, code: row.code }), row])));
  return resultsOf(placed, scheme).rankings.map(({ kind, level, subject: code, total, rank, of }): YearRow => {
    const { low = null, high = null, tier = null } = intervals.get(name({ kind, level, code })) ?? {};
    return { kind, level, code, quarters: quarters + 1, total, rank, of, low, high, tier };
  });
}
