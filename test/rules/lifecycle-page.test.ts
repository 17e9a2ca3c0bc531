/** The documentation shows the table that the code enforces. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lifecyclePage } from '../../extensions/wangge/src/handling/lifecycle/lifecycle-page-rules.ts';
import { TRANSITIONS } from '../../extensions/wangge/src/handling/lifecycle/transition-rules.ts';
import { word } from '../../extensions/wangge/src/handling/words.ts';

it('docs/lifecycle.md is current; if not, run "npm run docs:lifecycle"', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/lifecycle.md'), 'utf8')).toBe(lifecyclePage());
});

it('shows every event, in Chinese throughout', () => {
  const table = lifecyclePage().split('## 步骤一览')[1]!;
  for (const type of Object.keys(TRANSITIONS))
    expect(table).toContain(`| ${word('event', type, 'zh-CN')} |`);
  expect(table).not.toMatch(/[a-z]{3,}/i);
});
