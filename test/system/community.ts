/** A throw-away sub-district with its people: whoever has a part in an issue's life. */
import type { Account, Place, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';

export interface Community {
  place: Place;
  /** Leads patch 0, in community 0. */
  worker: Account;
  /** Leads patch 2, in the other community. */
  stranger: Account;
  /** Lead the grids above patch 0. */
  level2: Account;
  level1: Account;
  /** Has the duty lines of community 0. */
  cadre: Account;
  /** A member of the office, which has the duty lines of the sub-district's scope; heads nothing. */
  officer: Account;
  dispatcher: Account;
  inspector: Account;
  /** A shipped category that the community handles where residents are concerned. */
  category: string;
}

export async function peopled(wangge: Server): Promise<Community> {
  const { db } = wangge;
  const place = await wangge.createSubdistrict();
  const centre = randomUUID();
  await db('departments').insert({ id: centre, code: `${place.code}D01`, name: '网格化服务中心', subdistrict: place.id, kind: 'office', active: true, dispatches: true });
  const [worker, stranger, level2, level1, cadre, officer, dispatcher, inspector] = await Promise.all([
    wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id }] }),
    wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[2].id }] }),
    wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[0].id }] }),
    wangge.createUser({ role: 'level_1', posts: [{ grid: place.area.id }] }),
    wangge.createUser({ role: 'community_cadre', department: place.communityDepartments[0].id }),
    wangge.createUser({ role: 'office', department: place.office.id }),
    wangge.createUser({ role: 'dispatcher', department: centre }),
    wangge.createUser({ role: 'inspector' }),
  ]);
  const roots = await db('issue_categories').whereNull('parent').select('id');
  await db('duty_lines').insert(roots.flatMap(({ id: category }) => [
    { id: randomUUID(), department: place.communityDepartments[0].id, category, person: cadre.id, active: true },
    { id: randomUUID(), department: place.office.id, category, person: officer.id, active: true },
  ]));
  const { id: category } = await db('issue_categories').whereNotNull('parent').where({ active: true, photo_required: false }).orderBy('code').first('id');
  return { place, worker, stranger, level2, level1, cadre, officer, dispatcher, inspector, category };
}

/** A dispute between residents: within the community's duties by the shipped rules. */
export function residentsMatter({ category }: Community, said: Record<string, unknown> = {}): Record<string, unknown> {
  return { description: '楼道堆放杂物，两户居民发生争执', category, parties: 'residents', kind: 'dispute', ...said };
}

/** Reports as the patch worker and gives the id. */
export async function reported(wangge: Server, community: Community, said: Record<string, unknown> = {}): Promise<string> {
  const answer = await wangge.request('POST', '/items/issues', { as: community.worker, body: residentsMatter(community, said), query: { fields: 'id' } });
  if (answer.status !== 200)
    throw new Error(`The report was refused: ${JSON.stringify(answer.body)}`);
  return answer.body.data.id;
}
