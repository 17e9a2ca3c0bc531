/** From rows to what stands on a board: the chain above, the grids below, the neighbours, the duties. Pure. */
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Level } from '../../territory/grid-rules.ts';
import type { Values } from '../../territory/statements/text-rules.ts';
import type { BoardGrid, BoardModel, BoardPerson, BoardPost, Holder, Subdistrict } from './model.ts';
import type { Drawn } from './sketch-rules.ts';
import { readBoundary } from '../../territory/boundary-rules.ts';
import { chineseDay, LEVEL_WORDS, PLACEHOLDERS, render } from '../../territory/statements/text-rules.ts';

export interface Surroundings {
  grids: readonly BoardGrid[];
  holders: readonly Holder[];
  subdistricts: readonly Subdistrict[];
  templates: readonly { level: Level; body: string }[];
  today: Day;
  /** JPEGs as data addresses, by file. */
  photos: ReadonlyMap<Uuid, string>;
  /** Of the public notices, for a community or, without one, the sub-district. */
  noticesOf: (place: { grid: Uuid } | { subdistrict: Uuid }) => string | null;
}

/** Boards in the order asked for. */
export function boardModels(ids: readonly Uuid[], around: Surroundings): BoardModel[] {
  const byId = new Map(around.grids.map(grid => [grid.id, grid]));
  const holders = Map.groupBy(around.holders, ({ grid }) => grid);
  const places = new Map(around.subdistricts.map(place => [place.id, place]));
  const leaderOf = (grid: Uuid): Holder | null => holders.get(grid)?.find(({ role }) => role === 'leader') ?? null;
  const postOf = (grid: BoardGrid): BoardPost => ({ level: grid.level, grid: grid.name, leader: personOf(leaderOf(grid.id)) });

  return ids.flatMap((id) => {
    const grid = byId.get(id);
    const place = grid && places.get(grid.subdistrict);
    if (grid === undefined || place === undefined)
      return [];
    const chain = chainAbove(grid, byId);
    const below = around.grids.filter(({ parent, status }) => parent === id && status === 'active');
    const leader = leaderOf(id);
    const community = [grid, ...chain].find(({ level }) => level === 2);
    return [{
      subdistrict: place.name,
      supervision_phone: place.supervision_phone ?? '',
      level: grid.level,
      name: grid.name,
      code: grid.code,
      place: chain.map(({ name }) => name).reverse(),
      households: grid.households,
      population: grid.population,
      leader: personOf(leader),
      photo: leader?.avatar == null ? null : around.photos.get(leader.avatar) ?? null,
      deputies: (holders.get(id) ?? []).filter(({ role }) => role === 'deputy').map(holder => personOf(holder)!),
      above: chain.map(postOf).reverse(),
      below: below.map(postOf),
      duties: around.templates.map(({ level, body }) => ({ level, items: dutiesIn(body, place.name, community?.name ?? null, level) })).filter(({ items }) => items.length > 0),
      shapes: shapesOf(grid, around.grids.filter(other => other.id !== id && other.status === 'active' && other.level === grid.level && other.parent === grid.parent && other.subdistrict === grid.subdistrict), below, byId),
      address: around.noticesOf(community === undefined ? { subdistrict: place.id } : { grid: community.id }),
      printed_on: chineseDay(around.today),
    }];
  });
}

/** From the parent upwards. */
function chainAbove(grid: BoardGrid, byId: ReadonlyMap<Uuid, BoardGrid>): BoardGrid[] {
  const parent = grid.parent === null ? undefined : byId.get(grid.parent);
  return parent === undefined ? [] : [parent, ...chainAbove(parent, byId)];
}

function personOf(holder: Holder | null): BoardPerson | null {
  return holder === null ? null : { name: holder.name, title: holder.title ?? '', phone: holder.phone ?? '' };
}

function shapesOf(grid: BoardGrid, beside: readonly BoardGrid[], below: readonly BoardGrid[], byId: ReadonlyMap<Uuid, BoardGrid>): Drawn[] {
  const drawn = (one: BoardGrid, part: Drawn['part']): Drawn[] => {
    const boundary = readBoundary(one.boundary);
    const parent = one.parent === null ? undefined : byId.get(one.parent);
    return boundary === null ? [] : [{ name: shortName(one.name, parent?.name ?? null), part, boundary }];
  };
  const own = drawn(grid, 'own');
  return own.length === 0 ? [] : [...own, ...beside.flatMap(one => drawn(one, 'beside')), ...below.flatMap(one => drawn(one, 'within'))];
}

/** 安贞里社区第一网格, inside 安贞里社区: 第一网格 */
export function shortName(name: string, parent: string | null): string {
  return parent !== null && name.startsWith(parent) && name.length > parent.length ? name.slice(parent.length) : name;
}

const HEADING = /^#{1,6}\s+(\S.*)$/;
const ITEM = /^(?:\d+[.、]|[-*+])\s*(\S.*)$/;

/** What is true of one person only. */
const NOBODY = Object.fromEntries(PLACEHOLDERS.map(name => [name, ''])) as Values;

/** What a template lists under the heading that speaks of duties (职责); a board has no single person: placeholders become what is true of the level. */
export function dutiesIn(body: string, subdistrict: string, community: string | null, level: Level): string[] {
  const lines = body.split(/\r?\n/).map(line => line.trim());
  const from = lines.findIndex(line => HEADING.exec(line)?.[1]?.includes('职责'));
  if (from < 0)
    return [];
  const rest = lines.slice(from + 1);
  const until = rest.findIndex(line => HEADING.test(line));
  const values: Values = {
    ...NOBODY,
    街道: subdistrict,
    社区: community ?? '各社区',
    网格: '责任网格',
    级别: LEVEL_WORDS[level],
    责任人: '责任人',
    上级网格: '上级网格',
    上级责任人: '上级责任人',
    任期: '责任期',
  };
  return (until < 0 ? rest : rest.slice(0, until)).flatMap((line) => {
    const item = ITEM.exec(line)?.[1];
    return item === undefined ? [] : [render(item, values).replaceAll('**', '')];
  });
}
