/** A throw-away sub-district with a small grid tree and departments. */
import type { Knex } from 'knex';
import { randomInt, randomUUID } from 'node:crypto';

export interface Grid {
  id: string;
  code: string;
  path: string;
}

export interface Department {
  id: string;
  code: string;
}

export interface Place {
  /** The sub-district's id and its 9-digit code. */
  id: string;
  code: string;
  /** Level 1: one. */
  area: Grid;
  /** Level 2: two, each with the community department of the same index. */
  communities: [Grid, Grid];
  /** Level 3: four; the first two lie in the first community. */
  patches: [Grid, Grid, Grid, Grid];
  /** Kind `community`. */
  communityDepartments: [Department, Department];
  /** Kind `office`. */
  office: Department;
  /** Kind `district`: whom matters beyond the sub-district are reported to. */
  district: Department;
}

export async function insertSubdistrict(db: Knex): Promise<Place> {
  const id = randomUUID();
  // 9xx xxx xxx is no real division; two files of a run must not meet.
  const code = String(randomInt(900_000_000, 999_999_999));

  return await db.transaction(async (trx) => {
    await trx('subdistricts').insert({ id, code, name: `测试街道${code}` });
    const department = async (kind: 'community' | 'office' | 'district', suffix: string): Promise<Department> => {
      const row = { id: randomUUID(), code: `${code}${suffix}` };
      await trx('departments').insert({ ...row, name: `${kind} ${suffix}`, subdistrict: id, kind, active: true });
      return row;
    };
    const grid = async (level: 1 | 2 | 3, suffix: string, parent: Grid | null, community: Department | null = null): Promise<Grid> => {
      const row = { id: randomUUID(), code: `${code}${suffix}` };
      await trx('grids').insert({
        ...row,
        name: `${level}级网格${suffix}`,
        subdistrict: id,
        level,
        parent: parent?.id ?? null,
        kind: 'basic',
        department: community?.id ?? null,
        status: 'active',
      });
      return { ...row, path: `${parent?.path ?? '/'}${row.code}/` };
    };

    const communityDepartments: Place['communityDepartments'] = [await department('community', 'C01'), await department('community', 'C02')];
    const office = await department('office', 'B01');
    const district = await department('district', 'Q01');
    const area = await grid(1, 'L01', null);
    const communities: Place['communities'] = [
      await grid(2, '001', area, communityDepartments[0]),
      await grid(2, '002', area, communityDepartments[1]),
    ];
    const patches: Place['patches'] = [
      await grid(3, '001001', communities[0]),
      await grid(3, '001002', communities[0]),
      await grid(3, '002001', communities[1]),
      await grid(3, '002002', communities[1]),
    ];
    // A place has a past, as its people have their posts.
    await trx('grid_spans').where({ subdistrict: id }).update({ valid_from: '2020-01-01' });
    return { id, code, area, communities, patches, communityDepartments, office, district };
  });
}
