/** What people may write into a notice and its feedback over the API: drafts, and whether a comment is shown. Pure. */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Values } from '../kernel/values.ts';
import type { StoredNotice } from './model.ts';
import { refused } from '../kernel/refusal-rules.ts';

/** What an editor writes. */
const WRITTEN = ['mode', 'mode_reason', 'title', 'summary', 'result', 'photos', 'photos_cleared'];
/** What Directus itself fills in, and what is no column. */
const IGNORED = ['id', 'preview', 'date_created', 'user_created', 'date_updated', 'user_updated'];

export type Draft = Pick<StoredNotice, 'state' | 'mode' | 'mode_reason' | 'title'>;

export function objectionToDraft(payload: Values, stored: Draft): Refusal | null {
  const field = Object.keys(payload).find(name => !WRITTEN.includes(name) && !IGNORED.includes(name));
  if (field !== undefined)
    return refused('notice_managed', field, { field });
  // What was withdrawn may be put right and published again.
  if (stored.state === 'published')
    return refused('notice_frozen', WRITTEN.find(name => name in payload) ?? null);
  const mode = payload.mode ?? stored.mode;
  if (mode !== stored.mode && !said(payload.mode_reason))
    return refused('mode_reason_missing', 'mode_reason');
  if (mode === 'individual' && !said('title' in payload ? payload.title : stored.title))
    return refused('notice_title_missing', 'title');
  return null;
}

/** The word that the photographs are fit covers those that were there: with other ones it has to be given again. */
export function withWord(payload: Values): Values {
  return 'photos' in payload && payload.photos_cleared !== true ? { ...payload, photos_cleared: false } : payload;
}

export function objectionToModeration(payload: Values): Refusal | null {
  const field = Object.keys(payload).find(name => name !== 'state' && name !== 'id');
  return field === undefined ? null : refused('feedback_fixed', field);
}

function said(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}
