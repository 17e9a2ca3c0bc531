/**
 * One report, read as its caller: rows, and what may be read of them, are those of Directus' permissions. In packs, a few hundred
 * rows at a time, so that a large one holds nobody and is nowhere in memory as a whole before its thread.
 */
import type { Filter, Query } from '@directus/types';
import type { Db, HookContext, KnownCaller } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../../kernel/values.ts';
import type { Measure } from '../facts/measure-rules.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { Tier } from '../interval/model.ts';
import type { ReportHead, ReportRow, ReportScheme, ReportScore, YearReport, YearReportRow } from './model.ts';
import type { PackedReport } from './packed-rules.ts';
import type { CasesAsked } from './report-case-service.ts';
import { setImmediate as others } from 'node:timers/promises';
import { periodBefore, periodOf, quartersOf } from '../../calendar/period-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { packed } from '../../kernel/task.ts';
import { isMeasure } from '../facts/measure-lookup-rules.ts';
import { MEASURES } from '../facts/measure-rules.ts';
import { errorRatesIn } from '../interval/error-rates-rules.ts';
import { TIERS } from '../interval/model.ts';
import { TOO_LITTLE } from '../interval/tier-rules.ts';
import { untoldFields } from '../periods/untold-store.ts';
import { SHIPPED_WEIGHTS } from '../year/model.ts';
import { restsOn, yearRowsOf } from '../year/view-store.ts';
import { weightsIn } from '../year/weight-rules.ts';
import { checkAddress } from './check-page-rules.ts';
import { readCases } from './report-case-service.ts';
import { fieldWidths, nameOf, schemeBehind, versionHead, writtenNow } from './report-store.ts';

export interface ReportAsk {
  period: string;
  subdistrict: string | null;
  /** Null: the published one; before one is published the newest that the caller sees. */
  version: number | null;
  language: Language;
}

interface Reading { context: Pick<HookContext, 'services' | 'database' | 'env'>; caller: KnownCaller }

interface Period { id: Uuid; code: string; kind: ReportHead['period']['kind']; starts_on: string; ends_on: string; version: number; subdistrict: { id: Uuid; code: string; name: string } }
interface Found { version: number; period: Period }

/** Which version of which period; Directus' 403 for whoever may see no results at all. */
export async function reportedVersion(reading: Reading, { period, subdistrict, version }: ReportAsk): Promise<Found | Refusal> {
  const span = periodOf(period);
  if (isRefusal(span))
    return span;
  const { context, caller } = reading;
  // Of several sub-districts the one asked for, or the first of which they see anything. One after the other: a sort by what a row
  // belongs to is not everybody's.
  const filter: Filter = { _and: [{ code: { _eq: span.code } }, ...subdistrict === null ? [] : [{ subdistrict: { code: { _eq: subdistrict } } }]] };
  const fields = ['id', 'code', 'kind', 'starts_on', 'ends_on', 'version', 'subdistrict.id', 'subdistrict.code', 'subdistrict.name'];
  const periods = await service(context, caller, 'assessment_periods').readByQuery({ fields, filter, sort: ['subdistrict.code'], limit: -1 } as Query) as Period[];
  for (const one of periods) {
    const found = await versionSeen(reading, one, version ?? (one.version > 0 ? one.version : null)) ?? (version === null ? await versionSeen(reading, one, null) : null);
    if (found !== null)
      return { version: found, period: one };
  }
  await mayReadResults(reading);
  return refused('period_not_ranked', 'period', { period: span.code });
}

/** The newest version of which they see a row, or this one if they do. */
async function versionSeen({ context, caller }: Reading, { id }: Period, version: number | null): Promise<number | null> {
  const filter: Filter = { _and: [{ period: { _eq: id } }, ...version === null ? [] : [{ version: { _eq: version } }]] };
  const [row] = await service(context, caller, 'rankings').readByQuery({ fields: ['version'], filter, sort: ['-version'], limit: 1 } as Query) as { version: number }[];
  return row?.version ?? null;
}

/** Directus' 403 for whoever may read no results at all. */
export async function mayReadResults({ context, caller }: Reading): Promise<void> {
  await service(context, caller, 'rankings').readByQuery({ fields: ['id'], limit: 1 });
}

/** How many subjects the caller sees of it. */
export async function rowKeys({ context, caller }: Reading, { version, period }: Found): Promise<Uuid[]> {
  const rows = await service(context, caller, 'rankings').readByQuery({ fields: ['id'], filter: { _and: [{ period: { _eq: period.id } }, { version: { _eq: version } }] }, sort: ['id'], limit: -1 } as Query);
  return rows.map(({ id }) => id as Uuid);
}

export interface Progress {
  signal?: AbortSignal;
  read?: (rows: number) => Promise<void>;
  /** With the cases behind the numbers. */
  withCases?: boolean;
}

/** So many subjects with their scores at once. */
const BATCH = 40;

export async function readReport(reading: Reading, found: Found, keys: readonly Uuid[], language: Language, { signal, read, withCases = false }: Progress = {}): Promise<PackedReport> {
  const { context: { database: db }, caller } = reading;
  const head = await versionHead(db, found.period.id, found.version);
  const scheme = head === null ? null : await schemeBehind(db, head.scheme);
  if (head === null || scheme === null)
    throw new Error(`The version ${found.version} of ${found.period.code} has rankings and nothing else`);
  const before = earlierCodes(found.period);
  const earlier = await earlierVersions(reading, found, before);
  const [rows, scores]: [Uint8Array[], Uint8Array[]] = [[], []];
  const listed: CasesAsked['rows'][number][] = [];
  // A year is made of its quarters, and of no indicator by itself.
  const isYear = found.period.kind === 'year';
  const measured = measuredScheme(scheme.row, isYear ? [] : scheme.indicators, language);
  const made: YearReportRow[] = [];
  for (let from = 0; from < keys.length; from += BATCH) {
    signal?.throwIfAborted();
    const batch = await rankingsOf(reading, keys.slice(from, from + BATCH));
    const places = await earlierPlaces(reading, earlier, before, batch);
    const numbered = batch.map((values, at) => rowOf(values, from + at + 1, places));
    rows.push(packed(numbered));
    if (isYear)
      made.push(...await madeRows(db, found, batch, numbered));
    const own = isYear ? [] : await scoresOf(reading, found, batch, numbered, scheme.codes);
    scores.push(packed(own));
    listed.push(...numbered.map(({ no, kind, code, level }) => ({ kind, code, level, counted: new Set(own.filter(score => score.no === no && score.denominator > 0).map(({ indicator }) => indicator)) })));
    await read?.(Math.min(keys.length, from + BATCH));
    await others();
  }
  const now = await writtenNow(db);
  const { period: { code, kind, starts_on, ends_on, subdistrict }, version } = found;
  const period = { code, kind, starts_on, ends_on };
  const behind = withCases && !isYear ? await readCases(reading.context, caller, { head: { language, period, scheme: measured }, version: head, subdistrict: subdistrict.id, rows: listed }, signal) : { cases: [], cases_left: {} };
  return {
    head: {
      language,
      subdistrict: subdistrict.name,
      period,
      version,
      state: head.state,
      cut: head.cut,
      computed_at: head.computed_at,
      published_at: head.published_at,
      printed_at: now.minute,
      printed_by: caller.accountability.user === null ? '' : await nameOf(db, caller.accountability.user),
      scheme: measured,
      earlier: before,
      checkpoint: {
        text: head.checkpoint,
        digest: head.evidence_digest,
        address: head.published_at === null ? null : checkAddress(String(reading.context.env.PUBLIC_URL ?? ''), { subdistrict: subdistrict.code, period: code, version }),
      },
      widths: await fieldWidths(db, found.period.id, version),
      error_rates: errorRatesIn(scheme.row.error_rates),
    },
    rows,
    scores,
    ...behind,
    ...isYear ? { year: await yearReport(db, found, scheme.row, made) } : {},
  };
}

function service({ services, database }: Reading['context'], caller: KnownCaller, collection: string) {
  return new services.ItemsService(collection, { ...caller, knex: database });
}

function earlierCodes({ code }: Found['period']): string[] {
  const codes: string[] = [];
  for (let at = code; codes.length < 4;) {
    const span = periodOf(at);
    if (isRefusal(span))
      break;
    at = periodBefore(span);
    codes.push(at);
  }
  return codes;
}

interface EarlierVersion { id: Uuid; code: string; version: number }

/** What was published of the four periods before, as far as the caller may know of them. */
async function earlierVersions({ context, caller }: Reading, { period }: Found, codes: readonly string[]): Promise<EarlierVersion[]> {
  return await service(context, caller, 'assessment_periods').readByQuery({ fields: ['id', 'code', 'version'], filter: { _and: [{ code: { _in: [...codes] } }, { subdistrict: { _eq: period.subdistrict.id } }, { version: { _gt: 0 } }] }, limit: -1 } as Query) as EarlierVersion[];
}

const NAMES = ['*', 'grid.id', 'grid.code', 'grid.name', 'grid.parent.name', 'department.id', 'department.code', 'department.name', 'person.id', 'person.first_name', 'person.last_name', 'person.department.name'];

async function rankingsOf({ context, caller }: Reading, keys: readonly Uuid[]): Promise<Values[]> {
  return await service(context, caller, 'rankings').readByQuery({ fields: NAMES, filter: { id: { _in: [...keys] } }, sort: ['id'], limit: -1 } as Query) as Values[];
}

type Place = Map<string, number>;

async function earlierPlaces({ context, caller }: Reading, earlier: readonly EarlierVersion[], codes: readonly string[], batch: readonly Values[]): Promise<Place[]> {
  if (earlier.length === 0)
    return codes.map(() => new Map());
  const filter: Filter = { _and: [{ _or: earlier.map(({ id, version }) => ({ _and: [{ period: { _eq: id } }, { version: { _eq: version } }] })) }, ofSubjects(batch)] };
  const rows = await service(context, caller, 'rankings').readByQuery({ fields: ['period', 'subject', 'grid', 'department', 'person', 'level', 'peer_group', 'rank'], filter, limit: -1 } as Query) as Values[];
  const untold = await untoldFields(context.database, earlier.map(({ id, version }) => ({ period: id, version })));
  return codes.map((code) => {
    const id = earlier.find(one => one.code === code)?.id;
    return new Map(rows.filter(row => row.period === id && row.rank !== null && !untold({ period: String(row.period), kind: row.subject as SubjectKind, level: number(row.level), group: text(row.peer_group) })).map(row => [keyOf(row), Number(row.rank)]));
  });
}

/** Of a grid `person` says who led it: it is not whose row it is. */
function ofSubjects(batch: readonly Values[]): Filter {
  const of = (kind: SubjectKind): string[] => batch.filter(row => row.subject === kind).map(row => idOf(row[kind])!).filter(Boolean);
  return { _or: (['grid', 'department', 'person'] as const).map(kind => ({ _and: [{ subject: { _eq: kind } }, { [kind]: { _in: of(kind) } }] })) } as Filter;
}

function keyOf(row: Values): string {
  const kind = row.subject as SubjectKind;
  return `${kind} ${idOf(row[kind]) ?? ''} ${kind === 'person' ? String(row.level) : ''}`;
}

function idOf(related: unknown): string | null {
  return typeof related === 'object' && related !== null ? String((related as Values).id) : typeof related === 'string' ? related : null;
}

function rowOf(row: Values, no: number, places: readonly Place[]): ReportRow {
  const kind = row.subject as SubjectKind;
  const [grid, department, person] = [row.grid, row.department, row.person].map(related => (typeof related === 'object' ? related ?? {} : {}) as Values);
  const key = keyOf(row);
  return {
    no,
    kind,
    code: text({ grid: grid!.code, department: department!.code, person: null }[kind]),
    name: text({ grid: grid!.name, department: department!.name, person: [person!.last_name, person!.first_name].filter(Boolean).join('') }[kind]) ?? '',
    place: text({ grid: (grid!.parent as Values | null)?.name, department: null, person: (person!.department as Values | null)?.name ?? grid!.name }[kind]),
    level: number(row.level) as Level | null,
    group: text(row.peer_group),
    total: number(row.total),
    grade: text(row.grade),
    rank: number(row.rank),
    of: number(row.of) ?? 0,
    earlier: places.map(place => place.get(key) ?? null),
    low: number(row.low),
    high: number(row.high),
    tier: tierOf(row.tier),
    year: number(row.year_rank) === null && number(row.year_total) === null ? null : { rank: number(row.year_rank), of: number(row.year_of) ?? 0, low: number(row.year_low), high: number(row.year_high), tier: tierOf(row.year_tier), total: number(row.year_total) },
    sample: number(row.sample),
    note: text(row.note),
    too_little: TOO_LITTLE.filter(reason => Array.isArray(row.too_little) && row.too_little.includes(reason)),
  };
}

function tierOf(value: unknown): Tier | null {
  return TIERS.find(tier => tier === value) ?? null;
}

const SCORES = ['subject', 'grid', 'department', 'person', 'level', 'indicator', 'numerator', 'denominator', 'value', 'points', 'no_data', 'flagged_numerator', 'flagged_denominator'];

async function scoresOf({ context, caller }: Reading, { version, period }: Found, batch: readonly Values[], rows: readonly ReportRow[], codes: ReadonlyMap<Uuid, string>): Promise<ReportScore[]> {
  const numbers = new Map(batch.map((values, at) => [keyOf(values), rows[at]!.no]));
  const filter: Filter = { _and: [{ period: { _eq: period.id } }, { version: { _eq: version } }, ofSubjects(batch)] };
  const scores = await service(context, caller, 'assessment_scores').readByQuery({ fields: SCORES, filter, limit: -1 } as Query) as Values[];
  return scores.flatMap((score): ReportScore[] => {
    const [no, indicator] = [numbers.get(keyOf(score)), codes.get(String(score.indicator))];
    return no === undefined || indicator === undefined
      ? []
      : [{ no, indicator, numerator: number(score.numerator) ?? 0, denominator: number(score.denominator) ?? 0, value: number(score.value), points: number(score.points), no_data: score.no_data === true, ...flaggedOf(score) }];
  });
}

function flaggedOf({ flagged_numerator, flagged_denominator }: Values): Pick<ReportScore, 'flagged'> {
  const [numerator, denominator] = [number(flagged_numerator), number(flagged_denominator)];
  return numerator === null || denominator === null ? {} : { flagged: { numerator, denominator } };
}

function measuredScheme(row: Values, indicators: NonNullable<Awaited<ReturnType<typeof schemeBehind>>>['indicators'], language: Language): ReportScheme {
  return {
    name: String(row.name),
    version: Number(row.version),
    min_sample: Number(row.min_sample),
    min_days: number(row.min_days),
    tiers_only: row.tiers_only === true,
    grade_bands: (row.grade_bands ?? []) as ReportScheme['grade_bands'],
    indicators: indicators.map((indicator) => {
      const measure = isMeasure(indicator.measure) ? MEASURES[indicator.measure as Measure] : null;
      return { ...indicator, weight: Number(indicator.weight), better: measure?.better ?? 'higher', says: measure?.says[language] ?? '' };
    }),
  };
}

/** What each of these rows of a year is made of. */
async function madeRows(db: Db, { version, period }: Found, batch: readonly Values[], rows: readonly ReportRow[]): Promise<YearReportRow[]> {
  const keys = batch.map(row => ({ subject: row.subject as SubjectKind, id: idOf(row[row.subject as SubjectKind])! }));
  const found = await yearRowsOf(db, period.id, version, keys);
  return rows.flatMap(({ no, level }, at): YearReportRow[] => {
    const own = found.find(one => one.subject === keys[at]!.subject && one.id === keys[at]!.id && one.level === level);
    return own === undefined ? [] : [{ no, days: own.days, days_of: own.days_of, quarters: own.quarters, parts: own.parts, holders: own.holders, changes: own.changes }];
  });
}

async function yearReport(db: Db, { version, period }: Found, scheme: Values, rows: YearReportRow[]): Promise<YearReport> {
  const weights = weightsIn(scheme);
  const rests = await restsOn(db, period.id, version);
  return { weights: isRefusal(weights) ? SHIPPED_WEIGHTS : weights, quarters: quartersOf(period.code).map(code => ({ code, version: rests.find(one => one.code === code)?.version ?? null })), rows };
}

function text(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}

function number(value: unknown): number | null {
  return value === null || value === undefined || value === '' ? null : Number(value);
}
