/**
 * Merkle trees as RFC 6962 §2.1 and RFC 9162 §2.1 define them, over SHA-256: the hash of a leaf begins with 0x00, that of a node
 * with 0x01, so that neither can be taken for the other. Positions count from 0.
 */
import type { Hash } from 'node:crypto';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

export type Digest = Buffer;

/** The hash of a leaf whose content comes piece by piece. */
export class LeafHasher {
  readonly #hash: Hash = createHash('sha256').update(Buffer.of(0));

  add(content: string | Uint8Array): this {
    this.#hash.update(content);
    return this;
  }

  digest(): Digest {
    return this.#hash.digest();
  }
}

export function leafHash(content: string | Uint8Array): Digest {
  return new LeafHasher().add(content).digest();
}

export function nodeHash(left: Digest, right: Digest): Digest {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

/** The root over the hashes of leaves; of no leaves the hash of nothing. */
export function rootOf(leaves: readonly Digest[]): Digest {
  return leaves.length === 0 ? createHash('sha256').digest() : subtree(leaves, 0, leaves.length);
}

function subtree(leaves: readonly Digest[], from: number, to: number): Digest {
  if (to - from === 1)
    return leaves[from]!;
  const middle = from + splitOf(to - from);
  return nodeHash(subtree(leaves, from, middle), subtree(leaves, middle, to));
}

/** The largest power of two below `size`, which is at least 2. */
function splitOf(size: number): number {
  return 2 ** (31 - Math.clz32(size - 1));
}

/** From the leaf up: what has to be hashed with it to come to the root. */
export function inclusionProof(leaves: readonly Digest[], index: number): Digest[] {
  const path = (from: number, to: number): Digest[] => {
    if (to - from === 1)
      return [];
    const middle = from + splitOf(to - from);
    return index < middle
      ? [...path(from, middle), subtree(leaves, middle, to)]
      : [...path(middle, to), subtree(leaves, from, middle)];
  };
  return path(0, leaves.length);
}

/** The root that a leaf at this place of a tree of this size has with this proof; null where the proof cannot be one (RFC 9162 §2.1.3.2). */
export function rootByInclusion(leaf: Digest, index: number, size: number, proof: readonly Digest[]): Digest | null {
  if (!isCount(index) || !isCount(size) || index >= size)
    return null;
  let [place, last, root] = [index, size - 1, leaf];
  for (const beside of proof) {
    if (last === 0)
      return null;
    if (place % 2 === 1 || place === last) {
      root = nodeHash(beside, root);
      while (place % 2 === 0 && place > 0)
        [place, last] = [half(place), half(last)];
    }
    else {
      root = nodeHash(root, beside);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? root : null;
}

/** That the first `before` leaves are still what they were (RFC 9162 §2.1.4.1); `before` is at least 1. */
export function consistencyProof(leaves: readonly Digest[], before: number): Digest[] {
  const path = (from: number, to: number, known: boolean): Digest[] => {
    if (to === before)
      return known ? [] : [subtree(leaves, from, to)];
    const middle = from + splitOf(to - from);
    return before <= middle
      ? [...path(from, middle, known), subtree(leaves, middle, to)]
      : [...path(middle, to, false), subtree(leaves, from, middle)];
  };
  return before === leaves.length ? [] : path(0, leaves.length, true);
}

export interface TreeHead { size: number; root: Digest }

/** Is the one tree the beginning of the other? (RFC 9162 §2.1.4.2.) Every tree begins with the empty one. */
export function isConsistent(before: TreeHead, after: TreeHead, proof: readonly Digest[]): boolean {
  if (!isCount(before.size) || !isCount(after.size) || before.size > after.size)
    return false;
  if (before.size === after.size)
    return proof.length === 0 && before.root.equals(after.root);
  if (before.size === 0)
    return proof.length === 0 && before.root.equals(rootOf([]));
  const path = isPowerOfTwo(before.size) ? [before.root, ...proof] : [...proof];
  const first = path.shift();
  if (first === undefined)
    return false;
  let [place, last] = [before.size - 1, after.size - 1];
  while (place % 2 === 1)
    [place, last] = [half(place), half(last)];
  let [old, now] = [first, first];
  for (const beside of path) {
    if (last === 0)
      return false;
    if (place % 2 === 1 || place === last) {
      old = nodeHash(beside, old);
      now = nodeHash(beside, now);
      while (place % 2 === 0 && place > 0)
        [place, last] = [half(place), half(last)];
    }
    else {
      now = nodeHash(now, beside);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && old.equals(before.root) && now.equals(after.root);
}

function half(count: number): number {
  return Math.floor(count / 2);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isPowerOfTwo(count: number): boolean {
  return 2 ** Math.round(Math.log2(count)) === count;
}
