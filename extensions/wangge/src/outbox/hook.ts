/**
 * Comments that name people. Directus asks whether each may read the item, then sends them the comment; a notice of ours takes
 * its place, put in by itself: the refusal, which Directus expects of whoever may not read, takes its own back.
 */
import { ForbiddenError } from '@directus/errors';
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../kernel/on-filter.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { mentionIn, mentionNotice, mentionsIn, messages, MOST_MENTIONS } from './mention-rules.ts';
import { activePeople, enqueue, nameOf } from './outbox-store.ts';

export default defineHook(({ filter }, { database }) => {
  const { onFilter } = filtersOf(filter, messages);

  onFilter('comments.create', async ({ payload: { comment }, db }) => {
    const people = mentionsIn(comment);
    if (people.length > MOST_MENTIONS)
      return refused('mentions_many', 'comment', { most: MOST_MENTIONS });
    return people.length > await activePeople(db, people) ? refused('mention_unknown', 'comment') : null;
  });

  onFilter('notifications.create', async ({ payload, caller }) => {
    const mention = caller.accountability === null ? mentionIn(payload) : null;
    if (mention === null)
      return null;
    if (mention.recipient !== mention.sender)
      await enqueue(database, [mentionNotice(mention, await nameOf(database, mention.sender), new Date().toISOString())]);
    throw new ForbiddenError();
  });
});
