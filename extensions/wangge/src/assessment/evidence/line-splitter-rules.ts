/**
 * Cuts bytes into lines at each line feed and nowhere else, so that what stands in a file is judged byte by byte: a carriage
 * return more is a change, too.
 */
import { Buffer } from 'node:buffer';
import { NotEvidence } from './not-evidence.ts';
import { fault } from './verify-words.ts';

const FEED = 10;
/** No line of evidence is as long as a header, which tells of all grids and subjects: nothing that is longer is held in memory. */
export const LONGEST_LINE = 256 * 2 ** 20;

export class LineSplitter {
  readonly #take: (line: Buffer) => void;
  #rest: Buffer[] = [];
  #held = 0;
  #line = 1;

  constructor(take: (line: Buffer) => void) {
    this.#take = take;
  }

  add(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(FEED); at >= 0; at = chunk.indexOf(FEED, from)) {
      const piece = chunk.subarray(from, at);
      this.#take(this.#rest.length === 0 ? piece : Buffer.concat([...this.#rest, piece]));
      this.#rest = [];
      this.#held = 0;
      this.#line += 1;
      from = at + 1;
    }
    if (from < chunk.length)
      this.#rest.push(Buffer.from(chunk.subarray(from)));
    this.#held += chunk.length - from;
    if (this.#held > LONGEST_LINE)
      throw new NotEvidence(fault('line_endless', { line: this.#line, bytes: LONGEST_LINE }));
  }

  /** Was the last line ended? What was not is taken all the same. */
  end(): boolean {
    if (this.#rest.length === 0)
      return true;
    this.#take(Buffer.concat(this.#rest));
    this.#rest = [];
    return false;
  }
}
