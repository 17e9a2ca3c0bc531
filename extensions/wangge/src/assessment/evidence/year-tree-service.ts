/** Evidence of a year: the lines that it rests on, sealed and signed as those of a quarter; or read off the database again. */
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { PeriodBounds } from '../facts/cut-rules.ts';
import type { FactBlock } from '../facts/fact-lines-store.ts';
import type { FrozenField } from '../interval/field-rules.ts';
import type { StoredPeriod } from '../periods/ranking-store.ts';
import type { Scheme } from '../schemes/model.ts';
import type { YearBasis } from '../year/basis-service.ts';
import type { YearWeights } from '../year/model.ts';
import type { PublishedQuarter } from '../year/year-store.ts';
import type { EvidenceFiles } from './kept-file.ts';
import type { TreeHeader } from './recompute-rules.ts';
import type { Head } from './tree-rules.ts';
import type { Sealed } from './tree-writer-rules.ts';
import type { Fault } from './verify-words.ts';
import { keepVersion } from '../periods/ranking-store.ts';
import { gatherYear } from '../year/basis-service.ts';
import { treeFactOf } from '../year/fact-rules.ts';
import { YEAR_COLUMNS } from '../year/model.ts';
import { namedQuarters } from '../year/year-store.ts';
import { checkpointsHead, keepCheckpoint } from './checkpoint-store.ts';
import { schemeHash } from './evidence-rules.ts';
import { headerFaults } from './header-faults-rules.ts';
import { savedFile, written } from './kept-file.ts';
import { publishedResults } from './published-store.ts';
import { READING } from './recompute-rules.ts';
import { installedSigningKey } from './signing-key.ts';
import { timelinesAsOf } from './timeline-store.ts';
import { factLine, originOf } from './tree-rules.ts';
import { treeText } from './tree-service.ts';
import { TreeWriter } from './tree-writer-rules.ts';
import { fault } from './verify-words.ts';

export interface YearEvidence {
  span: PeriodSpan;
  bounds: PeriodBounds;
  cut: Moment;
  scored_until: Moment;
  calendar_version: string;
  /** Without what only the database needs. */
  scheme: Scheme;
  weights: YearWeights;
  basis: YearBasis;
  published: readonly PublishedQuarter[];
  fields: readonly FrozenField[];
}

type Place = Pick<StoredPeriod, 'subdistrict' | 'subdistrict_code'>;

function yearHeader({ span, bounds, cut, scored_until, calendar_version, scheme, weights, basis, published, fields }: YearEvidence, { subdistrict_code, version }: Pick<Place, 'subdistrict_code'> & { version: number }, timelines: Head, before: Head): TreeHeader {
  const period = { ...span, ...bounds, subdistrict: subdistrict_code, version };
  return {
    format: 'wangge-evidence-2',
    reading: READING,
    origin: originOf(period),
    period,
    cut,
    calendar_version,
    exemptions: [],
    columns: YEAR_COLUMNS as unknown as TreeHeader['columns'],
    scheme,
    scheme_hash: schemeHash(scheme),
    grids: basis.grids.map(({ code, level, path, status }) => ({ code, level, path, retired: status === 'retired' })),
    subjects: basis.subjects,
    intervals: fields,
    year: { quarters: published.map(({ code, version: its, persons_by_post }) => ({ code, version: its, persons_by_post })), subjects: basis.counts },
    of_year: { weights, quarters: basis.quarters, scored_until },
    timelines,
    before,
  };
}

/** By grid in their order, what is of departments and persons last; each in byte order. */
function* blocksOf({ grids, facts }: YearBasis, subdistrict: Uuid): Generator<FactBlock> {
  const lines = Map.groupBy(facts.map(({ id, fact }) => treeFactOf(fact, id)), ({ grid }) => grid);
  for (const grid of [...grids.map(({ code }) => code), null]) {
    const own = lines.get(grid);
    if (own !== undefined)
      yield { subdistrict, grid, lines: `${own.map(factLine).sort().join('\n')}\n`, facts: own.length };
  }
}

async function* later<Value>(values: Iterable<Value>): AsyncGenerator<Value> {
  yield* values;
}

/** Writes the file and keeps the version with its checkpoint; answers the digest. Places are written already. */
export async function freezeYear(trx: Db, files: EvidenceFiles, evidence: YearEvidence, period: StoredPeriod, { scheme, salt, people, reason, now, actor }: { scheme: Uuid; salt: Buffer; people: ReadonlyMap<Uuid, string>; reason: string | null; now: Moment; actor: Uuid | null }): Promise<string> {
  const key = installedSigningKey();
  if (key === null)
    throw new Error('Nothing can sign the evidence: there is no signing key');
  const version = period.version + 1;
  const { cut, calendar_version, span } = evidence;
  const header = yearHeader(evidence, { ...period, version }, await timelinesAsOf(trx, cut), await checkpointsHead(trx));
  let sealed: Sealed | null = null;
  const text = treeText(header, later(blocksOf(evidence.basis, period.subdistrict)), publishedResults(trx, period.id, version, cut, people), key, seal => void (sealed = seal));
  const file = await savedFile(trx, files, `${span.code}-${period.subdistrict_code}-v${version}.evidence.jsonl.gz`, text);
  const { root, ...tree } = written(sealed);
  const digest = root.toString('hex');
  await keepVersion(trx, { period: period.id, version, scheme, persons_by_post: true, exemptions: [], evidence: file, evidence_digest: digest, salt, cut, calendar_version, reason, at: now }, actor);
  await keepCheckpoint(trx, { ...tree, period: period.id, version, origin: header.origin, public_key: key.public.toString('base64'), at: now });
  return digest;
}

/** What the database gives that is not what was written. Needs a transaction of its own. */
export async function yearTreeAgain(trx: Db, header: TreeHeader, { weights, quarters, scored_until }: NonNullable<TreeHeader['of_year']>, { subdistrict, subdistrict_code }: Place, { salt, root }: { salt: Buffer; root: string }): Promise<Fault[]> {
  const { subdistrict: _, version, from, until, time_zone, close_of_business, ...span } = header.period;
  const { scheme, cut } = header;
  const published = await namedQuarters(trx, subdistrict, quarters.flatMap(({ code, version: its }) => its === null ? [] : [{ code, version: its }]));
  const basis = await gatherYear(trx, { subdistrict, span, cut, scored_until, scheme, quarters: published, salt });
  const again = yearHeader({ span, bounds: { from, until, time_zone, close_of_business }, cut, scored_until, calendar_version: header.calendar_version, scheme, weights, basis, published, fields: header.intervals ?? [] }, { subdistrict_code, version }, await timelinesAsOf(trx, cut), await checkpointsHead(trx, header.before.size));
  const writer = new TreeWriter(again);
  writer.begin();
  for (const { grid, lines } of blocksOf(basis, subdistrict))
    writer.block(grid, lines);
  const found = writer.root().toString('hex');
  return [...headerFaults(header, again), ...found === root ? [] : [fault('database_differs', { found, expected: root })]];
}
