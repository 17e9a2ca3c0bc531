/** What follows from facts, against what was published. */
import type { Fault } from './verify-words.ts';
import { canonicalJson } from '../../kernel/canonical-json-rules.ts';
import { fault } from './verify-words.ts';

const RESULT_KINDS = ['score', 'ranking', 'interval', 'year', 'made'] as const;

export interface Result {
  /** What it is: a score, a place, an interval of places, those of a rolling year; what a place in a year is made of. */
  of: (typeof RESULT_KINDS)[number];
  /** Whose: as a sentence names it. */
  name: string;
  /** As it was published, without whose it is. */
  row: Readonly<Record<string, unknown>>;
}

export function isResultKind(value: unknown): value is Result['of'] {
  return (RESULT_KINDS as readonly unknown[]).includes(value);
}

/** Decimals, of which a database may write more zeros. */
const DECIMALS: readonly string[] = ['value', 'points', 'total', 'cases'];
const SHOWN = 5;

/** Independent of the order of keys, and of zeros behind a decimal. */
export function plainRow(row: Result['row']): string {
  return canonicalJson(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value !== null && DECIMALS.includes(name) ? Number(value).toFixed(2) : value])));
}

/** What was published, as text only: of a city there are hundreds of thousands. */
export class Stated {
  readonly #texts = new Map<string, string>();

  add({ of, name, row }: Result): void {
    const key = `${of} ${name}`;
    this.#texts.set(key, together(this.#texts.get(key), plainRow(row)));
  }

  /** Names what differs, what follows and was not published, and what was published and does not follow. To be asked once. */
  faults(computed: Iterable<Result>): Fault[] {
    const here = new Map<string, string>();
    for (const { of, name, row } of computed) {
      const key = `${of} ${name}`;
      const text = together(here.get(key), plainRow(row));
      // What agrees need not be held any longer; several of one name agree when all are there.
      if (this.#texts.get(key) === text) {
        this.#texts.delete(key);
        here.delete(key);
      }
      else {
        here.set(key, text);
      }
    }
    const wrong = [...new Set([...here.keys(), ...this.#texts.keys()])];
    const named = wrong.slice(0, SHOWN).map(key => fault('result_differs', { subject: key, computed: here.get(key) ?? '-', stated: this.#texts.get(key) ?? '-' }));
    return [...named, ...wrong.length > SHOWN ? [fault('results_more', { count: wrong.length - SHOWN })] : []];
  }
}

/** Several of one name are one, in any order. */
function together(before: string | undefined, text: string): string {
  return before === undefined ? text : [...before.split('\n'), text].sort().join('\n');
}

export function resultFaults(computed: Iterable<Result>, stated: Iterable<Result>): Fault[] {
  const published = new Stated();
  for (const result of stated)
    published.add(result);
  return published.faults(computed);
}
