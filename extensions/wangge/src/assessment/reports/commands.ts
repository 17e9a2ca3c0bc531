/** `directus wangge make-reports`: the reports that have been asked for, now. */
import type { Command } from 'commander';
import type { CommandContext } from '../../kernel/context.ts';
import { finish } from '../../kernel/command-line.ts';
import { makeOpenArchives } from './archive-job.ts';
import { makeOpenExports } from './export-job.ts';

export function register(wangge: Command, context: CommandContext): void {
  wangge.command('make-reports')
    .description('Make the reports of assessment, and the archives of years, that have been asked for')
    .action(async () => finish(async () => {
      console.log(`${await makeOpenExports(context, { atOnce: true })} reports made, ${await makeOpenArchives(context)} files archived`);
      return 0;
    }));
}
