/** A reader's own view of a list, as the Studio keeps it. */

export type Filter = Record<string, unknown>;

export interface Preset { id?: number; user: string | null; collection: string; bookmark: string | null; filter: Filter | null; [key: string]: unknown }

/** Of a view that is everybody's, a copy without its id. */
export function presetWithFilter(usual: Preset | null, collection: string, user: string, filter: Filter): Preset {
  const { id, ...view } = usual ?? { layout: 'tabular' };
  return { ...view, ...(usual?.user === user && id !== undefined ? { id } : {}), collection, bookmark: null, role: null, user, search: null, filter };
}
