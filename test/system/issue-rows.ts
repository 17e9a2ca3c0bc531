/** Issues put into the database past the hooks, for tests that need a certain lead, handler or place. */
import type { Knex } from 'knex';
import type { Grid } from './harness.ts';
import { randomUUID } from 'node:crypto';

export interface RawIssue {
  grid: Grid;
  reporter?: string | null;
  lead?: string | null;
  handler?: string | null;
  follower?: string | null;
  department?: string | null;
  description?: string;
  /** Columns that no event writes. */
  columns?: Record<string, unknown>;
}

let issues = 0;

/** As the triggers demand: the report event first, then the row, and a running clock. */
export async function insertIssue(db: Knex, { grid, reporter = null, lead = null, handler = null, follower = null, department = null, description = '占道经营', columns = {} }: RawIssue): Promise<string> {
  const id = randomUUID();
  const at = new Date().toISOString();
  const patch = {
    number: `T-${id.slice(0, 8)}-${++issues}`,
    status: 'assigned',
    scope: 'community',
    reporter,
    lead,
    handler,
    follower,
    department,
    reported_at: at,
    due_at: at,
    due_provisional: false,
    overdue: false,
    verify_required: false,
    reopen_count: 0,
    return_count: 0,
    faulted_return_count: 0,
    extension_count: 0,
  };
  await db.transaction(async (trx) => {
    await trx('issue_events').insert({ issue: id, type: 'report', actor: reporter, at, to_status: 'assigned', note: description, data: { decided: {}, patch } });
    await trx('issues').insert({ id, title: description, description, grid: grid.id, category: trx('issue_categories').orderBy('code').select('id').limit(1), ...columns });
    await trx('issue_deadlines').insert({ issue: id, kind: 'resolve', state: 'running', started_at: at, due_at: at, original_due_at: at, opened_by_seq: 1 });
  });
  return id;
}
