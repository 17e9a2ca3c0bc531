/**
 * Ranking a period: counted, scored, frozen and published, in one transaction.
 *
 * Counts and evidence are read from one snapshot of the database, so that what is published can be recomputed
 * from the evidence alone (`verify-service.ts`). A period that is published stays as it is; computing it again takes a
 * reason and makes a new version beside the old one.
 */
import type { PeriodSpan } from '../calendar/period-rules.ts';
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { CaseBlock, CaseQuery, PeriodBounds } from './case-store.ts';
import type { EvidenceHeader } from './evidence-rules.ts';
import type { StoredGrid, StoredPeriod, StoredScheme } from './ranking-store.ts';
import type { Ranking, Score, Subject } from './scoring-rules.ts';
import type { ScoredRows } from './scoring-task.ts';
import type { Tally } from './tally-rules.ts';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setImmediate as others } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { periodOf, quarterBefore } from '../calendar/period-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { packed, unpacked } from '../kernel/task.ts';
import { workers } from '../kernel/worker-pool.ts';
import { caseBlocks, caseQueryFor, countCasesOf, periodBounds } from './case-store.ts';
import { evidenceColumns, EvidenceDigest, headerLine, schemeHash } from './evidence-rules.ts';
import { holders } from './holder-rules.ts';
import { caseColumnsFor } from './measure-lookup-rules.ts';
import { activeScheme, insertRankings, insertScores, loadGrids, newestCalendar, openPeriods, publishVersion, ranksOf, tenuresIn } from './ranking-store.ts';
import { checkScheme } from './scheme-rules.ts';
import { SCORE } from './scoring-task.ts';

/** Where evidence is kept: private files of Directus. */
export interface EvidenceFiles {
  /** Stores a file in the caller's transaction and answers its id. */
  save: (trx: Db, name: string, content: Readable) => Promise<Uuid>;
  open: (id: Uuid) => Promise<Readable>;
}

export interface RankRequest {
  /** `2026-Q3`. */
  period: string;
  /** A sub-district's code; null for all. */
  subdistrict: string | null;
  /** Why a published period is computed once more; null: leave it as it is. */
  reason: string | null;
}

export interface RankedPeriod {
  subdistrict: string;
  /** `already`: it was published before, and nothing was changed. `no_cases`: nothing fell due, so there is nothing to rank. */
  outcome: 'published' | 'already' | 'no_cases';
  version: number;
  digest: string;
  grids: number;
  ranked: number;
}

export interface RankedAll { kind: 'ranked'; periods: RankedPeriod[] }

export async function rankPeriod(db: Db, files: EvidenceFiles, request: RankRequest, now: Moment): Promise<RankedAll | Refusal> {
  const span = periodOf(request.period);
  if (span.kind === 'refused')
    return span;
  return db.transaction(async (trx) => {
    // Before the first query, which takes the snapshot: of two at once the second sees what the first published.
    await trx.raw('lock table assessment_periods in share row exclusive mode');
    const bounds = await periodBounds(trx, span.starts_on, span.ends_on);
    if (now < bounds.until)
      return refused('period_not_over', 'period', { period: span.code, ends_on: span.ends_on });
    const scheme = await activeScheme(trx, span.ends_on);
    if (!scheme)
      return refused('scheme_missing', null, { period: span.code });
    const refusal = checkScheme(scheme);
    if (refusal)
      return refusal;
    const periods = await openPeriods(trx, span, request.subdistrict);
    if (periods.length === 0 && request.subdistrict !== null)
      return refused('subdistrict_unknown', 'subdistrict', { subdistrict: request.subdistrict });
    const [due, published] = split(periods, ({ state }) => state !== 'published' || request.reason !== null);
    const already = published.map(period => untouched(period, 'already'));
    if (due.length === 0)
      return { kind: 'ranked', periods: already };
    const basis = await gatherBasis(trx, due, span, scheme, bounds);
    const [ripe, empty] = split(due, ({ subdistrict }) => basis.places.get(subdistrict)!.counts.length > 0);
    const results = new Map<Uuid, Computed>();
    for (const period of ripe) {
      const computed = await compute(basis, period);
      results.set(period.id, computed);
      await write(trx, basis, period, computed.rows.splice(0));
    }
    const digests = await freeze(trx, files, basis, ripe, { reason: request.reason, now });
    const fresh = ripe.map(period => publishedNow(period, results.get(period.id)!, digests.get(period.id)!));
    const all = [...already, ...empty.map(period => untouched(period, 'no_cases')), ...fresh];
    return { kind: 'ranked', periods: all.sort((a, b) => a.subdistrict < b.subdistrict ? -1 : 1) };
  }, { isolationLevel: 'repeatable read' });
}

/** What a computation stands on, read once for all sub-districts. */
export interface RankingBasis {
  span: PeriodSpan;
  scheme: StoredScheme;
  /** What was asked of the cases: counted first, then frozen line by line. */
  query: CaseQuery;
  calendar_version: string | null;
  /** By sub-district. */
  places: ReadonlyMap<Uuid, Place>;
  /** Who led a grid longest, by its id. */
  holders: ReadonlyMap<Uuid, Uuid>;
}

interface Place { grids: Map<string, StoredGrid>; counts: Tally[]; subjects: Subject[] }

export async function gatherBasis(trx: Db, periods: readonly StoredPeriod[], span: PeriodSpan, scheme: StoredScheme, bounds: PeriodBounds): Promise<RankingBasis> {
  const places = new Map<Uuid, Place>(periods.map(({ subdistrict }) => [subdistrict, { grids: new Map(), counts: [], subjects: [] }]));
  for (const grid of await loadGrids(trx, [...places.keys()]))
    places.get(grid.subdistrict)!.grids.set(grid.code, grid);
  const query = await caseQueryFor(trx, [...places.keys()], bounds, caseColumnsFor(scheme));
  for (const { subdistrict, ...count } of await countCasesOf(trx, query))
    places.get(subdistrict)!.counts.push(count);
  const previous = await ranksOf(trx, quarterBefore(span.code));
  for (const place of places.values())
    place.subjects = subjectsOf(place, previous);
  return { span, scheme, query, calendar_version: await newestCalendar(trx), places, holders: holders(await tenuresIn(trx, span)) };
}

/** Grids in use, and those retired since whose cases still count for the grids above. */
function subjectsOf({ grids, counts }: Place, previous: ReadonlyMap<Uuid, number>): Subject[] {
  const counted = new Set(counts.map(({ grid }) => grid));
  return [...grids.values()]
    .filter(({ status, code }) => status !== 'retired' || counted.has(code))
    .map(({ id, code, level, path, status }) => ({ code, level, path, retired: status === 'retired', previous_rank: previous.get(id) ?? null }));
}

/** What came of one sub-district: how many are listed and ranked, and the rows to be written. */
export interface Computed { grids: number; ranked: number; rows: ScoredRows[] }

/** In a thread of the pool; what goes there and comes back is packed, some rows at a time, so that none of it holds this one. */
export async function compute({ places, scheme: { id: _, indicator_ids: __, ...scheme } }: RankingBasis, { subdistrict }: StoredPeriod): Promise<Computed> {
  const { counts, subjects } = places.get(subdistrict)!;
  const rows: ScoredRows[] = [];
  const input = { counts: await packs(counts), subjects: await packs(subjects), scheme };
  return { ...await workers.run(SCORE, input, { onPiece: piece => rows.push(piece) }), rows };
}

const PACKED_TOGETHER = 500;

async function packs(list: readonly unknown[]): Promise<Uint8Array[]> {
  const made: Uint8Array[] = [];
  for (let at = 0; at < list.length; at += PACKED_TOGETHER) {
    made.push(packed(list.slice(at, at + PACKED_TOGETHER)));
    await others();
  }
  return made;
}

export async function write(trx: Db, { places, holders, scheme }: RankingBasis, period: StoredPeriod, results: readonly ScoredRows[]): Promise<void> {
  const { grids } = places.get(period.subdistrict)!;
  const written = <Row extends { grid: string }>(row: Row) => {
    const grid = grids.get(row.grid)!;
    return { ...row, period: period.id, version: period.version + 1, grid: grid.id, grid_path: grid.path };
  };
  for (const { kind, rows } of results) {
    if (kind === 'scores')
      await insertScores(trx, unpacked<Score[]>(rows).map(row => ({ ...written(row), indicator: scheme.indicator_ids.get(row.indicator)! })));
    else
      await insertRankings(trx, unpacked<Ranking[]>(rows).map(written).map(row => ({ ...row, person: holders.get(row.grid) ?? null })));
  }
}

/** Writes the evidence file of every period and publishes it; answers the digests by period. */
export async function freeze(trx: Db, files: EvidenceFiles, basis: RankingBasis, periods: readonly StoredPeriod[], { reason, now }: { reason: string | null; now: Moment }): Promise<Map<Uuid, string>> {
  const digests = new Map<Uuid, string>();
  const salt = randomBytes(32);
  const blocks = new Peekable(caseBlocks(trx, { ...basis.query, subdistricts: periods.map(({ subdistrict }) => subdistrict) }, salt));
  try {
    for (const period of periods) {
      const header = headerOf(basis, period);
      const digest = new EvidenceDigest(header);
      const name = `${basis.span.code}-${period.subdistrict_code}-v${header.period.version}.evidence.jsonl.gz`;
      const content = Readable.from(evidenceText(header, digest, blocks, period.subdistrict)).pipe(createGzip({ level: 1 }));
      const evidence = await files.save(trx, name, content);
      const evidence_digest = digest.hex();
      await publishVersion(trx, { period: period.id, version: header.period.version, scheme: basis.scheme.id, evidence, evidence_digest, salt, reason, at: now });
      digests.set(period.id, evidence_digest);
    }
  }
  finally {
    await blocks.close();
  }
  return digests;
}

/** The file's text, block by block, while the digest takes the same. */
export async function* evidenceText(header: EvidenceHeader, digest: EvidenceDigest, blocks: Peekable<CaseBlock>, subdistrict: Uuid): AsyncGenerator<string> {
  yield `${headerLine(header)}\n`;
  for (let block = await blocks.peek(); block?.subdistrict === subdistrict; block = await blocks.peek()) {
    await blocks.next();
    digest.addBlock(block.lines);
    yield `${block.lines}\n`;
  }
}

export function headerOf(basis: RankingBasis, period: StoredPeriod): EvidenceHeader {
  const { id: _, indicator_ids: __, ...scheme } = basis.scheme;
  return {
    format: 'wangge-evidence-1',
    columns: evidenceColumns(basis.query.columns),
    period: { ...basis.span, ...basis.query.period, subdistrict: period.subdistrict_code, version: period.version + 1 },
    calendar_version: basis.calendar_version,
    scheme,
    scheme_hash: schemeHash(scheme),
    grids: basis.places.get(period.subdistrict)!.subjects,
  };
}

/** An iterator whose next value can be looked at before it is taken. */
export class Peekable<T> {
  readonly #source: AsyncGenerator<T>;
  #ahead: T | undefined;

  constructor(source: AsyncGenerator<T>) {
    this.#source = source;
  }

  async peek(): Promise<T | undefined> {
    this.#ahead ??= (await this.#source.next()).value as T | undefined;
    return this.#ahead;
  }

  async next(): Promise<T | undefined> {
    const value = await this.peek();
    this.#ahead = undefined;
    return value;
  }

  async close(): Promise<void> {
    await this.#source.return(undefined);
  }
}

function untouched(period: StoredPeriod, outcome: 'already' | 'no_cases'): RankedPeriod {
  return { subdistrict: period.subdistrict_code, outcome, version: period.version, digest: period.evidence_digest ?? '', grids: 0, ranked: 0 };
}

function publishedNow(period: StoredPeriod, { grids, ranked }: Computed, digest: string): RankedPeriod {
  return { subdistrict: period.subdistrict_code, outcome: 'published', version: period.version + 1, digest, grids, ranked };
}

function split<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter(item => !test(item))];
}
