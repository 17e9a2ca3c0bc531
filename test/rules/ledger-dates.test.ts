/** Each date of the shipped data sets either says what has happened, and is never later than today, or may lie ahead: none is forgotten. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { hasHappened } from '../../extensions/wangge/src/ledgers/happened-rules.ts';
import { readerOf } from '../../extensions/wangge/src/ledgers/reading-rules.ts';

const AHEAD = ['certificate_valid_until', 'ends_on', 'leaves_on', 'next_visit_on', 'permit_until', 'rectify_by', 'resolve_by', 'starts_on'];
const folder = join(import.meta.dirname, '../../seeds/reference/ledgers');
const dates = readdirSync(folder).flatMap(file => (parse(readFileSync(join(folder, file), 'utf8')) as { fields: { field: string; kind: string }[] }).fields)
  .filter(({ kind }) => kind === 'date').map(({ field }) => field);

it('are told apart', () => {
  expect(dates.length).toBeGreaterThan(40);
  expect([...new Set(dates.filter(field => !hasHappened(field)))].toSorted()).toEqual(AHEAD);
});

it('what has happened is refused if it lies ahead', () => {
  const read = (field: string, day: string) => readerOf({ field, kind: 'date', type: 'date', label: { 'zh-CN': '', 'en-US': '' }, note: null, required: false, choices: null, of: null, sealed: null, personal: null, min: null, max: null, max_length: null, validation: null, validation_message: null }, '2026-11-30')(day);
  expect(read('visited_on', '2026-12-01')).toEqual({ fault: { code: 'date_future', params: {} } });
  expect([read('visited_on', '2026-11-30'), read('next_visit_on', '2026-12-01')]).toEqual([{ value: '2026-11-30' }, { value: '2026-12-01' }]);
});
