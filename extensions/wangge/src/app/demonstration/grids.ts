/** The tree: areas, the real communities under their statistical codes, and invented patches inside them. */
import type { Division, Organisation } from './material.ts';
import type { DepartmentRow, GridRow, SubdistrictRow } from './model.ts';
import type { Random } from './random.ts';
import { boundariesOf } from './boundaries.ts';
import { idOf } from './random.ts';

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** `communities`: the community departments, in the order of the divisions. */
export function gridsOf(
  { areas, patches_per_community }: Organisation,
  divisions: readonly Division[],
  subdistrict: SubdistrictRow,
  communities: readonly DepartmentRow[],
  chance: Random,
  streets: Random,
): GridRow[] {
  const rows: GridRow[] = [];
  const add = (row: Pick<GridRow, 'code' | 'name' | 'level'> & { department?: GridRow['department'] }, parent: GridRow | null): GridRow => {
    const grid: GridRow = {
      department: null,
      ...row,
      id: idOf(`grid/${row.code}`),
      subdistrict: subdistrict.id,
      parent: parent?.id ?? null,
      path: `${parent?.path ?? '/'}${row.code}/`,
      kind: 'basic',
      status: 'active',
      households: 0,
      population: 0,
      boundary: null,
    };
    rows.push(grid);
    return grid;
  };
  const places = divisions.filter(({ level }) => level === 'community');
  for (const [a, area] of areas.entries()) {
    const level1 = add({ code: `${subdistrict.code}L${String(a + 1).padStart(2, '0')}`, name: `${subdistrict.name}${area}`, level: 1 }, null);
    places.forEach(({ code, name }, index) => {
      // Neighbours in the list share an area: 4, 3 and 3 of ten.
      if (Math.floor(index * areas.length / places.length) !== a)
        return;
      const community = communityName(name);
      const level2 = add({ code, name: community, level: 2, department: communities[index]!.id }, level1);
      for (let n = 1; n <= patches_per_community; n++) {
        const patch = add({ code: `${code}${String(n).padStart(3, '0')}`, name: `${community}第${NUMERALS[n - 1]}网格`, level: 3 }, level2);
        patch.households = Math.round(chance.between(280, 520));
        patch.population = Math.round(patch.households * chance.between(2.3, 2.9));
      }
    });
  }
  for (const grid of rows.filter(({ level }) => level < 3)) {
    const patches = rows.filter(({ level, path }) => level === 3 && path.startsWith(grid.path));
    grid.households = patches.reduce((sum, { households }) => sum + households, 0);
    grid.population = patches.reduce((sum, { population }) => sum + population, 0);
  }
  const boundaries = boundariesOf(rows, streets);
  for (const grid of rows)
    grid.boundary = boundaries.get(grid.id) ?? null;
  return rows;
}

/** 安贞里社区居委会 → 安贞里社区 */
export function communityName(division: string): string {
  return division.replace(/居民?委员?会$/, '');
}
