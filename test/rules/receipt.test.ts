/** A sender's limit and the moment of receipt: what is taken in is never missed before it came. */
import { fc, test } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { momentSaid, objectionToReceipt } from '../../extensions/wangge/src/handling/intake/receipt-rules.ts';
import { momentString } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { at } from './calendar-world.ts';

const moment = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) }).map(momentString);
const receipt = fc.record({ external_due_at: fc.option(moment), occurred_at: fc.option(moment), arrived_late: fc.boolean() });

test.prop([receipt, moment])('a limit that is taken lies after the receipt, or is said to have come too late and did', (said, now) => {
  const { external_due_at, occurred_at, arrived_late } = said;
  const late = external_due_at !== null && (external_due_at <= now || (occurred_at !== null && external_due_at < occurred_at));
  expect(objectionToReceipt(said, now) === null).toBe(late === arrived_late);
});

it.each([
  ['the year of every January', { external_due_at: at('2025-12-04T18:00'), occurred_at: null, arrived_late: false }, 'external_due_at due_before_receipt'],
  ['one day before it came in', { external_due_at: at('2026-12-09T18:00'), occurred_at: at('2026-12-10T09:00'), arrived_late: false }, 'external_due_at due_before_received'],
  ['late, and ticked', { external_due_at: at('2026-11-20T18:00'), occurred_at: at('2026-11-30T09:00'), arrived_late: true }, ''],
  ['ticked without a limit', { external_due_at: null, occurred_at: null, arrived_late: true }, 'external_due_at late_without_limit'],
  ['ticked to win time', { external_due_at: at('2026-12-20T18:00'), occurred_at: null, arrived_late: true }, 'arrived_late not_late'],
])('%s', (_, said, expected) => {
  const objection = objectionToReceipt(said, at('2026-11-30T12:00'));
  expect(objection === null ? '' : `${objection.field} ${objection.code}`).toBe(expected);
});

it('a receipt without an offset is the wall clock of the installation', () => {
  expect(momentSaid('2026-03-04T09:30:00', 'Asia/Shanghai')).toBe('2026-03-04T01:30:00.000Z');
  expect(momentSaid('2026-03-04T09:30:00+09:00', 'Asia/Shanghai')).toBe('2026-03-04T00:30:00.000Z');
  expect(momentSaid(null, 'Asia/Shanghai')).toBeNull();
});
