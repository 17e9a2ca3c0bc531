/**
 * The frozen evidence of a ranking: what it says, how it is written, and its digest.
 *
 * JSON lines. The first is the header (period, scheme, grids, calendar), every other one a case as an
 * array in the order of `COLUMNS`: grid code, pseudonym, scope, and four flags; four more where the scheme
 * measures more (`EXTENDED_COLUMNS`, null for what the case says nothing of). No names, phones or free text;
 * the pseudonym is a salted hash of the clock, and the salt stays in the database.
 *
 * The digest covers the canonical content: the header with sorted keys and sorted lists, then the case
 * lines in byte order. It does not change when rows of the file change places (T18).
 */
import type { Hash } from 'node:crypto';
import type { PeriodSpan } from '../calendar/period-rules.ts';
import type { Scope } from '../handling/model.ts';
import type { Moment } from '../kernel/values.ts';
import type { CaseFact } from './measure-rules.ts';
import type { Scheme } from './scheme-rules.ts';
import type { Subject } from './scoring-rules.ts';
import { createHash } from 'node:crypto';
import { SCOPES } from '../handling/model.ts';

export const COLUMNS = ['grid', 'case', 'scope', 'on_time', 'handled', 'reworked', 'returned'] as const;
export const EXTENDED_COLUMNS = [...COLUMNS, 'responded', 'solved', 'satisfied', 'repeated'] as const;

export interface EvidenceHeader {
  format: 'wangge-evidence-1';
  columns: readonly string[];
  period: PeriodSpan & { subdistrict: string; version: number; from: Moment; until: Moment; time_zone: string };
  calendar_version: string | null;
  scheme: Scheme;
  scheme_hash: string;
  grids: Subject[];
}

export interface CaseLine extends CaseFact {
  case: string;
}

/** JSON with the keys of every object in order: equal content gives equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => inner !== null && typeof inner === 'object' && !Array.isArray(inner)
    ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1))
    : inner);
}

export function schemeHash(scheme: Scheme): string {
  return createHash('sha256').update(canonicalJson(canonicalScheme(scheme))).digest('hex');
}

export function headerLine(header: EvidenceHeader): string {
  return canonicalJson({ ...header, scheme: canonicalScheme(header.scheme), grids: sortedBy(header.grids, 'code') });
}

export function caseLine(fact: CaseLine): string {
  const flags = [fact.on_time, fact.handled, fact.reworked, fact.returned].map(Number);
  const { responded, solved, satisfied, repeated } = fact;
  const more = responded === undefined ? [] : [responded, solved, satisfied, repeated].map(flag => flag == null ? null : Number(flag));
  return JSON.stringify([fact.grid, fact.case, fact.scope, ...flags, ...more]);
}

/** The case of a line; throws on anything that `caseLine` would not have written. */
export function parseCase(line: string): CaseLine {
  const values = JSON.parse(line) as unknown;
  if (Array.isArray(values) && (values.length === COLUMNS.length || values.length === EXTENDED_COLUMNS.length)) {
    const [grid, pseudonym, scope, ...flags] = values as unknown[];
    const [on_time, handled, reworked, returned, ...more] = flags;
    if (typeof grid === 'string' && typeof pseudonym === 'string' && SCOPES.includes(scope as Scope)) {
      const fact: CaseLine = {
        grid,
        case: pseudonym,
        scope: scope as Scope,
        on_time: on_time === 1,
        handled: handled === 1,
        reworked: reworked === 1,
        returned: returned === 1,
        ...more.length === 0 ? {} : { responded: answer(more[0]), solved: answer(more[1]), satisfied: answer(more[2]), repeated: answer(more[3]) },
      };
      if (caseLine(fact) === line)
        return fact;
    }
  }
  throw new SyntaxError(`Not a line of evidence: ${line.slice(0, 80)}`);
}

function answer(flag: unknown): boolean | null {
  return flag === null ? null : flag === 1;
}

export function parseHeader(line: string): EvidenceHeader {
  const header = JSON.parse(line) as EvidenceHeader;
  const known = [COLUMNS, EXTENDED_COLUMNS].some(columns => canonicalJson(header?.columns) === canonicalJson(columns));
  if (header?.format !== 'wangge-evidence-1' || !known)
    throw new SyntaxError('Not an evidence file of format wangge-evidence-1');
  if (header.scheme_hash !== schemeHash(header.scheme))
    throw new SyntaxError('The scheme in the evidence file does not match its own hash');
  return header;
}

/** Digest of a header and case lines in any order; holds the lines in memory. */
export function evidenceDigest(header: EvidenceHeader, lines: readonly string[]): string {
  const digest = new EvidenceDigest(header);
  for (const line of [...lines].sort(byteOrder))
    digest.add(line);
  return digest.hex();
}

/** The same digest, piece by piece, for case lines that come in byte order. */
export class EvidenceDigest {
  readonly #hash: Hash = createHash('sha256');
  #last = '';
  /** Did every line come in order, and none twice? Only then is the digest right. */
  ordered = true;

  constructor(header: EvidenceHeader) {
    this.#hash.update(`${headerLine(header)}\n`);
  }

  add(line: string): void {
    if (byteOrder(this.#last, line) >= 0)
      this.ordered = false;
    this.#last = line;
    this.#hash.update(`${line}\n`);
  }

  /** Lines joined by line feeds, from a source that sorts them itself. */
  addBlock(lines: string): void {
    this.#hash.update(`${lines}\n`);
  }

  hex(): string {
    return this.#hash.digest('hex');
  }
}

function canonicalScheme(scheme: Scheme): Scheme {
  return {
    ...scheme,
    ranked_levels: [...scheme.ranked_levels].sort(),
    grade_bands: [...scheme.grade_bands].sort((a, b) => a.from - b.from),
    indicators: sortedBy(scheme.indicators, 'code').map(indicator => ({ ...indicator, weight: Number(indicator.weight), levels: [...indicator.levels].sort() })),
  };
}

function sortedBy<K extends string, T extends Record<K, string>>(items: readonly T[], key: K): T[] {
  return [...items].sort((a, b) => byteOrder(a[key], b[key]));
}

/** Codes are ASCII: the order of UTF-16 units is the order of bytes, and of Postgres' collation "C". */
function byteOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
