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
      remark = remark === '' ? text : `${remark}; ${text}`;
    });
    say(`${seconds(performance.now() - started)}${remark === '' ? '' : `  (${remark})`}`);
    return result;
  }
  catch (error) {
    say('failed');
    throw error;
  }
}

/** What went wrong, for whoever runs the machine; null: it is nothing that everybody may meet. `said`: message and log. */
export function plainReason(said: string, where: string): string | null {
  if (/ENOSPC|EDQUOT|No space left on device|Check free disk space/i.test(said))
    return `There is no space left on the disk of ${where}. Free some and start again; what was stored is kept.`;
  if (/EROFS|Read-only file system/i.test(said))
    return `The disk of ${where} is read-only. Make it writable and start again.`;
  if (/EACCES|EPERM|Permission denied/i.test(said))
    return `This user may not write everything in ${where}. Start as the user whose files they are, or give them to this one.`;
  if (/EMFILE|ENFILE|Too many open files/i.test(said))
    return 'The limit on open files is too low. Raise it (ulimit -n 4096) and start again.';
  return null;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
