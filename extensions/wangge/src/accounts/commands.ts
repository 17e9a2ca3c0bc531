/** `directus wangge first-password`: for the administrator whom nobody else can help. */
import type { Command } from 'commander';
import type { CommandContext } from '../kernel/context.ts';
import process from 'node:process';
import { isRefusal, sentence } from '../kernel/refusal-rules.ts';
import { ADMINISTRATOR } from '../kernel/system-accountability.ts';
import { accountNamed } from './account-store.ts';
import { messages } from './messages.ts';
import { issueFirstPassword } from './password-service.ts';

export function register(wangge: Command, context: CommandContext): void {
  wangge.command('first-password <email>')
    .description('Give an account a new first password, shown once; it has to be changed at the next sign-in')
    .action(async (email: string) => {
      const account = await accountNamed(context.database, email);
      const slip = account === null ? null : await issueFirstPassword(context, { accountability: ADMINISTRATOR, schema: await context.getSchema() }, account.id, new Date().toISOString());
      if (slip === null || isRefusal(slip)) {
        process.stderr.write(`${slip === null ? 'There is no such account.' : sentence(messages, slip, 'en-US')}\n`);
        process.exit(1);
      }
      process.stdout.write(`${slip.email}: ${slip.password}\nIt opens the page “Account security” alone, until it is changed, and nothing after ${slip.valid_until}.\n`);
      process.exit(0);
    });
}
