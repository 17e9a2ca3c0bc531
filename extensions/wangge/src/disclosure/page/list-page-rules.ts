/** The lists: notices, and the counts of a month. Rows put into a reader's words and links; pure. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Counted, Frame, Listed } from '../model.ts';
import type { Search } from '../search-rules.ts';
import type { Surroundings } from './frame-rules.ts';
import type { Words } from './words.ts';
import { framed, phoneLines } from './frame-rules.ts';
import { render } from './template-rules.ts';
import { dayIn, monthIn, wordsIn } from './words.ts';

const MONTHS_OFFERED = 12;

/** The months until now, the newest first. */
export function monthsUntil(today: string, count = MONTHS_OFFERED): string[] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return Array.from({ length: count }, (_, back) => {
    const index = year * 12 + month - 1 - back;
    return `${Math.floor(index / 12)}-${String(index % 12 + 1).padStart(2, '0')}`;
  });
}

function choices(w: Words, language: Language, frame: Frame, search: Search, of: 'notices' | 'counts'): object[] {
  const places = frame.subdistricts.length > 1
    ? [{ name: 'subdistrict', label: w('subdistrict'), all: w('all'), options: frame.subdistricts, value: frame.subdistrict }]
    : [];
  const months = monthsUntil(frame.today).map(id => ({ id, name: monthIn(language)(id) }));
  if (of === 'counts')
    return [...places, { name: 'month', label: w('month'), all: months[0]!.name, options: months.slice(1), value: search.month }];
  return [
    ...places,
    ...(frame.communities.length > 0
      ? [{ name: 'grid', label: w('community'), all: w('all'), options: frame.communities, value: search.grid }]
      : []),
    { name: 'category', label: w('category'), all: w('all_categories'), options: inOrder(frame.categories), value: search.category },
    { name: 'month', label: w('month'), all: w('all_months'), options: months, value: search.month },
  ];
}

/** Each category under its parent, indented. */
function inOrder(categories: Frame['categories']): { id: string; name: string }[] {
  return categories.filter(({ parent }) => parent === null).flatMap(root => [
    root,
    ...categories.filter(({ parent }) => parent === root.id).map(({ id, name }) => ({ id, name: `\u3000${name}` })),
  ]);
}

export interface ListView { search: Search; frame: Frame; notices: readonly Listed[]; newer: boolean; older: boolean }

export function listPage(around: Surroundings, { search, frame, notices, newer, older }: ListView): string {
  const { language, links } = around;
  const w = wordsIn(language);
  const day = dayIn(language, frame.time_zone);
  const cursor = (notice: Listed | undefined, direction: 'before' | 'after'): string | null => notice === undefined
    ? null
    : links.list({ ...search, cursor: { direction, published_at: notice.published_at.getTime(), id: notice.id } });
  const asked = search.q !== null || search.grid !== null || search.subdistrict !== null || search.category !== null || search.month !== null;
  return framed(around, {
    heading: '',
    tab: 'notices',
    front: true,
    feed: links.feed({ ...search, q: null, month: null, cursor: null }),
    robots: asked || search.cursor !== null ? 'noindex, follow' : '',
    phones: phoneLines(w, frame.subdistricts.filter(({ id }) => frame.subdistrict === null || id === frame.subdistrict)),
    body: render('list', {
      w,
      lang: around.lang,
      action: links.list().split('?')[0],
      asksWords: true,
      q: search.q ?? '',
      choices: around.exported === null ? choices(w, language, frame, search, 'notices') : null,
      reset: asked ? links.list() : null,
      notices: notices.map(notice => ({ ...notice, href: links.notice(notice.id), published: day(notice.published_at) })),
      newer: newer ? cursor(notices[0], 'after') ?? links.list({ ...search, cursor: null }) : null,
      older: older ? cursor(notices.at(-1), 'before') : null,
    }),
  });
}

export function countsPage(around: Surroundings, { search, frame, counted, month }: { search: Search; frame: Frame; counted: readonly Counted[]; month: string }): string {
  const { language, links } = around;
  const w = wordsIn(language);
  const rows = counted.map(row => ({
    ...row,
    sum: row.individual + row.count_only,
    href: around.exported !== null ? links.list({ grid: row.id }) : frame.subdistrict === null ? links.counts({ subdistrict: row.id, month }) : links.list({ grid: row.id, month }),
  }));
  const total = (key: 'individual' | 'count_only' | 'sum'): number => rows.reduce((sum, row) => sum + row[key], 0);
  return framed(around, {
    heading: w('counts'),
    tab: 'counts',
    phones: phoneLines(w, frame.subdistricts.filter(({ id }) => frame.subdistrict === null || id === frame.subdistrict)),
    body: render('list', {
      w,
      lang: around.lang,
      action: links.counts().split('?')[0],
      asksWords: false,
      choices: around.exported === null ? choices(w, language, frame, search, 'counts') : null,
      reset: null,
      notices: null,
      counted: rows,
      caption: w('count_caption', { month: monthIn(language)(month) }),
      place: frame.subdistrict === null ? w('subdistrict') : w('community'),
      sum: { individual: total('individual'), count_only: total('count_only'), sum: total('sum') },
    }),
  });
}
