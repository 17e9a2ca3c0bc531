/** What a reader of the public page asks for: the address of a list, read and written. */
import type { Language } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import { z } from 'zod';
import { languageOf } from '../kernel/refusal-rules.ts';
import { cleanText } from '../kernel/text-rules.ts';

/** Where a page begins: behind (`before`) or ahead of (`after`) this notice, in the order of publication. */
export interface Cursor { direction: 'before' | 'after'; published_at: number; id: Uuid }

export interface Search {
  q: string | null;
  subdistrict: Uuid | null;
  grid: Uuid | null;
  category: Uuid | null;
  /** `YYYY-MM` of the publication. */
  month: string | null;
  cursor: Cursor | null;
}

export const NO_SEARCH: Search = { q: null, subdistrict: null, grid: null, category: null, month: null, cursor: null };

/** Longer questions are cut: nobody means them. */
const LONGEST_QUESTION = 60;

const id = z.uuid().nullable().catch(null);
const ListQuery = z.object({
  q: z.string().transform(q => [...cleanText(q).replaceAll(/\s+/g, ' ').trim()].slice(0, LONGEST_QUESTION).join('').trim() || null).nullable().catch(null),
  subdistrict: id,
  grid: id,
  category: id,
  month: z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/).nullable().catch(null),
  before: z.string().nullable().catch(null),
  after: z.string().nullable().catch(null),
});

/** Whatever is not understood is left out: an address that somebody mistyped still shows the list. */
export function searchOf(query: Readonly<Record<string, unknown>>): Search {
  const { before, after, ...search } = ListQuery.parse(query);
  return { ...search, cursor: cursorOf('before', before) ?? cursorOf('after', after) };
}

function cursorOf(direction: Cursor['direction'], text: string | null): Cursor | null {
  const [, published_at, notice] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(text ?? '') ?? [];
  return published_at === undefined || !z.uuid().safeParse(notice).success ? null : { direction, published_at: Number(published_at), id: notice! };
}

/** Further words of a question are not looked for: a notice has those that were said first, or it is not what was meant. */
const MOST_WORDS = 8;

/** The words that are looked for, in any order; wide or narrow, capitals or small, as the database compares them. */
export function wordsOf(q: string): string[] {
  return [...new Set(q.normalize('NFKC').toLowerCase().split(/[\s,，、;；]+/).filter(word => word !== ''))].slice(0, MOST_WORDS);
}

/** The part of an address behind `?` (with it), or nothing. `lang` is named only where the reader chose one. */
export function addressOf(search: Partial<Search>, lang: Language | null): string {
  const said = new URLSearchParams();
  for (const key of ['q', 'subdistrict', 'grid', 'category', 'month'] as const) {
    if (search[key] != null)
      said.set(key, search[key]);
  }
  if (search.cursor != null)
    said.set(search.cursor.direction, `${search.cursor.published_at}_${search.cursor.id}`);
  if (lang !== null)
    said.set('lang', lang);
  return said.size === 0 ? '' : `?${said}`;
}

/** The language that the reader chose with `lang`; null: none. */
export function chosenLanguage(query: Readonly<Record<string, unknown>>): Language | null {
  return typeof query.lang === 'string' && query.lang !== '' ? languageOf(query.lang) : null;
}
