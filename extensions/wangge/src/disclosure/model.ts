/** Notices: as staff write and publish them, and as the public page shows them. */
import type { Certificate } from '../calendar/model.ts';
import type { DisclosureMode } from '../handling/model.ts';
import type { Contact } from '../kernel/personal-data-rules.ts';
import type { Day, Moment, Uuid } from '../kernel/values.ts';

/** No notice has more photographs. */
export const MOST_PHOTOS = 1_000;

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
  /** All who ever wrote a part of its texts; none: they stand as they were drafted. */
  authors: readonly Uuid[];
  contact: Contact;
  /** Days that a notice is shown where its publisher says no end. */
  shown_days: number;
}

export interface Listed {
  id: Uuid;
  title: string;
  summary: string | null;
  published_at: Date;
  community: string;
  category: string | null;
  department: string | null;
}

export interface Shown {
  id: Uuid;
  issue: Uuid;
  title: string;
  summary: string | null;
  result: string | null;
  published_at: Date;
  shown_until: Day;
  grid: Uuid;
  community: string;
  subdistrict: string;
  supervision_phone: string | null;
  category: string | null;
  department: string | null;
  number: string;
  reported_at: Date;
  /** Beyond the sub-district: its limit ended when it was handed on. */
  by_district: boolean;
  /** The last resolve clock that was finished. */
  certificate: Certificate | null;
  met_at: Moment | null;
  photos: number;
}

export interface Frame {
  title: string;
  footer: string | null;
  time_zone: string;
  today: Day;
  subdistricts: { id: Uuid; name: string; phone: string | null }[];
  /** Communities of the sub-district that was asked for, or of the only one. */
  communities: { id: Uuid; name: string }[];
  categories: { id: Uuid; name: string; parent: Uuid | null }[];
  /** The sub-district whose communities these are. */
  subdistrict: Uuid | null;
}

export interface Counted { id: Uuid; name: string; individual: number; count_only: number }

export interface ShownFeedback {
  yes: number;
  no: number;
  /** The mean of the marks; null without any. */
  rating: number | null;
  comments: { resolved: 'yes' | 'no'; rating: number; comment: string; created_at: Date }[];
}
