/** What waits for somebody: which steps there are, and in which order they are told. Pure. */
import type { Remaining } from '../../calendar/remaining-time-rules.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { State } from '../model.ts';
import type { Step } from '../step-rules.ts';

/** As they are told where nothing falls due: what a person may say for themselves comes first. */
export const WAITS = ['answer', 'settle', 'first_review', 'second_review', 'decide', 'publish', 'acknowledge', 'confirm_score', 'visit_begin', 'visit_sheets', 'visit_acknowledge'] as const;
export type Waits = (typeof WAITS)[number];

export interface Waiting {
  waits: Waits;
  /** Its page in the Studio. */
  collection: 'recognitions' | 'appeals' | 'inspection_visits' | 'assessment_year_scores';
  item: Uuid;
  /** The kind of recognition, or of what is appealed; null: there is but one. */
  what: string | null;
  /** Of whom or of which grid it is, or what is appealed. */
  title: string;
  /** Until when; by a calendar clock, or a day alone. */
  due_at: Moment | null;
  day: Day | null;
}

export interface InboxItem extends Waiting { remaining: Remaining | null }

/** Of the steps that somebody may take the one that waits for them; null: what they may do can as well be left. */
export function waitsFor(state: State, may: readonly Step[]): Waits | null {
  if (state === 'suspended')
    return may.includes('restore') || may.includes('revoke') ? 'settle' : null;
  if (state === 'proposed' && may.includes('answer'))
    return 'answer';
  return may.includes('confirm') ? 'decide' : may.includes('publish') ? 'publish' : may.includes('acknowledge') ? 'acknowledge' : null;
}

/** What falls due first stands first; then what has a day, then the rest in the order of `WAITS`. */
export function inOrder<Item extends Waiting>(items: readonly Item[]): Item[] {
  const key = ({ due_at, day, waits }: Waiting): string => due_at !== null ? `0 ${due_at}` : day !== null ? `1 ${day}` : `2 ${String(WAITS.indexOf(waits)).padStart(2, '0')}`;
  return [...items].sort((a, b) => compare(key(a), key(b)) || compare(a.title, b.title) || compare(a.item, b.item));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
