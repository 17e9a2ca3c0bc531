/**
 * The page with which whoever leads a grid checks their own part: the grid's lines, their place in the tree, the hashes that lead
 * from there to the root, and the signed checkpoint. Of other grids it has nothing but hashes.
 */
import type { Digest } from './merkle-rules.ts';
import type { Fault } from './verify-words.ts';
import { Buffer } from 'node:buffer';
import { bytesOf, parseCheckpoint, publicKeyOf } from './checkpoint-rules.ts';
import { LeafHasher, rootByInclusion } from './merkle-rules.ts';
import { parsed } from './tree-rules.ts';
import { signatureFaults } from './tree-verdict-rules.ts';
import { fault } from './verify-words.ts';

export const LEAF_FORMAT = 'wangge-leaf-2';

export interface LeafPage {
  format: typeof LEAF_FORMAT;
  period: string;
  version: number;
  grid: string;
  /** What each cell of a line of its kind says. */
  columns: Readonly<Record<string, readonly string[]>>;
  lines: string[];
  index: number;
  /** Base64, from the leaf up. */
  proof: string[];
  checkpoint: string;
  /** The public key, base64. */
  key: string;
}

export function leafOf(lines: readonly string[]): Digest {
  const hasher = new LeafHasher();
  for (const line of lines)
    hasher.add(`${line}\n`);
  return hasher.digest();
}

/** As the route answers it, alone or under `data`. */
export function parseLeafPage(text: string): LeafPage | null {
  const answer = parsed(text) as { data?: unknown } | undefined | null;
  const page = (answer?.data ?? answer) as Partial<LeafPage> | undefined | null;
  const complete = page?.format === LEAF_FORMAT && typeof page.grid === 'string' && typeof page.checkpoint === 'string' && typeof page.key === 'string'
    && Number.isSafeInteger(page.index) && isTexts(page.lines) && isTexts(page.proof);
  return complete ? page as LeafPage : null;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(one => typeof one === 'string');
}

/** `checkpoint`, `key`: what the reader has from elsewhere; without a key the page's own is taken. */
export function leafPageFaults(page: LeafPage, given: { checkpoint: string | null; key: string | null }): Fault[] {
  const named = { which: '核对页的检查点', which_en: 'The checkpoint of the page' };
  const [checkpoint, own] = [parseCheckpoint(page.checkpoint), publicKeyOf(page.key)];
  const key = given.key === null ? own : publicKeyOf(given.key);
  if (checkpoint === null || own === null)
    return [fault('checkpoint_unreadable', named)];
  if (key === null)
    return [fault('key_unreadable')];
  const proof = page.proof.map(hash => bytesOf(hash, 32)).filter(hash => hash !== null);
  const root = proof.length < page.proof.length ? null : rootByInclusion(leafOf(page.lines), page.index, checkpoint.size, proof);
  const foreign = page.lines.some(line => (parsed(line) as unknown[] | undefined)?.[1] !== page.grid);
  const other = given.checkpoint === null ? checkpoint : parseCheckpoint(given.checkpoint);
  return [
    ...foreign ? [fault('leaf_page_foreign_lines', { grid: page.grid })] : [],
    ...root?.equals(checkpoint.root) ? [] : [fault('leaf_page_broken', { grid: page.grid })],
    ...other === null ? [fault('checkpoint_unreadable', { which: '您给出的检查点', which_en: 'The checkpoint that you gave' })] : [],
    ...other !== null && other.text !== checkpoint.text ? [fault('leaf_page_not_in_file')] : [],
    ...signatureFaults(checkpoint, Buffer.from(key), named),
  ];
}
