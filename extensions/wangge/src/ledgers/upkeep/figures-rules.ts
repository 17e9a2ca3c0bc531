/** Freshness and completeness of ledgers, put together from counts. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Denominator, Sensitivity } from '../model.ts';

/** The set whose current entries are the denominator of `expected_from: facilities`. */
export const FACILITIES = 'ledger_facilities';

export interface Viewer {
  /** Everywhere: administrators, the inspection team, analysts; these read every period of the assessment. */
  everything: boolean;
  /** The subtrees of today's posts, and of the community they belong to. */
  paths: string[];
  subdistrict: Uuid | null;
  /** Data sets that the person's office works with: seen in its whole sub-district. */
  office_sets: Uuid[];
  /** Sets whose entries the person may read. */
  readable: string[];
}

export interface CountedSet {
  id: Uuid;
  collection: string;
  name: string;
  name_en: string | null;
  sensitivity: Sensitivity;
  required: boolean;
  expected_from: Denominator;
  /** Of the root category. */
  root: string;
  root_name: string;
  root_name_en: string | null;
}

export interface ShownGrid {
  grid: Uuid;
  code: string;
  name: string;
  level: number;
  /** In the viewer's own part; otherwise only the sets of their office count. */
  own: boolean;
}

export interface Count {
  grid: Uuid;
  key: string;
  total: number;
  due: number;
  stale: number;
}

/** `expected` null: nobody has said how many there should be. */
export interface Expected { grid: Uuid; dataset: Uuid; expected: number | null }

export interface Freshness { total: number; fresh: number; due: number; stale: number }

export interface FreshnessAnswer {
  today: string;
  level: number | null;
  grids: { grid: Uuid; code: string; name: string; categories: Record<string, Freshness> }[];
  categories: { code: string; name: string }[];
}

export interface Completeness {
  dataset: Uuid;
  collection: string;
  name: string;
  /** Null: nobody has said how many there should be. */
  expected: number | null;
  entries: number;
  /** Entries of those expected; null without a number to compare with. More than 1: more than expected. */
  share: number | null;
}

/** Whose counts this person may see at all: of sensitive sets only where they read the entries. */
export function setsShown(sets: readonly CountedSet[], viewer: Viewer, admin: boolean): CountedSet[] {
  return sets.filter(({ id, collection, sensitivity }) =>
    (sensitivity !== 'sensitive' || admin || viewer.readable.includes(collection))
    && (viewer.everything || viewer.paths.length > 0 || viewer.office_sets.includes(id)));
}

export function freshnessOf(today: string, grids: readonly ShownGrid[], sets: readonly CountedSet[], counts: readonly Count[], language: Language): FreshnessAnswer {
  const categories = new Map(sets.map(({ root, root_name, root_name_en }) => [root, { code: root, name: spoken(root_name, root_name_en, language) }]));
  const byGrid = new Map(grids.map(({ grid }) => [grid, new Map<string, Freshness>()]));
  for (const { grid, key, total, due, stale } of counts)
    byGrid.get(grid)?.set(key, { total, fresh: total - due - stale, due, stale });
  return {
    today,
    level: grids[0]?.level ?? null,
    grids: grids.map(({ grid, code, name }) => ({
      grid,
      code,
      name,
      categories: Object.fromEntries([...categories.keys()].map(root => [root, byGrid.get(grid)?.get(root) ?? { total: 0, fresh: 0, due: 0, stale: 0 }])),
    })),
    categories: [...categories.values()],
  };
}

export interface Counted {
  /** Keys: collections. */
  counts: readonly Count[];
  expected: readonly Expected[];
  /** Outside the viewer's own part only these sets are shown. */
  office_sets: readonly Uuid[];
}

export function completenessOf(grids: readonly ShownGrid[], sets: readonly CountedSet[], { counts, expected, office_sets }: Counted, language: Language): { grid: Uuid; code: string; name: string; sets: Completeness[] }[] {
  const pair = (grid: Uuid, key: string): string => `${grid} ${key}`;
  const entries = new Map(counts.map(({ grid, key, total }) => [pair(grid, key), total]));
  const should = new Map(expected.map(({ grid, dataset, expected }) => [pair(grid, dataset), expected]));
  return grids.map(({ grid, code, name, own }) => ({
    grid,
    code,
    name,
    sets: sets.filter(set => own || office_sets.includes(set.id)).map((set) => {
      const expected = should.get(pair(grid, set.id)) ?? null;
      const count = entries.get(pair(grid, set.collection)) ?? 0;
      return { dataset: set.id, collection: set.collection, name: spoken(set.name, set.name_en, language), expected, entries: count, share: expected === null || expected === 0 ? null : Math.round(count / expected * 10_000) / 10_000 };
    }),
  }));
}

function spoken(name: string, name_en: string | null, language: Language): string {
  return language === 'en-US' ? name_en ?? name : name;
}
