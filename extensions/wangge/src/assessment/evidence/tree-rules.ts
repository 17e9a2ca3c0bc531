/**
 * Evidence of format 2 (`wangge-evidence-2`): what it says, and how it is written.
 *
 * JSON lines in UTF-8, each ended by one line feed. The first is the header; then come the facts, by grid in the order of the
 * header's `grids`, those without a grid last, within each in byte order; then what was published of them, and last the seal.
 * A fact is `[kind, grid, department, person, pseudonym, cells…]`, its cells in the order of the header's `columns` of its kind.
 *
 * The digest is the root of a Merkle tree: leaf 0 is the header's line, then one leaf for each grid (its lines as they stand in
 * the file, line feeds included; none for a grid without facts), and one for the facts without a grid. The seal has the
 * signed checkpoint of that tree and the hashes of its leaves: with them anybody can say *which* leaf is not what was signed.
 * What was published follows from header and facts and is no leaf: it is there to be compared.
 *
 * No names, phones or free text; pseudonyms are salted hashes, and the salt stays in the database.
 */
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Moment } from '../../kernel/values.ts';
import type { Digest } from './merkle-rules.ts';
import type { Result } from './result-rules.ts';
import { canonicalJson } from '../../kernel/canonical-json-rules.ts';
import { bytesOf } from './checkpoint-rules.ts';
import { isResultKind, plainRow } from './result-rules.ts';

export const TREE_FORMAT = 'wangge-evidence-2';

/** A grid as it was when the period ended; each has a leaf. */
export interface TreeGrid {
  code: string;
  level: 1 | 2 | 3;
  /** Codes from the root down to itself: `/a/b/c/`. */
  path: string;
  retired: boolean;
}

/** Base64. */
export interface Head { size: number; root: string }

/** What the tree needs to know of a header; what scores and intervals are computed from stands beside it (`TreeHeader`). */
export interface TreeFrame {
  format: typeof TREE_FORMAT;
  /** Of the checkpoint: `wangge/440305001/2026-Q3/v1`. */
  origin: string;
  period: PeriodSpan & { subdistrict: string; version: number; from: Moment; until: Moment; time_zone: string; close_of_business: string };
  /** What happened before the end of the period counts if it was recorded before this. */
  cut: Moment;
  /** Counts the days that no version knew at the cut. */
  calendar_version: string;
  /** Pseudonyms of facts that count for nobody. */
  exemptions: readonly string[];
  columns: Readonly<Record<string, readonly string[]>>;
  grids: readonly TreeGrid[];
  /** How many issues the installation knew at the cut, and the root over their timelines (`timeline-rules.ts`). */
  timelines: Head;
  /** The checkpoints that were signed before this one, in their order: so none of them can be taken back. */
  before: Head;
}

export interface TreeFact {
  kind: string;
  grid: string | null;
  department: string | null;
  person: string | null;
  id: string;
  cells: (number | string | null)[];
}

export interface Seal {
  /** The signed note. */
  checkpoint: string;
  /** The public key, base64. */
  key: string;
  leaves: Digest[];
}

/** The checkpoint's name of one version of one ranking. */
export function originOf({ subdistrict, code, version }: Pick<TreeFrame['period'], 'subdistrict' | 'code' | 'version'>): string {
  return `wangge/${encodeURIComponent(subdistrict)}/${code}/v${version}`;
}

export function treeHeaderLine(header: TreeFrame): string {
  return canonicalJson(header);
}

/** The place of every grid's leaf; facts without a grid are last. */
export function leafPlaces(grids: readonly Pick<TreeGrid, 'code'>[]): Map<string | null, number> {
  return new Map<string | null, number>([...grids.map(({ code }, at): [string, number] => [code, at + 1]), [null, grids.length + 1]]);
}

export function factLine({ kind, grid, department, person, id, cells }: TreeFact): string {
  return JSON.stringify([kind, grid, department, person, id, ...cells]);
}

/** Null where it is no fact that a file with these columns can have. */
export function parseFact(line: string, columns: TreeFrame['columns']): TreeFact | null {
  const values = parsed(line);
  if (!Array.isArray(values) || JSON.stringify(values) !== line)
    return null;
  const [kind, grid, department, person, id, ...cells] = values as unknown[];
  const asked = typeof kind === 'string' && Object.hasOwn(columns, kind) ? columns[kind] : undefined;
  if (typeof kind !== 'string' || typeof id !== 'string' || !isCode(grid) || !isCode(department) || !isCode(person) || cells.length !== asked?.length || !cells.every(isCell))
    return null;
  return { kind, grid, department, person, id, cells };
}

function isCode(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function isCell(value: unknown): value is number | string | null {
  return value === null || typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value));
}

/** A line of what was published. */
export function resultLine({ of, name, row }: Result): string {
  return JSON.stringify({ result: of, name, row: JSON.parse(plainRow(row)) as unknown });
}

/** Null where it is none. */
export function parseResult(line: string): Result | null {
  const { result: of, name, row } = (parsed(line) ?? {}) as { result?: unknown; name?: unknown; row?: unknown };
  return isResultKind(of) && typeof name === 'string' && typeof row === 'object' && row !== null ? { of, name, row: row as Result['row'] } : null;
}

export function sealLine({ checkpoint, key, leaves }: Seal): string {
  return JSON.stringify({ seal: { checkpoint, key, leaves: leaves.map(leaf => leaf.toString('base64')) } });
}

export function parseSeal(line: string): Seal | null {
  const { seal } = (parsed(line) ?? {}) as { seal?: Partial<Record<keyof Seal, unknown>> | null };
  if (typeof seal?.checkpoint !== 'string' || typeof seal.key !== 'string' || !Array.isArray(seal.leaves))
    return null;
  const leaves = seal.leaves.map(leaf => typeof leaf === 'string' ? bytesOf(leaf, 32) : null).filter(leaf => leaf !== null);
  const found = { checkpoint: seal.checkpoint, key: seal.key, leaves };
  return sealLine(found) === line ? found : null;
}

export function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  }
  catch {
    return undefined;
  }
}
