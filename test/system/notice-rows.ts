/** Issues that are handled, closed and published, put into the database past the hooks, event by event as the core writes them. */
import type { Knex } from 'knex';
import type { Grid } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { insertIssue } from './issue-rows.ts';

export interface RawNotice {
  grid: Grid;
  description?: string;
  result?: string;
  title?: string;
  mode?: 'individual' | 'count_only';
  reason?: 'dispute' | 'confidential' | 'special_group' | null;
  department?: string | null;
  category?: string;
  /** When the notice is published; null: it stays a draft. */
  published_at?: Date | null;
  /** `YYYY-MM-DD`. */
  shown_until?: string;
  columns?: Record<string, unknown>;
  files?: readonly string[];
}

const PATCH = { status: 'closed' };

export async function insertEvent(db: Knex, issue: string, type: string, event: Record<string, unknown> & { decided?: object; patch?: object }): Promise<string> {
  const { decided = {}, patch = {}, ...said } = event;
  const [row] = await db('issue_events').insert({ issue, type, at: new Date(), to_status: 'closed', from_status: 'closed', data: { decided, patch }, ...said }).returning('id');
  return row.id;
}

/** Handled and closed; the notice is drafted (or counted) by the trigger. */
export async function closedIssue(db: Knex, { grid, description = '北门外路灯连续三晚不亮，夜间出行不便', result = '更换灯具两盏，照明恢复。', mode = 'individual', reason = null, department = null, category, columns = {}, files = [] }: RawNotice): Promise<{ issue: string; notice: string }> {
  const issue = await insertIssue(db, { grid, description, department, columns: { ...(category === undefined ? {} : { category }), ...columns } });
  const event = await insertEvent(db, issue, 'handle', { result, to_status: 'handled' });
  if (files.length > 0)
    await db('issue_events_files').insert(files.map(file => ({ id: randomUUID(), issue_events_id: event, directus_files_id: file })));
  await insertEvent(db, issue, 'close', { decided: { disclosure: { mode, reason } }, patch: PATCH });
  const { id: notice } = await db('disclosures').where({ issue }).first('id');
  return { issue, notice };
}

export async function publishedNotice(db: Knex, raw: RawNotice): Promise<{ issue: string; notice: string }> {
  const made = await closedIssue(db, raw);
  if (raw.title !== undefined)
    await db('disclosures').where({ id: made.notice }).update({ title: raw.title });
  if (raw.mode !== 'count_only')
    await insertEvent(db, made.issue, 'disclose', { at: raw.published_at ?? new Date(), decided: { shown_until: raw.shown_until ?? '2099-12-31' } });
  return made;
}
