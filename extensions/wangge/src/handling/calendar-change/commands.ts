/** `directus wangge calendar import FILE [--apply]`: the arrangement of a year, from the command line. */
import type { Command } from 'commander';
import type { CommandContext } from '../../kernel/context.ts';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { messages } from '../../calendar/messages.ts';
import { finish } from '../../kernel/command-line.ts';
import { languageOf, sentence } from '../../kernel/refusal-rules.ts';
import { applyChange, draftVersion, previewChange, Refused } from './calendar-change-service.ts';
import { arrangementIn, parsedJson } from './routes.ts';

export function register(wangge: Command, { services, database, getSchema }: CommandContext): void {
  const language = languageOf(process.env.LANG?.replace('_', '-') ?? 'en-US');

  wangge.command('calendar').description('The calendar of working days')
    .command('import <file>')
    .description('Draft the arrangement of a holiday file (JSON) and say which running clocks it moves')
    .option('--apply', 'publish it and move the clocks', false)
    .option('--published-on <day>', 'the day from which it is in force, instead of today (YYYY-MM-DD)')
    .action(async (file: string, { apply, publishedOn }: { apply: boolean; publishedOn?: string }) => finish(async () => {
      try {
        const caller = { services, schema: await getSchema(), accountability: null };
        const read = arrangementIn(parsedJson(await readFile(file, 'utf8')));
        const arrangement = { ...read, published_on: publishedOn ?? read.published_on };
        const now = new Date().toISOString();
        if (apply) {
          const { version, published_on, moved } = await applyChange(database, caller, arrangement, now);
          console.log(`Published ${version}, in force from ${published_on}: ${moved.clocks} clocks moved in ${moved.issues} issues`);
          return 0;
        }
        const { id, version, objections, changed_days } = await draftVersion(database, caller, arrangement);
        console.log(`Draft ${version} (${id}): ${changed_days.length} days differ from the calendar before`);
        if (objections.length > 0)
          throw new Refused(objections);
        const { totals } = await previewChange(database, caller, { draft: id, published_on: arrangement.published_on }, now);
        console.log(`It would move ${totals.clocks} of ${totals.open} running clocks in ${totals.issues} issues: ${totals.later} later, ${totals.earlier} earlier, ${totals.becomes_overdue} overdue then`);
        return 0;
      }
      catch (error) {
        if (error instanceof Refused)
          throw new Error(error.refusals.map(refusal => sentence(messages, refusal, language)).join('\n'), { cause: error });
        throw error;
      }
    }));
}
