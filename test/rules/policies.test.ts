import type { DeadlinePolicy } from '../../extensions/wangge/src/handling/clocks/policy-rules.ts';
/** Which limit applies: the most specific policy, in a fixed order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseLimit } from '../../extensions/wangge/src/handling/clocks/policy-rules.ts';
import { SCOPES, SEVERITIES } from '../../extensions/wangge/src/handling/model.ts';

const pins = { close_of_business: '17:30', calendar_version: '2026' };
const policy = (id: string, more: Partial<DeadlinePolicy> = {}): DeadlinePolicy => ({
  id,
  kind: 'resolve',
  scope: null,
  category: null,
  severity: null,
  working_days: 3,
  clock_hours: null,
  warn_working_hours: 8,
  ...more,
});
const asked = { kind: 'resolve', scope: 'community', categoryPath: ['lamp', 'municipal'], severity: 'urgent' } as const;
const chosen = (policies: DeadlinePolicy[]): string | null | undefined => chooseLimit(policies, asked, pins)?.policy;

describe('chooseLimit', () => {
  it('category goes before severity, severity before scope, a deeper category before a wider one', () => {
    const ladder = [
      policy('0 any'),
      policy('1 scope', { scope: 'community' }),
      policy('2 severity', { severity: 'urgent' }),
      policy('3 severity and scope', { severity: 'urgent', scope: 'community' }),
      policy('4 root', { category: 'municipal' }),
      policy('5 root, severity', { category: 'municipal', severity: 'urgent' }),
      policy('6 leaf', { category: 'lamp' }),
      policy('7 leaf, scope', { category: 'lamp', scope: 'community' }),
      policy('8 leaf, severity', { category: 'lamp', severity: 'urgent' }),
    ];
    ladder.forEach((top, i) => expect(chosen(ladder.slice(0, i + 1))).toBe(top.id));
  });

  it('equal policies go by id', () => {
    expect([chosen([policy('a'), policy('b')]), chosen([policy('b'), policy('a')])]).toEqual(['a', 'a']);
  });

  it('a policy whose conditions do not hold never applies', () => {
    expect(chosen([policy('a', { kind: 'own' }), policy('b', { scope: 'district' }), policy('c', { category: 'noise' }), policy('d', { severity: 'normal' })])).toBeUndefined();
  });

  it('a policy without a length, or with two, says nothing', () => {
    expect(chosen([policy('a', { working_days: null }), policy('b', { clock_hours: 24 })])).toBeUndefined();
  });

  it('nothing is built in', () => {
    expect(chooseLimit([], asked, pins)).toBeNull();
  });

  it('pins the lengths, the warning, the close of business and the calendar', () => {
    expect(chooseLimit([policy('a', { working_days: null, clock_hours: 24, warn_working_hours: null })], asked, pins)).toEqual({
      policy: 'a',
      working_days: null,
      clock_hours: 24,
      warn_working_hours: 0,
      ...pins,
    });
  });

  it('the order of rows changes nothing', () => {
    const orNull = <Value>(...values: Value[]): fc.Arbitrary<Value | null> => fc.option(fc.constantFrom(...values), { nil: null });
    const rows = fc.uniqueArray(fc.record({
      id: fc.uuid(),
      scope: orNull(...SCOPES),
      category: orNull('lamp', 'municipal', 'noise'),
      severity: orNull(...SEVERITIES),
    }).map(({ id, ...more }) => policy(id, more)), { selector: row => row.id, maxLength: 8 });
    fc.assert(fc.property(rows.chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), ([list, shuffled]) => {
      expect(chosen(shuffled)).toBe(chosen(list));
    }));
  });
});
