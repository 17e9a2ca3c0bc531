/** Evidence of a period: written once into a file, or read off the database again. */
import type { Readable as Content } from 'node:stream';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { CaseBlock } from '../facts/case-store.ts';
import type { Asked, Basis } from '../periods/basis-service.ts';
import type { StoredPeriod } from '../periods/ranking-store.ts';
import type { Scheme } from '../schemes/scheme-rules.ts';
import type { CutHeader } from './evidence-rules.ts';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { loadCalendar } from '../../calendar/index.ts';
import { caseBlocks } from '../facts/case-store.ts';
import { gatherBasis } from '../periods/basis-service.ts';
import { keepVersion } from '../periods/ranking-store.ts';
import { askedIn, evidenceColumns, EvidenceDigest, headerLine, schemeHash } from './evidence-rules.ts';

/** Where evidence is kept: private files of Directus. */
export interface EvidenceFiles {
  /** Stores a file in the caller's transaction and answers its id. */
  save: (trx: Db, name: string, content: Content) => Promise<Uuid>;
  open: (id: Uuid) => Promise<Content>;
}

interface Frozen { asked: Asked; basis: Basis; scheme: Scheme & { id: Uuid } }

/** Writes the evidence file of every period and keeps its version as computed; answers the digests by period. */
export async function freeze(trx: Db, files: EvidenceFiles, { asked, basis, scheme }: Frozen, periods: readonly StoredPeriod[], { reason, now, actor = null }: { reason: string | null; now: Moment; actor?: Uuid | null }): Promise<Map<Uuid, string>> {
  const digests = new Map<Uuid, string>();
  const salt = randomBytes(32);
  const blocks = new Peekable(caseBlocks(trx, basis.query, periods.flatMap(({ subdistrict }) => basis.places.get(subdistrict)!.grids), salt));
  try {
    for (const period of periods) {
      const header = headerOf(asked, basis, period, scheme);
      const digest = new EvidenceDigest(header);
      const name = `${asked.span.code}-${period.subdistrict_code}-v${header.period.version}.evidence.jsonl.gz`;
      const content = Readable.from(evidenceText(header, digest, blocks, gridsOf(basis, period))).pipe(createGzip({ level: 1 }));
      const evidence = await files.save(trx, name, content);
      const evidence_digest = digest.hex();
      await keepVersion(trx, { period: period.id, version: header.period.version, scheme: scheme.id, evidence, evidence_digest, salt, cut: asked.cut, reason, at: now }, actor);
      digests.set(period.id, evidence_digest);
    }
  }
  finally {
    await blocks.close();
  }
  return digests;
}

/** The digest that the same period, cut, calendar version and exemptions give today. Needs a transaction of its own. */
export async function digestAgain(trx: Db, header: CutHeader, { subdistrict }: Pick<StoredPeriod, 'subdistrict'>, salt: Buffer): Promise<string> {
  const { subdistrict: subdistrict_code, version, from, until, time_zone, close_of_business, ...span } = header.period;
  const asked: Asked = {
    span,
    bounds: { from, until, time_zone, close_of_business },
    cut: header.cut,
    calendar: { ...await loadCalendar(trx, header.calendar_version), time_zone },
    columns: askedIn(header.columns),
  };
  const basis = await gatherBasis(trx, [subdistrict], asked);
  const again = headerOf(asked, basis, { subdistrict, subdistrict_code, version: version - 1 }, header.scheme);
  const digest = new EvidenceDigest(again);
  for await (const { lines } of caseBlocks(trx, basis.query, basis.places.get(subdistrict)!.grids, salt))
    digest.addBlock(lines);
  return digest.hex();
}

/** The file's text, block by block, while the digest takes the same. */
async function* evidenceText(header: CutHeader, digest: EvidenceDigest, blocks: Peekable<CaseBlock>, grids: ReadonlySet<Uuid>): AsyncGenerator<string> {
  yield `${headerLine(header)}\n`;
  for (let block = await blocks.peek(); block !== undefined && grids.has(block.grid); block = await blocks.peek()) {
    await blocks.next();
    digest.addBlock(block.lines);
    yield `${block.lines}\n`;
  }
}

function gridsOf({ places }: Basis, { subdistrict }: Pick<StoredPeriod, 'subdistrict'>): Set<Uuid> {
  return new Set(places.get(subdistrict)!.grids.map(({ id }) => id));
}

function headerOf({ span, bounds, cut, calendar, columns }: Asked, { places }: Basis, period: Pick<StoredPeriod, 'subdistrict' | 'subdistrict_code' | 'version'>, { code, name, version, cut_working_days = null, ranked_levels, min_sample, grade_bands, tie_break, indicators }: Scheme): CutHeader {
  const scheme: Scheme = { code, name, version, cut_working_days, ranked_levels, min_sample, grade_bands, tie_break, indicators };
  return {
    format: 'wangge-evidence-1.1',
    columns: evidenceColumns(columns),
    period: { ...span, ...bounds, subdistrict: period.subdistrict_code, version: period.version + 1 },
    cut,
    calendar_version: calendar.version,
    exemptions: [],
    scheme,
    scheme_hash: schemeHash(scheme),
    grids: places.get(period.subdistrict)!.subjects,
  };
}

/** An iterator whose next value can be looked at before it is taken. */
class Peekable<T> {
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
