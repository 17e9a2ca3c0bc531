/** In which language does this person read? Asked when something has to be said to them. */
import type { Db } from './context.ts';
import type { Language } from './refusal-rules.ts';
import { languageOf } from './refusal-rules.ts';

/** The language that a user has chosen; without one, that of `accepted` (an `Accept-Language`), else zh-CN. */
export async function readerLanguage(db: Db, user: string | null | undefined, accepted?: string): Promise<Language> {
  const row = user == null ? undefined : await db('directus_users').where('id', user).first('language');
  return languageOf(row?.language ?? accepted);
}
