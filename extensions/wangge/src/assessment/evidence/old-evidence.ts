/** Evidence of formats 1 and 1.1: scores, ranks and digest from the file alone. */
import type { Readable } from 'node:stream';
import type { Tally } from '../facts/tally-rules.ts';
import type { Ranking, Score } from '../schemes/scoring-rules.ts';
import type { CaseLine, EvidenceHeader } from './evidence-rules.ts';
import { CaseCounter, rollUp } from '../facts/tally-rules.ts';
import { score } from '../schemes/scoring-rules.ts';
import { caseReader, EvidenceDigest, evidenceDigest, formatOf, parseHeader } from './evidence-rules.ts';
import { LineSplitter } from './line-splitter-rules.ts';
import { unpackedFrom } from './unpacking.ts';

export interface Recomputed {
  header: EvidenceHeader;
  digest: string;
  cases: number;
  scores: Score[];
  rankings: Ranking[];
}

/** Read in one pass; only a file whose rows changed places is read again and sorted in memory. */
export async function recompute(open: () => Promise<Readable>): Promise<Recomputed> {
  let counter: CaseCounter | null = null;
  let cases = 0;
  let digest: EvidenceDigest | null = null;
  let read: ((line: string) => CaseLine) | null = null;
  const header = await eachLine(await open(), (header, line) => {
    digest ??= new EvidenceDigest(header);
    digest.add(line);
    read ??= caseReader(header);
    counter ??= new CaseCounter(formatOf(header));
    counter.add(read(line));
    cases += 1;
  });
  const inOrder = digest ?? new EvidenceDigest(header);
  const scored = score({ tallies: rollUp(counted(counter), header.grids), subjects: header.grids, format: formatOf(header) }, header.scheme);
  if (scored.kind === 'refused')
    throw new Error(`The scheme in the evidence cannot be scored: ${scored.code}`);
  const { scores, rankings } = scored;
  return { header, digest: inOrder.ordered ? inOrder.hex() : await sortedDigest(open), cases, scores, rankings };
}

/** Without a single line there was nothing to count. (Named for what the compiler cannot see: the reader sets it.) */
function counted(counter: CaseCounter | null): Tally[] {
  return counter?.list() ?? [];
}

async function sortedDigest(open: () => Promise<Readable>): Promise<string> {
  const lines: string[] = [];
  const header = await eachLine(await open(), (_, line) => void lines.push(line));
  if (new Set(lines).size < lines.length)
    throw new SyntaxError('A case stands twice in the evidence');
  return evidenceDigest(header, lines);
}

async function eachLine(content: Readable, take: (header: EvidenceHeader, line: string) => void): Promise<EvidenceHeader> {
  let header: EvidenceHeader | null = null;
  const splitter = new LineSplitter((line) => {
    if (header === null)
      header = parseHeader(line.toString('utf8'));
    else
      take(header, line.toString('utf8'));
  });
  for await (const chunk of unpackedFrom(content))
    splitter.add(chunk as Buffer);
  splitter.end();
  if (header === null)
    throw new SyntaxError('The evidence file is empty');
  return header;
}
