/** Work logs over the API: what is left out follows from post and day, what is said is weighed before it is stored. */
import type { Db } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid, Values } from '../../kernel/values.ts';
import type { LogKind, Stretch } from './log-rules.ts';
import type { StoredLog } from './log-store.ts';
import { clockTime, dayIn } from '../../kernel/civil-date-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { standing } from '../../territory/index.ts';
import { summaryOf, timesDrafted } from './draft-rules.ts';
import { doneBy } from './draft-store.ts';
import { blank, CHECK_FIELDS, clashOf, ENTERED_FOR_OTHERS, LOG_KINDS, LOG_MANAGED, objectionToCheck, objectionToMoment, stretchOf, timesOf } from './log-rules.ts';
import { gridPlace, gridsHeld, inOwnCommunity, isPerson, latestLog, logsById, nowHere, oneAtATime, stretchesOf } from './log-store.ts';

/** Who asks. `trusted`: needs no post of their own (an administrator). */
export interface Author { person: Uuid; trusted: boolean; language: Language }

const DAY_END = 24 * 60;

/** Where the installation lives. */
interface Now { today: Day; minute: number }

/** A new log, with what the form may leave out. */
export async function prepareLog(db: Db, payload: Values, author: Author): Promise<Values | Refusal> {
  const managed = LOG_MANAGED.find(field => payload[field] != null);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  const check = CHECK_FIELDS.find(field => !blank(payload[field]));
  if (check !== undefined)
    return refused('check_later', check);
  const person = blank(payload.person) ? author.person : keyOf(payload.person);
  if (person === null || !await isPerson(db, person))
    return refused('log_person', 'person');
  const now = await nowHere(db);
  const said = await weighed(db, { ...payload, person, work_date: payload.work_date ?? now.today }, author, now, null);
  return isRefusal(said) ? said : { ...payload, ...said, entered_by: author.person };
}

/** The same change of all these logs: by the person, or a check from above. */
export async function changeLogs(db: Db, payload: Values, keys: readonly Uuid[], author: Author): Promise<Values | Refusal> {
  const managed = LOG_MANAGED.find(field => field in payload);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  const logs = await logsById(db, keys);
  const now = await nowHere(db);
  return CHECK_FIELDS.some(field => field in payload) ? checked(db, payload, logs, author, now.today) : corrected(db, payload, logs, author, now);
}

/** Why these logs, or their photographs, may not be changed or deleted; null if they may. */
export async function objectionToTouching(db: Db, keys: readonly Uuid[], author: Omit<Author, 'language'>, field: string | null = null): Promise<Refusal | null> {
  const logs = await logsById(db, keys);
  if (logs.some(log => log.checked))
    return refused('log_closed', field);
  return logs.every(log => isTheirs(log, author)) ? null : refused('log_not_yours', field);
}

async function checked(db: Db, payload: Values, logs: readonly StoredLog[], { person }: Author, today: Day): Promise<Values | Refusal> {
  for (const log of logs) {
    const levels = (await standing(db, person, log.grid_path, today))?.levels ?? [];
    const refusal = objectionToCheck(log, payload, { person, levels });
    if (refusal !== null)
      return refusal;
  }
  return { ...payload, checked_by: person };
}

const PLACED = ['person', 'grid', 'work_date', 'started_at', 'ended_at', 'kind'];

async function corrected(db: Db, payload: Values, logs: readonly StoredLog[], author: Author, now: Now): Promise<Values | Refusal> {
  let set: Values = payload;
  for (const log of logs) {
    const field = Object.keys(payload)[0] ?? null;
    if (log.checked)
      return refused('log_closed', field);
    if (!isTheirs(log, author))
      return refused('log_not_yours', field);
    if ('person' in payload && keyOf(payload.person) !== log.person)
      return refused('log_person_fixed', 'person');
    if ('summary' in payload && blank(payload.summary))
      return refused('field_required', 'summary');
    if (!PLACED.some(name => name in payload))
      continue;
    const { id, grid, work_date, started_at, ended_at, kind } = log;
    const said = await weighed(db, { grid, work_date, started_at, ended_at, kind, ...payload, person: log.person, summary: 'stored' }, author, now, id);
    if (isRefusal(said))
      return said;
    set = { ...payload, ...Object.fromEntries(PLACED.filter(name => name in payload).map(name => [name, said[name]])) };
  }
  return set;
}

/** What the log comes to, all of it; `log`: the one that changes, null for a new one. */
async function weighed(db: Db, said: Values, author: Author, now: Now, log: Uuid | null): Promise<Values | Refusal> {
  const person = said.person as Uuid;
  const work_date = dayIn(said.work_date);
  if (work_date === null)
    return refused('log_day', 'work_date');
  if (!LOG_KINDS.includes(said.kind as LogKind))
    return refused(blank(said.kind) ? 'field_required' : 'log_kind', 'kind');
  const stretch = stretchOf(said.started_at, said.ended_at);
  if (isRefusal(stretch))
    return stretch;
  const early = objectionToMoment(stretch, work_date, now);
  if (early !== null)
    return early;
  const grid = blank(said.grid) ? await ownGrid(db, person, work_date) : await heldGrid(db, keyOf(said.grid), person, work_date, author);
  if (isRefusal(grid))
    return grid;
  const refusal = await objectionToAuthor(db, { person, grid, work_date, kind: String(said.kind) }, author, now.today);
  if (refusal !== null)
    return refusal;
  if (log === null)
    await oneAtATime(db, person);
  const others = await stretchesOf(db, person, work_date, log);
  const clash = clashOf(stretch, others);
  if (clash !== undefined)
    return refused('log_overlap', 'started_at', { times: timesOf(clash) });
  const summary = blank(said.summary) ? await drafted(db, person, work_date, stretch, others, author.language) ?? routeWalked(said, author.language) : said.summary;
  if (summary === null)
    return refused('log_summary', 'summary');
  return { person, grid, work_date, kind: said.kind, started_at: timeOf(stretch.from), ended_at: timeOf(stretch.until), summary };
}

/** The grid of the post on that day; of several, that of the last log. */
async function ownGrid(db: Db, person: Uuid, day: Day): Promise<Uuid | Refusal> {
  const held = await gridsHeld(db, person, day);
  const only = held.length === 1 ? held[0] : held.find(({ last }) => last);
  return only?.id ?? (held.length === 0 ? refused('log_grid_none', 'grid', { day }) : refused('log_grid_choose', 'grid'));
}

async function heldGrid(db: Db, grid: Uuid | null, person: Uuid, day: Day, { trusted }: Author): Promise<Uuid | Refusal> {
  const place = grid === null ? null : await gridPlace(db, grid);
  if (grid === null || place === null)
    return refused('log_grid_unknown', 'grid');
  const held = trusted || (await standing(db, person, place.path, day))?.levels.length || await inOwnCommunity(db, person, place.path);
  return held ? grid : refused('log_grid_not_held', 'grid', { day });
}

/** Everybody for themself; the dispatcher for a level-1 leader who visited or met. */
async function objectionToAuthor(db: Db, log: { person: Uuid; grid: Uuid; work_date: Day; kind: string }, author: Author, today: Day): Promise<Refusal | null> {
  if (author.trusted || log.person === author.person)
    return null;
  const path = (await gridPlace(db, log.grid))?.path ?? null;
  const leader = await standing(db, log.person, path, log.work_date);
  const dispatcher = (await standing(db, author.person, null, today))?.dispatcher === true;
  return dispatcher && leader?.levels.includes(1) && ENTERED_FOR_OTHERS.includes(log.kind) ? null : refused('log_for_other', 'person');
}

/** A patrol that says what it found on the way needs no more words. */
function routeWalked({ facility_checks, route_confirmed }: Values, language: Language): string | null {
  const checks = Array.isArray(facility_checks) ? facility_checks : (facility_checks as { create?: unknown[] } | null | undefined)?.create ?? [];
  if (checks.length === 0 && route_confirmed !== true)
    return null;
  const faults = language === 'zh-CN' ? `发现异常${checks.length}处。` : `${checks.length} not in order.`;
  const rest = language === 'zh-CN' ? '其余正常。' : ' The rest is in order.';
  return `${language === 'zh-CN' ? '巡查沿线设施：' : 'Facilities on the way: '}${checks.length > 0 ? faults : ''}${route_confirmed === true ? checks.length > 0 ? rest : language === 'zh-CN' ? '均正常。' : 'all in order.' : ''}`;
}

/** What the person did on that day since their log before this one, and before the next. */
async function drafted(db: Db, person: Uuid, day: Day, stretch: Stretch, others: readonly Stretch[], language: Language): Promise<string | null> {
  const from = Math.max(0, ...others.filter(({ until }) => until <= stretch.from).map(({ until }) => until));
  const until = Math.min(DAY_END, ...others.filter(other => other.from >= stretch.until).map(other => other.from));
  return summaryOf(await doneBy(db, person, day, { from, until }), language);
}

export interface Draft { grid: Uuid | null; work_date: Day; started_at: string; ended_at: string; kind: LogKind; summary: string | null }

/** What a form may begin with. `day` null: today. */
export async function draftFor(db: Db, person: Uuid, day: unknown, language: Language): Promise<Draft | Refusal> {
  const now = await nowHere(db);
  const work_date = day == null ? now.today : dayIn(day);
  if (work_date === null || work_date > now.today)
    return refused('draft_day', 'date');
  const [held, latest] = [await gridsHeld(db, person, work_date), await latestLog(db, person, work_date)];
  const grid = held.length === 1 ? held[0] : held.find(({ last }) => last);
  const times = timesDrafted(work_date, latest, now);
  const since = latest?.work_date === work_date ? latest.until : 0;
  return {
    grid: grid?.id ?? null,
    work_date,
    started_at: timeOf(times.from),
    ended_at: timeOf(times.until),
    kind: latest !== null ? latest.kind as LogKind : grid === undefined || grid.level === 3 ? 'patrol' : 'visit',
    summary: summaryOf(await doneBy(db, person, work_date, { from: since, until: DAY_END }), language),
  };
}

function isTheirs({ person, entered_by }: Pick<StoredLog, 'person' | 'entered_by'>, author: Omit<Author, 'language'>): boolean {
  return author.trusted || person === author.person || entered_by === author.person;
}

function timeOf(minute: number): string {
  return `${clockTime(minute)}:00`;
}
