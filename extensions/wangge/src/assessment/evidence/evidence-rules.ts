/**
 * The frozen evidence of a ranking: what it says, how it is written, and its digest.
 *
 * It is a function of the period, the cut, the calendar version and the exemptions, which its header names: computed again at
 * any time it is the same. (Files of the first format were what the columns said when they were written.)
 *
 * JSON lines. The first is the header (period, cut, scheme, grids, calendar), every other one a case as an array in the order
 * of the header's `columns`: grid code, pseudonym, scope, then the facts that the scheme asks for (`CASE_COLUMNS`), 1 or 0,
 * and null where the case says nothing. No names, phones or free text; the pseudonym is a salted hash of the clock,
 * and the salt stays in the database.
 *
 * A file is read by the columns that its own header names, whichever are written today: what was published once can be
 * verified for ever (`test/rules/evidence/` has an example of every format).
 *
 * The digest covers the canonical content: the header with sorted keys and sorted lists, then the case
 * lines in byte order. It does not change when rows of the file change places (T18).
 */
import type { Hash } from 'node:crypto';
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Scope } from '../../handling/model.ts';
import type { Moment } from '../../kernel/values.ts';
import type { CaseColumn, CaseFact, EvidenceFormat } from '../facts/measure-rules.ts';
import type { Scheme } from '../schemes/scheme-rules.ts';
import type { Subject } from '../schemes/scoring-rules.ts';
import { createHash } from 'node:crypto';
import { SCOPES } from '../../handling/model.ts';
import { canonicalJson } from '../../kernel/canonical-json-rules.ts';
import { CASE_COLUMNS } from '../facts/measure-rules.ts';

/** What every line of a case begins with. */
const CASE_HEAD = ['grid', 'case', 'scope'] as const;

interface CommonHeader {
  columns: readonly string[];
  period: PeriodSpan & { subdistrict: string; version: number; from: Moment; until: Moment; time_zone: string };
  calendar_version: string | null;
  scheme: Scheme;
  scheme_hash: string;
  grids: Subject[];
}

export interface FirstHeader extends CommonHeader { format: 'wangge-evidence-1' }

export interface CutHeader extends CommonHeader {
  format: 'wangge-evidence-1.1';
  period: CommonHeader['period'] & { close_of_business: string };
  /** What happened before the end of the period counts if it was recorded before this. */
  cut: Moment;
  /** Counts the days that no version knew at the cut. */
  calendar_version: string;
  /** Pseudonyms of cases that count for nobody: none, as long as there are no appeals. */
  exemptions: readonly string[];
}

export type EvidenceHeader = FirstHeader | CutHeader;

export function formatOf({ format }: Pick<EvidenceHeader, 'format'>): EvidenceFormat {
  return format === 'wangge-evidence-1' ? 1 : 2;
}

const FORMATS: readonly EvidenceHeader['format'][] = ['wangge-evidence-1', 'wangge-evidence-1.1'];

export type CaseLine = CaseFact & { case: string };

/** The columns of a file whose cases are asked these facts. */
export function evidenceColumns(asked: readonly CaseColumn[]): string[] {
  return [...CASE_HEAD, ...asked];
}

export function schemeHash(scheme: Scheme): string {
  return createHash('sha256').update(canonicalJson(canonicalScheme(scheme))).digest('hex');
}

export function headerLine(header: EvidenceHeader): string {
  return canonicalJson({ ...header, scheme: canonicalScheme(header.scheme), grids: sortedBy(header.grids, 'code') });
}

export function caseLine(fact: CaseLine, asked: readonly CaseColumn[]): string {
  return JSON.stringify([fact.grid, fact.case, fact.scope, ...asked.map(column => flagOf(fact[column]))]);
}

function flagOf(answer: boolean | null | undefined): 0 | 1 | null {
  return answer == null ? null : answer ? 1 : 0;
}

/** Reads the case lines under a header; throws on anything that `caseLine` would not have written. */
export function caseReader({ columns, format }: Pick<EvidenceHeader, 'columns' | 'format'>): (line: string) => CaseLine {
  const asked = askedIn(columns);
  const nullable = asked.filter(column => format === 'wangge-evidence-1.1' || CASE_COLUMNS[column].nullable);
  return (line) => {
    const values = JSON.parse(line) as unknown;
    if (!Array.isArray(values) || values.length !== columns.length)
      throw notEvidence(line);
    const [grid, pseudonym, scope, ...flags] = values as unknown[];
    if (typeof grid !== 'string' || typeof pseudonym !== 'string' || !SCOPES.includes(scope as Scope))
      throw notEvidence(line);
    const fact: CaseLine = { grid, case: pseudonym, scope: scope as Scope };
    asked.forEach((column, index) => {
      const flag = flags[index];
      fact[column] = flag === null && nullable.includes(column) ? null : flag === 1;
    });
    if (caseLine(fact, asked) !== line)
      throw notEvidence(line);
    return fact;
  };
}

function notEvidence(line: string): SyntaxError {
  return new SyntaxError(`Not a line of evidence: ${line.slice(0, 80)}`);
}

export function parseHeader(line: string): EvidenceHeader {
  const header = JSON.parse(line) as EvidenceHeader;
  if (!FORMATS.includes(header?.format) || !Array.isArray(header.columns))
    throw new SyntaxError(`Not an evidence file of a format that this version knows: ${FORMATS.join(', ')}`);
  askedIn(header.columns);
  if (header.scheme_hash !== schemeHash(header.scheme))
    throw new SyntaxError('The scheme in the evidence file does not match its own hash');
  return header;
}

/** The facts among a file's columns; throws where there is one that this version does not know. */
export function askedIn(columns: readonly string[]): CaseColumn[] {
  const asked = columns.slice(CASE_HEAD.length);
  const unknown = asked.find(column => !Object.hasOwn(CASE_COLUMNS, column));
  if (unknown !== undefined)
    throw new SyntaxError(`Not an evidence file of a format that this version knows: its column "${unknown}" is unknown`);
  if (CASE_HEAD.some((column, index) => columns[index] !== column) || new Set(asked).size < asked.length)
    throw new SyntaxError(`Not an evidence file of a format that this version knows: its columns are ${columns.join(', ')}`);
  return asked as CaseColumn[];
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
