/** What held when a clock fell due, as it is stored: written with the clock, replayed by `verify`, filled once where an earlier release wrote none. */
import type { Community } from './community.ts';
import type { Server } from './harness.ts';
import { beforeAll, expect, it } from 'vitest';
import { pinEarlierClocks } from '../../extensions/wangge/src/handling/index.ts';
import { peopled } from './community.ts';
import { server } from './harness.ts';
import { handleAt, reportAt, stepAt } from './past.ts';

let wangge: Server;
let community: Community;

beforeAll(async () => {
  wangge = await server();
  community = await peopled(wangge);
});

const pins = (issue: string) => wangge.db('issue_deadlines').where({ issue, kind: 'resolve' }).orderBy('opened_by_seq')
  .select('scope', 'grid', 'department_at_due', 'person_at_due', 'handled_at', 'first_round');

it('pins scope, place and people of the due moment, and fills what an earlier release left empty', async () => {
  const { db } = wangge;
  const { place: { patches, communityDepartments }, level2, cadre, dispatcher, worker, category } = community;
  const past = (at: string) => reportAt(db, { grid: patches[0].id, category, reporter: worker.id, at });
  const missed = await past('2024-03-11T02:00:00.000Z');
  const again = await past('2024-03-11T02:00:00.000Z');
  // Another scope and another grid when the limit had passed.
  await stepAt(db, missed, { person: dispatcher.id, dispatcher: true }, { type: 'route', to_scope: 'subdistrict', to_grid: patches[1].id, note: '改派' }, '2024-03-20T02:00:00.000Z');
  await handleAt(db, again, cadre.id, '2024-03-12T02:00:00.000Z');
  await stepAt(db, again, { person: worker.id }, { type: 'reopen', note: '又出现了' }, '2024-03-13T02:00:00.000Z');
  const held = { scope: 'community', grid: patches[0].id, department_at_due: communityDepartments[0].id, person_at_due: level2.id };
  const expected = [
    [{ ...held, handled_at: null, first_round: true }],
    [{ ...held, handled_at: new Date('2024-03-12T02:00:00.000Z'), first_round: true }, { ...held, handled_at: null, first_round: false }],
  ].map(rows => rows.map(row => ({ ...row, handled_at: row.handled_at?.toISOString() ?? null })));
  const stored = async () => Promise.all([missed, again].map(pins));
  expect(await stored()).toEqual(expected);
  expect((await db('issues').where('id', missed).first()).grid).toBe(patches[1].id);

  await db('issue_deadlines').whereIn('issue', [missed, again]).update({ scope: null, grid: null, department_at_due: null, person_at_due: null, handled_at: null, first_round: null });
  expect(await pinEarlierClocks(db, 1)).toBeGreaterThan(4);
  expect(await stored()).toEqual(expected);
  expect(await pinEarlierClocks(db)).toBe(0);
});

it('knows when an issue\'s last event was recorded, timers by when they were written', async () => {
  const { db } = wangge;
  const issue = await reportAt(db, { grid: community.place.patches[0].id, category: community.category, reporter: community.worker.id, at: '2024-05-06T02:00:00.000Z' });
  const recorded = async () => (await db('issues').where('id', issue).first()).event_recorded_at;
  expect(await recorded()).toBe('2024-05-06T02:00:00.000Z');
  // Handled when the limit had passed: the miss, dated there, is written with it.
  await handleAt(db, issue, community.cadre.id, '2024-05-20T02:00:00.000Z');
  expect(await recorded()).toBe('2024-05-20T02:00:00.000Z');
});
