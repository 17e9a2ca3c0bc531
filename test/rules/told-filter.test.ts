import { expect, it } from 'vitest';
import { keptFields } from '../../extensions/wangge/src/assessment/periods/told-row-rules.ts';
import { withoutTold } from '../../extensions/wangge/src/assessment/told-filter-rules.ts';

it('reads a grant as if every place were told', () => {
  const [told, grids, own] = [{ told: { _eq: true } }, { subject: { _eq: 'grid' } }, { person: { _eq: 'p' } }];
  expect(withoutTold({ _or: [{ _and: [told, grids] }, own] })).toEqual({ _or: [{ _and: [grids] }, own] });
  expect(withoutTold({ _or: [told, own] })).toEqual({});
  expect(withoutTold({ _or: [{}, own] })).toEqual({});
  expect(withoutTold({ _and: [told] })).toEqual({});
  expect(withoutTold({ _and: [told, { _or: [told, own] }, grids] })).toEqual({ _and: [grids] });
});

it('keeps places where they are mostly chance, or where nobody could say how much', () => {
  const field = (level: 1 | 2 | 3) => ({ kind: 'grid' as const, level, group: null });
  const fields = [{ ...field(3), header: { places_told: false } }, { ...field(2), header: { places_told: true } }, { ...field(1), not_drawn: { code: 'cells' } }];
  expect(fields.map(keptFields({ tiers_only: true }, fields))).toEqual([true, false, true]);
  expect(fields.map(keptFields({ tiers_only: false }, fields))).toEqual([false, false, false]);
});
