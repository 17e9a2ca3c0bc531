/** The notices as RSS, for those who want to hear of new ones. Older texts were stored as they were sent: one sign that XML forbids would close the feed to everybody. */
import type { Listed } from './model.ts';
import type { Surroundings } from './page/frame-rules.ts';
import { Feed } from 'feed';
import { cleanText } from '../kernel/text-rules.ts';
import { wordsIn } from './page/words.ts';

export interface FeedLinks { self: string; home: string; notice: (id: string) => string }

export function feedOf({ language, frame }: Surroundings, notices: readonly Listed[], links: FeedLinks): string {
  const w = wordsIn(language);
  const feed = new Feed({
    id: links.home,
    title: frame.title || w('title'),
    description: w('lead'),
    link: links.home,
    language,
    copyright: '',
    generator: 'Wangge',
    feedLinks: { rss: links.self },
    ...(notices[0] === undefined ? {} : { updated: notices[0].published_at }),
  });
  for (const { id, title, summary, published_at, community, category } of notices) {
    feed.addItem({
      id: links.notice(id),
      title: cleanText(title),
      link: links.notice(id),
      description: cleanText(summary ?? ''),
      date: published_at,
      category: [community, category].filter(name => name !== null).map(name => ({ name: cleanText(name) })),
    });
  }
  return feed.rss2();
}
