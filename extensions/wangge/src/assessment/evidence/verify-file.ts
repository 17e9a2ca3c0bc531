/** An evidence file of any format, from itself alone: digest, signature, and every result that follows from its facts. */
import type { Readable } from 'node:stream';
import type { EvidenceHeader } from './evidence-rules.ts';
import type { TreeHeader } from './recompute-rules.ts';
import type { Result } from './result-rules.ts';
import type { Reading } from './tree-reader-rules.ts';
import type { TreeFact, TreeFrame } from './tree-rules.ts';
import type { Given } from './tree-verdict-rules.ts';
import type { Fault } from './verify-words.ts';
import { LineSplitter, LONGEST_LINE } from './line-splitter-rules.ts';
import { rootOf } from './merkle-rules.ts';
import { recompute } from './old-evidence.ts';
import { parseTreeHeader, recomputationOf, resultsIn } from './recompute-rules.ts';
import { Stated } from './result-rules.ts';
import { TreeReader } from './tree-reader-rules.ts';
import { parsed, TREE_FORMAT } from './tree-rules.ts';
import { treeFaults } from './tree-verdict-rules.ts';
import { unpackedFrom } from './unpacking.ts';
import { fault } from './verify-words.ts';

export interface VerifiedFile {
  period: string;
  subdistrict: string;
  version: number;
  facts: number;
  /** Hex: the root of the tree; of old formats the digest. */
  digest: string;
  results: Result[];
  faults: Fault[];
  /** Of format 2. */
  tree: Reading<TreeHeader> | null;
  /** Of format 1 or 1.1. */
  old: EvidenceHeader | null;
}

/** Throws what a `Fault` cannot tell: that the file cannot be read at all. */
export async function verifyFile(open: () => Promise<Readable>, given: Given): Promise<VerifiedFile> {
  const first = await firstLine(await open());
  const { format } = (parsed(first) ?? {}) as { format?: unknown };
  return format === TREE_FORMAT ? verifyTree(open, given) : verifyOld(open);
}

async function verifyOld(open: () => Promise<Readable>): Promise<VerifiedFile> {
  const { header, digest, cases, scores, rankings } = await recompute(open);
  const { code, subdistrict, version } = header.period;
  return { period: code, subdistrict, version, facts: cases, digest, results: resultsIn(scores, rankings), faults: [], tree: null, old: header };
}

async function verifyTree(open: () => Promise<Readable>, given: Given): Promise<VerifiedFile> {
  const attempt = new Attempt();
  const stated = new Stated();
  const reader = new TreeReader<TreeHeader>({
    header: (line) => {
      const header = parseTreeHeader(line);
      attempt.begin(header);
      return header;
    },
    fact: fact => attempt.add(fact),
    result: result => stated.add(result),
  });
  const ended = await eachLine(await open(), line => reader.add(line));
  const reading = reader.end();
  const { results, faults, broke } = attempt.finish();
  const { code, subdistrict, version } = reading.header.period;
  return {
    period: code,
    subdistrict,
    version,
    facts: reading.facts,
    digest: rootOf(reading.leaves).toString('hex'),
    results,
    // Of what was cut off, nobody needs to hear which results are missing.
    faults: [...ended ? [] : [fault('line_last_feed')], ...reading.faults, ...treeFaults(reading as Reading<TreeFrame>, given), ...faults, ...reading.seal === null || broke ? [] : stated.faults(results)],
    tree: reading,
    old: null,
  };
}

/** Recomputing, as far as the header lets: one that was forged may have anything in it, and the tree tells more of that than an error does. */
class Attempt {
  #recomputation: ReturnType<typeof recomputationOf> | null = null;
  #broke = false;

  begin(header: TreeHeader): void {
    this.#tried(() => this.#recomputation = recomputationOf(header));
  }

  add(fact: TreeFact): void {
    if (!this.#broke)
      this.#tried(() => this.#recomputation!.add(fact));
  }

  finish(): { results: Result[]; faults: Fault[]; broke: boolean } {
    const found = this.#broke ? null : this.#tried(() => this.#recomputation!.finish());
    return { ...found ?? { results: [], faults: [fault('header_unscorable')] }, broke: this.#broke };
  }

  #tried<Answer>(done: () => Answer): Answer | null {
    try {
      return done();
    }
    catch {
      this.#broke = true;
      return null;
    }
  }
}

/** Answers whether the last line was ended. */
async function eachLine(content: Readable, take: (line: Buffer) => void): Promise<boolean> {
  const splitter = new LineSplitter(take);
  for await (const chunk of unpackedFrom(content))
    splitter.add(chunk as Buffer);
  return splitter.end();
}

async function firstLine(content: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of unpackedFrom(content)) {
    const bytes = chunk as Buffer;
    const end = bytes.indexOf(10);
    pieces.push(end < 0 ? bytes : bytes.subarray(0, end));
    length += bytes.length;
    if (end >= 0 || length > LONGEST_LINE)
      break;
  }
  content.destroy();
  return Buffer.concat(pieces).toString('utf8');
}
