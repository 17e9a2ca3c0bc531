/** The platform's door: the command line, and the jobs of a running server. */
import type { Command } from 'commander';
import { InvalidQueryError } from '@directus/errors';
import { defineHook } from '@directus/extensions-sdk';
import { register as assessment } from '../assessment/commands.ts';
import { register as calendar } from '../calendar/commands.ts';
import { register as demonstration } from '../demonstration/commands.ts';
import { register as disclosure } from '../disclosure/commands.ts';
import { register as handling } from '../handling/commands.ts';
import { register as book } from '../ledgers/book/commands.ts';
import { startJobs } from './schedule.ts';
import { register as setup } from './setup/commands.ts';

/** A zero byte, or half of a surrogate pair, as JSON escapes it: no text in the database has one, and to ask for it would be a failure. */
const UNASKABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][\da-f]{2})/;

export default defineHook(({ init, filter }, context) => {
  init('cli.after', ({ program }) => {
    const wangge = (program as Command).command('wangge').description('Grid governance: set-up, jobs and checks');
    for (const register of [setup, calendar, demonstration, handling, disclosure, assessment, book])
      register(wangge, context);
  });
  filter('items.query', (query) => {
    if (UNASKABLE.test(JSON.stringify(query)))
      throw new InvalidQueryError({ reason: 'The query holds characters that no text has' });
    return query;
  });
  init('app.after', () => startJobs(context));
});
