/** What a start shows: one line for each step, with its time. */
import process from 'node:process';

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Thrown to end a start with a sentence and without a stack. */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** Runs a step; what `work` returns is its result, what it passes to `note` stands at the end of its line. */
export async function step<Result>(title: string, work: (note: (text: string) => void) => Promise<Result>): Promise<Result> {
  const started = performance.now();
  let remark = '';
  process.stdout.write(`  ${title} … `);
  try {
    const result = await work((text) => {
      remark = `  (${text})`;
    });
    say(`${seconds(performance.now() - started)}${remark}`);
    return result;
  }
  catch (error) {
    say('failed');
    throw error;
  }
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
