/**
 * When somebody may be absent, who decides on it, and what of it may still change.
 *
 * An absence counts once somebody else has approved it; then it is only ever ended earlier.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import { dayString, epochDay } from '../../kernel/civil-date-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { overlap } from '../scope-rules.ts';

export const ABSENCE_KINDS = ['leave', 'training', 'secondment'];
/** Written by the system. */
export const ABSENCE_MANAGED = ['approved_by', 'decided_at', 'grid', 'grid_path'];

export interface Term { starts_on: Day; ends_on: Day | null }
export interface Absence extends Term { person: Uuid; kind: string; stand_in: Uuid | null }

/** Other absences of the same people, refused ones left out; `standing_in`: for whom the person stands in, and when, as far as it is approved. */
export interface Neighbours { own: readonly Term[]; stand_in: readonly Term[]; standing_in: readonly (Term & { name: string })[]; stand_in_active: boolean }

export function objectionToAbsence({ starts_on, ends_on, person, stand_in, kind }: Absence, { own, stand_in: theirs, standing_in, stand_in_active }: Neighbours): Refusal | null {
  if (!ABSENCE_KINDS.includes(kind))
    return refused('absence_kind', 'kind');
  if (ends_on !== null && ends_on < starts_on)
    return refused('term_reversed', 'ends_on');
  const clash = own.find(other => overlap(other, { starts_on, ends_on }));
  if (clash !== undefined)
    return refused('absence_overlap', 'starts_on', { from: clash.starts_on, until: clash.ends_on ?? '…' });
  // Nobody would be there for the other one. (The other way round, too: `absence_stand_in_away`.)
  const other = standing_in.find(other => overlap(other, { starts_on, ends_on }));
  if (other !== undefined)
    return refused('absence_standing_in', 'starts_on', { name: other.name, from: other.starts_on, until: other.ends_on ?? '…' });
  if (stand_in === null)
    return null;
  if (stand_in === person)
    return refused('absence_own_stand_in', 'stand_in');
  if (!stand_in_active)
    return refused('absence_stand_in', 'stand_in');
  const away = theirs.find(other => overlap(other, { starts_on, ends_on }));
  return away === undefined ? null : refused('absence_stand_in_away', 'stand_in', { from: away.starts_on, until: away.ends_on ?? '…' });
}

export interface Decided extends Absence { decision: 'yes' | 'no' | null }

/** May a decided absence change like this? It is ended earlier, nothing else. */
export function objectionToLaterChange(before: Decided, changed: readonly string[], ends_on: Day | null, today: Day): Refusal | null {
  const other = changed.find(field => field !== 'ends_on');
  if (other !== undefined || before.decision === 'no')
    return refused('absence_decided', other ?? 'ends_on');
  // Days that are over stay as they were: who answered for them is on record.
  const yesterday = dayString(epochDay(today) - 1);
  const earlier = ends_on !== null && (before.ends_on === null || ends_on <= before.ends_on) && ends_on >= before.starts_on && ends_on >= yesterday;
  return earlier ? null : refused('absence_only_earlier', 'ends_on');
}
