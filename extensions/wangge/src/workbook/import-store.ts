/** Who is at work on what, in the database: of several imports into one place each finds what the one before has made. And what headings mean. */
import type { Db } from '../kernel/context.ts';
import type { Synonyms } from './heading-rules.ts';
import { headingKey } from './heading-rules.ts';

export async function waitForTurn(db: Db, place: string): Promise<void> {
  await db.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [place]);
}

/** Headings that offices use, with what each may mean; administrators add to them. */
export async function loadSynonyms(db: Db): Promise<Synonyms> {
  const { rows } = await db.raw<{ rows: { heading: string; means: string }[] }>('select heading, means from heading_synonyms order by heading, means');
  const synonyms = new Map<string, string[]>();
  for (const { heading, means } of rows)
    synonyms.set(headingKey(heading), [...synonyms.get(headingKey(heading)) ?? [], means]);
  return synonyms;
}
