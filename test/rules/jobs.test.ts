/** The jobs that run by the clock: named alike, and administrators are told of each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { JOBS } from '../../extensions/wangge/src/app/schedule.ts';

const guide = readFileSync(join(import.meta.dirname, '../../docs/guide-admin.md'), 'utf8');

it('are named by what they do, each once, and by no name that another one had', () => {
  const names = JOBS.flatMap(({ name, formerly = [] }) => [name, ...formerly]);
  expect(new Set(names).size).toBe(names.length);
  expect(JOBS.filter(({ name }) => !/^[a-z]+(?:_[a-z]+)*$/.test(name))).toEqual([]);
});

it('stand in the guide for administrators, and no others', () => {
  const told = [...guide.split('## 十、自动任务')[1]!.split('\n## ')[0]!.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(told.toSorted()).toEqual([...JOBS.map(({ name }) => name), 'ledger_books'].toSorted());
});
