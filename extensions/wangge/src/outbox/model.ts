/** What people are told. */
import type { Language } from '../kernel/refusal-rules.ts';

export interface Notice {
  /** One notice for each key, recipient and channel, however often it is put in. */
  dedupe_key: string;
  event: string;
  recipient: string;
  channel: 'inapp';
  /** In both languages: the recipient's own is stored. */
  subject: Record<Language, string>;
  body: Record<Language, string>;
  /** Where the notice leads, as a path of the Studio: `/content/issues/<id>`. */
  link: string | null;
  /** Not to wait for working hours on its way outside the app. */
  urgent: boolean;
  /** Whose step it tells of: who stands in for the recipient is not told of their own. */
  actor?: string | null;
}

export interface Message {
  id: string;
  subject: string;
  body: string;
  link: string | null;
}
