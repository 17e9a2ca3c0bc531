/** Evidence of a period: written once into a file, sealed and signed; or read off the database again, and compared part by part. */
import type { Readable as Content } from 'node:stream';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { FactColumns } from '../facts/fact-lookup-rules.ts';
import type { FactsAsked } from '../facts/facts-service.ts';
import type { FrozenField } from '../interval/field-rules.ts';
import type { YearBefore } from '../interval/year-rules.ts';
import type { Basis } from '../periods/facts-basis-service.ts';
import type { StoredPeriod } from '../periods/ranking-store.ts';
import type { Scheme } from '../schemes/model.ts';
import type { TreeHeader } from './recompute-rules.ts';
import type { TreePlace } from './tree-service.ts';
import type { Sealed } from './tree-writer-rules.ts';
import type { Fault } from './verify-words.ts';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { loadCalendar } from '../../calendar/index.ts';
import { canonicalJson } from '../../kernel/canonical-json-rules.ts';
import { FACT_KINDS } from '../facts/fact-kinds.ts';
import { exemptIn, personPseudonyms } from '../facts/fact-lines-store.ts';
import { factColumnsFor } from '../facts/fact-lookup-rules.ts';
import { FACT_KIND_NAMES } from '../facts/model.ts';
import { gatherBasis } from '../periods/facts-basis-service.ts';
import { quartersNamed } from '../periods/frozen-store.ts';
import { keepVersion } from '../periods/ranking-store.ts';
import { codesOf, earlierOf } from '../periods/year-service.ts';
import { checkpointsHead, keepCheckpoint } from './checkpoint-store.ts';
import { publishedResults } from './published-store.ts';
import { installedSigningKey } from './signing-key.ts';
import { timelinesAsOf } from './timeline-store.ts';
import { BlockSource, treeHeader, treeText } from './tree-service.ts';
import { TreeWriter } from './tree-writer-rules.ts';
import { fault } from './verify-words.ts';

/** Where evidence is kept: private files of Directus. */
export interface EvidenceFiles {
  /** Stores a file in the caller's transaction and answers its id. */
  save: (trx: Db, name: string, content: Content) => Promise<Uuid>;
  open: (id: Uuid) => Promise<Content>;
}

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

/** Whoever saves it tells of what broke off; nothing of it goes on in a transaction that is over. */
async function saved(trx: Db, files: EvidenceFiles, name: string, text: AsyncGenerator<string>): Promise<Uuid> {
  const lines = Readable.from(text);
  const content = lines.pipe(createGzip({ level: 1 }));
  lines.on('error', error => content.destroy(error));
  content.on('error', () => lines.destroy());
  try {
    return await files.save(trx, name, content);
  }
  finally {
    lines.destroy();
    content.destroy();
  }
}

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
      const evidence = await saved(trx, files, `${asked.span.code}-${subdistrict_code}-v${version}.evidence.jsonl.gz`, text);
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

/** (The compiler does not see that the text, once it was read to its end, has set it.) */
function written(sealed: Sealed | null): Sealed {
  if (sealed === null)
    throw new Error('The evidence was not read to its end');
  return sealed;
}

/**
 * What the database gives as of the cut that is not what was written: the header's parts, and the root. Needs a transaction of
 * its own.
 */
export async function treeAgain(trx: Db, header: TreeHeader, { subdistrict, subdistrict_code }: Pick<StoredPeriod, 'subdistrict' | 'subdistrict_code'>, { salt, root, computed_at, exemptions }: { salt: Buffer; root: string; computed_at: Moment; exemptions: readonly string[] }): Promise<Fault[]> {
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

/** Parts of the header, as sentences name them. */
const PARTS: Partial<Record<keyof TreeHeader, [zh: string, en: string]>> = {
  grids: ['网格', 'grids'],
  subjects: ['考核对象', 'subjects'],
  led: ['任职', 'posts'],
  year: ['近四个季度的计数', 'counts of the quarters before'],
  columns: ['列', 'columns'],
  exemptions: ['申诉成立的不计项', 'exemptions'],
  calendar_version: ['日历', 'calendar'],
};

function headerFaults(written: TreeHeader, again: TreeHeader): Fault[] {
  const heads = (code: 'timelines_differ' | 'checkpoints_differ', name: 'timelines' | 'before'): Fault[] => canonicalJson(written[name]) === canonicalJson(again[name])
    ? []
    : [fault(code, { expected_size: written[name].size, expected: written[name].root, found_size: again[name].size, found: again[name].root })];
  const parts = Object.entries(PARTS).filter(([name]) => canonicalJson(written[name as keyof TreeHeader]) !== canonicalJson(again[name as keyof TreeHeader]));
  return [...heads('timelines_differ', 'timelines'), ...heads('checkpoints_differ', 'before'), ...parts.map(([, [part, part_en]]) => fault('database_part', { part, part_en }))];
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
