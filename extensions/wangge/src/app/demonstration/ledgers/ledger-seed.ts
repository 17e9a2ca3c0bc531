/** Puts drawn entries into the ledgers: through the rules that everybody's entries pass, and the writer of the imports. */
import type { Db } from '../../../kernel/context.ts';
import type { Day } from '../../../kernel/values.ts';
import type { Checked } from '../../../ledgers/entry-rules.ts';
import type { FieldCipher } from '../../../ledgers/field-encryption-rules.ts';
import type { Dataset, Field, Values } from '../../../ledgers/model.ts';
import type { Material } from '../material.ts';
import type { DemoRows } from '../model.ts';
import type { DrawnEntry } from './patch-draw.ts';
import { entryChecker, entryKey } from '../../../ledgers/entry-rules.ts';
import { insertEntries, loadDatasets, withHashes } from '../../../ledgers/index.ts';
import { insertExpected } from '../demo-store.ts';
import { confirmedOn, drawLedgers, expectedOf } from './ledgers.ts';

const BATCH = 1000;

export async function insertLedgers(db: Db, { world, material, seed, seals, today }: { world: DemoRows; material: Material; seed: string; seals: FieldCipher; today: Day }): Promise<void> {
  const drawn = drawLedgers(world, material, today, seed);
  const active = await loadDatasets(db);
  const datasets = new Map(active.map(dataset => [dataset.collection, dataset]));
  // Collections in the order of their first entries: what is referred to comes first.
  for (const [collection, entries] of Map.groupBy(drawn, entry => entry.collection)) {
    const dataset = datasets.get(collection);
    if (dataset === undefined)
      continue;
    const check = entryChecker(dataset, { today, seals });
    const rows = entries.map(entry => rowOf(dataset, entry, check({ ...entry.values, grid: entry.grid }, null), seals, today));
    for (let from = 0; from < rows.length; from += BATCH)
      await insertEntries(db, dataset, rows.slice(from, from + BATCH), { person: null, source: 'import' });
  }
  await insertExpected(db, expectedOf(world, drawn, active, today, seed));
}

type Row = Parameters<typeof insertEntries>[2][number];

function rowOf(dataset: Dataset, { id, confirmed_by, age }: DrawnEntry, checked: Checked, seals: FieldCipher, today: Day): Row {
  const [fault] = checked.faults;
  if (fault !== undefined)
    throw new Error(`A demonstration entry of ${dataset.collection} breaks a rule: ${fault.field} ${fault.code}`);
  const confirmed_on = confirmedOn({ age }, dataset.review_days, today);
  const values: Values = { ...Object.fromEntries(dataset.fields.map(blank)), ...checked.values, confirmed_on, confirmed_by, user_created: confirmed_by };
  return { id, values, sealed: checked.sealed, entry_key: entryKey(dataset, withHashes(dataset, values, {}, checked.sealed), seals) };
}

/** All rows of an insert have the same columns. */
function blank({ field, kind }: Field): [string, unknown] {
  return [field, kind === 'boolean' ? false : null];
}
