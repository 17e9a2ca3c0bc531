/**
 * A quarter of one sub-district as chance has it, written in a few statements: issues by the rules (`random-issues.ts`), and daily
 * work with everything that is odd about it. It is written in two parts: what was on record by the cut, and what came after it
 * (`afterwards`): edits, removals, decisions, moves, votes, steps. The second must change no number.
 */
import type { Knex } from 'knex';
import type { Random } from '../../extensions/wangge/src/app/demonstration/random.ts';
import type { Calendar } from '../../extensions/wangge/src/calendar/model.ts';
import type { Account } from '../system/people.ts';
import type { Grid, Place } from '../system/territory.ts';
import type { Around } from './random-issues.ts';
import { idOf, random } from '../../extensions/wangge/src/app/demonstration/random.ts';
import { insertEvents, writeClocksOf } from '../../extensions/wangge/src/handling/issue-store.ts';
import { insertUser } from '../system/people.ts';
import { insertSubdistrict } from '../system/territory.ts';
import { Story, withoutCarried } from './random-issues.ts';

export const QUARTER = { code: '2026-Q3', from: '2026-06-30T16:00:00.000Z', until: '2026-09-30T16:00:00.000Z', starts_on: '2026-07-01', ends_on: '2026-09-30', time_zone: 'Asia/Shanghai' } as const;
/** The close of the fifth working day after it, the seven days of the National Day past. */
export const CUT = '2026-10-13T10:00:00.000Z';
const DAY = 86_400_000;

/** The same seed gives the same rows in the same database: their ids are drawn, too (who is drawn to be checked hangs on them). */
let drawn = { seed: '', ids: 0 };
const newId = (): string => idOf(`second-count/${drawn.seed}/${drawn.ids++}`);

export interface RandomQuarter { place: Place; afterwards: () => Promise<void> }

export async function randomQuarter(db: Knex, calendar: Calendar, seed: string, issues: number): Promise<RandomQuarter> {
  const chance = random(`second-count/${seed}`);
  drawn = { seed, ids: 0 };
  const place = await insertSubdistrict(db);
  const world = await settle(db, place, chance);
  const { patches } = world;

  const [from, until, cut] = [Date.parse(QUARTER.from), Date.parse(QUARTER.until), Date.parse(CUT)];
  const borders = [from, until, cut];
  const stories: Story[] = [];
  for (let n = 0; n < issues; n++) {
    const at = chance.chance(0.08) ? chance.pick(borders) + chance.pick([-1, 0, 1]) : Math.floor(chance.between(from - 25 * DAY, until + DAY));
    const closed = stories.filter(({ state, events }) => state!.status === 'closed' && events[0]!.at < CUT);
    const story = new Story(newId(), `${place.code}-${seed}-${n}`, world.around(calendar), chance, at, closed.length > 0 && chance.chance(0.1) ? chance.pick(closed).id : null);
    story.live(cut + 20 * DAY, borders, stories);
    stories.push(story);
  }
  const then = stories.map(story => ({ story, events: story.recordedBefore(CUT) })).filter(({ events }) => events.length > 0);
  await insertStories(db, then.map(({ story, events }) => ({ story, events })));

  await daily(db, world, chance);
  await votes(db, then.map(({ story }) => story), chance);
  // (As a server's own tables are, an hour later.)
  await db.raw('analyze');

  return {
    place,
    afterwards: async () => {
      for (const { story, events } of then) {
        const later = withoutCarried(story.events).filter(event => !events.some(({ seq }) => seq === (event as { seq?: number }).seq));
        if (later.length > 0)
          await insertEvents(db, later.map(event => rowOf(event)));
      }
      await writeClocksOf(db, then.map(({ story }) => ({ issue: story.id, clocks: story.clocks })));
      await changed(db, world, patches, chance);
    },
  };
}

const rowOf = (event: object): never => {
  const { seq: _, ...row } = event as { seq?: number };
  return row as never;
};

async function insertStories(db: Knex, told: readonly { story: Story; events: Story['events'] }[]): Promise<void> {
  await db.transaction(async (trx) => {
    await insertEvents(trx, told.map(({ events }) => rowOf(events[0]!)));
    // Whatever they repeat comes first.
    await trx.batchInsert('issues', told.map(({ story }) => story.row) as never, 500);
    await insertEvents(trx, told.flatMap(({ events }) => withoutCarried(events).slice(1).map(rowOf)));
    await writeClocksOf(trx, told.map(({ story, events }) => ({ issue: story.id, clocks: story.clocksOf(events) })));
  });
}

interface World {
  place: Place;
  patches: Grid[];
  leaders: Map<string, Account>;
  above: [Account, Account];
  area: Account;
  deputy: Account;
  inspectors: Account[];
  cadres: Account[];
  retired: Grid;
  moved: Grid;
  around: (calendar: Calendar) => Around;
}

/** People, posts and grids: a quarter that two share, a patch that nobody leads, one that is retired and one that moves in the middle of it. */
async function settle(db: Knex, place: Place, chance: Random): Promise<World> {
  const grid = async (suffix: string, parent: Grid): Promise<Grid> => {
    const id = newId();
    await db('grids').insert({ id, code: `${place.code}${suffix}`, name: `三级网格${suffix}`, subdistrict: place.id, level: 3, parent: parent.id, kind: 'basic', status: 'active' });
    await db('grid_spans').where({ grid: id }).update({ valid_from: '2020-01-01' });
    return { id, code: `${place.code}${suffix}`, path: `${parent.path}${place.code}${suffix}/` };
  };
  const [vacant, retired, moved] = [await grid('001003', place.communities[0]), await grid('001004', place.communities[0]), await grid('002003', place.communities[1])];
  const patches = [...place.patches, vacant, retired, moved];
  // What the triggers would have written then.
  const day = `2026-0${chance.pick([7, 8, 9])}-1${chance.pick([0, 5, 7])}`;
  for (const [which, before, after] of [
    [retired, {}, { status: 'retired' }],
    [moved, { path: `${place.communities[0].path}${moved.code}/`, community: place.communities[0].id }, {}],
  ] as const) {
    const [span] = await db('grid_spans').where({ grid: which.id });
    await db('grid_spans').where({ grid: which.id }).update({ ...before, valid_to: day });
    await db('grid_spans').insert({ ...span, id: undefined, valid_from: day, valid_to: null, ...after });
  }
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx('grids').where({ id: retired.id }).update({ status: 'retired' });
  });
  const station = newId();
  await db('departments').insert({ id: station, code: `${place.code}Z01`, name: '派出所', subdistrict: place.id, kind: 'station', active: true });
  const leaders = new Map<string, Account>();
  for (const patch of patches.filter(one => one.id !== vacant.id && one.id !== place.patches[3].id)) {
    const ends_on = patch.id === retired.id ? day : null;
    leaders.set(patch.id, await insertUser(db, { role: 'level_3', posts: [{ grid: patch.id, ends_on }] }));
  }
  // Two of one quarter, a few days nobody.
  leaders.set(place.patches[3].id, await insertUser(db, { role: 'level_3', posts: [{ grid: place.patches[3].id, ends_on: '2026-08-14' }] }));
  const second = await insertUser(db, { role: 'level_3', posts: [{ grid: place.patches[3].id, starts_on: '2026-08-18' }] });
  const above: [Account, Account] = [await insertUser(db, { role: 'level_2', posts: [{ grid: place.communities[0].id }] }), await insertUser(db, { role: 'level_2', posts: [{ grid: place.communities[1].id }, { grid: vacant.id, starts_on: '2026-09-20' }] })];
  const area = await insertUser(db, { role: 'level_1', posts: [{ grid: place.area.id }] });
  const deputy = await insertUser(db, { role: 'level_3', posts: [{ grid: place.patches[0].id, role: 'deputy' }] });
  const cadres = [await insertUser(db, { role: 'community_cadre', department: place.communityDepartments[0].id }), await insertUser(db, { role: 'community_cadre', department: place.communityDepartments[1].id })];
  const [clerk, helper, dispatcher] = [await insertUser(db, { role: 'office', department: place.office.id }), await insertUser(db, { role: 'office', department: station }), await insertUser(db, { role: 'dispatcher' })];
  const inspectors = await Promise.all(Array.from({ length: 7 }, () => insertUser(db, { role: 'inspector' })));
  const absent = (person: Account, starts_on: string, ends_on: string | null, stand_in: Account | null, said: object = {}): object =>
    ({ id: newId(), person: person.id, kind: 'leave', starts_on, ends_on, stand_in: stand_in?.id ?? null, approved_by: area.id, decision: 'yes', decided_at: '2026-07-01T02:00:00Z', date_created: '2026-06-30T02:00:00Z', ...said });
  const [a, b, c] = place.patches.map(({ id }) => leaders.get(id)!);
  await db('absences').insert([
    absent(a!, '2026-07-13', '2026-07-24', b!),
    absent(c!, '2026-09-01', '2026-09-04', null),
    absent(c!, '2026-09-07', '2026-09-30', second),
    absent(above[0], '2026-08-03', '2026-08-05', above[1]),
    // Approved when the cut had passed, or not at all.
    absent(b!, '2026-08-10', '2026-08-14', c!, { decided_at: CUT }),
    absent(b!, '2026-09-10', '2026-09-14', c!, { decision: null, approved_by: null, decided_at: null }),
  ]);
  const categories = await db('issue_categories').whereNotNull('parent').orderBy('code').limit(4).pluck('id') as string[];
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx('issue_categories').whereIn('id', categories).update({ seen_on_patrol: false });
    await trx('issue_categories').whereIn('id', categories.slice(0, 3)).update({ seen_on_patrol: true });
  });
  return {
    place,
    patches,
    leaders: leaders.set('second', second),
    above,
    area,
    deputy,
    inspectors,
    cadres,
    retired,
    moved,
    around: calendar => ({
      calendar,
      grids: patches.map((patch) => {
        const n = place.communities[0].path === patch.path.slice(0, place.communities[0].path.length) ? 0 : 1;
        return { id: patch.id, leader: (leaders.get(patch.id) ?? above[n]).id, above: above[n].id, area: area.id, cadre: cadres[n]!.id, community: place.communityDepartments[n].id };
      }),
      categories,
      office: place.office.id,
      clerk: clerk.id,
      station,
      helper: helper.id,
      district: place.district.id,
      dispatcher: dispatcher.id,
      inspector: inspectors[0]!.id,
    }),
  };
}

const days = (from: string, until: string): string[] => Array.from({ length: (Date.parse(until) - Date.parse(from)) / DAY + 1 }, (_, n) => new Date(Date.parse(from) + n * DAY).toISOString().slice(0, 10));
const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Logs, checks, findings, snapshots, tasks, scores, as they stood at the cut; past the triggers that would date them today. */
async function daily(db: Knex, world: World, chance: Random): Promise<void> {
  const { place, patches, leaders, above, area, deputy, inspectors, cadres } = world;
  /** Entered some days later; now and then when the cut had passed, or at it. */
  const entered = (day: string): string => chance.chance(0.04) ? chance.pick([CUT, '2026-10-20T02:00:00.000Z', '2026-10-13T09:59:59.999Z']) : new Date(Date.parse(`${day}T12:00:00Z`) + chance.between(0, 3 * DAY)).toISOString();
  const logs: Record<string, unknown>[] = [];
  const busy = new Map<string, number>();
  const writer = (person: Account, grids: readonly Grid[], share: number): void => {
    for (const work_date of days('2026-06-28', '2026-10-02').filter(() => chance.chance(share))) {
      // Nobody is at two places at once.
      for (let at = Math.max(Math.floor(chance.between(480, 800)), busy.get(`${person.id} ${work_date}`) ?? 0), n = 0; n < 2; n++) {
        const minutes = chance.pick([30, 59, 60, 61, 119, 120, 121, 150]);
        const kind = chance.pick(['patrol', 'patrol', 'visit', 'meeting', 'handling', 'publicity']);
        const grid = chance.pick(grids);
        logs.push({ id: newId(), person: person.id, entered_by: person.id, grid: grid.id, grid_path: grid.path, work_date, started_at: clock(at), ended_at: clock(at + minutes), minutes, kind, summary: '巡查', residents_heard: chance.pick([null, ' ', '路灯不亮']), route_confirmed: chance.chance(0.5), date_created: entered(work_date), entered_late: false });
        at += minutes + 10;
        busy.set(`${person.id} ${work_date}`, at);
        if (at > 1200)
          break;
        if (chance.chance(0.6))
          break;
      }
    }
  };
  for (const [id, person] of leaders)
    writer(person, [patches.find(patch => patch.id === id) ?? place.patches[3]], 0.75);
  writer(leaders.get(place.patches[1].id)!, [place.patches[0]], 0.2);
  writer(leaders.get('second')!, [place.patches[2]], 0.2);
  for (const [n, person] of above.entries())
    writer(person, [place.communities[n]!, ...patches.filter(patch => patch.path.startsWith(place.communities[n]!.path))], 0.7);
  writer(above[1], [place.communities[0], place.patches[0]], 0.1);
  writer(area, [place.area, ...place.communities], 0.2);
  writer(deputy, [place.patches[0]], 0.3);
  writer(cadres[0]!, [place.patches[0]], 0.2);
  for (const log of logs.filter(() => chance.chance(0.3))) {
    const by = chance.pick([...above, area]);
    if (by.id === log.person)
      continue;
    const on = Math.max(Date.parse(`${log.work_date as string}T15:00:00Z`), Date.parse(log.date_created as string)) + chance.between(0, 4 * DAY);
    Object.assign(log, { check_result: chance.pick(['ok', 'ok', 'incomplete', 'false']), check_note: '查', checked_by: by.id, checked_at: chance.chance(0.05) ? CUT : new Date(on).toISOString() });
  }
  const findings: Record<string, unknown>[] = [];
  const finding = (said: Record<string, unknown>): number => findings.push({ id: newId(), state: 'confirmed', description: '不符', found_by: inspectors[0]!.id, date_created: '2026-08-01T02:00:00Z', answered_by: cadres[1]!.id, answered_at: '2026-08-02T02:00:00Z', decided_by: inspectors[6]!.id, decided_at: '2026-09-01T02:00:00Z', ...said });
  const decided = (): object => chance.pick([{}, { state: 'corrected', corrected_at: '2026-10-20T02:00:00Z' }, { decided_at: CUT }, { decided_at: '2026-10-09T02:00:00Z' }, { state: 'open', answered_by: null, answered_at: null, decided_by: null, decided_at: null }, { state: 'dismissed' }]);
  for (const log of logs.filter(({ check_result }) => check_result === 'false'))
    finding({ grid: log.grid, grid_path: log.grid_path, work_log: log.id, kind: 'false', found_by: log.checked_by, found_on: log.work_date, ...decided() });
  const checks: Record<string, unknown>[] = [];
  const sets = await db('ledger_datasets').orderBy('collection').limit(3).pluck('id') as string[];
  for (let n = 0; n < 160; n++) {
    const [grid, item, dataset] = [chance.pick(patches), newId(), chance.pick(sets)];
    for (let again = 0; again < 3; again++) {
      const on = chance.pick(days('2026-06-27', '2026-10-04'));
      if (chance.chance(0.5))
        checks.push({ id: newId(), dataset, item, grid: grid.id, grid_path: grid.path, result: 'right', checked_on: on, checked_by: chance.pick(inspectors).id, date_created: entered(on) });
      else if (chance.chance(0.4))
        finding({ dataset, item, grid: grid.id, grid_path: grid.path, kind: chance.pick(['outdated', 'inaccurate', 'false']), found_on: on, found_by: chance.pick([...inspectors.slice(0, 6), ...grid.id === world.moved.id ? [] : above, area]).id, date_created: entered(on), ...decided() });
      if (chance.chance(0.7))
        break;
    }
  }
  const snapshots = ['2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31'].flatMap(taken_on => patches.flatMap(grid => sets.filter(() => chance.chance(0.8)).map((dataset) => {
    const entries = Math.floor(chance.between(0, 12));
    const fresh = Math.floor(chance.between(0, entries + 1));
    return { taken_on, dataset, grid: grid.id, entries, fresh, due: 0, stale: entries - fresh, expected: chance.pick([null, 0, 5, 10]) };
  })));
  const plan = newId();
  const tasks = days('2026-06-29', '2026-10-02').flatMap(due_on => patches.filter(() => chance.chance(0.1)).map((grid) => {
    const done = chance.pick([null, due_on, '2026-10-13']);
    return { id: newId(), plan, topic: '走访', grid: grid.id, grid_path: grid.path, starts_on: due_on, due_on, none_here: false, outcome: done === null ? null : 'entered', done_by: done === null ? null : area.id, done_at: done === null ? null : `${done}T08:00:00Z`, late: done === null ? null : done > due_on };
  }));
  const parts = days('2026-06-29', '2026-10-02').flatMap(due_on => [...patches, ...place.communities].filter(() => chance.chance(0.08)).map((grid) => {
    const close = `${due_on}T10:00:00.000Z`;
    const completed_at = chance.pick([close, `${due_on}T10:00:00.001Z`, `${due_on}T01:00:00.000Z`]);
    const state = chance.pick(['open', 'completed', 'accepted', 'accepted', 'returned', 'withdrawn']);
    const report = ['completed', 'accepted', 'returned'].includes(state) ? { report: '已完成', completed_by: cadres[0]!.id, completed_at, late: completed_at > close } : { late: false };
    const accepted = state === 'accepted' || state === 'returned' ? { accepted: state === 'accepted' ? 'yes' : 'no', accept_note: '查', accepted_by: area.id, accepted_at: `2026-10-12T01:00:00Z` } : {};
    return { id: newId(), assignment: newId(), grid: grid.id, grid_path: grid.path, due_on, state, date_created: chance.chance(0.05) ? CUT : '2026-06-20T00:00:00Z', ...report, ...accepted };
  }));
  const [period, scheme] = [newId(), newId()];
  const indicators = (['manual', 'inspection'] as const).flatMap(source => (['grid', 'department', 'person'] as const).flatMap(subject => [0, 1].map(() => ({ id: newId(), source, subject }))));
  const scores = indicators.flatMap(({ id: indicator, source, subject }) => {
    const subjects = subject === 'grid' ? [...patches, place.communities[0]].map(({ id }) => id) : subject === 'department' ? [place.office.id] : [...leaders.values()].map(({ id }) => id);
    return subjects.filter(() => chance.chance(0.6)).flatMap(one => inspectors.slice(0, Math.floor(chance.between(0, 8))).flatMap((rater) => {
      const given = { period, indicator, source, subject_kind: subject, [subject]: one, note: '详实', evidence_link: 'https://example.com', rater: rater.id };
      const first = { ...given, id: newId(), score: chance.pick([0, 60, 60, 80, 100]), entered_at: chance.pick(['2026-09-15T02:00:00Z', '2026-10-12T02:00:00Z', CUT]), supersedes: null as string | null };
      const next = { ...given, id: newId(), score: chance.pick([50, 90]), entered_at: chance.pick(['2026-10-13T02:00:00Z', '2026-10-20T02:00:00Z']), supersedes: first.id };
      return chance.chance(0.2) && first.entered_at < next.entered_at ? [first, next] : [first];
    }));
  });
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx.batchInsert('work_logs', logs as never, 500);
    await trx.batchInsert('facility_checks', logs.filter(() => chance.chance(0.15)).map(log => ({ id: newId(), work_log: log.id, facility: newId(), grid: log.grid, grid_path: log.grid_path, facility_name: '消火栓', issue: newId(), result: 'damaged', date_created: chance.chance(0.1) ? CUT : log.date_created })) as never, 500);
    await trx.batchInsert('ledger_spot_checks', checks as never, 500);
    await trx('duty_standards').insert([{ id: newId(), name: '台账核实', code: `r-${place.code}`, level: 3, kind: 'ledger_review', log_kinds: '[]', amount: 3, per: 'week', active: true }]);
    await trx.batchInsert('ledger_confirmations', days('2026-06-28', '2026-10-02').flatMap(day => [...leaders].filter(() => chance.chance(0.4)).map(([id, person]) => {
      const grid = patches.find(patch => patch.id === id) ?? place.patches[3];
      return { id: newId(), dataset: sets[0], item: newId(), grid: grid.id, grid_path: grid.path, confirmed_by: person.id, confirmed_at: chance.pick([`${day}T16:00:00Z`, `${day}T15:59:59Z`, `${day}T03:00:00Z`]), recorded_at: chance.chance(0.1) ? CUT : null };
    })) as never, 500);
    await trx.batchInsert('ledger_snapshots', snapshots as never, 500);
    await trx('collection_plans').insert({ id: plan, name: '走访', topic: '走访', grid: place.area.id, grid_path: place.area.path, level: 3, every: 'month', due_working_days: 10, starts_on: '2026-06-01', active: true });
    await trx.batchInsert('collection_tasks', tasks as never, 500);
    await trx.batchInsert('assignment_grids', parts as never, 500);
    await trx('assessment_schemes').insert({ id: scheme, name: '试', code: scheme.slice(0, 20), version: 1, valid_from: '2030-01-01', state: 'draft' });
    await trx('assessment_indicators').insert(indicators.map(({ id, source, subject }) => ({ id, scheme, name: id, code: id.slice(0, 20), group: 'operation', subject, measure: source === 'manual' ? 'manual_mean' : 'inspection_mean', weight: 5, rule: 'ratio' })));
    await trx('assessment_periods').insert({ id: period, code: QUARTER.code, kind: 'quarter', subdistrict: place.id, starts_on: QUARTER.starts_on, ends_on: QUARTER.ends_on, state: 'open' });
    await trx.batchInsert('assessment_manual_scores', scores as never, 500);
  });
  // (A finding by somebody outside the line is a look at the entry: the trigger says so.)
  await db.batchInsert('ledger_findings', findings as never, 500);
}

/** On notices that stand, each before the cut. */
async function votes(db: Knex, stories: readonly Story[], chance: Random): Promise<void> {
  const notices = new Map((await db('disclosures').whereIn('issue', stories.map(({ id }) => id)).select('id', 'issue')).map(({ id, issue }) => [issue, id] as const));
  const rows = stories.flatMap(({ id, events }) => events.flatMap((event, index) => {
    if (event.type !== 'disclose' || event.at >= CUT || !notices.has(id))
      return [];
    const end = Math.min(Date.parse(events.slice(index).find(({ type, solved }) => type === 'withdraw_disclosure' || type === 'reopen' || (type === 'verify' && solved === 'no'))?.at ?? '2026-10-25T00:00:00Z'), Date.parse('2026-10-25T00:00:00Z'));
    return Array.from({ length: chance.pick([2, 3, 4, 5]) }, () => ({ id: newId(), disclosure: notices.get(id)!, voter: newId(), rating: 3, resolved: chance.pick(['yes', 'no']), state: chance.pick(['pending', 'shown', 'shown', 'hidden']), created_at: new Date(Math.floor(chance.between(Date.parse(event.at), end))).toISOString() }));
  }));
  await db.batchInsert('disclosure_feedback', rows as never, 500);
}

/** Whatever people do when the cut is past: none of it counts. */
async function changed(db: Knex, { place, patches, leaders, above, area, retired, inspectors }: World, all: readonly Grid[], chance: Random): Promise<void> {
  const here = (table: string) => db(table).whereIn('grid', [...all, ...place.communities, place.area].map(({ id }) => id));
  const some = async (table: string, share: number, which: object = {}): Promise<string[]> => (await here(table).where(which).pluck('id') as string[]).filter(() => chance.chance(share));
  const logs = await here('work_logs').whereNull('checked_at').pluck('id') as string[];
  await db('work_logs').whereIn('id', logs.filter(() => chance.chance(0.2))).update({ route_confirmed: db.raw('not route_confirmed'), residents_heard: '后补', ended_at: db.raw(`started_at + interval '3 hours 20 minutes'`), started_at: db.raw(`started_at`) }).catch(() => 0);
  await db('work_logs').whereIn('id', logs.filter(() => chance.chance(0.1))).update({ kind: 'meeting' });
  await db('facility_checks').whereIn('id', await some('facility_checks', 0.5)).whereIn('work_log', logs).del();
  await db('work_logs').whereIn('id', logs.filter(() => chance.chance(0.1))).whereNotIn('id', db('facility_checks').select('work_log')).del();
  await db('ledger_findings').whereIn('id', await some('ledger_findings', 0.5, { state: 'open' })).update({ state: 'confirmed', decided_by: inspectors[6]!.id, decided_at: db.fn.now() });
  await db('posts').where({ person: leaders.get(place.patches[1].id)!.id }).update({ ends_on: '2026-08-20' });
  await db('posts').where({ person: leaders.get(place.patches[2].id)!.id }).del();
  await db('posts').insert({ id: newId(), person: above[0].id, grid: patches[4]!.id, role: 'leader', starts_on: '2026-07-01', ends_on: '2026-09-10', date_created: new Date().toISOString() });
  await db('absences').where({ person: leaders.get(place.patches[0].id)!.id }).update({ ends_on: '2026-07-15' });
  await db('absences').where({ person: above[0].id }).del();
  await db('absences').where({ person: leaders.get(place.patches[1].id)!.id }).update({ approved_by: area.id, decision: 'yes', decided_at: new Date().toISOString() });
  await db('duty_standards').where({ level: 3 }).update({ amount: 1 });
  await db('duty_standards').where({ level: 2, kind: 'visit' }).update({ active: false });
  await db('collection_tasks').whereIn('id', await some('collection_tasks', 0.5)).whereNull('done_at').update({ done_at: db.fn.now(), outcome: 'entered', done_by: area.id, late: false });
  for (const [state, next] of [['completed', 'accepted'], ['open', 'completed']]) {
    for (const id of await some('assignment_grids', 0.5, { state }))
      await db('assignment_grids').where({ id }).update({ state: next, report: '补报', user_updated: inspectors[1]!.id }).catch(() => 0);
  }
  await db('issue_categories').update({ seen_on_patrol: db.raw('not coalesce(seen_on_patrol, false)') });
  await db('departments').where({ subdistrict: place.id }).update({ code: db.raw(`code || 'x'`) });
  await db('disclosure_feedback').whereIn('disclosure', db('disclosures').whereIn('issue', db('issues').whereIn('grid', all.map(({ id }) => id)).select('id')).select('id')).update({ state: 'hidden' });
  const check = await here('ledger_spot_checks').first('dataset', 'item', 'grid');
  await db('ledger_spot_checks').insert({ ...check, id: newId(), item: newId(), result: 'right', checked_on: '2026-08-11', checked_by: inspectors[2]!.id, date_created: new Date().toISOString() });
  // A log that comes late, and what it confirms.
  await db.transaction(async (trx) => {
    // (No entry stands behind these.)
    await trx.raw('set local session_replication_role = replica');
    await trx('ledger_confirmations').insert(days('2026-07-01', '2026-07-31').map(day => ({ id: newId(), dataset: check!.dataset, item: newId(), grid: place.patches[0].id, confirmed_by: leaders.get(place.patches[0].id)!.id, confirmed_at: `${day}T03:00:00Z`, recorded_at: new Date().toISOString() })));
  });
  await db('grids').where({ id: retired.id }).update({ parent: place.communities[1].id });
  await db('grids').where({ id: place.patches[0].id }).update({ parent: place.communities[1].id });
}
