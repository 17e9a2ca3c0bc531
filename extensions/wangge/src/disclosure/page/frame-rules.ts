/** What stands around every page: heading, language, footer. And the page that says one thing. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Frame } from '../model.ts';
import type { Links } from './link-rules.ts';
import type { Words } from './words.ts';
import { render } from './template-rules.ts';
import { wordsIn } from './words.ts';

/** A page's reader and surroundings. */
export interface Surroundings {
  language: Language;
  /** Chosen with `lang`, and then kept in every link. */
  lang: Language | null;
  frame: Pick<Frame, 'title' | 'footer' | 'time_zone'>;
  links: Links;
  /** The same page in the other language; null where there is none. */
  otherLanguage: string | null;
  /** For a copy: the day it was made. */
  exported: string | null;
}

const SHIPPED_TITLE = '问题办理结果公示';

interface Page { heading: string; tab: 'notices' | 'counts' | null; front?: boolean; phones?: readonly string[]; robots?: string; feed?: string | null; preview?: boolean; body: string }

export function framed({ language, frame, links, otherLanguage, exported }: Surroundings, { heading, tab, front = false, phones = [], robots = '', feed = links.feed(), preview = false, body }: Page): string {
  const w = wordsIn(language);
  // The shipped title has its English; an office's own title stands as it was written.
  const site = frame.title === '' || frame.title === SHIPPED_TITLE ? w('title') : frame.title;
  return render('frame', {
    w,
    lang: language,
    site,
    heading: heading || site,
    tab,
    front,
    robots,
    preview,
    home: links.list(),
    counts: links.counts(),
    feed,
    style: links.style,
    otherLanguage,
    phones,
    footer: frame.footer,
    exported: exported === null ? null : w('exported', { date: exported }),
    body,
  });
}

export function phoneLines(w: Words, places: readonly { name: string; phone: string | null }[]): string[] {
  return places.filter(({ phone }) => phone !== null && phone !== '').slice(0, 3).map(({ name, phone }) => `${name} ${w('supervision')}${w('colon')}${phone}`);
}

/** A page that says one thing: not found, withdrawn. */
export function sentencePage(around: Surroundings, heading: string, text: string): string {
  return framed(around, { heading, tab: null, robots: 'noindex', body: render('sentence', { w: wordsIn(around.language), heading, sentence: text, home: around.links.list() }) });
}
