/** What waits for the reader, as the module has read it for all its pages. */
import type { InjectionKey, Ref } from 'vue';
import type { InboxItem } from '../../inbox/inbox-rules.ts';

export interface Inbox { items: Ref<InboxItem[] | null>; problem: Ref<string>; load: () => Promise<void> }

export const INBOX: InjectionKey<Inbox> = Symbol('inbox');
