/** May this person change what a report says, or the files that belong to it? */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { isReporters } from './issue-guard-rules.ts';
import { openReportOf, reportedByOthers, writtenInThisTransaction } from './report-ownership-store.ts';

/** What a report says is its reporter's to change, nobody else's; events may be added by whoever is competent. `added`: an administrator's columns that belong to it. */
export async function assertOwnReport(db: Db, person: Uuid, payload: Record<string, unknown>, issues: readonly Uuid[], added: readonly string[]): Promise<Refusal | null> {
  const field = Object.keys(payload).find(name => isReporters(name, added));
  return field !== undefined && await reportedByOthers(db, issues, person) ? refused('not_reporter', field) : null;
}

/** A photograph belongs to the report like its text. `person` null: whoever asks may stand in for the reporter (an administrator). */
export async function assertOwnPhotograph(db: Db, person: Uuid | null, issue: unknown): Promise<Refusal | null> {
  const id = keyOf(issue);
  return id !== null && await openReportOf(db, id, person) ? null : refused('not_reporter', 'issues_id');
}

/** Files come with their event and are in its hash: none is added to an event that stands. */
export async function assertWithEvent(db: Db, event: unknown): Promise<Refusal | null> {
  const id = String(typeof event === 'object' && event !== null ? (event as { id?: unknown }).id : event);
  return /^\d{1,18}$/.test(id) && await writtenInThisTransaction(db, id) ? null : refused('files_with_event', 'issue_events_id');
}
