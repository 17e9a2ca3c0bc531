/**
 * `directus wangge setup`: brings a database to this release, whatever it was before, and loses nothing that an
 * administrator did. Schema, then SQL, then seeds; each step is atomic together with the record of what it shipped.
 * The digest is written last: a set-up that was interrupted is simply run again.
 */
import type { CommandContext } from '../kernel/context.ts';
import type { Change } from '../setup/plan-rules.ts';
import { beginShippedScheme } from '../assessment/index.ts';
import { pinEarlierClocks, repairIssues } from '../handling/index.ts';
import { runOnce } from '../kernel/jobs-store.ts';
import { ADMINISTRATOR } from '../kernel/system-accountability.ts';
import { bundledDatasets } from '../ledgers/datasets/bundled-datasets.ts';
import { readSpecs } from '../ledgers/datasets/spec-files.ts';
import { applyCalendar, applySchema, applySeeds, applySql, createLedgers, installedDigest, lockSetup, readBases, writeDigest } from '../setup/index.ts';
import { describe, writes } from '../setup/plan-rules.ts';
import { releaseDigest } from '../setup/release-digest.ts';
import { readMatrix, readSeeds } from '../setup/seed-files.ts';

export interface SetupOptions {
  /** The project root: where schema-snapshot.yaml, seeds/ and extensions/wangge/sql/ are. */
  home: string;
  /** Run although this release is installed already. */
  force: boolean;
  /** Say what would be done, and do nothing. */
  dryRun: boolean;
  say: (line: string) => void;
}

export async function setup(context: CommandContext, options: SetupOptions): Promise<void> {
  // One transaction holds the lock while the steps work in transactions of their own; killed, it lets go.
  await context.database.transaction(async (lock) => {
    await lockSetup(lock, () => options.say('Another set-up is running: waiting for it to end.'));
    const digest = await releaseDigest(options.home);
    if (!options.force && digest === await installedDigest(context.database)) {
      options.say('Set-up: nothing to do, this release is installed already.');
      return;
    }
    const changes = await runSteps(context, options);
    for (const line of describe(changes, options.dryRun))
      options.say(`  ${line}`);
    if (!options.dryRun)
      await writeDigest(context.database, digest);
    options.say(outcome(changes, options.dryRun));
  });
}

async function runSteps(context: CommandContext, { home, dryRun }: SetupOptions): Promise<Change[]> {
  const db = context.database;
  // Read before anything is written: a mistake in a seed file must not leave half a set-up.
  const seeds = await readSeeds(home);
  const ledgers = bundledDatasets(await readSpecs(home), seeds.filter(({ collection }) => collection === 'ledger_categories').flatMap(({ rows }) => rows), await readMatrix(home));
  const blocks = [...seeds, ...ledgers.blocks];
  if (!dryRun)
    await createLedgers(db);
  const bases = await readBases(db);
  const schema = await applySchema({ context, home, beside: ledgers.items, bases, dryRun });
  const sql = await applySql(db, home, { dryRun, all: writes(schema) });
  const rows = await db.transaction(async (trx) => {
    const written = [...await applyCalendar(trx, bases, dryRun), ...await applySeeds(trx, blocks, bases, dryRun)];
    if (!dryRun)
      await beginShippedScheme(trx, bases);
    return written;
  });
  const pinned = dryRun ? 0 : await pinEarlierClocks(db);
  const clocks: Change[] = pinned === 0 ? [] : [{ action: 'run', kind: 'clocks', name: `${pinned} pinned to what held when they fell due` }];
  // Once; what it finds wrong, earlier releases wrote.
  if (!dryRun)
    await runOnce(db, 'repair_calendar_pins', '1', pool => repairIssues(pool, new Date().toISOString()));
  const changes = [...schema, ...sql, ...rows, ...clocks];
  if (!dryRun && writes(changes)) {
    const utils = new context.services.UtilsService({ schema: await context.getSchema(), accountability: ADMINISTRATOR });
    await utils.clearCache({ system: true });
  }
  return changes;
}

function outcome(changes: readonly Change[], dryRun: boolean): string {
  if (!writes(changes))
    return 'Set-up: nothing to do.';
  return dryRun ? 'Set-up: nothing was written (--dry-run).' : 'Set-up: done.';
}
