/**
 * Is it the same matter? How alike two reports are in place, time and words, which earlier
 * issues are offered before a report is stored, and what may be named as repeated.
 *
 * The numbers are working values, chosen to be seen and corrected by people: an offer is
 * never a decision.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Status } from '../model.ts';
import { epochMs, MS_PER_DAY } from '../../kernel/civil-date-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';

/** Metres: a street lamp and the entrance it stands at are reported from as far apart; beyond, it is another place. */
export const NEAR = 200;
/** An open issue is offered if it was reported within this many days: later, somebody has long been told of it. */
export const OPEN_DAYS = 30;
/** What was closed within a quarter and is there again was not solved; after that, it is a new matter. */
export const REPEAT_DAYS = 90;
/** Below this likeness nothing is offered. */
export const LIKELY = 0.5;
/** Days after which a second report is half as likely to mean the same occurrence. */
const HALF_LIFE_DAYS = 10;

const METRES_PER_DEGREE = 111_320;

/** What two reports are compared by; what one of them does not say does not count. */
export interface Comparable {
  grid: Uuid | null;
  location: { coordinates: readonly number[] } | null;
  address: string | null;
  /** When it happened, else when it was reported. */
  at: Moment | null;
  /** The description; a title is often made from category and place, which are compared already. */
  text: string | null;
}

/** 0 (nothing in common) to 1 (the same); symmetric. */
export function likeness(a: Comparable, b: Comparable): number {
  const evidence = [
    compared(4, a.text, b.text, wording),
    compared(3, a.location, b.location, (p, q) => Math.max(0, 1 - metresBetween(p, q) / NEAR)),
    compared(2, a.address, b.address, wording),
    compared(2, a.at, b.at, (p, q) => 0.5 ** (Math.abs(epochMs(p) - epochMs(q)) / MS_PER_DAY / HALF_LIFE_DAYS)),
    compared(1, a.grid, b.grid, (p, q) => p === q ? 1 : 0),
  ].filter(item => item !== null);
  const weight = evidence.reduce((sum, item) => sum + item.weight, 0);
  return weight === 0 ? 0 : Math.min(1, evidence.reduce((sum, item) => sum + item.weight * item.score, 0) / weight);
}

function compared<Value>(weight: number, a: Value | null, b: Value | null, score: (a: Value, b: Value) => number): { weight: number; score: number } | null {
  return a === null || b === null ? null : { weight, score: score(a, b) };
}

/** Shared pairs of neighbouring characters (Dice): words need no boundaries, so it holds for Chinese. */
export function wording(a: string, b: string): number {
  const [x, y] = [plain(a), plain(b)];
  if (x === y)
    return 1;
  const [left, right] = [pairsOf(x), pairsOf(y)];
  let shared = 0;
  for (const [pair, count] of left)
    shared += Math.min(count, right.get(pair) ?? 0);
  const total = sum(left) + sum(right);
  return total === 0 ? 0 : 2 * shared / total;
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[\s\p{P}\p{S}]/gu, '');
}

function pairsOf(text: string): Map<string, number> {
  const characters = [...text];
  const pairs = new Map<string, number>();
  for (let i = 0; i + 1 < characters.length; i++) {
    const pair = `${characters[i]}${characters[i + 1]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

/** On the ground, for points that are near to each other. */
export function metresBetween(a: { coordinates: readonly number[] }, b: { coordinates: readonly number[] }): number {
  const [lngA = 0, latA = 0] = a.coordinates;
  const [lngB = 0, latB = 0] = b.coordinates;
  const shrink = Math.cos((latA + latB) / 2 * Math.PI / 180);
  return METRES_PER_DEGREE * Math.hypot((lngA - lngB) * shrink, latA - latB);
}

/** An issue as far as it may be what a report is about. */
export interface Earlier {
  id: Uuid;
  status: Status;
  reported_at: Moment;
  closed_at: Moment | null;
}

/** Reports of one event count as one case: what was reported as near as this in time is asked about. */
export const SAME_EVENT_MINUTES = 60;

/** Is it asked whether the report is of the same event as this one, of the same category and grid? Whatever the words say. */
export function isAsked({ status, reported_at, grid, category }: Omit<Earlier, 'id' | 'closed_at'> & { grid: Uuid | null; category: Uuid }, report: { grid: Uuid | null; category: Uuid }, now: Moment): boolean {
  return status !== 'rejected' && status !== 'merged' && grid !== null && grid === report.grid && category === report.category
    && epochMs(now) - epochMs(reported_at) <= SAME_EVENT_MINUTES * 60_000;
}

/** `duplicate`: it is open, the report may be merged into it; `repeat`: it was closed and is there again. */
export type SimilarAs = 'duplicate' | 'repeat';

export function similarAs({ status, reported_at, closed_at }: Omit<Earlier, 'id'>, now: Moment): SimilarAs | null {
  if (status === 'rejected' || status === 'merged')
    return null;
  if (status === 'closed')
    return closed_at !== null && daysBetween(closed_at, now) <= REPEAT_DAYS ? 'repeat' : null;
  return daysBetween(reported_at, now) <= OPEN_DAYS ? 'duplicate' : null;
}

function daysBetween(from: Moment, until: Moment): number {
  return (epochMs(until) - epochMs(from)) / MS_PER_DAY;
}

/** What `repeat_of` names; `category_path` as of every category here: itself first, then those above. */
export interface Repeated {
  status: Status;
  reported_at: Moment;
  closed_at: Moment | null;
  category_path: readonly Uuid[];
}

/** Why a report may not say that it repeats this issue; null if it may. */
export function objectionToRepeat(earlier: Repeated | null, report: { category_path: readonly Uuid[] }, now: Moment): Refusal | null {
  const [category] = report.category_path;
  const fits = earlier !== null
    && similarAs(earlier, now) === 'repeat'
    && (report.category_path.includes(earlier.category_path[0] ?? '') || earlier.category_path.includes(category ?? ''));
  return fits ? null : refused('repeat_unfit', 'repeat_of');
}
