/** The documentation shows the table that the code enforces; `registries.test.ts` says whether the page is current. */
import { expect, it } from 'vitest';
import { EVENT_TYPES } from '../../extensions/wangge/src/handling/event-registry-rules.ts';
import { lifecyclePage } from '../../extensions/wangge/src/handling/lifecycle/lifecycle-page-rules.ts';
import { word } from '../../extensions/wangge/src/handling/words.ts';

it('shows every event, in Chinese throughout', () => {
  const table = lifecyclePage().split('## 步骤一览')[1]!;
  for (const type of EVENT_TYPES)
    expect(table).toContain(`| ${word('event', type, 'zh-CN')} |`);
  expect(table).not.toMatch(/[a-z]{3,}/i);
});
