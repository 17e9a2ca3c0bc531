import { defineConfig } from 'vitest/config';
import { hasChromium } from './test/browser/chromium.ts';

export default defineConfig({
  test: {
    // Two servers at once are enough for two cores.
    reporters: ['default', './test/closing-line.ts'],
    maxWorkers: 2,
    passWithNoTests: !hasChromium(),
    pool: 'forks',
    // A condition is waited for, on a busy machine too.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        // Nothing takes two seconds alone: this is for what hangs, and lets a counterexample be made small on a busy machine.
        test: { name: 'rules', include: ['test/rules/**/*.test.ts'], setupFiles: ['test/rules/plain-environment.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          globalSetup: ['test/system/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: hasChromium() ? ['test/browser/**/*.test.ts'] : [],
          globalSetup: ['test/system/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
