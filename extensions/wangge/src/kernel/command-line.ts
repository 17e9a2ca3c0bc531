/** How a command of `directus wangge` ends: with an exit code, or with a sentence and 1. */
import process from 'node:process';

export async function finish(run: () => Promise<number>): Promise<never> {
  try {
    process.exit(await run());
  }
  catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
