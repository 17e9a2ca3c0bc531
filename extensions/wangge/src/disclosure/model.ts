/** A notice as staff write and publish it. */
import type { DisclosureMode } from '../handling/model.ts';
import type { Contact } from '../kernel/personal-data-rules.ts';
import type { Uuid } from '../kernel/values.ts';

export interface StoredNotice {
  id: Uuid;
  issue: Uuid;
  state: 'draft' | 'published' | 'withdrawn';
  mode: DisclosureMode;
  mode_reason: string | null;
  title: string | null;
  summary: string | null;
  result: string | null;
  photos_cleared: boolean;
  photos: number;
  /** Who wrote or last changed it; null: it stands as it was drafted. */
  author: Uuid | null;
  contact: Contact;
  /** Days that a notice is shown where its publisher says no end. */
  shown_days: number;
}
