/** Statements are made for every leader's post that has none, issued by the set, signed one by one. */
import type { Uuid } from '../../handling/model.ts';
import type { Caller } from '../../ledgers/reveal.ts';
import type { Db, HookContext } from '../../platform/context.ts';
import type { Notice } from '../../platform/outbox.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { Candidate, Draft, Issued, MakeQuestion, Preparer, Template } from './statement-store.ts';
import { enqueue } from '../../platform/outbox.ts';
import { refused } from '../../platform/refusal.ts';
import { numberOf, render, valuesOf } from './render.ts';
import { candidates, insertDrafts, oneMakerAtATime, statementsById, takeNumbers, templates, todayOf, unsigned } from './statement-store.ts';
import { objectionToSigning } from './statement.ts';

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
    const year = Number(today.slice(0, 4));
    const before = await takeNumbers(trx, year, countsOf(posts));
    return { made: await insertDrafts(trx, draftsOf(posts, byLevel, year, before), preparer.person) };
  });
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
    const { person, grid, level, starts_on, ends_on } = post;
    return { number, person, grid, level, term_starts_on: starts_on, term_ends_on: ends_on, title: render(title, values).slice(0, 255), duties: render(body, values) };
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

function signingNotice({ id, number, title, person, grid_name, issued_by }: Issued): Notice {
  return {
    dedupe_key: `statement_issued:${id}`,
    event: 'statement_issued',
    recipient: person,
    channel: 'inapp',
    subject: { 'zh-CN': `责任书待签订：${grid_name}（${number}）`, 'en-US': `Responsibility statement to be signed: ${grid_name} (${number})` },
    body: {
      'zh-CN': `${title ?? '责任书'}已下发。请阅读全文，在页面上点击“签订”确认；线下签字的，请上传签字件。`,
      'en-US': `${title ?? 'Your responsibility statement'} has been issued. Read it and confirm with “Sign”; if you sign on paper, upload the signed copy.`,
    },
    link: `/content/responsibility_statements/${id}`,
    urgent: false,
    actor: issued_by,
  };
}
