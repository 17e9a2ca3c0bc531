/** The steps of a handover, each in one transaction. */
import type { Db, HookContext, KnownCaller } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { Handover, Step } from './handover-rules.ts';
import type { Items, StoredHandover } from './handover-store.ts';
import { reassign } from '../../handling/index.ts';
import { dayString, epochDay } from '../../kernel/civil-date-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { loadDatasets } from '../../ledgers/index.ts';
import { enqueue } from '../../outbox/index.ts';
import { todayOf } from '../../territory/index.ts';
import { objectionToStep } from './handover-rules.ts';
import { gridOf, holdersOn, isAbove, loadHandover, NO_ITEMS, onePreparationAtATime, openHandover, openItems, postsFrom, setHandover } from './handover-store.ts';

export interface Author { person: Uuid; admin: boolean }
interface Writer extends KnownCaller { services: HookContext['services'] }

/** A new handover, with what the form may leave out. */
export async function prepare(db: Db, said: Pick<Handover, 'grid' | 'to_person' | 'handed_on'> & { role: string; from_person: Uuid | null }, author: Author): Promise<Partial<Handover> | Refusal> {
  const grid = await gridOf(db, said.grid);
  if (grid === null)
    return refused('grid_unknown', 'grid');
  if (grid.status !== 'active')
    return refused('grid_retired', 'grid');
  if (said.role !== 'leader' && said.role !== 'deputy')
    return refused('handover_role', 'role');
  const today = await todayOf(db);
  if (said.handed_on < today)
    return refused('handover_past', 'handed_on', { today });
  const holders = await holdersOn(db, said.grid, said.role, today);
  const from_person = said.from_person ?? (said.role === 'leader' ? holders[0]?.person ?? null : null);
  const held = holders.find(({ person }) => person === from_person);
  if (from_person !== null && held === undefined)
    return refused('handover_not_held', 'from_person');
  if (held !== undefined && held.starts_on >= said.handed_on)
    return refused('handover_too_soon', 'handed_on', { from: held.starts_on });
  if (said.to_person === from_person)
    return refused('handover_same', 'to_person');
  if (!author.admin && (author.person === from_person || author.person === said.to_person || !await isAbove(db, author.person, said.grid)))
    return refused('handover_prepare', 'grid');
  await onePreparationAtATime(db, said.grid);
  if (await openHandover(db, said.grid, said.role, from_person))
    return refused('handover_open', 'grid');
  return { ...said, role: said.role, from_person, prepared_by: author.person };
}

/** The list as it is now, while it is prepared; as it was confirmed, once it is given; nothing of one that was cancelled before. */
export async function itemsOf(db: Db, handover: StoredHandover): Promise<Items> {
  return handover.state === 'prepared'
    ? openItems(db, handover, (await loadDatasets(db)).map(({ collection }) => collection))
    : handover.items ?? NO_ITEMS;
}

/** Null: there is no such handover. */
export async function take(db: Db, id: Uuid, step: Step, remark: string | null, author: Author, writer: Writer): Promise<StoredHandover | Refusal | null> {
  return db.transaction(async (trx) => {
    const handover = await loadHandover(trx, id, true);
    if (handover === null)
      return null;
    const objection = objectionToStep(handover, step, { person: author.person, above: author.admin || await isAbove(trx, author.person, handover.grid) });
    if (objection !== null)
      return objection;
    const now = new Date().toISOString();
    if (step === 'cancel')
      await setHandover(trx, id, { state: 'cancelled' });
    if (step === 'give' || (step === 'take' && handover.state === 'prepared')) {
      const given = { items: JSON.stringify(await itemsOf(trx, handover)), given_at: now, given_by: author.person };
      await setHandover(trx, id, { state: 'given', ...given, ...(step === 'give' && remark !== null ? { remark_from: remark } : {}) });
    }
    if (step === 'take') {
      const late = await movePosts(trx, handover, writer);
      if (isRefusal(late))
        return late;
      await setHandover(trx, id, { state: 'taken', taken_at: now, taken_by: author.person, ...(remark === null ? {} : { remark_to: remark }) });
      if (handover.from_person !== null && handover.handed_on <= await todayOf(trx))
        await reassign(trx, { grid_paths: [handover.path], leaving: [{ person: handover.from_person, level: handover.level }], note: '岗位已交接，未办结事项移交接任责任人。' }, now);
    }
    await enqueue(trx, noticesOf(handover, step, author.person));
    return loadHandover(trx, id);
  });
}

/** Through Directus, so that the posts' own rules speak; in the name of whoever confirms last. */
async function movePosts(trx: Db, { grid, role, from_person, to_person, handed_on }: StoredHandover, { services, accountability, schema }: Writer): Promise<Refusal | null> {
  const today = await todayOf(trx);
  // Confirmed later than planned: the giver answered for it until today.
  const first = handed_on > today ? handed_on : today;
  const posts = new services.ItemsService('posts', { accountability: { ...accountability, admin: true }, schema, knex: trx });
  const last = dayString(epochDay(first) - 1);
  for (const post of from_person === null ? [] : await postsFrom(trx, from_person, grid, role, first)) {
    if (post.starts_on >= first)
      return refused('handover_not_held', 'from_person');
    await posts.updateOne(post.id, { ends_on: last });
  }
  const [own] = await postsFrom(trx, to_person, grid, role, first);
  if (own === undefined || own.starts_on > first)
    await posts.createOne({ person: to_person, grid, role, starts_on: first, ends_on: own === undefined ? null : dayString(epochDay(own.starts_on) - 1) });
  return null;
}

/** Prepared: to both sides. Given: to the receiver. Taken or cancelled: to the other side and whoever prepared it. */
export function noticesOf({ id, grid_name, from_person, to_person, prepared_by, handed_on }: StoredHandover, step: Step | 'prepare', by: Uuid): Notice[] {
  const words = {
    prepare: { 'zh-CN': `岗位交接：${grid_name}`, 'en-US': `Handover of ${grid_name}` },
    give: { 'zh-CN': `岗位已移交，请核对清单并接收：${grid_name}`, 'en-US': `Handed over, please check the list and take over: ${grid_name}` },
    take: { 'zh-CN': `岗位交接已完成：${grid_name}`, 'en-US': `Handover complete: ${grid_name}` },
    cancel: { 'zh-CN': `岗位交接已取消：${grid_name}`, 'en-US': `Handover cancelled: ${grid_name}` },
  }[step];
  return [...new Set([from_person, to_person, prepared_by])].filter((person): person is Uuid => person !== null && person !== by).map(recipient => ({
    dedupe_key: `handover_${step}:${id}`,
    event: 'handover',
    recipient,
    channel: 'inapp',
    subject: words,
    body: { 'zh-CN': `接任日期：${handed_on}`, 'en-US': `From ${handed_on}` },
    link: `/content/handovers/${id}`,
    urgent: false,
  }));
}
