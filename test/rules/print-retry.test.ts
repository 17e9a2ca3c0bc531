/** A print job that failed is tried again, later and later, and given up at last. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faultOf, pauseAfter } from '../../extensions/wangge/src/print/retry-rules.ts';

it('pauses grow up to an hour, and end', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 100 }), fc.boolean(), (attempts, everything) => {
    const [now, next] = [pauseAfter(attempts, { everything }), pauseAfter(attempts + 1, { everything })];
    if (now === null)
      expect(next).toBeNull();
    else
      expect(next ?? 60).toBeGreaterThanOrEqual(now);
    expect(now ?? 1).toBeLessThanOrEqual(60);
  }));
  expect(pauseAfter(1, { everything: false })).toBe(1);
  expect(pauseAfter(39, { everything: true })).toBe(60);
  expect(pauseAfter(40, { everything: true })).toBeNull();
});

it('says what is the matter, and whether the next book would meet it', () => {
  expect(faultOf(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }))).toMatchObject({ said: expect.stringContaining('磁盘空间不足'), everything: true });
  expect(faultOf(Object.assign(new Error('could not extend file'), { code: '53100' }))).toMatchObject({ said: expect.stringContaining('磁盘空间不足') });
  for (const fault of [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), new Error('Connection terminated unexpectedly'), Object.assign(new Error('x'), { code: '57P01' })])
    expect(faultOf(fault)).toMatchObject({ said: expect.stringContaining('数据库'), everything: true });
  expect(faultOf(new Error('The printing thread has stopped'))).toMatchObject({ everything: false });
  expect(faultOf(null).said).toMatch(/\p{Script=Han}/u);
});
