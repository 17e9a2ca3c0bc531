/**
 * Changing the calendar: an arrangement becomes a draft, a draft is previewed, published and
 * followed by the running clocks. One way for the routes and the command line.
 */
import type { Arrangement } from '../../calendar/arrangement-rules.ts';
import type { Calendar } from '../../calendar/model.ts';
import type { Caller, Db, HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import { changedDays, drafted, objectionToYear, versionName } from '../../calendar/arrangement-rules.ts';
import { loadInForce, loadVersions, today, versionNames, writeDays } from '../../calendar/index.ts';
import { objectionsToPublishing } from '../../calendar/publication-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { moveClocks, previewMoves } from '../index.ts';

/** On whose behalf: versions are written as this person (at the command line the system), with Directus' permissions and its activity log. */
export interface Author extends Caller { services: HookContext['services'] }

/** What is to be published: a draft that is stored, or an arrangement that is not yet. */
export type Change = { draft: Uuid; published_on: Day | null } | Arrangement;

export class Refused extends Error {
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[]) {
    super(refusals.map(({ code, params }) => `${code} ${JSON.stringify(params)}`).join('; '));
    this.refusals = refusals;
  }
}

export interface ChangedVersion {
  id: Uuid;
  version: string;
  covers_from: Day;
  covers_to: Day;
  published_on: Day;
  changed_days: ReturnType<typeof changedDays>;
}

type Draft = Calendar & { id: Uuid };
type Judged = ChangedVersion & { calendar: Calendar; objections: Refusal[] };

/** Stores the draft and says what still stands against publishing it. */
export async function draftVersion(db: Db, author: Author, arrangement: Arrangement): Promise<ChangedVersion & { objections: Refusal[] }> {
  const { calendar: _, ...drafted } = await db.transaction(async trx => judge(trx, await draft(trx, author, arrangement), arrangement.published_on));
  return drafted;
}

/** Which clocks move if the change is published and in force. Nothing is stored. */
export async function previewChange(db: Db, author: Author, change: Change, now: Moment): Promise<ChangedVersion & Awaited<ReturnType<typeof previewMoves>>> {
  const { calendar, objections, ...version } = await rolledBack(db, async (trx) => {
    await mustCreateVersions(trx, author);
    return judge(trx, await drafting(trx, author, change), change.published_on);
  });
  refuse(objections);
  return { ...version, ...await previewMoves(db, calendar, now) };
}

/**
 * Publishes the change, then moves the clocks: at once where it is in force today, otherwise the job does it on that day.
 * The version is published as a whole or not at all; moving the clocks may be interrupted and goes on with the job.
 */
export async function applyChange(db: Db, author: Author, change: Change, now: Moment): Promise<ChangedVersion & { moved: { issues: number; clocks: number } }> {
  let published: ChangedVersion | null = null;
  const moved = await moveClocks(db, now, () => db.transaction(async (trx) => {
    await mustCreateVersions(trx, author);
    const { calendar: _, objections, ...version } = await judge(trx, await drafting(trx, author, change), change.published_on);
    refuse(objections);
    await versions(trx, author).updateOne(version.id, { published_on: version.published_on }, { emitEvents: false });
    published = version;
  }));
  return { ...published!, moved };
}

async function drafting(trx: Db, author: Author, change: Change): Promise<Draft> {
  if (!('draft' in change))
    return draft(trx, author, change);
  const [stored] = await loadVersions(trx, [change.draft]);
  if (stored === undefined || stored.published_on !== null)
    throw new Refused([stored === undefined ? refused('no_version', 'version') : refused('version_published', 'version', { version: stored.version })]);
  return stored;
}

async function draft(trx: Db, author: Author, arrangement: Arrangement): Promise<Draft> {
  const before = await loadInForce(trx, 'infinity');
  const early = objectionToYear(before, arrangement);
  if (early !== null)
    throw new Refused([early]);
  const taken = await versionNames(trx);
  const version = versionName(arrangement, before, taken);
  if (taken.has(version))
    throw new Refused([refused('version_taken', 'version', { version })]);
  const { covers_from, covers_to, days } = drafted(before, arrangement);
  if (covers_from > covers_to)
    throw new Refused([refused('bad_range', 'covers_to', { version })]);
  const id = await versions(trx, author).createOne({ version, covers_from, covers_to, note: arrangement.note }, { emitEvents: false }) as Uuid;
  await writeDays(trx, id, days);
  return { id, version, covers_from, covers_to, days, time_zone: before?.time_zone ?? 'Asia/Shanghai' };
}

async function judge(trx: Db, draft: Draft, wished: Day | null): Promise<Judged> {
  const now = await today(trx);
  const published_on = wished ?? now;
  const before = await loadInForce(trx, published_on > now ? published_on : now);
  const { id, version, covers_from, covers_to } = draft;
  return {
    id,
    version,
    covers_from,
    covers_to,
    published_on,
    changed_days: changedDays(before, draft),
    calendar: draft,
    objections: objectionsToPublishing(draft, { published_on, today: now, before }),
  };
}

/** Directus answers "may I create?" only to an attempt: one is made, and undone. */
async function mustCreateVersions(trx: Db, author: Author): Promise<void> {
  const now = await today(trx);
  await rolledBack(trx, attempt => versions(attempt, author).createOne({ version: `? ${now}`, covers_from: now, covers_to: now }, { emitEvents: false }));
}

function versions(trx: Db, { services, schema, accountability }: Author): InstanceType<HookContext['services']['ItemsService']> {
  return new services.ItemsService('calendar_versions', { knex: trx, schema, accountability });
}

class Undone extends Error {}

/** Does the work and undoes what it wrote; gives its answer. */
async function rolledBack<Answer>(db: Db, work: (trx: Db) => Promise<Answer>): Promise<Answer> {
  let answer: { given: Answer } | null = null;
  await db.transaction(async (trx) => {
    answer = { given: await work(trx) };
    throw new Undone('undone');
  }).catch((error: unknown) => {
    if (!(error instanceof Undone))
      throw error;
  });
  return answer!.given;
}

function refuse(objections: readonly Refusal[]): void {
  if (objections.length > 0)
    throw new Refused(objections);
}
