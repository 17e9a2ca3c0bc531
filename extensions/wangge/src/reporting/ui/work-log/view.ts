/** What the sheet holds: the way, the faults found, and what a new log begins with. */
export interface Facility {
  id: string;
  name: string;
  address: string | null;
  condition: string;
  due: boolean;
  due_on: string;
  issue: string | null;
}

export const RESULTS = ['damaged', 'missing', 'hazard'] as const;
export type Result = (typeof RESULTS)[number];
export interface Fault { facility: string; result: Result; note: string | null; photo: string | null }

/** As the form saves related rows; null: none. */
export function checksToSave(faults: readonly Fault[]): object | null {
  return faults.length === 0 ? null : { create: faults.map(({ note, photo, ...fault }) => ({ ...fault, ...(note ? { note } : {}), ...(photo ? { photo } : {}) })), update: [], delete: [] };
}

const DRAFTED = ['grid', 'kind', 'started_at', 'ended_at', 'summary'] as const;

/** What the draft adds: fields that nobody has filled in. */
export function draftedFields(draft: Record<string, unknown>, values: Record<string, unknown>): { field: string; value: unknown }[] {
  return DRAFTED.filter(field => draft[field] != null && (values[field] ?? '') === '').map(field => ({ field, value: draft[field] }));
}

interface Times { started_at: string; ended_at: string }

/** In minutes: the durations that are one tap. */
export const DURATIONS = [30, 60, 90, 120] as const;

/** Minutes from start to end as a form holds them; null: no stretch. */
export function durationOf(started_at: unknown, ended_at: unknown): number | null {
  const [from, until] = [minuteOf(started_at), minuteOf(ended_at)];
  return from === null || until === null || until <= from ? null : until - from;
}

/**
 * The times of a log that took so many minutes. It ended when the form says: its start moves, unless somebody has set
 * that (`keep_start`); then its end does. Null: neither is known yet. Nothing passes midnight,
 * which is `24:00` as an end.
 */
export function timesFor(minutes: number, { started_at, ended_at }: { started_at?: unknown; ended_at?: unknown }, keep_start: boolean): Times | null {
  const [from, until] = [minuteOf(started_at), minuteOf(ended_at)];
  const start = from !== null && (keep_start || until === null) ? Math.min(from, DAY_END - 1) : until === null ? null : Math.max(0, until - minutes);
  return start === null ? null : { started_at: timeAt(start), ended_at: timeAt(Math.min(start + minutes, DAY_END)) };
}

const DAY_END = 24 * 60;

function minuteOf(time: unknown): number | null {
  const match = typeof time === 'string' ? /^(\d\d):(\d\d)/.exec(time) : null;
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}

function timeAt(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
}

export interface Raised { id: string; number: string; title: string | null; kind: string }

/** What residents said begins the first opinion of a log; further ones are written anew. */
export function opinionToReport(heard: unknown, raised: readonly Raised[]): string {
  return typeof heard !== 'string' || raised.some(({ kind }) => kind === 'opinion') ? '' : heard.trim();
}

export const SHOWN = 8;

/** The way comes with those due first: the rest is shown when asked for. */
export function facilitiesShown(route: readonly Facility[], all: boolean): readonly Facility[] {
  return all ? route : route.slice(0, SHOWN);
}
