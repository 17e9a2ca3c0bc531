/** The hash chain of one issue as it is stored. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { ChainedEvent } from './chain-rules.ts';
import { momentOf } from '../issue-store.ts';

export interface StoredChain {
  events: ChainedEvent[];
  /** What the issue's row says of its last event. */
  head: { seq: number; hash: string };
}

export async function loadChain(db: Db, issue: Uuid): Promise<StoredChain> {
  const head = await db('issues').where('id', issue).first('event_seq as seq', 'event_hash as hash');
  const rows = await db('issue_events').where({ issue }).orderBy('seq').select('*', db.raw('data::text as text'));
  return { head, events: rows.map(row => ({ ...row, at: momentOf(row.at), until: momentOf(row.until), data: row.text })) };
}
