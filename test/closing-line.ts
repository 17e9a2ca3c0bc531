/** The last line of a run, in words that any reader of a log can find: `12 passed, 0 failed`. */
import type { Reporter, TestModule } from 'vitest/node';
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import process from 'node:process';
import { notLookedAt } from './machine.ts';

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const states = modules.flatMap(module => [...module.children.allTests()].map(test => test.result().state));
    const count = (wanted: string): number => states.filter(state => state === wanted).length;
    // A file that does not load has no tests and would pass unseen.
    const broken = modules.filter(module => module.state() === 'failed' && [...module.children.allTests('failed')].length === 0).length;
    const skipped = count('skipped');
    // For `scripts/test.ts`. An error outside of every test belongs to no file.
    if (process.env.WANGGE_TEST_FAILED !== undefined && unhandled.length === 0)
      writeFileSync(process.env.WANGGE_TEST_FAILED, JSON.stringify(modules.filter(module => module.state() === 'failed').map(module => relative(process.cwd(), module.moduleId))));
    if (modules.some(module => module.project.name !== 'rules'))
      process.stdout.write(notLookedAt().map(line => `\n${line}`).join(''));
    process.stdout.write(`\n${count('passed')} passed, ${count('failed') + broken + unhandled.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  }
}
