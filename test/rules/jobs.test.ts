/** The jobs that run by the clock: named alike, and administrators are told of each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { JOBS } from '../../extensions/wangge/src/app/schedule.ts';
import { linesOf } from '../../extensions/wangge/src/app/ui/job-health/view.ts';
import { isWord, speaker } from '../../extensions/wangge/src/app/ui/job-health/words.ts';

const guide = readFileSync(join(import.meta.dirname, '../../docs/guide-admin.md'), 'utf8');

it('are named by what they do, each once, and by no name that another one had', () => {
  const names = JOBS.flatMap(({ name, formerly = [] }) => [name, ...formerly]);
  expect(new Set(names).size).toBe(names.length);
  expect(JOBS.filter(({ name }) => !/^[a-z]+(?:_[a-z]+)*$/.test(name))).toEqual([]);
});

it('have a name in the panel', () => {
  expect(JOBS.filter(({ name }) => !isWord(name))).toEqual([]);
});

it('stand in the guide for administrators, and no others', () => {
  const told = [...guide.split('## 十、自动任务')[1]!.split('\n## ')[0]!.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(told.toSorted()).toEqual([...JOBS.map(({ name }) => name), 'year_archives', 'ledger_books', 'assessment_exports'].toSorted());
});

it('are shown with what wants looking at first', () => {
  const last = { slot: '2026-11-30', started_at: '2026-11-30T01:00:00.000Z', outcome: 'ok' as const, error: null };
  const lines = linesOf({
    status: 'late',
    at: '2026-11-30T02:00:00.000Z',
    jobs: [
      { job: 'tidy_files', state: 'ok', waiting: [], last },
      { job: 'sweep', state: 'failed', waiting: [], last: { ...last, outcome: 'failed', error: 'no room on disk' } },
      { job: 'rank_quarter', state: 'late', waiting: [{ slot: '2026-Q3', at: '2026-10-01T00:00:00.000Z' }], last: null },
    ],
  }, speaker('zh-CN'), 'zh-CN');
  expect(lines.map(({ name, text, error }) => [name, text.replace(/，\d.*$/, ''), error])).toEqual([
    ['季度排名', '待做 1 次，最早 2026-Q3 · 尚未执行', ''],
    ['时限巡检', '最近一次 2026-11-30', 'no room on disk'],
    ['清理中断的上传', '最近一次 2026-11-30', ''],
  ]);
});
