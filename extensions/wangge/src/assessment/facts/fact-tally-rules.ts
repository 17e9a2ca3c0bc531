/**
 * How many: facts counted by grid, department and person, and summed up over the subtree of every grid where the measure
 * reaches so far. The SQL of counts (`fact-store.ts`) answers the same of the same facts.
 */
import type { Scope } from '../../handling/model.ts';
import type { FactColumns } from './fact-lookup-rules.ts';
import type { Measure } from './measure-rules.ts';
import type { Cell, Count, Fact, FactKind, SubjectKey, SubjectKind, Tally } from './model.ts';
import type { RankedGrid } from './tally-rules.ts';
import { FLAGGED_COLUMN, INDICATOR_COLUMN, keysFor, measureOfKey } from './count-key-rules.ts';
import { measuresOf, scopeColumn } from './fact-lookup-rules.ts';
import { isByPost } from './measure-lookup-rules.ts';
import { MEASURES } from './measure-rules.ts';
import { SUBJECT_KINDS } from './model.ts';
import { STRETCH } from './stretch-rules.ts';

/** Of each grid, by its code: whose facts those of each of its stretches are. */
export type LedBy = Readonly<Record<string, readonly (readonly string[])[]>>;

interface Counted { byPost: boolean; measure: Measure; subjects: readonly SubjectKind[]; among: number; hits: number; of: number; indicator: number; flag: number }

/** Counts facts as they come, one by one, each for its grid alone, its department and its persons; without `led` for the person that it names alone. */
export class FactCounter {
  readonly #sheet = new TallySheet();
  readonly #counted: ReadonlyMap<FactKind, readonly Counted[]>;
  readonly #scopes: ReadonlyMap<FactKind, number>;
  readonly #stretches: ReadonlyMap<FactKind, number>;
  readonly #led: LedBy | null;

  constructor(columns: FactColumns, led: LedBy | null = null) {
    const place = (kind: FactKind, column: string | undefined): number => column === undefined ? -1 : columns[kind]!.indexOf(column);
    this.#counted = Map.groupBy(measuresOf(columns).map((measure) => {
      const { fact, among, hits, of, subjects = SUBJECT_KINDS } = MEASURES[measure];
      return { fact, measure, subjects, byPost: led !== null && isByPost(measure), among: place(fact, among), hits: place(fact, hits), of: place(fact, of), indicator: place(fact, INDICATOR_COLUMN), flag: place(fact, FLAGGED_COLUMN) };
    }), ({ fact }) => fact);
    this.#scopes = new Map(Object.entries(columns).map(([kind, asked]) => [kind as FactKind, scopeColumn(asked)]));
    this.#stretches = new Map(Object.entries(columns).map(([kind, asked]) => [kind as FactKind, asked.indexOf(STRETCH)]));
    this.#led = led;
  }

  add({ kind, grid, department, person, cells }: Fact): void {
    const scope = (cells[this.#scopes.get(kind) ?? -1] ?? null) as Scope | null;
    const stretch = cells[this.#stretches.get(kind) ?? -1] ?? 0;
    const leaders = grid === null || this.#led === null || !Object.hasOwn(this.#led, grid) ? [] : this.#led[grid]![Number(stretch)] ?? [];
    const named = (code: string | null): readonly string[] => code === null ? [] : [code];
    for (const { measure, subjects, byPost, among, hits, of, indicator, flag } of this.#counted.get(kind) ?? []) {
      const count = countOf(cells, among, hits, of);
      if (count === null)
        continue;
      const keys = keysFor(measure, wordIn(cells[indicator]), wordIn(cells[flag]));
      const codes = { grid: named(grid), department: named(department), person: byPost ? leaders : named(person) };
      for (const kind of subjects)
        codes[kind].forEach(code => keys.forEach(key => this.#sheet.add({ kind, code }, scope, key, count)));
    }
  }

  list(): Tally[] {
    return this.#sheet.list();
  }
}

function wordIn(cell: Cell | undefined): string | null {
  return typeof cell === 'string' ? cell : null;
}

/** What one fact adds above and below the line; null: it says nothing. */
function countOf(cells: readonly Cell[], among: number, hits: number, of: number): Count | null {
  const hit = cells[hits] ?? null;
  if (typeof hit !== 'number' || (among >= 0 && cells[among] !== 1))
    return null;
  if (of < 0)
    return { numerator: hit, denominator: 1 };
  const whole = cells[of] ?? null;
  return typeof whole === 'number' ? { numerator: hit, denominator: whole } : null;
}

/** The counts of facts, each grid alone. */
export function countFacts(facts: Iterable<Fact>, columns: FactColumns, led: LedBy | null = null): Tally[] {
  const counter = new FactCounter(columns, led);
  for (const fact of facts)
    counter.add(fact);
  return counter.list();
}

/** Of every grid the counts with what lies below it, as far as the measure reaches; departments and persons as they are. Grids that are not listed are left out. */
export function rollUpTallies(tallies: readonly Tally[], grids: readonly Pick<RankedGrid, 'code' | 'path'>[]): Tally[] {
  const paths = new Map(grids.map(({ code, path }) => [code, path.split('/').filter(step => step !== '')]));
  const sums = new TallySheet();
  for (const { subject, scope, measures } of tallies) {
    const above = subject.kind === 'grid' ? (paths.get(subject.code) ?? []).filter(code => paths.has(code)) : [subject.code];
    for (const [measure, count] of Object.entries(measures)) {
      const own = subject.kind === 'grid' && MEASURES[measureOfKey(measure) as Measure]?.reach === 'own';
      for (const code of own ? above.filter(code => code === subject.code) : above)
        sums.add({ kind: subject.kind, code }, scope, measure, count!);
    }
  }
  return sums.list();
}

/** One tally for each subject and scope. */
export function sumTallies(tallies: readonly Tally[]): Tally[] {
  const sums = new TallySheet();
  for (const { subject, scope, measures } of tallies) {
    for (const [measure, count] of Object.entries(measures))
      sums.add(subject, scope, measure, count!);
  }
  return sums.list();
}

class TallySheet {
  readonly #lines = new Map<string, Tally>();

  add(subject: SubjectKey, scope: Scope | null, measure: string, { numerator, denominator }: Count): void {
    const key = `${subject.kind} ${subject.code} ${scope}`;
    let line = this.#lines.get(key);
    if (line === undefined) {
      line = { subject, scope, measures: {} };
      this.#lines.set(key, line);
    }
    const sum = line.measures[measure] ??= { numerator: 0, denominator: 0 };
    sum.numerator += numerator;
    sum.denominator += denominator;
  }

  list(): Tally[] {
    return [...this.#lines.values()];
  }
}
