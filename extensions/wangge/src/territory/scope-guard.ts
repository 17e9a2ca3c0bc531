/** May this person write here? Asked for every row that belongs to a grid. */
import type { Uuid } from '../handling/model.ts';
import type { Db } from '../platform/context.ts';
import type { Refusal } from '../platform/refusal.ts';
import { REPORTED } from '../handling/guards.ts';
import { refused } from '../platform/refusal.ts';
import { keyOf } from './key.ts';
import { gridAt } from './locate-store.ts';
import { pointOf } from './locate.ts';
import { openReportOf, placement, reportedByOthers, uploadedBy, writtenInThisTransaction } from './store.ts';

/**
 * `grid` as the client sent it: its id, or an object with it. `issue` likewise, for rows that
 * belong to one. An empty grid belongs to nobody's scope; whether it may be empty is for the
 * field to say.
 */
export async function assertInScope(db: Db, person: Uuid, grid: unknown, issue: unknown): Promise<Refusal | null> {
  if (grid === null || grid === '')
    return null;
  const id = keyOf(grid);
  const place = id === null ? null : await placement(db, person, id, keyOf(issue));
  if (place === null)
    return refused('grid_unknown', 'grid');
  if (!place.inside)
    return refused('grid_out_of_scope', 'grid');
  return place.status === 'retired' ? refused('grid_retired', 'grid') : null;
}

/** A report that names a place and no grid is filed in the grid that lies there: that one has to be in scope. */
export async function assertPlaceInScope(db: Db, person: Uuid, location: unknown): Promise<Refusal | null> {
  const point = pointOf(location);
  const grid = point === null ? null : await gridAt(db, point);
  return grid === null ? null : assertInScope(db, person, grid, null);
}

/** What a report says is its reporter's to change, nobody else's; events may be added by whoever is competent. */
export async function assertOwnReport(db: Db, person: Uuid, payload: Record<string, unknown>, issues: readonly Uuid[]): Promise<Refusal | null> {
  const field = Object.keys(payload).find(name => (REPORTED as readonly string[]).includes(name) || name.startsWith('contact_'));
  return field !== undefined && await reportedByOthers(db, issues, person) ? refused('not_reporter', field) : null;
}

/** A photograph belongs to the report like its text. `person` null: whoever asks may stand in for the reporter (an administrator). */
export async function assertOwnPhotograph(db: Db, person: Uuid | null, issue: unknown): Promise<Refusal | null> {
  const id = keyOf(issue);
  return id !== null && await openReportOf(db, id, person) ? null : refused('not_reporter', 'issues_id');
}

/** Whoever sees an issue sees its files: linking somebody else's would open it to them and to the one who links. */
export async function assertOwnFile(db: Db, person: Uuid, file: unknown, field = 'directus_files_id'): Promise<Refusal | null> {
  const id = keyOf(file);
  return id !== null && await uploadedBy(db, id, person) ? null : refused('not_uploader', field);
}

/** Files come with their event and are in its hash: none is added to an event that stands. */
export async function assertWithEvent(db: Db, event: unknown): Promise<Refusal | null> {
  const id = String(typeof event === 'object' && event !== null ? (event as { id?: unknown }).id : event);
  return /^\d{1,18}$/.test(id) && await writtenInThisTransaction(db, id) ? null : refused('files_with_event', 'issue_events_id');
}
