/** What the boxes show: how far a task has come, as bars for all grids and for each community; files behind their links. Pure. */
import type { Counts, Progress } from '../../assignments/progress-rules.ts';

const SEGMENTS = ['accepted', 'completed', 'returned', 'open', 'withdrawn'] as const;

export interface Bar {
  key: string;
  /** Null: all of them. */
  name: string | null;
  counts: Counts;
  /** Reported, accepted or not. */
  done: number;
  /** In percent of the grids; without the empty ones. */
  segments: { state: typeof SEGMENTS[number]; percent: number }[];
}

/** One community needs no bar of its own beside that of all. */
export function barsOf({ total, communities }: Progress): Bar[] {
  const all = barOf('all', null, total);
  return communities.length < 2 ? [all] : [all, ...communities.map(({ grid, name, ...counts }) => barOf(grid, name, counts))];
}

function barOf(key: string, name: string | null, counts: Counts): Bar {
  return {
    key,
    name,
    counts,
    done: counts.completed + counts.accepted,
    segments: SEGMENTS.filter(state => counts[state] > 0).map(state => ({ state, percent: 100 * counts[state] / counts.total })),
  };
}

export interface File { id: string; filename_download: string }
/** Links to files; null: not the reader's to see. */
export type Files = readonly { directus_files_id: File | null }[];

/** What to ask for of the files behind a relation. */
export function fileFields(relation: string): string[] {
  return ['id', 'filename_download'].map(field => `${relation}.directus_files_id.${field}`);
}

export function filesOf(links: Files): File[] {
  return links.map(link => link.directus_files_id).filter(file => file !== null);
}
