/** `directus wangge seed-demo`: fills an empty installation with the demonstration sub-district and ranks its finished quarters. */
import type { Command } from 'commander';
import type { CommandContext, Db } from '../../kernel/context.ts';
import type { Moment } from '../../kernel/values.ts';
import type { Demonstration } from './generate.ts';
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { cutOfPeriod, evidenceFiles, rankPeriod, takeStep } from '../../assessment/index.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { addWorkingDays, dayOf, momentAt } from '../../calendar/working-days-rules.ts';
import { dayString, epochDay, MS_PER_DAY } from '../../kernel/civil-date-rules.ts';
import { installedCipher } from '../../ledgers/index.ts';
import { readMaterial } from './material.ts';
import { plusMinutes } from './office-time.ts';
import { storePhotos } from './photos.ts';
import { recogniseAsPeopleDo } from './recognitions.ts';
import { seedDemonstration } from './seed-service.ts';

/** The quarter's job runs an hour after midnight. */
const RANKED_AFTER_MINUTES = 60;

interface Options { at?: string; seed: string }

export function register(wangge: Command, context: CommandContext): void {
  wangge.command('seed-demo')
    .description('Fill an empty installation with an invented sub-district: people, two finished quarters and the running one')
    .option('--at <instant>', 'the present of the demonstration, such as 2026-11-22T10:00:00+08:00 (default: now)')
    .option('--seed <text>', 'another seed gives another demonstration', '1')
    .action(async (options: Options) => {
      try {
        await seedDemo(context, options);
        process.exit(0);
      }
      catch (error) {
        process.stderr.write(`No demonstration data: ${(error as Error).message}\n`);
        process.exit(1);
      }
    });
}

async function seedDemo(context: CommandContext, { at, seed }: Options): Promise<void> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const home = process.env.WANGGE_HOME ?? process.cwd();
  const now = presentOf(at);
  const password = process.env.DEMO_PASSWORD || randomBytes(9).toString('base64url');
  const seals = installedCipher();
  const started = Date.now();

  const material = await readMaterial(home);
  const demonstration = await seedDemonstration(context.database, {
    material,
    now,
    seed,
    passwordHash: await hashOf(password, context),
    photos: async trx => await storePhotos(trx, context, home),
    seals,
  });
  if (demonstration === null)
    throw new Error('there is a sub-district already; the demonstration goes into an empty installation only');
  const { world, issues } = demonstration;
  say(`${world.subdistrict.name}: ${world.grids.length} grids, ${world.people.length} people, ${issues.length} issues with ${issues.reduce((sum, { events }) => sum + events.length, 0)} events`);
  if (seals === null)
    say('The ledgers stay empty: WANGGE_LEDGER_KEY is not set');
  for (const line of await rankFinished(context, demonstration, now))
    say(line);
  // People step now: a demonstration whose present lies in the past has none of it.
  if (Date.now() - Date.parse(now) < MS_PER_DAY) {
    for (const line of await recogniseAsPeopleDo(context.database as Db, world.subdistrict.id, now))
      say(line);
  }
  say(`Done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  say(`Accounts: ${Object.keys(material.organisation.accounts).join(', ')}`);
  if (!process.env.DEMO_PASSWORD)
    say(`Password of all of them: ${password}`);
}

function presentOf(at: string | undefined): Moment {
  const time = at === undefined ? Date.now() : Date.parse(at);
  if (Number.isNaN(time))
    throw new Error(`"${at}" is no instant; write it like 2026-11-22T10:00:00+08:00`);
  if (time > Date.now())
    throw new Error('the present of the demonstration cannot lie in the future');
  return new Date(time).toISOString();
}

/** As Directus itself hashes passwords. */
async function hashOf(password: string, { services, getSchema, database }: CommandContext): Promise<string> {
  const payload = new services.PayloadService('directus_users', { knex: database, schema: await getSchema(), accountability: null });
  const [{ password: hash }] = await payload.processValues('create', [{ password }]) as [{ password: string }];
  return hash;
}

/** Each finished quarter as its job would have computed it and two people published it, the older first. */
async function rankFinished(context: CommandContext, { quarters, world, directory }: Demonstration, now: Moment): Promise<string[]> {
  const lines: string[] = [];
  for (const { code, ends_on } of quarters.slice(0, -1)) {
    const over = momentAt(directory.reference.calendar, dayString(epochDay(ends_on) + 1), '00:00');
    const cut = await cutOfPeriod(context.database as Db, code);
    // What counts in it is not on record yet: its job will rank it.
    if (cut > now)
      continue;
    const at = [[plusMinutes(over, RANKED_AFTER_MINUTES), cut].sort()[1]!, now].sort()[0]!;
    const ranked = await rankPeriod(context.database as Db, evidenceFiles(context), { period: code, subdistrict: world.subdistrict.code, reason: null }, at);
    if (ranked.kind === 'refused')
      throw new Error(`the quarter ${code} could not be ranked (${ranked.code})`);
    const state = await publishAsPeopleDo(context.database as Db, code, at, now);
    lines.push(...ranked.periods.map(period => `${code}: ${period.ranked} of ${period.grids} grids ranked, ${state}`));
  }
  return lines;
}

/** The first of them opens the preview on the working day after, the other publishes on the one after its end; what is still to come is left to the people. */
const OPENS_AND_PUBLISHES = { preview: 'inspector@example.com', publish: 'l1@example.com' };

async function publishAsPeopleDo(db: Db, code: string, computed: Moment, now: Moment): Promise<string> {
  const calendar = await loadCalendar(db);
  const morningAfter = (moment: Moment): Moment => momentAt(calendar, addWorkingDays(calendar, dayOf(calendar, moment), 1).day, '09:00');
  const [{ id: period }] = await db('assessment_periods').where({ code }).select('id');
  let [at, state] = [morningAfter(computed), 'computed'];
  for (const step of ['preview', 'publish'] as const) {
    if (at > now)
      return state;
    const { id: actor } = await db('directus_users').where({ email: OPENS_AND_PUBLISHES[step] }).first('id');
    const taken = await takeStep(db, { period, step, actor, version: null, reason: null }, at);
    if ('kind' in taken)
      throw new Error(`the quarter ${code} could not take the step ${step} (${taken.code})`);
    [at, state] = [morningAfter(taken.until ?? at), { preview: 'in preview', publish: 'published' }[step]];
  }
  return state;
}
