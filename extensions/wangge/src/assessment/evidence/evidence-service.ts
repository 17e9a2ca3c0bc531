/** Evidence of a period: written once into a file, sealed and signed; or read off the database again, and compared part by part. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { FactColumns } from '../facts/fact-lookup-rules.ts';
import type { FactsAsked } from '../facts/facts-service.ts';
import type { FrozenField } from '../interval/field-rules.ts';
import type { YearBefore } from '../interval/year-rules.ts';
import type { Basis } from '../periods/facts-basis-service.ts';
import type { StoredPeriod } from '../periods/ranking-store.ts';
import type { Scheme } from '../schemes/model.ts';
import type { EvidenceFiles } from './kept-file.ts';
import type { TreeHeader } from './recompute-rules.ts';
import type { TreePlace } from './tree-service.ts';
import type { Sealed } from './tree-writer-rules.ts';
import type { Fault } from './verify-words.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { FACT_KINDS } from '../facts/fact-kinds.ts';
import { exemptIn, personPseudonyms } from '../facts/fact-lines-store.ts';
import { factColumnsFor } from '../facts/fact-lookup-rules.ts';
import { FACT_KIND_NAMES } from '../facts/model.ts';
import { gatherBasis } from '../periods/facts-basis-service.ts';
import { quartersNamed } from '../periods/frozen-store.ts';
import { keepVersion } from '../periods/ranking-store.ts';
import { codesOf, earlierOf } from '../periods/year-service.ts';
import { checkpointsHead, keepCheckpoint } from './checkpoint-store.ts';
import { headerFaults } from './header-faults-rules.ts';
import { savedFile, written } from './kept-file.ts';
import { publishedResults } from './published-store.ts';
import { installedSigningKey } from './signing-key.ts';
import { timelinesAsOf } from './timeline-store.ts';
import { BlockSource, treeHeader, treeText } from './tree-service.ts';
import { TreeWriter } from './tree-writer-rules.ts';
import { fault } from './verify-words.ts';
import { yearTreeAgain } from './year-tree-service.ts';

interface Frozen {
  asked: FactsAsked;
  basis: Basis;
  scheme: Scheme & { id: Uuid };
  /** Behind the pseudonyms of these versions, by which intervals were drawn. */
  salt: Buffer;
  /** By period: what was frozen before its intervals were drawn. */
  fields: ReadonlyMap<Uuid, readonly FrozenField[]>;
  /** By period: what its rolling year is made of. */
  years?: ReadonlyMap<Uuid, YearBefore | null>;
}
interface Occasion { reason: string | null; now: Moment; actor?: Uuid | null }

/** Writes the evidence file of every period and keeps its version as computed, with its checkpoint; answers the digests by period. Scores and ranks are written already. */
export async function freeze(trx: Db, files: EvidenceFiles, { asked, basis, scheme: { id: scheme, ...rules }, salt, fields, years = new Map() }: Frozen, periods: readonly StoredPeriod[], { reason, now, actor = null }: Occasion): Promise<Map<Uuid, string>> {
  const digests = new Map<Uuid, string>();
  const key = installedSigningKey();
  if (key === null)
    throw new Error('Nothing can sign the evidence: there is no signing key');
  const facts = basis.query;
  const places = new Map(periods.map(period => [period.id, placeOf(basis, period, period.version + 1)]));
  const timelines = await timelinesAsOf(trx, asked.cut);
  const source = new BlockSource(trx, facts, [...places.values()], salt);
  try {
    for (const { id: period } of periods) {
      const place = places.get(period)!;
      const { version, subdistrict_code } = place;
      const pseudonyms = await pseudonymsIn(trx, place, salt);
      const header = treeHeader({ ...asked, facts, scheme: schemeIn(rules), timelines, intervals: fields.get(period) ?? [], year: years.get(period) ?? null, exemptions: await exemptIn(trx, facts, place) }, place, await checkpointsHead(trx), pseudonyms);
      let sealed: Sealed | null = null;
      const text = treeText(header, source.blocksOf(place), publishedResults(trx, period, version, asked.cut, pseudonyms), key, seal => void (sealed = seal));
      const evidence = await savedFile(trx, files, `${asked.span.code}-${subdistrict_code}-v${version}.evidence.jsonl.gz`, text);
      const { root, ...tree } = written(sealed);
      await keepVersion(trx, { period, version, scheme, persons_by_post: place.led !== null, exemptions: basis.places.get(place.subdistrict)!.exemptions, evidence, evidence_digest: root.toString('hex'), salt, cut: asked.cut, calendar_version: asked.calendar.version, reason, at: now }, actor);
      await keepCheckpoint(trx, { ...tree, period, version, origin: header.origin, public_key: key.public.toString('base64'), at: now });
      digests.set(period, root.toString('hex'));
    }
  }
  finally {
    await source.close();
  }
  return digests;
}

/**
 * What the database gives as of the cut that is not what was written: the header's parts, and the root. Needs a transaction of
 * its own.
 */
export async function treeAgain(trx: Db, header: TreeHeader, { subdistrict, subdistrict_code }: Pick<StoredPeriod, 'subdistrict' | 'subdistrict_code'>, { salt, root, computed_at, exemptions }: { salt: Buffer; root: string; computed_at: Moment; exemptions: readonly string[] }): Promise<Fault[]> {
  if (header.of_year !== undefined)
    return yearTreeAgain(trx, header, header.of_year, { subdistrict, subdistrict_code }, { salt, root });
  const { subdistrict: _, version, from, until, time_zone, close_of_business, ...span } = header.period;
  const { scheme } = header;
  const asked: FactsAsked = {
    span,
    bounds: { from, until, time_zone, close_of_business },
    cut: header.cut,
    calendar: { ...await loadCalendar(trx, header.calendar_version), time_zone },
    columns: header.columns,
    exemptions,
    ...header.reading === undefined && { formerly: computed_at },
  };
  const basis = await gatherBasis(trx, [subdistrict], asked, scheme, salt);
  const facts = basis.query;
  const place = placeOf(basis, { subdistrict, subdistrict_code }, version);
  const pseudonyms = await pseudonymsIn(trx, place, salt);
  const again = treeHeader({ ...asked, facts, scheme, timelines: await timelinesAsOf(trx, asked.cut), intervals: header.intervals ?? [], year: await yearAgain(trx, header, basis, subdistrict, pseudonyms), exemptions: await exemptIn(trx, facts, place) }, place, await checkpointsHead(trx, header.before.size), pseudonyms);
  const source = new BlockSource(trx, facts, [place], salt);
  const writer = new TreeWriter(again);
  try {
    writer.begin();
    for await (const { grid, lines } of source.blocksOf(place))
      writer.block(grid, lines);
  }
  finally {
    await source.close();
  }
  const found = writer.root().toString('hex');
  return [...headerFaults(header, again), ...found === root ? [] : [fault('database_differs', { found, expected: root })]];
}

/** What the quarters that the header names had counted, read once more. */
async function yearAgain(trx: Db, { year, scheme }: TreeHeader, { places }: Basis, subdistrict: Uuid, people: ReadonlyMap<Uuid, string>): Promise<YearBefore | null> {
  if (year === undefined)
    return null;
  const found = await quartersNamed(trx, subdistrict, year.quarters);
  return { quarters: found.map(({ code, version, persons_by_post }) => ({ code, version, persons_by_post })), subjects: await earlierOf(trx, found, scheme, codesOf({ ...places.get(subdistrict)!, people })) };
}

function placeOf({ places }: Basis, { subdistrict, subdistrict_code }: Pick<StoredPeriod, 'subdistrict' | 'subdistrict_code'>, version: number): TreePlace {
  const { grids, subjects, led } = places.get(subdistrict)!;
  return { subdistrict, subdistrict_code, version, grids, subjects, led };
}

/** Only of kinds of which there are facts: one that comes later changes no old file. */
export function columnsFor(scheme: Scheme): FactColumns {
  const asked = factColumnsFor(scheme);
  return Object.fromEntries(FACT_KIND_NAMES.filter(kind => asked[kind] !== undefined && FACT_KINDS[kind].select !== null).map(kind => [kind, asked[kind]!]));
}

function pseudonymsIn(trx: Db, { subjects }: TreePlace, salt: Buffer): Promise<Map<Uuid, string>> {
  return personPseudonyms(trx, subjects.filter(({ kind }) => kind === 'person').map(({ code }) => code), salt);
}

/** Without what only the database needs. */
function schemeIn(scheme: Scheme): Scheme {
  const { indicator_ids: _, ...rules } = scheme as Scheme & { indicator_ids?: unknown };
  return rules;
}
