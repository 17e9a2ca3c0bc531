/** `directus wangge sweep` and `directus wangge verify issues`. */
import type { Command } from 'commander';
import type { CommandContext } from '../kernel/context.ts';
import { finish } from '../kernel/command-line.ts';
import { verifyIssues } from './chain/verify-service.ts';
import { repairIssues } from './clocks/repair-service.ts';
import { sweep } from './sweep-service.ts';

export function register(wangge: Command, { database }: CommandContext): void {
  wangge.command('sweep')
    .description('Write the warnings, misses and closings that time has made true')
    .option('--at <instant>', 'the moment to sweep at, instead of now (ISO 8601)')
    .action(async ({ at }: { at?: string }) => finish(async () => {
      const moment = new Date(at ?? Date.now());
      if (Number.isNaN(moment.getTime()))
        throw new Error(`"${at}" is no moment; write it like 2026-03-16T18:00:00+08:00`);
      const { missed, warned, closed } = await sweep(database, moment.toISOString());
      console.log(`At ${moment.toISOString()}: ${missed} missed, ${warned} warned of, ${closed} closed`);
      return 0;
    }));

  wangge.command('repair').description('Put right what earlier releases stored wrongly')
    .command('issues')
    .description('Limits that were pinned to a calendar which was not in force: each issue by an event that says so')
    .action(async () => finish(async () => {
      const { issues } = await repairIssues(database, new Date().toISOString());
      console.log(issues === 0 ? 'Nothing to repair' : `${issues} issues repaired`);
      return 0;
    }));

  const verify = wangge.commands.find(command => command.name() === 'verify') ?? wangge.command('verify').description('Re-derive what is stored and compare');
  verify.command('issues')
    .description('Replay every timeline: rules, patches, row, clocks and hash chain agree')
    .action(async () => finish(async () => {
      const { issues, events, faults } = await verifyIssues(database);
      for (const { number, what } of faults)
        console.error(`${number}: ${what}`);
      console.log(`${issues} issues, ${events} events, ${faults.length} faults`);
      return faults.length === 0 ? 0 : 1;
    }));
}
