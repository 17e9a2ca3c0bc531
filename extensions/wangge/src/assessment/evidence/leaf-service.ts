/** The page of one grid: its lines out of the frozen evidence, and the hashes that lead from them to the signed root. */
import type { Readable } from 'node:stream';
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { EvidenceFiles } from './kept-file.ts';
import type { LeafPage } from './leaf-page-rules.ts';
import type { TreeFrame } from './tree-rules.ts';
import { Buffer } from 'node:buffer';
import { refused } from '../../kernel/refusal-rules.ts';
import { checkpointOf } from './checkpoint-store.ts';
import { LEAF_FORMAT } from './leaf-page-rules.ts';
import { inclusionProof } from './merkle-rules.ts';
import { evidenceOf } from './published-store.ts';
import { parseFrame } from './tree-reader-rules.ts';
import { leafPlaces } from './tree-rules.ts';
import { unpackedFrom } from './unpacking.ts';

export interface Asked { period: Uuid; code: string; version: number; grid: string }

export async function leafPage(db: Db, files: EvidenceFiles, { period, code, version, grid }: Asked): Promise<LeafPage | Refusal> {
  const [tree, evidence] = [await checkpointOf(db, period, version), await evidenceOf(db, period, version)];
  if (tree === null || evidence === null)
    return refused('evidence_without_tree', 'period', { period: code, version });
  const { frame, index, lines } = await leafIn(await files.open(evidence), tree.ends, grid);
  if (index === null)
    return refused('grid_not_ranked', 'grid', { period: code });
  return {
    format: LEAF_FORMAT,
    period: code,
    version,
    grid,
    columns: frame.columns,
    lines,
    index,
    proof: inclusionProof(tree.leaves, index).map(hash => hash.toString('base64')),
    checkpoint: tree.checkpoint,
    key: tree.public_key,
  };
}

interface Leaf { frame: TreeFrame; index: number | null; lines: string[] }

/** In one pass, up to the end of the leaf; of what lies before it nothing but the header is looked at. */
async function leafIn(content: Readable, ends: readonly number[], grid: string): Promise<Leaf> {
  const wanted = { frame: null as TreeFrame | null, index: null as number | null, from: 0, until: ends[0]! };
  const pieces: Buffer[] = [];
  let at = 0;
  const unpacked = unpackedFrom(content);
  try {
    for await (const chunk of unpacked) {
      let bytes = chunk as Buffer;
      if (wanted.frame === null) {
        pieces.push(bytes);
        at += bytes.length;
        if (at < wanted.until)
          continue;
        bytes = Buffer.concat(pieces.splice(0));
        wanted.frame = parseFrame(bytes.subarray(0, wanted.until - 1).toString('utf8'));
        wanted.index = leafPlaces(wanted.frame.grids).get(grid) ?? null;
        if (wanted.index === null)
          break;
        at -= bytes.length;
        [wanted.from, wanted.until] = [ends[wanted.index - 1]!, ends[wanted.index]!];
      }
      pieces.push(bytes.subarray(Math.max(0, wanted.from - at), Math.max(0, wanted.until - at)));
      at += bytes.length;
      if (at >= wanted.until)
        break;
    }
  }
  finally {
    unpacked.destroy();
    content.destroy();
  }
  if (wanted.frame === null)
    throw new Error('The evidence file is shorter than its header');
  const text = Buffer.concat(pieces).toString('utf8');
  return { frame: wanted.frame, index: wanted.index, lines: text === '' ? [] : text.slice(0, -1).split('\n') };
}
