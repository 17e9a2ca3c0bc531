/**
 * The hash chain over an issue's events, computed as the database does it
 * (`wangge_event_hash` in `sql/020-handling.sql`), for verification.
 *
 * Free texts stand in the chain by salted digests, so that a person's right to
 * erasure can blank text and salt and the chain still holds.
 */
import { createHash } from 'node:crypto';

/** An event as it is stored, `data` as the text that the database keeps. */
export interface ChainedEvent {
  issue: string;
  seq: number;
  type: string;
  actor: string | null;
  /** UTC, milliseconds. */
  at: string;
  from_status: string | null;
  to_status: string | null;
  to_department: string | null;
  to_person: string | null;
  to_scope: string | null;
  to_category: string | null;
  to_grid: string | null;
  request_kind: string | null;
  /** UTC, milliseconds. */
  until: string | null;
  decision: string | null;
  cause: string | null;
  channel: string | null;
  solved: string | null;
  satisfaction: number | null;
  note: string | null;
  result: string | null;
  salt: string | null;
  note_digest: string | null;
  result_digest: string | null;
  files_digest: string | null;
  data: string;
  prev_hash: string;
  hash: string;
}

const SEPARATOR = '\x1F';

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function eventHash(event: ChainedEvent): string {
  return sha256([
    event.prev_hash,
    event.issue,
    event.seq,
    event.type,
    event.actor,
    event.at,
    event.from_status,
    event.to_status,
    event.to_department,
    event.to_person,
    event.to_scope,
    event.to_category,
    event.to_grid,
    event.request_kind,
    event.until,
    event.decision,
    event.cause,
    event.channel,
    event.solved,
    event.satisfaction,
    event.note_digest,
    event.result_digest,
    event.files_digest,
    event.data,
  ].map(part => part ?? '').join(SEPARATOR));
}

/** The first fault of a chain in the order of its events, or null. */
export function chainFault(events: readonly ChainedEvent[], head: { seq: number; hash: string }): { seq: number; fault: 'order' | 'link' | 'hash' | 'text' | 'head' } | null {
  let previous = '';
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1)
      return { seq: event.seq, fault: 'order' };
    if (event.prev_hash !== previous)
      return { seq: event.seq, fault: 'link' };
    if (event.salt !== null && (digest(event.salt, event.note) !== event.note_digest || digest(event.salt, event.result) !== event.result_digest))
      return { seq: event.seq, fault: 'text' };
    if (eventHash(event) !== event.hash)
      return { seq: event.seq, fault: 'hash' };
    previous = event.hash;
  }
  return head.seq === events.length && head.hash === previous ? null : { seq: events.length, fault: 'head' };
}

function digest(salt: string, content: string | null): string | null {
  return content === null ? null : sha256(salt + content);
}
