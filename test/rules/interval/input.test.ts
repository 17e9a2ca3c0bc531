/** What is no input of intervals, how it is written down, and the header by which others compute the same. */
import type { DrawnGrid, IntervalInput } from '../../../extensions/wangge/src/assessment/interval/model.ts';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rankIntervals } from '../../../extensions/wangge/src/assessment/interval/draw-rules.ts';
import { weightRanges } from '../../../extensions/wangge/src/assessment/interval/exact-rank-rules.ts';
import { inputDigest, inputFrom, intervalHeader, outputDigest } from '../../../extensions/wangge/src/assessment/interval/header-rules.ts';
import { checkInput } from '../../../extensions/wangge/src/assessment/interval/input-rules.ts';
import { messages } from '../../../extensions/wangge/src/assessment/messages.ts';
import { sentence } from '../../../extensions/wangge/src/kernel/refusal-rules.ts';
import { groupOf } from './interval-world.ts';

const indicator = { id: 'a', weight: 60, prior: { good: 1800, bad: 200 } };
const grid: DrawnGrid = { id: 'g', cells: { a: [900, 10] } };
const sound: IntervalInput = { period: '2026Q3', level: '3', group: 'all', indicators: [indicator], grids: [grid] };

describe('an input', () => {
  it('that is sound has nothing against it', () => {
    expect(checkInput(sound)).toBeNull();
    expect(checkInput(groupOf('sound', { grids: 57 }))).toBeNull();
    expect(checkInput({ ...sound, grids: [] })).toBeNull();
    expect(checkInput({ ...sound, indicators: [{ ...indicator, points: null, prior: null }], grids: [{ ...grid, rank: null }] })).toBeNull();
    // As large as it may be.
    expect(checkInput({ ...sound, indicators: [{ ...indicator, weight: 10_000, prior: { good: 2 ** 26 - 1000, bad: 0 } }], grids: [{ ...grid, fixed: -1_000_000_000 }] })).toBeNull();
    expect(checkInput({ ...sound, indicators: [], fixed_indicators: ['manual'], grids: [{ id: 'g', cells: {}, fixed: 100 }] })).toBeNull();
    expect(checkInput({ ...sound, grids: [{ id: '__proto__', cells: {} }, { id: 'constructor', cells: {} }] })).toBeNull();
  });

  it.each<[string, string, string, Partial<IntervalInput>]>([
    ['a period of two lines', 'interval_text', 'period', { period: '2026\nQ3' }],
    ['a group that is not in normal form', 'interval_text', 'group', { group: 'e\u0301' }],
    ['a level that is no text', 'interval_text', 'level', { level: 3 as unknown as string }],
    ['half a character in an id', 'interval_text', 'grids', { grids: [{ ...grid, id: '\uD800' }] }],
    ['an id of two lines', 'interval_text', 'indicators', { indicators: [{ ...indicator, id: 'a\nb' }], grids: [] }],
    ['a grid that stands there twice', 'interval_twice', 'grids', { grids: [grid, grid] }],
    ['an indicator that stands there twice', 'interval_twice', 'indicators', { indicators: [indicator, indicator] }],
    ['an indicator that is drawn and fixed', 'interval_twice', 'indicators', { fixed_indicators: ['a'] }],
    ['no draw', 'interval_number', 'draws', { options: { draws: 0 } }],
    ['half a draw', 'interval_number', 'draws', { options: { draws: 0.5 } }],
    ['half a weight', 'interval_number', 'a.weight', { indicators: [{ ...indicator, weight: 7.5 }] }],
    ['a negative weight', 'interval_number', 'a.weight', { indicators: [{ ...indicator, weight: -1 }] }],
    ['no weight at all', 'interval_weights', 'indicators', { indicators: [{ ...indicator, weight: 0 }] }],
    ['too much weight', 'interval_weights', 'indicators', { indicators: [{ ...indicator, weight: 6000 }, { ...indicator, id: 'b', weight: 4001 }] }],
    ['phi of 21', 'interval_number', 'a.phi', { indicators: [{ ...indicator, phi: 21 }] }],
    ['points from beyond all', 'interval_number', 'a.points.full', { indicators: [{ ...indicator, points: { full: 1001, loss: 5 } }] }],
    ['points that grow with what is missing', 'interval_number', 'a.points.loss', { indicators: [{ ...indicator, points: { full: 950, loss: -5 } }] }],
    ['a loss divided by nothing', 'interval_number', 'a.points.per', { indicators: [{ ...indicator, points: { full: 950, loss: 5, per: 0 } }] }],
    ['a prior of less than nothing', 'interval_number', 'a.prior.bad', { indicators: [{ ...indicator, prior: { good: 5, bad: -1 } }] }],
    ['a prior of nothing', 'interval_number', 'a.prior', { indicators: [{ ...indicator, prior: { good: 0, bad: 0 } }] }],
    ['cases of an indicator that is not there', 'interval_indicator_unknown', 'cells', { grids: [{ ...grid, cells: { b: [0, 1] } }] }],
    ['more that is good than cases', 'interval_number', 'g.a', { grids: [{ ...grid, cells: { a: [1001, 10] } }] }],
    ['less than nothing that is good', 'interval_number', 'g.a', { grids: [{ ...grid, cells: { a: [-1, 10] } }] }],
    ['half a case', 'interval_number', 'g.a', { grids: [{ ...grid, cells: { a: [0, 0.5] } }] }],
    ['something good without a case', 'interval_number', 'g.a', { grids: [{ ...grid, cells: { a: [1, 0] } }] }],
    ['not a number', 'interval_number', 'g.a', { grids: [{ ...grid, cells: { a: [Number.NaN, 1] } }] }],
    ['more units than the arithmetic bears', 'interval_number', 'g.a', { grids: [{ ...grid, cells: { a: [0, 2 ** 26 / 100] } }] }],
    ['more units with the prior', 'interval_number', 'g.a', { grids: [{ ...grid, cells: { a: [0, 671_080] } }] }],
    ['a fixed amount that is not whole', 'interval_number', 'g.fixed', { grids: [{ ...grid, fixed: 0.1 }] }],
    ['a place 0', 'interval_number', 'g.rank', { grids: [{ ...grid, rank: 0 }] }],
    ['places for some only', 'interval_ranks_partly', 'rank', { grids: [grid, { ...grid, id: 'h', rank: 1 }] }],
    ['more grids than places can be counted', 'interval_grids_too_many', 'grids', { grids: Array.from({ length: 65_536 }, (_, at) => ({ id: `g${at}`, cells: {} })) }],
  ])('with %s is refused: %s at %s', (_, code, field, wrong) => {
    const refusal = checkInput({ ...sound, ...wrong });
    expect(refusal).toMatchObject({ code, field });
    for (const language of ['zh-CN', 'en-US'] as const)
      expect(sentence(messages, refusal!, language)).not.toMatch(/\{|undefined/);
  });
});

describe('the digest of an input', () => {
  it('is the same whatever was left out, and in whichever order keys stand', () => {
    const spelled: IntervalInput = { grids: [{ fixed: 0, cells: { a: [900, 10] }, id: 'g' }], fixed_indicators: [], indicators: [{ ...indicator, phi: 1, points: null }], options: { draws: 1000 }, group: 'all', level: '3', period: '2026Q3' };
    expect(inputDigest(spelled)).toBe(inputDigest(sound));
    expect(inputDigest({ ...sound, indicators: [{ ...indicator, id: 'a' }, { id: 'b', weight: 1 }], grids: [{ ...grid, cells: { ...grid.cells, b: [0, 0] } }] })).toBe(inputDigest({ ...sound, indicators: [indicator, { id: 'b', weight: 1 }] }));
  });

  it.each<[string, Partial<IntervalInput>]>([
    ['a case', { grids: [{ ...grid, cells: { a: [900, 11] } }] }],
    ['a place', { grids: [{ ...grid, rank: 1 }] }],
    ['no place', { grids: [{ ...grid, rank: null }] }],
    ['a fixed amount', { grids: [{ ...grid, fixed: 1 }] }],
    ['a prior', { indicators: [{ ...indicator, prior: { good: 1801, bad: 200 } }] }],
    ['no prior', { indicators: [{ id: 'a', weight: 60 }] }],
    ['points', { indicators: [{ ...indicator, points: { full: 1000, loss: 1 } }] }],
    ['a draw', { options: { draws: 999 } }],
    ['another period', { period: '2026Q4' }],
  ])('differs by %s', (_, other) => {
    expect(inputDigest({ ...sound, ...other })).not.toBe(inputDigest(sound));
  });
});

it('the header says all that the output rests on', () => {
  const input: IntervalInput = { ...sound, indicators: [indicator, { id: 'b', weight: 40, points: { full: 950, loss: 5 } }, { id: 'c', weight: 5, phi: 12 }], fixed_indicators: ['bonus'], grids: [{ ...grid, cells: { a: [900, 10], b: [300, 3] } }, { ...grid, id: 'h', fixed: 2000 }] };
  const [output, weights] = [rankIntervals(input), weightRanges(input)];
  const header = intervalHeader(input, output, weights, { prior_from: { a: '2026Q2' }, not_rated: new Map([['h', ['few_cases']], ['g', []]]), script: null });
  expect(header).toEqual({
    version: 'rank-interval/1',
    draws: 1000,
    tail: 50,
    back: 990,
    front: 975,
    future: 1000,
    peak: 4_194_304,
    cap: 900_000,
    strength: { least: 4, most: 200 },
    period: '2026Q3',
    level: '3',
    group: 'all',
    indicators: [
      { id: 'a', weight: 60, points: null, phi: 1, prior: { good: 1800, bad: 200 }, prior_from: '2026Q2' },
      { id: 'b', weight: 40, points: { full: 950, loss: 5 }, phi: 1, prior: output.priors.b, prior_from: 'current' },
      { id: 'c', weight: 5, points: null, phi: 12, prior: null, prior_from: null },
    ],
    fixed_indicators: ['bonus'],
    ranked: 2,
    not_rated: [{ id: 'h', reasons: ['few_cases'] }],
    mean_width: expect.any(Number) as number,
    places_told: false,
    input: inputDigest(input),
    output: outputDigest(output, weights),
    script: null,
  });
  // Whoever has the header and the counts has the input.
  const again = inputFrom(header, input.grids);
  expect([inputDigest(again), outputDigest(rankIntervals(again), weightRanges(again))]).toEqual([header.input, header.output]);
  // What the digest is of, written out.
  expect(inputDigest(sound)).toBe(createHash('sha256').update('{"draws":1000,"fixed_indicators":[],"grids":[{"cells":[[900,10]],"fixed":0,"id":"g"}],"group":"all","indicators":[{"id":"a","phi":1,"points":null,"prior":{"bad":200,"good":1800},"weight":60}],"level":"3","period":"2026Q3"}').digest('hex'));
});
