/** The platform's door: the command line, and the jobs of a running server. */
import type { Command } from 'commander';
import { defineHook } from '@directus/extensions-sdk';
import { register as assessment } from '../assessment/commands.ts';
import { register as calendar } from '../calendar/commands.ts';
import { register as demonstration } from '../demonstration/commands.ts';
import { register as disclosure } from '../disclosure/commands.ts';
import { register as handling } from '../handling/commands.ts';
import { register as book } from '../ledgers/book/commands.ts';
import { startJobs } from './schedule.ts';
import { register as setup } from './setup/commands.ts';

export default defineHook(({ init }, context) => {
  init('cli.after', ({ program }) => {
    const wangge = (program as Command).command('wangge').description('Grid governance: set-up, jobs and checks');
    for (const register of [setup, calendar, demonstration, handling, disclosure, assessment, book])
      register(wangge, context);
  });
  init('app.after', () => startJobs(context));
});
