/** The page on the architecture shows the house as the code is. */
import { expect, it } from 'vitest';
import { present } from '../../scripts/generate/files.ts';
import { FLOORS, ROOMS } from '../../scripts/house/floors.ts';
import { PAGE, withPicture } from '../../scripts/house/picture.ts';
import { mutualPairs, survey } from '../../scripts/house/walls.ts';

const house = await survey();

it('docs/architecture.md is current; if not, run "npm run generate"', () => {
  const page = present(PAGE);
  expect(withPicture(page, house)).toBe(page);
});

it('every wall holds, no two rooms import each other, no file is in a cycle', () => {
  expect(house.faults).toEqual([]);
  expect(mutualPairs(house.arrows)).toEqual([]);
});

it('every floor\'s rooms are told of in one sentence', () => {
  expect(Object.keys(ROOMS).sort()).toEqual(FLOORS.flat().sort());
});
