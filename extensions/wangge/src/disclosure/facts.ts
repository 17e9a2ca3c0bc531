/** An issue's notice, as the decider of handling has to know it before it is published. */
import type { Notice } from '../handling/lifecycle/facts.ts';
import type { Uuid } from '../handling/model.ts';
import type { Db } from '../platform/context.ts';
import { findPersonalData } from './personal-data.ts';
import { loadNoticeOf } from './store.ts';

/** Null: the issue has no notice. */
export async function disclosureFacts(db: Db, issue: Uuid): Promise<Notice | null> {
  const notice = await loadNoticeOf(db, issue);
  if (notice === null)
    return null;
  const { state, mode, author, title, summary, result, contact, photos, photos_cleared, shown_days } = notice;
  return {
    state,
    mode,
    author,
    faults: findPersonalData({ title, summary, result }, contact),
    photos_unchecked: photos > 0 && !photos_cleared,
    empty: mode === 'individual' && title === null,
    shown_days,
  };
}
