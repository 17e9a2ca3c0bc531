/**
 * What a report of a period consists of, whoever reads it and in whatever form: one object of plain values, made by one service
 * from what is stored, as far as its reader may see it. Numbers are as they were published; moments are written out already.
 */
import type { FlaggedSource } from '../../handling/model.ts';
import type { Language } from '../../kernel/refusal-rules.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { ErrorRates } from '../interval/error-rates-rules.ts';
import type { NotDrawn } from '../interval/field-rules.ts';
import type { Tier } from '../interval/model.ts';
import type { TooLittle } from '../interval/tier-rules.ts';
import type { PartMade, QuarterMade, YearWeights } from '../year/model.ts';
import { GATE } from '../interval/model.ts';

export type VersionState = 'computed' | 'preview' | 'published' | 'superseded';

export interface ReportHead {
  language: Language;
  subdistrict: string;
  period: { code: string; kind: 'month' | 'quarter' | 'year'; starts_on: string; ends_on: string };
  version: number;
  state: VersionState;
  /** `2026年10月9日 18:00`, or null. */
  cut: string | null;
  computed_at: string | null;
  published_at: string | null;
  printed_at: string;
  printed_by: string;
  scheme: ReportScheme;
  /** The codes of the four periods before, the latest first. */
  earlier: string[];
  checkpoint: { text: string | null; digest: string; address: string | null } | null;
  /** How wide the intervals of each field are on average, per mille of it, as it was frozen with the version. */
  widths: { kind: SubjectKind; level: Level | null; group: string | null; mean_width: number | null; places_told: boolean; not_drawn?: NotDrawn['not_drawn'] | null }[];
  /** What was simulated of this scheme; none: nobody did. */
  error_rates: ErrorRates[];
}

export interface ReportScheme {
  name: string;
  version: number;
  min_sample: number;
  min_days: number | null;
  /** Above the gate no places are printed, but tiers, by name. */
  tiers_only: boolean;
  grade_bands: { grade: string; from: number; names: Record<string, string> }[];
  indicators: ReportIndicator[];
}

/** What its rule takes: see `../schemes/`. */
export interface ReportParams {
  scopes?: readonly string[] | null;
  full_at?: number | null;
  per_point?: number | null;
  bands?: readonly { from: number; points: number }[] | null;
  of?: string | null;
  per_case?: number | null;
  cap?: number | null;
  multiplier?: number | null;
  flagged_sources?: readonly FlaggedSource[] | null;
}

export interface ReportIndicator {
  code: string;
  name: string;
  group: string;
  subject: SubjectKind;
  levels: Level[];
  measure: string;
  weight: number;
  rule: string;
  params: ReportParams;
  no_data: 'exclude' | 'full' | 'zero';
  /** Which end of the measure is good. */
  better: 'higher' | 'lower';
  /** What is divided by what. */
  says: string;
}

/** One who is scored. */
export interface ReportRow {
  /** From 1, over the whole report: what sheets are put together by. */
  no: number;
  kind: SubjectKind;
  /** Of a grid or a department. */
  code: string | null;
  name: string;
  /** Where it belongs: the grid above, the department of a person. */
  place: string | null;
  level: Level | null;
  /** Peer group; null: all of the level. */
  group: string | null;
  /** As stored: two decimals. */
  total: number | null;
  grade: string | null;
  rank: number | null;
  of: number;
  /** In the four periods before, the latest first; null: none. */
  earlier: (number | null)[];
  low: number | null;
  high: number | null;
  tier: Tier | null;
  /** Of this quarter and the three before together; null: there are none. */
  year: { rank: number | null; of: number; low: number | null; high: number | null; tier: Tier | null; total: number | null } | null;
  sample: number | null;
  note: string | null;
  /** Why it is not rated. */
  too_little?: readonly TooLittle[];
  /** It has a place, which is not told: the scheme prints tiers only. */
  untold?: true;
}

export interface ReportScore {
  /** The row's. */
  no: number;
  indicator: string;
  numerator: number;
  denominator: number;
  value: number | null;
  points: number | null;
  no_data: boolean;
  /** From flagged sources, where a case from one weighs more. */
  flagged?: { numerator: number; denominator: number } | null;
}

/** One thing behind a number. */
export interface ReportCase {
  indicator: string;
  /** Whose matter it is: code and name of the grid or the department. */
  code: string | null;
  owner: string;
  title: string;
  hit: boolean;
  /** Counts on neither side, since an appeal was upheld. */
  exempt?: true;
  /** What it adds above and below the line, where it is not one. */
  numerator: number;
  denominator: number;
  /** Days and moments that say why, written out: `应办结 2026-08-03 18:00`. */
  dates: string;
  /** Its address, for whoever may open it. */
  link: string | null;
}

export interface ReportData {
  head: ReportHead;
  rows: ReportRow[];
  scores: ReportScore[];
  cases: ReportCase[];
  /** How many cases were left out because a workbook would not hold them, by indicator. */
  cases_left: Record<string, number>;
  /** Of a year: what its places are made of. */
  year?: YearReport;
}

export interface YearReport {
  weights: YearWeights;
  /** The four of the year; version null: it was not published when the year was computed. */
  quarters: { code: string; version: number | null }[];
  rows: YearReportRow[];
}

export interface YearReportRow {
  /** The row's. */
  no: number;
  days: number | null;
  days_of: number;
  quarters: QuarterMade[];
  parts: PartMade[];
  /** Who led it, whoever did longest first. */
  holders: { name: string; days: number }[];
  changes: { on: string; what: string }[];
}

/** May its places be told, or does the scheme print tiers only where they are mostly chance? */
export function tiersOnly(field: ReportField, { scheme, widths: stored }: Pick<ReportHead, 'scheme' | 'widths'>): boolean {
  // Of what could not be drawn nobody knows how much is chance.
  return scheme.tiers_only && (mostlyChance(field, { widths: stored }) || storedWidth(field, stored)?.places_told === false);
}

/** As it may be told: where the scheme prints tiers only, a row keeps its tier, its grade and its points, and loses its places. */
export function toldReport(data: ReportData): ReportData {
  const fields = fieldsOf(data.rows).filter(field => tiersOnly(field, data.head));
  const untold = new Set(fields.flatMap(({ rows }) => rows.map(({ no }) => no)));
  // What the rows say of their width goes with their intervals.
  const widths = fields.filter(field => storedWidth(field, data.head.widths) === undefined).map(field => ({ kind: field.kind, level: field.level, group: field.group, mean_width: Math.round(1000 * meanWidth(field, data.head)!), places_told: false }));
  return fields.length === 0 ? data : { ...data, head: { ...data.head, widths: [...data.head.widths, ...widths] }, rows: data.rows.map((row): ReportRow => untold.has(row.no) ? withoutPlaces(row) : row) };
}

/** Of who has no place in this quarter those of the quarters before, and of the year. */
function withoutPlaces({ untold: _, ...row }: ReportRow): ReportRow {
  const told = { ...row, rank: null, earlier: row.earlier.map(() => null), low: null, high: null, year: null };
  return row.rank === null ? told : { ...told, untold: true, note: row.note ?? 'tiers_only_note' };
}

/** Has it a place, told or not? */
export function isRanked({ rank, untold }: Pick<ReportRow, 'rank' | 'untold'>): boolean {
  return rank !== null || untold === true;
}

/** Rows that are ranked among themselves. */
export interface ReportField { kind: SubjectKind; level: Level | null; group: string | null; rows: ReportRow[] }

const KIND_ORDER: Record<SubjectKind, number> = { grid: 0, department: 1, person: 2 };

/** By kind, the lowest level first (most of it is about patches), then by group; in a field by place, who has none last, by name. */
export function fieldsOf(rows: readonly ReportRow[]): ReportField[] {
  const fields = Map.groupBy(rows, ({ kind, level, group }) => `${kind} ${level ?? ''} ${group ?? ''}`);
  return [...fields.values()]
    .map((list): ReportField => ({ kind: list[0]!.kind, level: list[0]!.level, group: list[0]!.group, rows: [...list].sort(byPlace) }))
    .sort((a, b) => KIND_ORDER[a.kind] - KIND_ORDER[b.kind] || (b.level ?? 0) - (a.level ?? 0) || compareText(a.group ?? '', b.group ?? ''));
}

function byPlace(a: ReportRow, b: ReportRow): number {
  if (a.untold && b.untold)
    return tierPlace(a) - tierPlace(b) || compareText(a.name, b.name) || a.no - b.no;
  return Number(isRanked(b)) - Number(isRanked(a)) || (a.rank ?? Infinity) - (b.rank ?? Infinity) || (b.total ?? -1) - (a.total ?? -1) || compareText(a.code ?? a.name, b.code ?? b.name) || a.no - b.no;
}

/** Who is not rated is looked at first. */
const TIER_ORDER: readonly Tier[] = ['not_rated', 'front', 'middle', 'back'];

function tierPlace({ tier }: ReportRow): number {
  return tier === null ? TIER_ORDER.length : TIER_ORDER.indexOf(tier);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The indicators that rows of a field are scored by, in the order of the scheme. */
export function indicatorsOf({ indicators }: ReportScheme, { kind, level }: Pick<ReportField, 'kind' | 'level'>): ReportIndicator[] {
  return indicators.filter(indicator => indicator.subject === kind && (level === null || indicator.levels.includes(level)));
}

/** The mean width of the intervals as a share of the field; null without any, or where not all of it is known. */
export function meanWidth(field: ReportField, { widths: stored }: Pick<ReportHead, 'widths'>): number | null {
  const known = storedWidth(field, stored);
  if (known !== undefined)
    return known.mean_width === null ? null : known.mean_width / 1000;
  const { width, of } = widths(field.rows);
  return of === 0 || !isWhole(field) ? null : width / of;
}

/** Above the gate (compared in whole numbers) places say little. */
export function mostlyChance(field: ReportField, { widths: stored }: Pick<ReportHead, 'widths'>): boolean {
  const known = storedWidth(field, stored);
  if (known !== undefined)
    return known.mean_width !== null && !known.places_told;
  const { width, of } = widths(field.rows);
  return isWhole(field) && 1000 * width > GATE * of;
}

function storedWidth({ kind, level, group }: ReportField, stored: ReportHead['widths']): ReportHead['widths'][number] | undefined {
  return stored.find(one => one.kind === kind && one.level === level && one.group === group);
}

/** Whoever sees only their own sees no field. */
function isWhole({ rows }: ReportField): boolean {
  const ranked = rows.filter(isRanked);
  return ranked.length > 0 && ranked.length === ranked[0]!.of;
}

function widths(rows: readonly ReportRow[]): { width: number; of: number } {
  return rows.filter(({ rank, low, high }) => rank !== null && low !== null && high !== null)
    .reduce((sum, { low, high, of }) => ({ width: sum.width + high! - low! + 1, of: sum.of + of }), { width: 0, of: 0 });
}

/** A version that was published, now or before a later one: what a stranger with a printed code may know. */
export interface PublishedHead {
  subdistrict: string;
  period: string;
  version: number;
  /** The newest published one. */
  newest: number;
  published_at: string | null;
  evidence_digest: string;
  checkpoint: string | null;
  /** Base64. */
  public_key: string | null;
}
