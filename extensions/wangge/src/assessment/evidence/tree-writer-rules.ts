/** Writes evidence of format 2, leaf after leaf; what is held are the hashes of the leaves and where each ends. */
import type { SigningKey } from './checkpoint-rules.ts';
import type { Digest } from './merkle-rules.ts';
import type { TreeFrame } from './tree-rules.ts';
import { Buffer } from 'node:buffer';
import { signedCheckpoint } from './checkpoint-rules.ts';
import { leafHash, rootOf } from './merkle-rules.ts';
import { leafPlaces, sealLine, treeHeaderLine } from './tree-rules.ts';

export interface Sealed {
  /** The seal's line, with its line feed. */
  text: string;
  checkpoint: string;
  root: Digest;
  leaves: Digest[];
  /** Where each leaf ends in the unpacked file, in bytes. */
  ends: number[];
}

export class TreeWriter {
  readonly #header: TreeFrame;
  readonly #places: ReadonlyMap<string | null, number>;
  readonly #leaves: Digest[] = [];
  readonly #ends: number[] = [];

  constructor(header: TreeFrame) {
    this.#header = header;
    this.#places = leafPlaces(header.grids);
  }

  begin(): string {
    return this.#close(`${treeHeaderLine(this.#header)}\n`);
  }

  /** The lines of a grid, each ended by a line feed, in byte order already. */
  block(grid: string | null, lines: string): string {
    this.#begin(grid);
    return this.#close(lines);
  }

  /** The lines of a grid, in any order; grids come in the order of the header, those without lines may be left out. */
  leaf(grid: string | null, lines: readonly string[]): string {
    this.#begin(grid);
    return this.#close(lines.length === 0 ? '' : `${inByteOrder(lines).join('\n')}\n`);
  }

  /** The root as far as it goes: of all leaves, those without lines included. */
  root(): Digest {
    this.#closeUntil(this.#places.size + 1);
    return rootOf(this.#leaves);
  }

  seal(key: SigningKey): Sealed {
    const root = this.root();
    const checkpoint = signedCheckpoint({ origin: this.#header.origin, size: this.#leaves.length, root }, key);
    const leaves = [...this.#leaves];
    return { text: `${sealLine({ checkpoint, key: key.public.toString('base64'), leaves })}\n`, checkpoint, root, leaves, ends: [...this.#ends] };
  }

  #begin(grid: string | null): void {
    const place = this.#places.get(grid);
    if (place === undefined || place < this.#leaves.length)
      throw new Error(`Evidence: the lines of grid ${grid ?? '-'} come out of order`);
    this.#closeUntil(place);
  }

  #closeUntil(place: number): void {
    while (this.#leaves.length < place)
      this.#close('');
  }

  #close(content: string): string {
    this.#leaves.push(leafHash(content));
    this.#ends.push((this.#ends.at(-1) ?? 0) + Buffer.byteLength(content));
    return content;
  }
}

/** Half of a pair of UTF-16 units sorts before what follows it in UTF-8. */
const PAIRED = /[\uD800-\uDFFF]/;

function inByteOrder(lines: readonly string[]): string[] {
  return lines.some(line => PAIRED.test(line)) ? [...lines].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))) : [...lines].sort();
}
