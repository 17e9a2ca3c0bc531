/** Statements are made for every post that has none, leaders' and deputies', issued by the set, signed one by one. */
import type { Caller, Db, HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Candidate, Draft, MakeQuestion, Preparer, Template } from './statement-store.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { draftedNotice, reminderNotice, signingNotice } from './notice-rules.ts';
import { objectionToSigning } from './statement-rules.ts';
import { candidates, insertDrafts, issuersIn, longUnsigned, oneMakerAtATime, statementsById, takeNewPosts, takeNumbers, templates, todayOf, unsigned } from './statement-store.ts';
import { numberOf, render, valuesOf } from './text-rules.ts';

export const COLLECTION = 'responsibility_statements';

/** Drafts for all posts in question that have none; asked again, it makes none. */
export async function make(db: Db, preparer: Preparer, question: MakeQuestion): Promise<{ made: number } | Refusal> {
  return db.transaction(async (trx) => {
    await oneMakerAtATime(trx);
    const today = await todayOf(trx);
    if (question.ends_on !== null && question.ends_on < today)
      return refused('make_past', 'term_ends_on', { today });
    const posts = await candidates(trx, preparer, question);
    if (posts.length === 0)
      return { made: 0 };
    const byLevel = new Map((await templates(trx)).map(template => [template.level, template]));
    const missing = posts.find(({ level }) => !byLevel.has(level));
    if (missing !== undefined)
      return refused('template_missing', null, { level: ['一', '二', '三'][missing.level - 1]! });
    return { made: await insertNumbered(trx, posts, byLevel, today, preparer.person) };
  });
}

/**
 * A draft for every post that nobody looked at yet, where statements are in use: one was issued in that sub-district whose term runs
 * on, and the draft's term goes by it. Whoever issues is told. Right at any moment, and again.
 */
export async function draftForNewPosts(db: Db): Promise<number> {
  return db.transaction(async (trx) => {
    await oneMakerAtATime(trx);
    const fresh = await takeNewPosts(trx);
    if (fresh.length === 0)
      return 0;
    const byLevel = new Map((await templates(trx)).map(template => [template.level, template]));
    const posts = (await candidates(trx, BY_ITSELF, { path: null, starts_on: null, ends_on: null, anew: false, posts: fresh })).filter(({ level }) => byLevel.has(level));
    if (posts.length === 0)
      return 0;
    const made = await insertNumbered(trx, posts, byLevel, await todayOf(trx), null);
    const bySubdistrict = Map.groupBy(posts, ({ subdistrict }) => subdistrict);
    const issuers = await issuersIn(trx, [...bySubdistrict.keys()]);
    await enqueue(trx, issuers.map(({ person, subdistrict }) => draftedNotice(person, fresh[0]!, bySubdistrict.get(subdistrict)!)));
    return made;
  });
}

const BY_ITSELF: Preparer = { person: null, everything: true };

async function insertNumbered(trx: Db, posts: readonly Candidate[], byLevel: ReadonlyMap<number, Template>, today: Day, by: Uuid | null): Promise<number> {
  const year = Number(today.slice(0, 4));
  const before = await takeNumbers(trx, year, countsOf(posts));
  return insertDrafts(trx, draftsOf(posts, byLevel, year, before), by);
}

function countsOf(posts: readonly Candidate[]): Map<Uuid, number> {
  const counts = new Map<Uuid, number>();
  for (const { subdistrict } of posts)
    counts.set(subdistrict, (counts.get(subdistrict) ?? 0) + 1);
  return counts;
}

/** Numbered in the order of the posts, on from `before`. */
function draftsOf(posts: readonly Candidate[], byLevel: ReadonlyMap<number, Template>, year: number, before: ReadonlyMap<Uuid, number>): Draft[] {
  const last = new Map(before);
  return posts.map((post) => {
    const nth = last.get(post.subdistrict)! + 1;
    last.set(post.subdistrict, nth);
    const number = numberOf(year, nth);
    const { title, body } = byLevel.get(post.level)!;
    const values = valuesOf({ ...post, number });
    const { person, grid, level, role, starts_on, ends_on } = post;
    return { number, person, grid, level, role, term_starts_on: starts_on, term_ends_on: ends_on, title: render(title, values).slice(0, 255), duties: render(body, values) };
  });
}

/**
 * Issues those of the statements that are drafts. Directus writes them in the caller's name: its permissions decide, and its
 * log says who did it.
 */
export async function issue({ services }: Pick<HookContext, 'services'>, { accountability, schema }: Caller, keys: readonly Uuid[]): Promise<number> {
  if (keys.length === 0)
    return 0;
  const service = new services.ItemsService(COLLECTION, { accountability, schema });
  const drafts = await service.readByQuery({ filter: { _and: [{ id: { _in: [...keys] } }, { state: { _eq: 'draft' } }] }, fields: ['id'], limit: -1 });
  if (drafts.length > 0)
    await service.updateMany(drafts.map(({ id }) => id as Uuid), { state: 'issued' }, { bypassLimits: true });
  return drafts.length;
}

/** The ids of the drafts in this subtree that the caller may see. */
export async function draftsIn({ services }: Pick<HookContext, 'services'>, { accountability, schema }: Caller, path: string): Promise<Uuid[]> {
  const service = new services.ItemsService(COLLECTION, { accountability, schema });
  const drafts = await service.readByQuery({ filter: { _and: [{ grid_path: { _starts_with: path } }, { state: { _eq: 'draft' } }] }, fields: ['id'], limit: -1 });
  return drafts.map(({ id }) => id as Uuid);
}

/**
 * The person's own confirmation. Nobody may write the state, so Directus writes it with all rights, yet in the person's name. Null: there is
 * no such statement for this person.
 */
export async function sign({ services, database }: Pick<HookContext, 'services' | 'database'>, { accountability, schema }: Caller, id: Uuid): Promise<Refusal | 'signed' | null> {
  const person = accountability!.user;
  return database.transaction(async (trx) => {
    await trx.raw('select from responsibility_statements where id = ? for update', [id]);
    const [statement] = await statementsById(trx, [id]);
    if (statement === undefined || (statement.state === 'draft' && statement.person === person && !accountability!.admin))
      return null;
    const objection = objectionToSigning(statement, person);
    if (objection !== null)
      return objection;
    const service = new services.ItemsService(COLLECTION, { accountability: { ...accountability!, admin: true }, schema, knex: trx });
    await service.updateOne(id, { state: 'signed' });
    return 'signed';
  });
}

/** Asks everybody to sign what was issued to them. Once for each statement, however often it is called. */
export async function askToSign(db: Db, ids: readonly Uuid[]): Promise<void> {
  await enqueue(db, (await unsigned(db, ids)).map(signingNotice));
}

/** Working days after the issuing; then whoever has not signed is asked a second time, and not again. */
export const REMIND_AFTER = 3;

export async function remindUnsigned(db: Db, today: Day): Promise<number> {
  const late = await longUnsigned(db, REMIND_AFTER, today);
  await enqueue(db, late.map(reminderNotice));
  return late.length;
}
