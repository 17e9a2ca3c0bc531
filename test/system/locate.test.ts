/** A report with a place and no grid gets the grid that lies there; boundaries are checked when they are drawn. */
import type { Account, Grid, Place, Server } from './harness.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { gridAt } from '../../extensions/wangge/src/territory/index.ts';
import { server } from './harness.ts';

let wangge: Server;
let place: Place;
let worker: Account;
/** A corner of the sea for this file alone. */
const [WEST, SOUTH] = [30 + Math.random() * 50, -40 + Math.random() * 30];
const SIDE = 0.01;

const square = (column: number, row: number, side = SIDE) => {
  const [w, s] = [WEST + column * SIDE, SOUTH + row * SIDE];
  return { type: 'Polygon', coordinates: [[[w, s], [w + side, s], [w + side, s + side], [w, s + side], [w, s]]] };
};
const middle = (column: number, row: number) => ({ type: 'Point', coordinates: [WEST + (column + 0.5) * SIDE, SOUTH + (row + 0.5) * SIDE] });
const draw = (grid: Grid, boundary: unknown) => wangge.request('PATCH', `/items/grids/${grid.id}`, { as: wangge.admin, body: { boundary } });
const report = (location: unknown, said: Record<string, unknown> = {}, as: Account = worker) =>
  wangge.request('POST', '/items/issues', { as, body: { description: '井盖缺失', location, ...said }, query: { fields: 'id,grid' } });

beforeAll(async () => {
  wangge = await server();
  place = await wangge.createSubdistrict();
  worker = await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id }, { grid: place.patches[1].id }] });
  expect((await draw(place.communities[0], square(0, 0, 3 * SIDE))).status).toBe(200);
  expect((await draw(place.patches[0], square(0, 0))).status).toBe(200);
  expect((await draw(place.patches[2], square(2, 2))).status).toBe(200);
});

describe('a report with a place', () => {
  it('gets the deepest grid there; one that says its grid keeps it', async () => {
    expect((await report(middle(0, 0))).body.data.grid).toBe(place.patches[0].id);
    expect((await report(JSON.stringify(middle(0, 0)))).body.data.grid).toBe(place.patches[0].id);
    expect((await report(middle(0, 0), { grid: place.patches[1].id })).body.data.grid).toBe(place.patches[1].id);
  });
  it('is refused where the place is not the reporter\'s, or lies nowhere', async () => {
    for (const at of [middle(2, 2), middle(1, 1)])
      expect(await report(at)).toMatchObject({ status: 400, errors: [{ extensions: { field: 'grid' } }] });
    expect(await report(middle(9, 9))).toMatchObject({ status: 400, errors: [{ extensions: { field: 'grid' } }] });
  });
  it('sees at once what was drawn or retired, past the API too', async () => {
    expect(await gridAt(wangge.db, middle(1, 1))).toBe(place.communities[0].id);
    await draw(place.patches[1], square(1, 1));
    expect(await gridAt(wangge.db, middle(1, 1))).toBe(place.patches[1].id);
    expect((await report(middle(1, 1))).body.data.grid).toBe(place.patches[1].id);
    await wangge.db('grids').where({ id: place.patches[1].id }).update({ status: 'retired' });
    expect(await gridAt(wangge.db, middle(1, 1))).toBe(place.communities[0].id);
    await wangge.db('grids').where({ id: place.patches[1].id }).update({ status: 'active' });
    expect(await gridAt(wangge.db, middle(1, 1))).toBe(place.patches[1].id);
  });
});

describe('a boundary', () => {
  it('that is none is refused at the field, in words', async () => {
    for (const [boundary, rule] of [
      [{ type: 'Point', coordinates: [1, 2] }, 'boundary_shape'],
      [{ type: 'Polygon', coordinates: [[[200, 0], [1, 0], [1, 1], [200, 0]]] }, 'boundary_range'],
      [{ type: 'Polygon', coordinates: [[[0, 0], [1, 1], [1, 0]]] }, 'boundary_ring'],
      [{ type: 'Polygon', coordinates: [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]] }, 'boundary_crossing'],
    ] as const)
      expect(await draw(place.patches[3], boundary)).toMatchObject({ status: 400, errors: [{ extensions: { field: 'boundary', rule } }] });
    expect((await draw(place.patches[3], null)).status).toBe(200);
  });
});
