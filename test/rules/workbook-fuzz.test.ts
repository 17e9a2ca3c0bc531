/**
 * No silent difference: what our reader makes of a damaged or odd workbook is what another reader makes of it, or a refusal, or
 * one of the differences that have a name. A sample; `FUZZ=100000 npx vitest run --project rules test/rules/workbook-fuzz.test.ts`
 * walks as many from a seed of its own (`FUZZ_SEED`).
 */
import process from 'node:process';
import { expect, it } from 'vitest';
import { differencesOf } from './workbook-fuzz.ts';

const FILES = Number(process.env.FUZZ ?? 400);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

it(`of ${FILES} workbooks`, async () => {
  const outcomes: Record<string, number> = {};
  const reasons: Record<string, number> = {};
  const silent: unknown[] = [];
  for (let seed = SEED; seed < SEED + FILES; seed++) {
    const { differences, outcome } = await differencesOf(seed);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    for (const { reason, ...difference } of differences) {
      if (reason === null)
        silent.push(difference);
      else
        reasons[reason] = (reasons[reason] ?? 0) + 1;
    }
  }
  if (process.env.FUZZ !== undefined)
    process.stdout.write(`${JSON.stringify({ outcomes, reasons }, null, 1)}\n`);
  expect(silent).toEqual([]);
  // Both read often enough for this to say something.
  expect(outcomes.both).toBeGreaterThan(FILES / 5);
}, 20_000 + FILES * 20);
