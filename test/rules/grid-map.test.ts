/** The map of grids: classes of figures and their legend, outlines, the colours and options of the panel; the demonstration's boundaries. */
import type { Measure } from '../../extensions/wangge/src/overview/map/map-measure-rules.ts';
import type { Boundary } from '../../extensions/wangge/src/territory/boundary-rules.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { generate } from '../../extensions/wangge/src/app/demonstration/generate.ts';
import { legendOf, MEASURES, stepAt, stepsOf, textOf } from '../../extensions/wangge/src/overview/map/map-measure-rules.ts';
import { outlines, rounded } from '../../extensions/wangge/src/overview/map/outline-rules.ts';
import { coloursOf, inOrder, themeOf, tilesOf } from '../../extensions/wangge/src/overview/ui/grid-map/view.ts';
import { objectionToBoundary } from '../../extensions/wangge/src/territory/boundary-rules.ts';
import { locator } from '../../extensions/wangge/src/territory/locate-rules.ts';
import { material, reference } from './demonstration-world.ts';

describe('classes', () => {
  const measure = fc.constantFrom(...MEASURES);
  const valuesOf = (of: Measure): fc.Arbitrary<number[]> => fc.array(of === 'stale_ledgers' || of === 'duty_today' ? fc.double({ min: 0, max: 1, noNaN: true }) : fc.nat(100_000), { minLength: 1, maxLength: 60 });

  test.prop([measure.chain(of => fc.tuple(fc.constant(of), valuesOf(of)))])('every value has one, ascending, at most five, with words of their own', ([of, values]) => {
    const steps = stepsOf(of, values);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.length).toBeLessThanOrEqual(5);
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    for (const value of values)
      expect(stepAt(steps, value)).toBeGreaterThanOrEqual(0);
    const words = legendOf(of, steps, 'zh-CN').map(({ text }) => text);
    expect(new Set(words).size).toBe(words.length);
  });

  it('read as figures do', () => {
    expect(legendOf('open_issues', stepsOf('open_issues', [0, 0, 1, 1, 3, 4, 9, 30]), 'zh-CN').map(({ text }) => text)).toEqual(['0', '1–3', '4–8', '9 及以上']);
    expect(legendOf('vacancies', stepsOf('vacancies', [0, 0]), 'zh-CN').map(({ text }) => text)).toEqual(['0']);
    expect(legendOf('population', stepsOf('population', [800, 1400]), 'en-US').map(({ text }) => text)).toEqual(['800–1,000', '1,000–1,200', '1,200–1,400', '1,400 and more']);
    expect(legendOf('stale_ledgers', stepsOf('stale_ledgers', [0]), 'zh-CN').map(({ text }) => text)).toEqual(['0%', '< 10%', '< 25%', '< 50%', '≥ 50%']);
    expect(legendOf('duty_today', stepsOf('duty_today', [0]), 'zh-CN').map(({ text }) => text)).toEqual(['< 50%', '< 80%', '< 90%', '< 100%', '100%']);
  });

  it('one overdue entry in ten thousand is not none', () => {
    expect(textOf('stale_ledgers', { value: 0.0001, part: 1, whole: 10_000 }, 'zh-CN')).toBe('逾期 1%（1/10000 条）');
    expect(stepAt(stepsOf('stale_ledgers', [0.0001]), 0.0001)).toBe(1);
    expect([textOf('points', { value: 93.718, rank: 3 }, 'zh-CN'), textOf('points', null, 'zh-CN'), textOf('open_issues', undefined, 'zh-CN')]).toEqual(['93.72 分，第 3 名', '暂无数据', '不在责任范围']);
  });
});

describe('outlines', () => {
  const square = (lng: number, lat: number, wide: number): Boundary => ({ type: 'Polygon', coordinates: [[[lng, lat], [lng + wide, lat], [lng + wide, lat + wide], [lng, lat + wide], [lng, lat]]] });

  it('neighbours still share their border, however coarse', () => {
    const [left, right] = [square(116.12345678, 39.87654321, 0.01), square(116.13345678, 39.87654321, 0.01)];
    for (const decimals of [6, 5, 4, 3]) {
      const [a, b] = [rounded(left, decimals)!, rounded(right, decimals)!];
      expect(a.coordinates[0]![1]).toEqual(b.coordinates[0]![0]);
    }
  });

  it('a finer boundary gives way first; what vanishes is none, holes go before their ground', () => {
    const fine: Boundary = { type: 'Polygon', coordinates: [Array.from({ length: 5001 }, (_, index) => [116 + Math.cos(index / 5000 * 2 * Math.PI) * 0.01, 39 + Math.sin(index / 5000 * 2 * Math.PI) * 0.01])] as never };
    const [coarse, nothing] = outlines([fine, null], 1000);
    expect((coarse!.coordinates[0] as unknown[]).length).toBeLessThan(1000);
    expect(nothing).toBeNull();
    expect(rounded(square(116, 39, 0.00001), 4)).toBeNull();
    const holed: Boundary = { type: 'Polygon', coordinates: [...square(116, 39, 0.01).coordinates as [], ...square(116.005, 39.005, 0.00001).coordinates as []] };
    expect(rounded(holed, 4)!.coordinates).toHaveLength(1);
    expect(rounded({ type: 'MultiPolygon', coordinates: [square(116, 39, 0.01).coordinates as never, square(117, 39, 0.00001).coordinates as never] }, 4)!.type).toBe('Polygon');
  });
});

describe('the panel', () => {
  it('few classes take both ends of the ramp; the ramps are told apart by brightness alone', () => {
    for (const theme of ['light', 'dark'] as const) {
      for (const tone of ['burden', 'plain'] as const) {
        const ramp = coloursOf(tone, theme, 5);
        expect(coloursOf(tone, theme, 2)).toEqual([ramp[0], ramp[4]]);
        const brightness = ramp.map(colour => [1, 3, 5].reduce((sum, at, index) => sum + Number.parseInt(colour.slice(at, at + 2), 16) * [0.299, 0.587, 0.114][index]!, 0));
        for (const [index, next] of brightness.slice(1).entries())
          expect(theme === 'dark' ? next - brightness[index]! : brightness[index]! - next).toBeGreaterThan(20);
      }
    }
  });

  it('knows the theme by its letters, and a base map by its address', () => {
    expect([themeOf('rgb(23, 41, 64)'), themeOf('rgb(201, 209, 217)')]).toEqual(['light', 'dark']);
    expect(tilesOf({})).toBeNull();
    expect(tilesOf({ tiles: 'javascript:alert(1)//{x}{y}{z}' })).toBeNull();
    expect(tilesOf({ tiles: 'https://tiles.example.com/{z}/{x}' })).toBeNull();
    expect(tilesOf({ tiles: ' https://{s}.example.com/{z}/{x}/{y}.png ', subdomains: 't0, t1' })).toEqual({ url: 'https://{s}.example.com/{z}/{x}/{y}.png', attribution: '', subdomains: ['t0', 't1'] });
  });

  it('lists the most first, those without a figure last', () => {
    const feature = (code: string, value: number | null) => ({ type: 'Feature' as const, id: code, geometry: null, properties: { grid: code, code, name: code, level: 3, path: '', leader: null, value, step: null, text: '' } });
    expect(inOrder([feature('c', null), feature('b', 2), feature('a', null), feature('d', 7), feature('e', 2)]).map(({ id }) => id)).toEqual(['d', 'b', 'e', 'a', 'c']);
  });
});

describe('the demonstration’s boundaries', () => {
  const { world } = generate(material, reference, { now: '2026-11-18T03:20:00.000Z', seed: '1', perQuarter: 1 });

  it('every grid has one that may be saved, and a patch lies in its community and its area', () => {
    expect(world.grids.map(({ boundary }) => boundary === null ? 'none' : objectionToBoundary(boundary))).toEqual(world.grids.map(() => null));
    for (const level of [1, 2, 3] as const) {
      const locate = locator(world.grids.filter(grid => grid.level === level).map(({ id, code, boundary }) => ({ id, code, level, boundary: boundary! })));
      for (const patch of world.grids.filter(grid => grid.level === 3)) {
        const corners = (patch.boundary!.coordinates[0] as [number, number][]).slice(0, 4);
        const middle = [0, 1].map(axis => corners.reduce((sum, corner) => sum + corner[axis]!, 0) / 4);
        expect(patch.path).toContain(`/${world.grids.find(({ id }) => id === locate({ coordinates: middle }))!.code}/`);
      }
    }
  });
});
