/** The notices as RSS, for those who want to hear of new ones. */
import type { Listed } from './model.ts';
import type { Surroundings } from './page/frame-rules.ts';
import { Feed } from 'feed';
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
      title,
      link: links.notice(id),
      description: summary ?? '',
      date: published_at,
      category: [community, category].filter(name => name !== null).map(name => ({ name })),
    });
  }
  return feed.rss2();
}
