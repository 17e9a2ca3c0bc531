/** Of whom somebody sees every rank and every score of a version: of others they would learn by asking what if. */
import type { Query } from '@directus/types';
import type { Caller, HookContext } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { SubjectKind } from '../facts/model.ts';
import { SUBJECT_KINDS } from '../facts/model.ts';
import { countedKinds } from './stored-quarter-store.ts';

interface Version { id: Uuid; version: number }

/** Null: not even of grids and departments. */
export async function kindsSeen({ database: db, services }: Pick<HookContext, 'database' | 'services'>, caller: Caller, { id, version }: Version): Promise<SubjectKind[] | null> {
  const seenOf = async (collection: string): Promise<Map<string, number>> => {
    const filter = { _and: [{ period: { _eq: id } }, { version: { _eq: version } }] };
    const rows = await new services.ItemsService(collection, { ...caller }).readByQuery({ aggregate: { count: ['*'] }, group: ['subject'], filter } as Query) as { subject: string; count: number | string }[];
    return new Map(rows.map(({ subject, count }) => [subject, Number(count)]));
  };
  const seen = new Set(SUBJECT_KINDS);
  for (const collection of ['rankings', 'assessment_scores'] as const) {
    const own = await seenOf(collection).catch(() => new Map<string, number>());
    for (const { subject, n } of await countedKinds(db, collection, id, version)) {
      if (own.get(subject) !== n)
        seen.delete(subject);
    }
  }
  return seen.has('grid') && seen.has('department') ? [...seen] : null;
}
