/** `npm run walls`: the graph of rooms; 1 where a wall does not hold. */
import process from 'node:process';
import { survey, told } from './house/walls.ts';
import { root } from './start/environment.ts';

process.chdir(root);
const house = await survey();
for (const line of [...told(house), ...house.faults])
  console.log(line);
process.exitCode = house.faults.length === 0 ? 0 : 1;
