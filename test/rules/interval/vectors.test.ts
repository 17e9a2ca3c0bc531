/** The interval of a rank against the vectors of its specification, which another implementation gives, too; and the same bits on another Node. */
import type { Cell, IntervalInput, IntervalOutput, Prior, WeightRange } from '../../../extensions/wangge/src/assessment/interval/model.ts';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { rankIntervals } from '../../../extensions/wangge/src/assessment/interval/draw-rules.ts';
import { weightRanges } from '../../../extensions/wangge/src/assessment/interval/exact-rank-rules.ts';
import { Generator, seedText } from '../../../extensions/wangge/src/assessment/interval/generator-rules.ts';
import { inputDigest, outputDigest } from '../../../extensions/wangge/src/assessment/interval/header-rules.ts';
import { checkInput } from '../../../extensions/wangge/src/assessment/interval/input-rules.ts';
import { priorOf } from '../../../extensions/wangge/src/assessment/interval/prior-rules.ts';
import { quantiles } from '../../../extensions/wangge/src/assessment/interval/quantile-rules.ts';
import { shrunkRate, wilson90 } from '../../../extensions/wangge/src/assessment/interval/rate-rules.ts';
import { groupOf } from './interval-world.ts';

interface Parts {
  seedText: string;
  firstFour: number[];
  belowTenThenSeven: number[];
  quantiles10: { good: number; bad: number; q: number[] }[];
  prior: { cells: Cell[]; phi: number; out: Prior };
  wilson90: { k: number; n: number; out: [number, number] }[];
  shrunk: { good: number; n: number; phi: number; prior: Prior; out: number }[];
}
interface Whole { name: string; input: IntervalInput; output: IntervalOutput; weights: WeightRange[] }

const [parts, ...wholes] = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors.json'), 'utf8')) as [Parts, ...Whole[]];

describe('parts', () => {
  it('the generator', () => {
    expect(seedText({ period: 'A', level: 'B', group: 'C' }, 'D', 'E')).toBe(parts.seedText);
    const generator = new Generator(parts.seedText);
    expect(Array.from({ length: 4 }, () => generator.next())).toEqual(parts.firstFour);
    expect([generator.below(10), generator.below(7)]).toEqual(parts.belowTenThenSeven);
  });

  it.each(parts.quantiles10)('quantiles of $good and $bad', ({ good, bad, q }) => {
    expect([...quantiles({ good, bad }, 10)]).toEqual(q);
  });

  it('the prior', () => {
    expect(priorOf(parts.prior.cells, parts.prior.phi)).toEqual(parts.prior.out);
  });

  it('rates with their interval, and shrunk', () => {
    expect(parts.wilson90.map(({ k, n }) => wilson90(k, n))).toEqual(parts.wilson90.map(({ out }) => out));
    expect(parts.shrunk.map(({ good, n, phi, prior }) => shrunkRate([good, n], phi, prior))).toEqual(parts.shrunk.map(({ out }) => out));
  });
});

it.each(wholes)('$name', ({ input, output, weights }) => {
  expect(checkInput(input)).toBeNull();
  expect(rankIntervals(input)).toEqual(output);
  expect(weightRanges(input)).toEqual(weights);
});

describe('the same bits on another Node', () => {
  const OTHER = '/usr/bin/node';
  const other = existsSync(OTHER) ? execFileSync(OTHER, ['--version'], { encoding: 'utf8' }).trim() : null;

  it.skipIf(other === null || other === process.version)(`${process.version} and ${other ?? 'none at /usr/bin/node: skipped'}`, () => {
    const inputs = [groupOf('bits', { grids: 57, draws: 1000 }), ...wholes.map(({ input }) => input)];
    const directory = mkdtempSync(join(tmpdir(), 'wangge-bits-'));
    try {
      const house = resolve('extensions/wangge/src');
      const begin = asScripts(house, directory, [join(house, 'assessment/interval/draw-rules.ts'), join(house, 'assessment/interval/exact-rank-rules.ts'), join(house, 'assessment/interval/header-rules.ts')]);
      writeFileSync(join(directory, 'inputs.json'), JSON.stringify(inputs));
      writeFileSync(join(directory, 'run.mjs'), `
        import { readFileSync } from 'node:fs';
        ${['rankIntervals', 'weightRanges', 'inputDigest, outputDigest'].map((name, at) => `import { ${name} } from './${begin[at]}';`).join('\n')}
        const inputs = JSON.parse(readFileSync(new URL('inputs.json', import.meta.url), 'utf8'));
        console.log(JSON.stringify(inputs.map(input => [inputDigest(input), outputDigest(rankIntervals(input), weightRanges(input))])));`);
      const said = JSON.parse(execFileSync(OTHER, [join(directory, 'run.mjs')], { encoding: 'utf8' })) as unknown;
      expect(said).toEqual(inputs.map(input => [inputDigest(input), outputDigest(rankIntervals(input), weightRanges(input))]));
    }
    finally {
      rmSync(directory, { recursive: true });
    }
  });
});

/** Sources without their types, with whatever they import, for a Node that knows none; answers where the first ones are. */
function asScripts(house: string, directory: string, sources: readonly string[]): string[] {
  const done = new Map<string, string>();
  const queue = [...sources];
  for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
    if (done.has(source))
      continue;
    const name = relative(house, source).replace(/\.ts$/, '.mjs');
    done.set(source, name);
    const text = stripTypeScriptTypes(readFileSync(source, 'utf8'));
    queue.push(...[...text.matchAll(/^import .* from '(\..*\.ts)';$/gm)].map(([, path]) => resolve(dirname(source!), path!)));
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text.replaceAll(/^(import .* from '\..*)\.ts';$/gm, '$1.mjs\';'));
  }
  return sources.map(source => done.get(source)!);
}
