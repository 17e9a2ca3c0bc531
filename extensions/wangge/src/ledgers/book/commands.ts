/** `directus wangge print-books`: the books that have been asked for, now. */
import type { Command } from 'commander';
import type { CommandContext } from '../../kernel/context.ts';
import { finish } from '../../kernel/command-line.ts';
import { printOpenJobs } from './job.ts';

export function register(wangge: Command, context: CommandContext): void {
  wangge.command('print-books')
    .description('Print the paper ledgers that have been asked for')
    .action(async () => finish(async () => {
      console.log(`${await printOpenJobs(context, { atOnce: true })} books printed`);
      return 0;
    }));
}
