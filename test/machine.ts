/** What tests want beside Node and npm, and may do without: one line says what was not looked at. */
import { spawnSync } from 'node:child_process';
import { hasChromium } from './browser/chromium.ts';

let office: boolean | undefined;

/** LibreOffice: opens workbooks as people do. */
export function hasOffice(): boolean {
  return office ??= spawnSync('soffice', ['--version'], { stdio: 'ignore' }).status === 0;
}

export function notLookedAt(): string[] {
  return [
    ...hasChromium() ? [] : ['Skipped: all of test/browser. npm brings a browser for Linux on x64 only; install Chromium, or name one in CHROMIUM.'],
    ...hasOffice() ? [] : ['Skipped: what only LibreOffice can show of workbooks (soffice is not installed; .ci/run installs it).'],
  ];
}
