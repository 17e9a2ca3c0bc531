/**
 * The ledgers of the demonstration: entries of every patch, some fresh, some due, some stale, as the patch is looked after.
 *
 * A function of the world, the words, the day and the seed. Everything is invented. The first patch, that of the account
 * `l3@`, is nearly complete; of the others a few per cent of the households are entered, as in a place that has just begun.
 */
import type { Day, Uuid } from '../../../kernel/values.ts';
import type { DatasetSpec } from '../../../ledgers/model.ts';
import type { Material } from '../material.ts';
import type { DemoRows } from '../model.ts';
import type { DrawnEntry, PatchScene } from './patch-draw.ts';
import { dayString, epochDay } from '../../../kernel/civil-date-rules.ts';
import { RESIDENTS } from '../../../ledgers/display-rules.ts';
import { holds } from '../../../territory/scope-rules.ts';
import { random } from '../random.ts';
import { Draw } from './patch-draw.ts';
import { drawPeople } from './people.ts';
import { drawPlaces } from './places.ts';

/** In the order of patches; an entry after those that it refers to. */
export function drawLedgers(world: DemoRows, { names, ledgers: words }: Pick<Material, 'names' | 'ledgers'>, today: Day, seed: string): DrawnEntry[] {
  const taken = new Set<string>();
  return scenesOf(world, today, seed).flatMap((scene) => {
    const draw = new Draw(scene, { words, names, today, taken, chance: random(`${seed}/ledgers/${scene.grid.code}`) });
    drawPeople(draw, drawPlaces(draw));
    return draw.entries;
  });
}

/** When an entry of this age was last confirmed. */
export function confirmedOn({ age }: Pick<DrawnEntry, 'age'>, reviewDays: number, today: Day): Day {
  return dayString(epochDay(today) - Math.round(age * reviewDays));
}

export interface ExpectedRow { dataset: Uuid; grid: Uuid; expected: number; basis: string; as_of: Day }

/** What was declared for the sets that every patch has to keep: its population, and of other things what was counted when the ledger began. */
export function expectedOf({ grids }: DemoRows, drawn: readonly DrawnEntry[], datasets: readonly (Pick<DatasetSpec, 'collection' | 'required' | 'expected_from'> & { id: Uuid })[], today: Day, seed: string): ExpectedRow[] {
  const entered = Map.groupBy(drawn, ({ grid, collection }) => `${grid} ${collection}`);
  const as_of = dayString(epochDay(today) - 150);
  return datasets.filter(({ required, expected_from }) => required && expected_from === 'declared').flatMap(({ id: dataset, collection }) =>
    grids.filter(({ level }) => level === 3).map(({ id: grid, population }) => collection === RESIDENTS
      ? { dataset, grid, expected: population, basis: '人口抽样调查数', as_of }
      : { dataset, grid, expected: (entered.get(`${grid} ${collection}`)?.length ?? 0) + Math.floor(random(`${seed}/expected/${grid}/${collection}`).next() * 3), basis: '建账摸底数', as_of }));
}

function scenesOf({ grids, posts }: DemoRows, today: Day, seed: string): PatchScene[] {
  const communities = new Set<string>();
  return grids.filter(({ level }) => level === 3).map((grid, index) => {
    const parent = grids.find(({ id }) => id === grid.parent)!;
    const first = !communities.has(parent.id);
    communities.add(parent.id);
    return {
      grid,
      first,
      thorough: index === 0,
      community: parent.name,
      keeper: posts.find(post => post.grid === grid.id && post.role === 'leader' && holds(post, today))?.person ?? null,
      diligence: random(`${seed}/quality/ledger/${grid.id}`).next(),
    };
  });
}
