/** `directus wangge verify doubles`. */
import type { Command } from 'commander';
import type { CommandContext } from '../../kernel/context.ts';
import { finish } from '../../kernel/command-line.ts';
import { doubles } from '../../kernel/same-key-store.ts';

export function register(wangge: Command, { database }: CommandContext): void {
  const verify = wangge.commands.find(command => command.name() === 'verify') ?? wangge.command('verify').description('Re-derive what is stored and compare');
  verify.command('doubles')
    .description('List work orders, grids, departments and categories that were named the same before it was refused')
    .action(async () => finish(async () => {
      const found = await doubles(database);
      for (const { collection, field, item, said, first } of found)
        console.log(`${collection}.${field} ${item}: ${JSON.stringify(said)} is the same as ${JSON.stringify(first)}`);
      console.log(`${found.length} doubles`);
      return found.length === 0 ? 0 : 1;
    }));
}
