/** Merkle trees against the vectors of RFC 6962's reference implementation, against a naive tree, and against whoever forges. */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { consistencyProof, inclusionProof, isConsistent, leafHash, LeafHasher, rootByInclusion, rootOf } from '../../extensions/wangge/src/assessment/evidence/merkle-rules.ts';

/** The inputs of certificate-transparency's tests, and the roots of the trees of the first 0, 1, … 8 of them. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(hex => Buffer.from(hex, 'hex'));
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const hex = (digests: readonly Buffer[]): string[] => digests.map(digest => digest.toString('hex'));

describe('the vectors of RFC 6962', () => {
  const leaves = INPUTS.map(leafHash);

  it('give their roots', () => {
    expect(hex(ROOTS.map((_, size) => rootOf(leaves.slice(0, size))))).toEqual(ROOTS);
  });

  it('give their proofs', () => {
    expect(hex(inclusionProof(leaves.slice(0, 3), 2))).toEqual(['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']);
    expect(hex(inclusionProof(leaves, 0))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(hex(consistencyProof(leaves, 6))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(consistencyProof(leaves, 8)).toEqual([]);
  });
});

const sha = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** As the RFC words it, on the contents. */
function naive(contents: readonly Buffer[]): Buffer {
  if (contents.length === 0)
    return sha();
  if (contents.length === 1)
    return sha(Buffer.of(0), contents[0]!);
  let split = 1;
  while (split * 2 < contents.length)
    split *= 2;
  return sha(Buffer.of(1), naive(contents.slice(0, split)), naive(contents.slice(split)));
}

const contents = fc.array(fc.uint8Array({ maxLength: 5 }).map(bytes => Buffer.from(bytes)), { minLength: 1, maxLength: 70 });
const within = (most: number) => fc.nat({ max: Math.max(0, most - 1) });
const placed = contents.chain(all => fc.tuple(fc.constant(all), within(all.length)));

describe('a tree', () => {
  test.prop([fc.oneof(contents, fc.constant([]))])('has the root that the RFC words', (all) => {
    expect(rootOf(all.map(leafHash))).toEqual(naive(all));
  });

  test.prop([fc.array(fc.uint8Array({ maxLength: 9 }))])('hashes a leaf alike, in however many pieces it comes', (pieces) => {
    const hasher = new LeafHasher();
    pieces.forEach(piece => hasher.add(piece));
    expect(hasher.digest()).toEqual(leafHash(Buffer.concat(pieces)));
  });

  test.prop([placed])('proves each leaf at its place, and at no other, and in no tree of another size with this proof that says so', ([all, index]) => {
    const leaves = all.map(leafHash);
    const [root, proof] = [rootOf(leaves), inclusionProof(leaves, index)];
    expect(rootByInclusion(leaves[index]!, index, leaves.length, proof)).toEqual(root);
    for (let other = 0; other < leaves.length; other++) {
      if (other !== index && !leaves[other]!.equals(leaves[index]!))
        expect(rootByInclusion(leaves[other]!, index, leaves.length, proof)).not.toEqual(root);
    }
    expect(rootByInclusion(leaves[index]!, index, leaves.length, [...proof, root])).toBeNull();
    expect(rootByInclusion(leaves[index]!, leaves.length, leaves.length, proof)).toBeNull();
  });

  test.prop([placed, fc.nat(), fc.nat({ max: 255 })])('proves nothing any more when one byte of the proof differs', ([all, index], at, by) => {
    const leaves = all.map(leafHash);
    const proof = inclusionProof(leaves, index);
    fc.pre(proof.length > 0 && by > 0);
    const forged = proof.map(digest => Buffer.from(digest));
    forged[at % forged.length]![at % 32]! ^= by;
    expect(rootByInclusion(leaves[index]!, index, leaves.length, forged)).not.toEqual(rootOf(leaves));
  });

  test.prop([placed])('proves that it began as it was', ([all, last]) => {
    const leaves = all.map(leafHash);
    const before = { size: last + 1, root: rootOf(leaves.slice(0, last + 1)) };
    const after = { size: leaves.length, root: rootOf(leaves) };
    const proof = consistencyProof(leaves, before.size);
    expect(isConsistent(before, after, proof)).toBe(true);
    expect(isConsistent({ ...before, root: leafHash('another history') }, after, proof)).toBe(false);
    expect(isConsistent(before, { ...after, root: leafHash('another history') }, proof)).toBe(false);
    expect(isConsistent(before, after, [...proof, after.root])).toBe(false);
    if (proof.length > 0)
      expect(isConsistent(before, after, proof.slice(1))).toBe(false);
    expect(isConsistent(after, before, proof)).toBe(before.size === after.size);
    expect(isConsistent({ size: 0, root: rootOf([]) }, after, [])).toBe(true);
  });
});
