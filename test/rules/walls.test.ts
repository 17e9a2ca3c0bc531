/** The walls between rooms hold because somebody looks: each kind of hole is named with its place. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { expect, it, onTestFinished } from 'vitest';
import { FLOORS, ROOMS } from '../../scripts/house/floors.ts';
import { mutualPairs, survey, told } from '../../scripts/house/walls.ts';

type House = Awaited<ReturnType<typeof survey>>;

/** A house of these files, surveyed. */
async function built(files: Readonly<Record<string, string>>): Promise<House> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'wangge-house-')));
  const before = process.cwd();
  onTestFinished(async () => {
    process.chdir(before);
    await rm(home, { recursive: true });
  });
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, 'src', file)), { recursive: true });
    await writeFile(join(home, 'src', file), text);
  }
  process.chdir(home);
  return await survey('src');
}

const SOUND = {
  'kernel/moment.ts': 'export type Moment = string;\n',
  'kernel/rights-store.ts': 'export const rights = 1;\n',
  'calendar/index.ts': 'import type { Moment } from \'../kernel/moment.ts\';\nimport { rights } from \'../kernel/rights-store.ts\';\nexport const days = (at: Moment) => at + rights;\n',
  'calendar/calendar-store.ts': 'export const stored = 1;\n',
  'territory/grids.ts': 'import { days } from \'../calendar/index.ts\';\nexport const grids = days;\n',
};

it('a house whose rooms import from below has no faults, and its graph is told', async () => {
  const house = await built(SOUND);
  expect(house.faults).toEqual([]);
  expect(house.rooms).toEqual(['territory', 'calendar', 'kernel']);
  expect(house.arrows).toEqual([{ from: 'territory', to: 'calendar', imports: 1 }, { from: 'calendar', to: 'kernel', imports: 2 }]);
  expect(told(house)).toEqual([
    '  territory       calendar 1',
    '  calendar        kernel 2',
    '  kernel          –',
    '  5 files, 3 imports: 0 mutual pairs of rooms, 0 cycles of files, 0 imports that break a wall',
  ]);
});

it.each<[string, Record<string, string>, string]>([
  ['an import upward, be it of a type', { 'kernel/moment.ts': 'import type { Grid } from \'../territory/model.ts\';\nexport type Moment = Grid;\n', 'territory/model.ts': 'export type Grid = string;\n' }, 'kernel/moment.ts imports upward: territory/model.ts'],
  ['an import from a neighbour', { 'outbox/sent.ts': 'import { sheet } from \'../workbook/sheet.ts\';\nexport const sent = sheet;\n', 'workbook/sheet.ts': 'export const sheet = 1;\n' }, 'outbox/sent.ts imports from its neighbour: workbook/sheet.ts'],
  ['an import of another room\'s store', { 'territory/days.ts': 'export { stored } from \'../calendar/calendar-store.ts\';\n' }, 'territory/days.ts imports another room\'s store: calendar/calendar-store.ts (use what calendar/index.ts offers)'],
  ['a cycle of types within a room', { 'territory/a.ts': 'import type { B } from \'./b.ts\';\nexport type A = B;\n', 'territory/b.ts': 'import type { A } from \'./a.ts\';\nexport type B = A;\n' }, 'cycle: territory/a.ts → territory/b.ts'],
  ['a screen that reaches into another room', { 'outbox/ui/letter/letter.vue': '<script setup lang="ts">\nimport { grids } from \'../../../territory/grids.ts\';\n</script>\n<template><b>{{ grids }}</b></template>\n' }, 'outbox/ui/letter/letter.vue imports upward: territory/grids.ts'],
  ['a room that stands on no floor', { 'attic/dust.ts': 'export const dust = 1;\n' }, 'attic/ stands on no floor: give it one in scripts/house/floors.ts'],
])('%s is named', async (_, hole, sentence) => {
  expect((await built({ ...SOUND, ...hole })).faults).toEqual([sentence]);
});

it('two rooms that import each other are a pair, and a fault', async () => {
  const house = await built({ ...SOUND, 'kernel/moment.ts': 'import { grids } from \'../territory/grids.ts\';\nexport type Moment = typeof grids;\n', 'territory/now.ts': 'import type { Moment } from \'../kernel/moment.ts\';\nexport type Now = Moment;\n' });
  expect(mutualPairs(house.arrows)).toEqual([['kernel', 'territory']]);
  expect(house.faults).toContain('kernel/moment.ts imports upward: territory/grids.ts');
  expect(told(house).at(-1)).toContain('1 mutual pairs of rooms, 1 cycles of files, 1 imports that break a wall');
});

it('every room on a floor says what it is for', () => {
  expect(Object.keys(ROOMS).sort()).toEqual(FLOORS.flat().sort());
});
