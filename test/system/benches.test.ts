/** A bench that does not run is a defect: each runs here at a hundredth of its size. Nobody looks at the times. */
import process from 'node:process';
import { expect, inject, it } from 'vitest';

// Before the benches are loaded: their sizes follow from it.
process.env.SCALE ??= '0.01';
const { benchNames, benchOf, runBench } = await import('../bench/run.ts');

it.each(benchNames())('the bench "%s" runs to its end and says what it found', async (name) => {
  const said: string[] = [];
  await runBench(await benchOf(name), inject('stage'), text => void said.push(text));
  expect(said.join('\n')).toMatch(/\d/);
  // A ratio to nothing was measured nowhere.
  expect(said.filter(text => text.includes('NaN'))).toEqual([]);
}, 300_000);
