/** Who may be told of an event, and what has to be known of it. */
import type { Uuid } from '../../kernel/values.ts';
import type { Helper, PendingRequest } from '../lifecycle/derived-state-rules.ts';
import type { IssueState } from '../lifecycle/evolve-rules.ts';
import type { NewEvent, Severity } from '../model.ts';

/** What of an event matters to those who are told. */
export type NotifiedEvent = Pick<NewEvent, 'type' | 'actor' | 'data'> & Partial<NewEvent>;

/** What earlier events say of the people who are concerned now. */
export interface Past {
  pending: PendingRequest | null;
  helpers: readonly Helper[];
  /** Who urged or supervised and has no answer yet. */
  asked: readonly Uuid[];
}

/** People whom the issue itself does not name (`notice-store.ts`). */
export interface People {
  /** Who routes what nobody has. */
  dispatchers: readonly Uuid[];
  /** Who leads the grid's area: the leader of level 1 or, where the post is vacant, its deputies. */
  level_1: readonly Uuid[];
  /** Who of level 1 is there today, stand-ins too. */
  level_1_there: readonly Uuid[];
  /** Who speaks for a department: its head or, where it has none, its members. */
  heads: ReadonlyMap<Uuid, readonly Uuid[]>;
}

export interface Subject {
  id: Uuid;
  title: string;
  state: Pick<IssueState, 'number' | 'status'>;
  severity?: Severity;
  /** Its title stays in the house: notices say the number instead. */
  confidential?: boolean;
}
