/** How long wrong passwords make somebody wait. */
import type { Attempt, Counted, Counting } from '../../extensions/wangge/src/accounts/attempt-rules.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { begun, countersOf, FORGOTTEN_AFTER, outcomeOf, PACES, settlement, waitAfter, waitsFor } from '../../extensions/wangge/src/accounts/attempt-rules.ts';

const COUNTINGS = Object.keys(PACES) as Counting[];
const counting = fc.constantFrom(...COUNTINGS);
const T = Date.parse('2026-11-30T08:00:00Z');
const MINUTE = 60_000;

/** All counters of an installation, as the store keeps them. */
class Door {
  readonly counted = new Map<string, Counted>();
  readonly places = new Set<string>();

  /** Milliseconds to wait; 0: it was tried. */
  attempt({ account, address, device = null, right }: { account: string; address: string; device?: string | null; right: boolean }, now: number): number {
    const known = device !== null && this.places.has(`${account} ${device}`) ? 'device' : this.places.has(`${account} ${address}`) ? 'address' : null;
    const counters = countersOf({ account, address, device, known } satisfies Attempt).map(counter => ({ ...counter, key: `${counter.counting} ${counter.of}` }));
    const wait = Math.max(...counters.map(({ key, counting }) => waitsFor(counting, this.counted.get(key) ?? null, now)));
    if (wait > 0)
      return wait;
    for (const { key, counting } of counters) {
      this.counted.set(key, begun(this.counted.get(key) ?? null, now));
      const after = settlement(counting, right ? 'in' : 'wrong');
      if (after === 'forget')
        this.counted.delete(key);
      else if (after === 'give_back')
        this.counted.set(key, { ...this.counted.get(key)!, failures: this.counted.get(key)!.failures - 1 });
    }
    if (right)
      [device, address].forEach(place => place !== null && this.places.add(`${account} ${place}`));
    return 0;
  }
}

describe('the wait', () => {
  test.prop([counting, fc.nat({ max: 500 })])('never shrinks with further failures, and never exceeds an hour', (of, failures) => {
    expect(waitAfter(of, failures + 1)).toBeGreaterThanOrEqual(waitAfter(of, failures));
    expect(waitAfter(of, failures)).toBeLessThanOrEqual(60 * MINUTE);
  });
  test.prop([counting, fc.nat({ max: 10_000 }), fc.integer({ min: -FORGOTTEN_AFTER, max: 2 * FORGOTTEN_AFTER })])('is over by itself, whatever the clocks say', (of, failures, later) => {
    const wait = waitsFor(of, { failures, last: T }, T + later);
    expect(wait).toBeGreaterThanOrEqual(0);
    expect(wait).toBeLessThanOrEqual(PACES[of].longest);
    expect(waitsFor(of, { failures, last: T }, T + Math.max(later, PACES[of].longest))).toBe(0);
  });
  it('costs nothing for a few mistakes, a quarter of an hour for many', () => {
    expect([0, 4, 5, 6, 7, 12].map(failures => waitAfter('account', failures) / 1000)).toEqual([0, 0, 15, 30, 60, 900]);
  });
  test.prop([fc.nat({ max: 100 })])('is forgotten after a day', (failures) => {
    expect(begun({ failures, last: T }, T + FORGOTTEN_AFTER)).toEqual({ failures: 1, last: T + FORGOTTEN_AFTER });
  });
});

describe('who tries wrong passwords', () => {
  const accounts = ['admin@x.cn', 'wang@x.cn', 'li@x.cn'];
  const attack = fc.array(fc.record({ account: fc.constantFrom(...accounts), address: fc.constantFrom('203.0.113.1', '203.0.113.2', '198.51.100.7', 'home'), after: fc.nat({ max: 5 * MINUTE }) }), { maxLength: 400 });

  test.prop([attack, fc.constantFrom(...accounts)])('keeps nobody out of the device that they signed in from, not even from its own address', (tries, owner) => {
    const door = new Door();
    door.attempt({ account: owner, address: 'home', device: 'laptop', right: true }, T);
    let now = T;
    for (const { account, address, after } of tries)
      door.attempt({ account, address, right: false }, now += after);
    expect(door.attempt({ account: owner, address: 'elsewhere', device: 'laptop', right: true }, now)).toBe(0);
  });
  test.prop([attack.map(tries => tries.filter(({ address }) => address !== 'home')), fc.constantFrom(...accounts)])('keeps nobody out of an address that they signed in from', (tries, owner) => {
    const door = new Door();
    door.attempt({ account: owner, address: 'home', right: true }, T);
    let now = T;
    for (const { account, address, after } of tries)
      door.attempt({ account, address, right: false }, now += after);
    expect(door.attempt({ account: owner, address: 'home', right: true }, now)).toBe(0);
  });
  test.prop([attack, fc.constantFrom(...accounts)])('keeps nobody out for longer than a quarter of an hour after they stop', (tries, owner) => {
    const door = new Door();
    let now = T;
    for (const { account, address, after } of tries)
      door.attempt({ account, address, right: false }, now += after);
    expect(door.attempt({ account: owner, address: 'new', right: true }, now + 15 * MINUTE)).toBe(0);
  });
  it('tries an account a hundred times a day at most from anywhere, and an address two thousand times over all accounts', () => {
    const tried = (next: (n: number) => { account: string; address: string }): number => {
      const door = new Door();
      let count = 0;
      for (let now = T, n = 0; now < T + FORGOTTEN_AFTER; now += 1000, n++)
        count += door.attempt({ ...next(n), right: false }, now) === 0 ? 1 : 0;
      return count;
    };
    expect(tried(n => ({ account: 'admin@x.cn', address: `203.0.${n % 250}.${n % 199}` }))).toBeLessThanOrEqual(110);
    expect(tried(n => ({ account: `u${n}@x.cn`, address: '203.0.113.9' }))).toBeLessThanOrEqual(2000);
  });
  it('does not clear the address by signing in to an account of their own', () => {
    const door = new Door();
    for (let n = 0; n < 60; n++)
      door.attempt({ account: `u${n}@x.cn`, address: '203.0.113.9', right: false }, T + n * MINUTE);
    door.attempt({ account: 'mine@x.cn', address: '203.0.113.9', right: true }, T + 61 * MINUTE);
    expect(door.attempt({ account: 'other@x.cn', address: '203.0.113.9', right: false }, T + 61 * MINUTE + 1)).toBeGreaterThan(0);
  });
});

describe('what an answer says', () => {
  it.each([
    [{ status: 200, code: null, withCode: false }, 'in'],
    [{ status: 401, code: 'INVALID_CREDENTIALS', withCode: false }, 'wrong'],
    [{ status: 401, code: 'INVALID_OTP', withCode: false }, 'undecided'],
    [{ status: 401, code: 'INVALID_OTP', withCode: true }, 'wrong'],
    [{ status: 400, code: 'INVALID_PAYLOAD', withCode: false }, 'undecided'],
    [{ status: 503, code: 'SERVICE_UNAVAILABLE', withCode: false }, 'undecided'],
  ] as const)('%o: %s', (answer, outcome) => expect(outcomeOf(answer)).toBe(outcome));
});
