/** Everything that was published, once more: from the header and the facts of an evidence file, and nothing else. */
import type { FactColumns } from '../facts/fact-lookup-rules.ts';
import type { LedBy } from '../facts/fact-tally-rules.ts';
import type { Fact } from '../facts/model.ts';
import type { FrozenField, SubjectInterval } from '../interval/field-rules.ts';
import type { YearBefore } from '../interval/year-rules.ts';
import type { Scheme, Subject } from '../schemes/model.ts';
import type { QuarterOfYear, YearFact, YearWeights } from '../year/model.ts';
import type { Result } from './result-rules.ts';
import type { TreeFact, TreeFrame } from './tree-rules.ts';
import type { Fault } from './verify-words.ts';
import { FactCounter, rollUpTallies } from '../facts/fact-tally-rules.ts';
import { fieldsIntervals } from '../interval/field-rules.ts';
import { yearRows } from '../interval/year-rules.ts';
import { checkScheme } from '../schemes/scheme-rules.ts';
import { counted, resultsOf, standings } from '../schemes/subject-scoring-rules.ts';
import { yearFactOf } from '../year/fact-rules.ts';
import { daysIn, yearResults } from '../year/year-scoring-rules.ts';
import { schemeHash } from './evidence-rules.ts';
import { parseFrame } from './tree-reader-rules.ts';
import { fault } from './verify-words.ts';

export interface TreeHeader extends TreeFrame {
  /** How facts are read off the database; files of 0.5.0 do not say, and are read as they were (`FactsAsked`). */
  reading?: typeof READING;
  columns: FactColumns;
  scheme: Scheme;
  scheme_hash: string;
  /** Grids, departments and persons (pseudonyms) that are scored, each with who it is compared with. */
  subjects: readonly Subject[];
  /** Whose facts those of each grid's stretches are, by pseudonyms; without it persons are counted by what is theirs by name alone. */
  led?: LedBy;
  /** What was frozen before the intervals of each field were drawn; files of a month have none. */
  intervals?: readonly FrozenField[];
  /** What the quarters before had counted, for the rolling year; in a first quarter, and in files of earlier releases, there is none. */
  year?: YearBefore;
  /** Of a year alone: what its parts weigh, on which quarters it rests, until when people scored. */
  of_year?: { weights: YearWeights; quarters: readonly QuarterOfYear[]; scored_until: string };
}

/** Of files that are written now. */
export const READING = 2;

/** Throws on what is none. */
export function parseTreeHeader(line: string): TreeHeader {
  const header = parseFrame(line) as Partial<TreeHeader>;
  if (typeof header.scheme !== 'object' || !Array.isArray(header.scheme?.indicators) || !Array.isArray(header.subjects))
    throw new SyntaxError('its header lacks scheme or subjects');
  return header as TreeHeader;
}

/** By what the header says it is of. */
export function recomputationOf(header: TreeHeader): Recomputation | YearRecomputation {
  return header.of_year === undefined ? new Recomputation(header) : new YearRecomputation(header, header.of_year);
}

/** A year once more, from the lines that it rests on. */
class YearRecomputation {
  readonly #header: TreeHeader;
  readonly #of: NonNullable<TreeHeader['of_year']>;
  readonly #facts: YearFact[] = [];

  constructor(header: TreeHeader, of: NonNullable<TreeHeader['of_year']>) {
    this.#header = header;
    this.#of = of;
  }

  add(fact: TreeFact): void {
    this.#facts.push(yearFactOf(fact));
  }

  finish(): { results: Result[]; faults: Fault[] } {
    const { scheme, scheme_hash, subjects, intervals = [], year, period } = this.#header;
    const faults = schemeHash(scheme) === scheme_hash ? [] : [fault('scheme_hash')];
    const refusal = checkScheme(scheme);
    if (refusal !== null)
      return { results: [], faults: [...faults, fault('scheme_unscorable', { reason: refusal.code })] };
    const { rankings, fields, made } = yearResults({ period: period.code, days_of: daysIn(period), scheme, weights: this.#of.weights, quarters: this.#of.quarters, subjects, facts: this.#facts, fields: intervals, counts: year?.subjects ?? [] });
    const drawn = fields.flatMap(field => 'rows' in field ? field.rows.map(row => resultOf('interval', intervalRow(field, row))) : []);
    return { results: [...resultsIn([], rankings), ...drawn, ...made.map(({ code: subject, ...row }) => resultOf('made', { ...row, subject }))], faults };
  }
}

export class Recomputation {
  readonly #header: TreeHeader;
  readonly #counter: FactCounter;
  readonly #exempt: ReadonlySet<string>;

  constructor(header: TreeHeader) {
    this.#header = header;
    this.#counter = new FactCounter(header.columns, header.led ?? null);
    this.#exempt = new Set(header.exemptions);
  }

  add(fact: TreeFact): void {
    if (!this.#exempt.has(fact.id))
      this.#counter.add(fact as Fact);
  }

  finish(): { results: Result[]; faults: Fault[] } {
    const { scheme, scheme_hash, subjects, grids, intervals = [], year, period } = this.#header;
    const faults = schemeHash(scheme) === scheme_hash ? [] : [fault('scheme_hash')];
    const refusal = checkScheme(scheme);
    if (refusal !== null)
      return { results: [], faults: [...faults, fault('scheme_unscorable', { reason: refusal.code })] };
    const all = counted(rollUpTallies(this.#counter.list(), grids), subjects, scheme);
    const placed = standings(all, scheme);
    const { scores, rankings } = resultsOf(placed, scheme);
    const drawn = fieldsIntervals(period.code, intervals, placed, scheme).flatMap(({ rows, ...field }) => rows.map(row => resultOf('interval', intervalRow(field, row))));
    const years = year === undefined ? [] : yearRows(period.code, all, { before: year.quarters, subjects: year.subjects }, intervals, scheme).map(({ code: subject, ...row }) => resultOf('year', { ...row, subject }));
    return { results: [...resultsIn(scores, rankings), ...drawn, ...years], faults };
  }
}

type Row = Readonly<object>;

export function resultsIn(scores: readonly Row[], rankings: readonly Row[]): Result[] {
  return [...scores.map(row => resultOf('score', row)), ...rankings.map(row => resultOf('ranking', row))];
}

/** What is stored of each, and thus published. */
const STATED: Readonly<Record<Result['of'], readonly string[]>> = {
  score: ['numerator', 'denominator', 'value', 'points', 'no_data', 'flagged_numerator', 'flagged_denominator'],
  ranking: ['total', 'grade', 'rank', 'of', 'previous_rank', 'sample', 'note'],
  year: ['quarters', 'total', 'rank', 'of', 'low', 'high', 'tier'],
  made: ['days', 'days_of', 'quarters', 'parts'],
  interval: ['low', 'high', 'draw_low', 'draw_high', 'back', 'front', 'tier', 'too_little', 'weight_best', 'weight_worst', 'weight_by'],
};

/** Stored of some scores only; of the others null is stored. */
const WHERE_TOLD: readonly string[] = ['flagged_numerator', 'flagged_denominator'];

/** As it is stored beside a rank. */
function intervalRow({ kind, level }: Pick<FrozenField, 'kind' | 'level'>, { code: subject, drawLow: draw_low, drawHigh: draw_high, weights, ...row }: SubjectInterval): Row {
  return { ...row, kind, subject, level, draw_low, draw_high, weight_best: weights.best, weight_worst: weights.worst, weight_by: weights.by };
}

export function resultOf(of: Result['of'], row: Row): Result {
  const { kind = 'grid', subject, grid, level, indicator, ...rest } = row as Record<string, unknown>;
  const whose = of === 'score' ? [kind, subject ?? grid, indicator] : [kind, subject ?? grid, level];
  return { of, name: whose.filter(part => part != null).join(' '), row: Object.fromEntries(Object.entries(rest).filter(([name, value]) => STATED[of].includes(name) && !(WHERE_TOLD.includes(name) && value === null))) };
}
