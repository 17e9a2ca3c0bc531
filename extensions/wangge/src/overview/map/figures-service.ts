/** The figures of a measure, for whoever asks: counts only where the same counts are theirs on the other boards; what stands in public registers for everybody. */
import type { Caller, HookContext } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Figure, Figures, Measure } from './map-measure-rules.ts';
import { untoldFields } from '../../assessment/index.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { boardReader } from '../../handling/index.ts';
import { staleShares } from '../../ledgers/index.ts';
import { complianceOn, complianceViewer } from '../../reporting/index.ts';
import { todayOf } from '../../territory/index.ts';
import { countIssues, countVacancies, placesOf } from './map-store.ts';

/** A grid that the map shows. */
export interface Shown { id: Uuid; path: string; level: number; population: number | null }

export interface Asked { caller: Caller; grids: readonly Shown[]; within: Uuid | null; level: number }

export async function figuresOf(context: HookContext, measure: Measure, asked: Asked): Promise<Figures> {
  const { grids } = asked;
  switch (measure) {
    case 'open_issues': return issues(context, asked, 'open');
    case 'overdue_issues': return issues(context, asked, 'overdue');
    case 'stale_ledgers': return ledgers(context, asked);
    case 'points': return points(context, asked);
    case 'duty_today': return duty(context, asked);
    case 'population': return new Map(grids.map(({ id, population }) => [id, population === null ? null : { value: population }]));
    case 'vacancies': {
      const counted = new Map((await countVacancies(context.database, idsOf(grids))).map(({ grid, vacant }) => [grid, vacant]));
      return new Map(grids.map(({ id }) => [id, { value: counted.get(id) ?? 0 }]));
    }
  }
}

const idsOf = (grids: readonly Shown[]): Uuid[] => grids.map(({ id }) => id);

/** In the subtrees of today's posts; everywhere for whoever reads every issue: as the deadline board. */
async function issues({ database: db }: HookContext, { caller, grids }: Asked, which: 'open' | 'overdue'): Promise<Figures> {
  const { user, roles, admin } = caller.accountability!;
  const { slots, everything } = await boardReader(db, user!, roles);
  const own = inside(grids, everything || admin, slots.filter(slot => slot !== '-'));
  const counted = new Map((await countIssues(db, idsOf(own))).map(row => [row.grid, row[which]]));
  return new Map(own.map(({ id }) => [id, { value: counted.get(id) ?? 0 }]));
}

/** As the freshness of ledgers. */
async function ledgers({ database: db }: HookContext, { caller, within, level, grids }: Asked): Promise<Figures> {
  const { user, roles, admin } = caller.accountability!;
  const shown = new Set(idsOf(grids));
  const shares = await staleShares(db, { user: user!, roles, admin }, within, level);
  return new Map(shares.filter(({ grid }) => shown.has(grid)).map(({ grid, total, stale }) => [grid, shareOf(stale, total)]));
}

/** Of the last published quarter of each sub-district: what the reader's permissions show of the rankings. */
async function points({ services, database: db }: HookContext, { caller, grids }: Asked): Promise<Figures> {
  const read = async (collection: string, query: object): Promise<Record<string, unknown>[]> =>
    new services.ItemsService(collection, { ...caller }).readByQuery({ limit: -1, ...query });
  const periods = await read('assessment_periods', { filter: { _and: [{ kind: { _eq: 'quarter' } }, { version: { _gt: 0 } }] }, fields: ['id', 'version', 'subdistrict'], sort: ['-starts_on'] });
  const newest = new Map<unknown, { period: Uuid; version: number }>();
  for (const { id, version, subdistrict } of periods) {
    if (!newest.has(subdistrict))
      newest.set(subdistrict, { period: id as Uuid, version: version as number });
  }
  const found = new Map<Uuid, Figure>();
  if (newest.size > 0) {
    const untold = await untoldFields(db, [...newest.values()]);
    for (const { grid, period, level, peer_group, total, rank } of await read('rankings', { filter: { _and: [{ period: { _in: [...newest.values()].map(one => one.period) } }, { state: { _eq: 'published' } }, { subject: { _eq: 'grid' } }, { grid: { _in: idsOf(grids) } }, { total: { _nnull: true } }] }, fields: ['grid', 'period', 'level', 'peer_group', 'total', 'rank'] })) {
      // Where the scheme tells tiers only, the map tells neither place nor points.
      const told = !untold({ period: period as Uuid, kind: 'grid', level: level as number | null, group: peer_group as string | null });
      if (told)
        found.set(grid as Uuid, { value: Number(total), rank: rank as number | null });
    }
  }
  return new Map(grids.map(({ id }) => [id, found.get(id) ?? null]));
}

/** As compliance: the leaders' standards of a day, in the reader's part; a grid counts those below it. */
async function duty({ database: db }: HookContext, { caller, within, grids }: Asked): Promise<Figures> {
  const { user, roles, admin } = caller.accountability!;
  const viewer = await complianceViewer(db, user!, roles, admin);
  const today = await todayOf(db);
  const rows = await complianceOn(db, { from: today, until: today }, await loadCalendar(db), viewer, within);
  const places = await placesOf(db, idsOf(grids), [...new Set(rows.map(({ grid }) => grid))]);
  const sums = new Map<Uuid, { met: number; units: number }>();
  for (const { grid, met, units } of rows) {
    const place = places.get(grid);
    const sum = sums.get(place ?? '') ?? { met: 0, units: 0 };
    if (place !== undefined)
      sums.set(place, { met: sum.met + met, units: sum.units + units });
  }
  return new Map(inside(grids, viewer.everything, viewer.paths).map(({ id }) => [id, shareOf(sums.get(id)?.met ?? 0, sums.get(id)?.units ?? 0)]));
}

function shareOf(part: number, whole: number): Figure | null {
  return whole === 0 ? null : { value: part / whole, part, whole };
}

function inside(grids: readonly Shown[], everything: boolean, paths: readonly string[]): Shown[] {
  return everything ? [...grids] : grids.filter(({ path }) => paths.some(own => path.startsWith(own)));
}
