/** `directus wangge setup`: options in, sentences and an exit code out. */
import type { Command } from 'commander';
import type { CommandContext } from '../kernel/context.ts';
import process from 'node:process';
import { setup } from './setup-service.ts';

export function register(wangge: Command, context: CommandContext): void {
  wangge.command('setup')
    .description('Bring the database to this release: schema, constraints, seeds; keeps what administrators changed')
    .option('--dry-run', 'say what would be done, and do nothing', false)
    .option('--force', 'run although this release is installed already', false)
    .action(async ({ dryRun, force }: { dryRun: boolean; force: boolean }) => {
      const say = (line: string): void => void process.stdout.write(`${line}\n`);
      const home = process.env.WANGGE_HOME ?? process.cwd();
      try {
        await setup(context, { home, dryRun, force, say });
        process.exit(0);
      }
      catch (error) {
        process.stderr.write(`Set-up failed: ${(error as Error).message}\nNothing of this step was written; correct it and run the set-up again.\n`);
        process.exit(1);
      }
    });
}
