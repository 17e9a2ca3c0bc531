/**
 * Chance that everybody can repeat: xoshiro128** from a text. No data and no digest of data is in a seed, so nobody can shop
 * for one by touching a record, and a cell keeps its draws when its cases change.
 */
import type { IntervalInput } from './model.ts';
import { createHash } from 'node:crypto';
import { VERSION } from './model.ts';

/** Of a cell: the same whatever else is in the group. */
export function seedText({ period, level, group }: Pick<IntervalInput, 'period' | 'level' | 'group'>, grid: string, indicator: string): string {
  return [VERSION, period, level, group, grid, indicator].join('\n');
}

export class Generator {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string) {
    const digest = createHash('sha256').update(seed, 'utf8').digest();
    this.#a = digest.readInt32BE(0);
    this.#b = digest.readInt32BE(4);
    this.#c = digest.readInt32BE(8);
    this.#d = digest.readInt32BE(12);
    if ((this.#a | this.#b | this.#c | this.#d) === 0)
      this.#d = 1;
  }

  /** 32 bits, from 0. */
  next(): number {
    return this.#step() >>> 0;
  }

  /** From 0 to `bound` - 1, each equally likely; `bound` from 1 to 2^31. */
  below(bound: number): number {
    const most = 2 ** 31 - 2 ** 31 % bound - 1;
    for (;;) {
      const drawn = this.#step() >>> 1;
      if (drawn <= most)
        return drawn % bound;
    }
  }

  /** Puts values into an order by chance: what stood at u, swapped from the end on, stands at t. */
  shuffle(values: Int32Array): void {
    for (let t = values.length - 1; t > 0; t--) {
      const u = this.below(t + 1);
      const value = values[t]!;
      values[t] = values[u]!;
      values[u] = value;
    }
  }

  #step(): number {
    const scrambled = Math.imul(this.#b, 5);
    const result = Math.imul(scrambled << 7 | scrambled >>> 25, 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = this.#d << 11 | this.#d >>> 21;
    return result;
  }
}
