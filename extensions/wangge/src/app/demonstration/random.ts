/**
 * Chance that can be repeated: the same seed gives the same demonstration, on any machine.
 *
 * Every issue draws from a stream of its own (`random('2026/issue/17')`), so that a change in how
 * one issue goes leaves the others as they are.
 */
import type { Uuid } from '../../kernel/values.ts';
import { createHash } from 'node:crypto';

export interface Random {
  /** In [0, 1). */
  next: () => number;
  /** In [from, to). */
  between: (from: number, to: number) => number;
  chance: (probability: number) => boolean;
  pick: <T>(list: readonly T[]) => T;
  /** One of the keys, as often as its weight says. */
  weighted: <Key extends string>(weights: Partial<Record<Key, number>>) => Key;
}

export function random(stream: string): Random {
  let state = createHash('sha256').update(stream).digest().readUInt32BE(0);
  // mulberry32: 32 bits of state are plenty for a demonstration.
  const next = (): number => {
    state = (state + 0x6D2B79F5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    chance: probability => next() < probability,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0)
        throw new RangeError('There is nothing to pick from');
      return list[Math.floor(next() * list.length)]!;
    },
    weighted: <Key extends string>(weights: Partial<Record<Key, number>>): Key => {
      const entries = Object.entries(weights) as [Key, number][];
      let rest = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      return entries.find(([, weight]) => (rest -= weight) < 0)?.[0] ?? entries.at(-1)![0];
    },
  };
}

/** The same id for the same name (a uuid of version 8: made by hashing). */
export function idOf(name: string): Uuid {
  const hex = createHash('sha256').update(`wangge/demonstration/${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
