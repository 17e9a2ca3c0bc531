/** A fault of a facility is written down: the issue is raised by itself, the ledger says it, all in the transaction of the log. */
import type { Db, HookContext, KnownCaller } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Values } from '../../kernel/values.ts';
import type { CheckResult } from './facility-check-rules.ts';
import type { CheckedLog, StoredFacility } from './facility-store.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { standing, todayOf } from '../../territory/index.ts';
import { inOwnCommunity } from '../logs/log-store.ts';
import { categoryOf, CHECK_RESULTS, conditionAfter, raisedBy } from './facility-check-rules.ts';
import { categoryByCode, facilityOf, isCheckedIn, linkToLog, logOf, oneAtATime, openIssueOf } from './facility-store.ts';

/** In whose name issues are raised. */
export interface Raiser extends KnownCaller { services: HookContext['services'] }

const MANAGED = ['facility_name', 'issue', 'grid', 'grid_path'];

/** `db`: the transaction that the row is written in. */
export async function prepareCheck(db: Db, payload: Values, raiser: Raiser): Promise<Values | Refusal> {
  const managed = MANAGED.find(field => payload[field] != null);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  const key = keyOf(payload.work_log);
  const log = key === null ? null : await logOf(db, key);
  if (log === null)
    return refused('check_log', 'work_log');
  const { user, admin } = raiser.accountability;
  if (!admin && log.person !== user && log.entered_by !== user)
    return refused('log_not_yours', 'work_log');
  if (log.checked)
    return refused('log_closed', 'work_log');
  const id = keyOf(payload.facility);
  const facility = id === null ? null : await facilityOf(db, id);
  if (facility === null || facility.state !== 'current')
    return refused('check_facility', 'facility');
  if (!facility.grid_path.startsWith(log.path))
    return refused('check_elsewhere', 'facility', { name: facility.name });
  if (await isCheckedIn(db, log.id, facility.id))
    return refused('check_twice', 'facility', { name: facility.name });
  if (!admin && !await isResponsible(db, log))
    return refused('log_grid_not_held', 'work_log', { day: await todayOf(db) });
  if (!CHECK_RESULTS.includes(payload.result as CheckResult))
    return refused('check_fault', 'result');
  const result = payload.result as CheckResult;
  const note = typeof payload.note === 'string' && payload.note.trim() !== '' ? payload.note.trim() : null;
  await oneAtATime(db, facility.id);
  const open = await openIssueOf(db, facility.id);
  const issue = open ?? await raise(db, facility, result, note, keyOf(payload.photo), raiser);
  if (open === null)
    await linkToLog(db, issue, log.id);
  const condition = conditionAfter(result);
  if (condition !== null && condition !== facility.condition)
    await serviceOf('ledger_facilities', db, raiser).updateOne(facility.id, { condition });
  return { ...payload, note, facility_name: facility.name, grid: facility.grid, issue };
}

/** Whoever's log it is answers for the grid today, too: nobody reports from where they have no post any more. */
export async function isResponsible(db: Db, { person, path }: CheckedLog): Promise<boolean> {
  const here = await standing(db, person, path, await todayOf(db));
  return (here?.levels.length ?? 0) > 0 || await inOwnCommunity(db, person, path);
}

/** In the person's name, by the way of every report: whoever may write the log may raise what it found. */
async function raise(db: Db, facility: StoredFacility, result: CheckResult, note: string | null, photo: string | null, raiser: Raiser): Promise<string> {
  const category = await categoryByCode(db, categoryOf(facility));
  return await serviceOf('issues', db, raiser).createOne({
    ...raisedBy(facility, result, note),
    source: 'facility_check',
    grid: facility.grid,
    address: facility.address,
    location: facility.location,
    ...(category === null ? {} : { category }),
    ...(photo === null ? {} : { photos: [{ directus_files_id: photo }] }),
  }) as string;
}

export function serviceOf(collection: string, db: Db, { services, accountability, schema }: Raiser): InstanceType<HookContext['services']['ItemsService']> {
  return new services.ItemsService(collection, { accountability: { ...accountability, admin: true }, schema, knex: db });
}
