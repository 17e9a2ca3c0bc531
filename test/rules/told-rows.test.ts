/** What a list of results tells where a scheme prints tiers only. */
import type { SeenRow } from '../../extensions/wangge/src/assessment/periods/told-row-rules.ts';
import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { inOrder, toldRow } from '../../extensions/wangge/src/assessment/periods/told-row-rules.ts';

const seen = fc.record({
  rank: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
  tier: fc.constantFrom('front', 'middle', 'back', 'not_rated', null),
  name: fc.string({ minLength: 1, maxLength: 4 }),
}).map(({ rank, tier, name }): SeenRow => ({ subject: 'grid', level: 3, grid: { id: name, code: name, name }, department: null, person: null, peer_group: null, rank, of: 60, total: '80.00', previous_rank: 4, low: 1, high: 9, year_rank: 3, year_total: '79.00', draw_low: 1, back: 400, grade: 'B', tier }));

describe('a row of a list', () => {
  it.prop([seen, fc.boolean(), fc.boolean(), fc.boolean()])('of who reads it says all; of others, where tiers alone are told, no place of any time and nothing to order them by', (row, untold, untoldBefore, own) => {
    const told = toldRow(row, { untold, untoldBefore, own });
    expect(told).toMatchObject({ id: row.grid!.id, name: row.grid!.name, tier: row.tier, grade: 'B' });
    if (own || !untold)
      expect(told).toMatchObject({ rank: row.rank, total: '80.00', untold: false, previous_rank: untoldBefore && !own ? null : 4 });
    else
      expect(told).toMatchObject({ rank: null, of: null, previous_rank: null, low: null, high: null, year_rank: null, year_total: null, draw_low: null, back: null, untold: row.rank !== null, total: row.rank === null ? '80.00' : null });
  });

  it.prop([fc.array(seen, { maxLength: 30 })])('stands where its place, or its tier and name, put it: not rated first, and whatever the places were', (rows) => {
    const hidden = (list: readonly SeenRow[]) => inOrder(list.map(row => toldRow(row, { untold: true, untoldBefore: false, own: false })));
    const shown = hidden(rows);
    const tiers = ['not_rated', 'front', 'middle', 'back', null];
    const keys = shown.filter(({ untold }) => untold).map(({ tier, name }) => [tiers.indexOf(tier), name] as const);
    expect(keys).toEqual(keys.toSorted(([a, x], [b, y]) => a - b || (x < y ? -1 : x > y ? 1 : 0)));
    expect(shown.findLastIndex(({ untold }) => untold)).toBe(keys.length - 1);
    // The order gives nothing away.
    const turned = rows.map(row => ({ ...row, rank: row.rank === null ? null : 61 - row.rank }));
    expect(hidden(turned).map(({ name, tier, untold }) => [name, tier, untold])).toEqual(shown.map(({ name, tier, untold }) => [name, tier, untold]));
    const told = inOrder(rows.map(row => toldRow(row, { untold: false, untoldBefore: false, own: false }))).map(({ rank }) => rank);
    expect(told).toEqual([...told.filter(rank => rank !== null).toSorted((a, b) => a! - b!), ...told.filter(rank => rank === null)]);
  });
});
