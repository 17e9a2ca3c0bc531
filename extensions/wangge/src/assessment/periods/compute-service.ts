/** Scores, ranks and intervals of one sub-district: handed to the pool, and written as they come back. */
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { FrozenField } from '../interval/field-rules.ts';
import type { YearBefore, YearRow } from '../interval/year-rules.ts';
import type { Subject } from '../schemes/model.ts';
import type { SubjectRanking, SubjectScore } from '../schemes/subject-scoring-rules.ts';
import type { ComputedRows } from './compute-task.ts';
import type { IntervalRow } from './compute-work.ts';
import type { ScoredPlace } from './facts-basis-service.ts';
import type { StoredPeriod, StoredScheme } from './ranking-store.ts';
import { packs, unpacked } from '../../kernel/task.ts';
import { workers } from '../../kernel/worker-pool.ts';
import { personPseudonyms } from '../facts/fact-lines-store.ts';
import { COMPUTE } from './compute-task.ts';
import { freezeQuarter } from './frozen-service.ts';
import { keepFields } from './frozen-store.ts';
import { insertRankings, insertScores } from './ranking-store.ts';
import { keptFields } from './told-row-rules.ts';
import { codesOf, earlierOf } from './year-service.ts';

export interface Computing {
  place: ScoredPlace;
  span: PeriodSpan;
  scheme: StoredScheme;
  /** Who led a grid longest, by its id. */
  leaders: ReadonlyMap<Uuid, Uuid>;
  /** Behind the pseudonyms of this version: whose interval is drawn goes by what the evidence calls them. */
  salt: Buffer;
}

export interface Computed {
  listed: number;
  ranked: number;
  /** For the header of the evidence. */
  fields: FrozenField[];
  year: YearBefore | null;
}

/** Whose row it is. */
interface Whose { subject: SubjectKind; grid: Uuid | null; grid_path: string | null; department: Uuid | null; person: Uuid | null; level: Subject['level'] }

/** Computes and writes the rows of the period's next version. */
export async function computeAndWrite(trx: Db, { place, span, scheme, leaders, salt }: Computing, period: StoredPeriod): Promise<Computed> {
  const people = await personPseudonyms(trx, place.persons.map(({ person }) => person), salt);
  const subjects = place.subjects.map(subject => subject.kind === 'person' ? { ...subject, code: people.get(subject.code)! } : subject);
  const counts = place.tallies.flatMap((count) => {
    const { kind, code } = count.subject;
    return kind !== 'person' ? [count] : people.has(code) ? [{ ...count, subject: { kind, code: people.get(code)! } }] : [];
  });
  const codeOf = codesOf({ ...place, people });
  const frozen = span.kind === 'quarter' ? await freezeQuarter(trx, { id: period.id, subdistrict: period.subdistrict, starts_on: span.starts_on }, scheme, subjects, codeOf) : { fields: [], year: [] };
  const { id: _, indicator_ids, ...rules } = scheme;
  const pieces: ComputedRows[] = [];
  const quarters = frozen.year.map(({ code, version, persons_by_post }) => ({ code, version, persons_by_post }));
  const earlier = await earlierOf(trx, frozen.year, scheme, codeOf);
  const input = { period: span.code, counts: await packs(counts), subjects: await packs(subjects), scheme: rules, fields: frozen.fields, year: { before: quarters, subjects: await packs(earlier) } };
  const { listed, ranked, fields } = await workers.run(COMPUTE, input, { onPiece: piece => pieces.push(piece) });
  const version = period.version + 1;
  const whose = whoseRows(place, people, leaders);
  const intervals = new Map<string, IntervalRow>();
  const years = new Map<string, YearRow>();
  const name = ({ kind, level, code }: { kind: string; level: Subject['level']; code: string }): string => `${kind} ${level} ${code}`;
  const told = (kind: ComputedRows['kind']): Uint8Array[] => pieces.filter(piece => piece.kind === kind).map(({ rows }) => rows);
  for (const rows of told('intervals'))
    unpacked<IntervalRow[]>(rows).forEach(row => intervals.set(name(row), row));
  for (const rows of told('year'))
    unpacked<YearRow[]>(rows).forEach(row => years.set(name(row), row));
  const isKept = keptFields(await trx('assessment_schemes').where({ id: scheme.id }).first('tiers_only'), fields);
  const kept = new Set<string>();
  for (const rows of told('rankings')) {
    const unpackedRows = unpacked<SubjectRanking[]>(rows);
    unpackedRows.filter(isKept).forEach(({ kind, level, subject: code }) => kept.add(name({ kind, level, code })));
    await insertRankings(trx, unpackedRows.map(({ kind, subject: code, level, group, ...ranking }) =>
      ({ ...ranking, told: !kept.has(name({ kind, level, code })), ...drawnColumns(intervals.get(name({ kind, level, code })), years.get(name({ kind, level, code }))), ...whose(kind, code), level, peer_group: group, period: period.id, version })));
  }
  // Last: a score is of somebody who is ranked (`043-assessment-scores.sql`).
  for (const rows of told('scores'))
    await insertScores(trx, unpacked<SubjectScore[]>(rows).map(({ kind, subject, indicator, ...score }) => ({ ...score, told: !kept.has(name({ kind, level: whose(kind, subject).level, code: subject })), ...whose(kind, subject), period: period.id, version, indicator: indicator_ids.get(indicator)! })));
  await keepFields(trx, period.id, version, fields);
  return { listed, ranked, fields: frozen.fields, year: quarters.length === 0 ? null : { quarters, subjects: earlier } };
}

/** A person's row lies in the grid above their post: who leads there sees it. */
export function whoseRows({ grids, departments, persons }: Pick<ScoredPlace, 'grids' | 'persons'> & { departments: readonly { id: Uuid; code: string }[] }, people: ReadonlyMap<Uuid, string>, leaders: ReadonlyMap<Uuid, Uuid>): (kind: SubjectKind, code: string) => Whose {
  const byId = new Map(grids.map(grid => [grid.id, grid]));
  const nobody = { grid: null, grid_path: null, department: null, person: null, level: null };
  const rows = new Map<string, Whose>([
    ...grids.map(({ id, code, level, path_now }): [string, Whose] => [`grid ${code}`, { ...nobody, subject: 'grid', grid: id, grid_path: path_now, person: leaders.get(id) ?? null, level }]),
    ...departments.map(({ id, code }): [string, Whose] => [`department ${code}`, { ...nobody, subject: 'department', department: id }]),
    ...persons.map(({ person, level, above }): [string, Whose] => [`person ${people.get(person)!}`, { ...nobody, subject: 'person', person, level, grid: above, grid_path: above === null ? null : byId.get(above)?.path_now ?? null }]),
  ]);
  return (kind, code) => rows.get(`${kind} ${code}`)!;
}

export function drawnColumns(interval: IntervalRow | undefined, year: YearRow | undefined): object {
  return {
    ...interval && {
      tier: interval.tier,
      low: interval.low,
      high: interval.high,
      draw_low: interval.drawLow,
      draw_high: interval.drawHigh,
      back: interval.back,
      front: interval.front,
      too_little: interval.too_little,
      weight_best: interval.weights.best,
      weight_worst: interval.weights.worst,
      weight_by: interval.weights.by,
    },
    ...year && { year_quarters: year.quarters, year_total: year.total, year_rank: year.rank, year_of: year.of, year_low: year.low, year_high: year.high, year_tier: year.tier },
  };
}
