/**
 * Reads evidence of format 2 line by line, in bounded memory: hashes its leaves, hands its facts on, and says what does not
 * stand as it was written. Whether the leaves are those that were signed is told by `tree-verdict-rules.ts`.
 */
import type { Digest } from './merkle-rules.ts';
import type { Result } from './result-rules.ts';
import type { Seal, TreeFact, TreeFrame } from './tree-rules.ts';
import type { Fault } from './verify-words.ts';
import { Buffer, isUtf8 } from 'node:buffer';
import { leafHash, LeafHasher } from './merkle-rules.ts';
import { NotEvidence } from './not-evidence.ts';
import { leafPlaces, parsed, parseFact, parseResult, parseSeal, resultLine, TREE_FORMAT, treeHeaderLine } from './tree-rules.ts';
import { fault } from './verify-words.ts';

const FEED = Buffer.from('\n');
/** Of one kind of fault so many are told: a file of another order would have one for each line. */
const SHOWN = 3;
/** Who reads on after so many lines that are none reads something else. */
const UNREADABLE_AT_MOST = 10_000;

export interface Reading<Header extends TreeFrame> {
  header: Header;
  facts: number;
  leaves: Digest[];
  /** How many lines each leaf has. */
  lines: number[];
  seal: Seal | null;
  faults: Fault[];
}

export interface Takes<Header extends TreeFrame> {
  /** Throws where a header is none. */
  header: (line: string) => Header;
  fact: (fact: TreeFact) => void;
  result: (result: Result) => void;
}

export class TreeReader<Header extends TreeFrame = TreeFrame> {
  readonly #takes: Takes<Header>;
  readonly #faults: Fault[] = [];
  readonly #told = new Map<string, number>();
  readonly #leaves: Digest[] = [];
  readonly #lines: number[] = [];
  #header: Header | null = null;
  #places: ReadonlyMap<string | null, number> = new Map();
  #leaf = new LeafHasher();
  #previous: Buffer = Buffer.alloc(0);
  #line = 0;
  #facts = 0;
  #seal: Seal | null = null;
  #results = false;

  constructor(takes: Takes<Header>) {
    this.#takes = takes;
  }

  /** A line without its line feed. */
  add(bytes: Buffer): void {
    this.#line += 1;
    if (!isUtf8(bytes)) {
      this.#fault('not_utf8', { line: this.#line });
      return;
    }
    const text = bytes.toString('utf8');
    if (this.#header === null)
      this.#begin(text, bytes);
    else if (this.#seal !== null)
      this.#fault('after_seal', { line: this.#line });
    else if (text.startsWith('{"seal":'))
      this.#takeSeal(text);
    else if (text.startsWith('{"result":'))
      this.#takeResult(text);
    else
      this.#takeFact(text, bytes);
  }

  end(): Reading<Header> {
    if (this.#header === null)
      throw new SyntaxError('the file is empty');
    this.#closeUntil(this.#places.size + 1);
    if (this.#seal === null)
      this.#fault('seal_missing', {});
    return { header: this.#header, facts: this.#facts, leaves: this.#leaves, lines: this.#lines, seal: this.#seal, faults: this.#faults };
  }

  #begin(text: string, bytes: Buffer): void {
    this.#header = this.#takes.header(text);
    if (treeHeaderLine(this.#header) !== text)
      this.#fault('header_rewritten', {});
    this.#places = leafPlaces(this.#header.grids);
    this.#leaves.push(leafHash(Buffer.concat([bytes, FEED])));
    this.#lines.push(1);
    this.#lines.push(0);
  }

  #takeFact(text: string, bytes: Buffer): void {
    const fact = parseFact(text, this.#header!.columns);
    if (fact === null) {
      this.#fault('line_unreadable', { line: this.#line, text: text.slice(0, 80) });
      return;
    }
    if (this.#results)
      this.#fault('fact_after_results', { line: this.#line });
    const place = this.#places.get(fact.grid);
    const open = this.#leaves.length;
    if (place === undefined) {
      this.#fault('grid_unknown', { line: this.#line, grid: fact.grid! });
      return;
    }
    if (place < open) {
      this.#fault('line_elsewhere', { line: this.#line, grid: shown(fact.grid), among: shown(this.#codeAt(open)) });
      return;
    }
    if (place > open) {
      this.#closeUntil(place);
      this.#previous = Buffer.alloc(0);
    }
    if (Buffer.compare(this.#previous, bytes) >= 0)
      this.#fault('line_order', { line: this.#line, grid: shown(fact.grid) });
    this.#previous = bytes;
    this.#leaf.add(bytes).add(FEED);
    this.#lines[place]! += 1;
    this.#facts += 1;
    this.#takes.fact(fact);
  }

  #takeResult(text: string): void {
    this.#results = true;
    const result = parseResult(text);
    if (result === null || resultLine(result) !== text)
      this.#fault('line_unreadable', { line: this.#line, text: text.slice(0, 80) });
    else
      this.#takes.result(result);
  }

  #takeSeal(text: string): void {
    this.#seal = parseSeal(text);
    if (this.#seal === null)
      this.#fault('line_unreadable', { line: this.#line, text: text.slice(0, 80) });
  }

  /** Ends the leaf that is open, and those without lines before this place. */
  #closeUntil(place: number): void {
    while (this.#leaves.length < place) {
      this.#leaves.push(this.#leaf.digest());
      this.#leaf = new LeafHasher();
      if (this.#leaves.length <= this.#places.size)
        this.#lines.push(0);
    }
  }

  #codeAt(place: number): string | null {
    return this.#header!.grids[place - 1]?.code ?? null;
  }

  #fault(code: Fault['code'], params: Fault['params']): void {
    const told = (this.#told.get(code) ?? 0) + 1;
    this.#told.set(code, told);
    if (code === 'line_unreadable' && told > UNREADABLE_AT_MOST)
      throw new NotEvidence(fault('lines_unreadable', { count: UNREADABLE_AT_MOST }));
    if (told <= SHOWN)
      this.#faults.push(fault(code, params));
  }
}

function shown(grid: string | null): string {
  return grid ?? '-';
}

/** The frame of a header: what is none throws. What a scheme or subjects must be is judged by who computes from them. */
export function parseFrame(line: string): TreeFrame {
  const header = parsed(line) as Partial<TreeFrame> | undefined | null;
  if (header?.format !== TREE_FORMAT)
    throw new SyntaxError(`format ${JSON.stringify(header?.format ?? null)}`);
  if (!Array.isArray(header.grids) || !header.grids.every(isGrid) || typeof header.columns !== 'object' || header.columns === null || !Object.values(header.columns).every(Array.isArray)
    || typeof header.origin !== 'string' || !isPeriod(header.period) || !Array.isArray(header.exemptions) || !isHead(header.timelines) || !isHead(header.before)) {
    throw new SyntaxError('its header lacks what format 2 requires');
  }
  return header as TreeFrame;
}

function isGrid(value: unknown): boolean {
  const grid = value as { code?: unknown; path?: unknown } | null;
  return typeof grid === 'object' && typeof grid?.code === 'string' && typeof grid.path === 'string';
}

function isPeriod(value: unknown): boolean {
  const period = value as Partial<Record<keyof TreeFrame['period'], unknown>> | null | undefined;
  return typeof period === 'object' && typeof period?.code === 'string' && typeof period.subdistrict === 'string' && Number.isSafeInteger(period.version);
}

function isHead(value: unknown): boolean {
  const head = value as { size?: unknown; root?: unknown } | null | undefined;
  return typeof head === 'object' && Number.isSafeInteger(head?.size) && typeof head?.root === 'string';
}
