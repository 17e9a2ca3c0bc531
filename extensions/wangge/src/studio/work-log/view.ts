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
export function nested(faults: readonly Fault[]): object | null {
  return faults.length === 0 ? null : { create: faults.map(({ note, photo, ...fault }) => ({ ...fault, ...(note ? { note } : {}), ...(photo ? { photo } : {}) })), update: [], delete: [] };
}

const DRAFTED = ['grid', 'kind', 'started_at', 'ended_at', 'summary'] as const;

/** What the draft adds: fields that nobody has filled in. */
export function missing(draft: Record<string, unknown>, values: Record<string, unknown>): { field: string; value: unknown }[] {
  return DRAFTED.filter(field => draft[field] != null && (values[field] ?? '') === '').map(field => ({ field, value: draft[field] }));
}

export const SHOWN = 8;

/** The way comes with those due first: the rest is shown when asked for. */
export function shown(route: readonly Facility[], all: boolean): readonly Facility[] {
  return all ? route : route.slice(0, SHOWN);
}
