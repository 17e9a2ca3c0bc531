/** An issue's notice, as the decider of handling has to know it before it is published. */
import type { Notice } from '../handling/lifecycle/decision-facts-rules.ts';
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';
import { findPersonalData } from '../kernel/personal-data-rules.ts';
import { loadNoticeOf } from './notice-store.ts';

/** Null: the issue has no notice. */
export async function disclosureFacts(db: Db, issue: Uuid): Promise<Notice | null> {
  const notice = await loadNoticeOf(db, issue);
  if (notice === null)
    return null;
  const { state, mode, authors, title, summary, result, contact, photos, photos_cleared, shown_days } = notice;
  return {
    state,
    mode,
    authors,
    faults: findPersonalData({ title, summary, result }, contact),
    photos_unchecked: photos > 0 && !photos_cleared,
    empty: mode === 'individual' && title === null,
    shown_days,
  };
}
