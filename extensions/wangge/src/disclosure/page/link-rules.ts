/** Where things are found: on the server's own page, or in a folder of files. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Search } from '../search-rules.ts';
import { STYLE_VERSION } from '../../ui/page-style.ts';
import { addressOf } from '../search-rules.ts';

export interface Links {
  list: (search?: Partial<Search>) => string;
  notice: (id: Uuid) => string;
  photo: (id: Uuid, n: number) => string;
  counts: (search?: Partial<Search>) => string;
  feed: (search?: Partial<Search>) => string;
  style: string;
}

/** `root`: the path of the page, such as `/notices`. */
export function serverLinks(root: string, lang: Language | null): Links {
  return {
    list: (search = {}) => root + addressOf(search, lang),
    notice: id => `${root}/${id}${addressOf({}, lang)}`,
    photo: (id, n) => `${root}/${id}/photos/${n}`,
    counts: (search = {}) => `${root}/counts${addressOf(search, lang)}`,
    feed: (search = {}) => `${root}/feed.xml${addressOf(search, lang)}`,
    style: `${root}/style-${STYLE_VERSION}.css`,
  };
}
