/** Entries of a grid that is split or merged: what its successors would hold, and giving it to them. */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import type { NewEntry, StoredEntry } from './entry-store.ts';
import type { Dataset } from './model.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { loadDatasets } from './dataset-store.ts';
import { displayField } from './display-rules.ts';
import { installedCipher } from './encryption-key.ts';
import { entryKey } from './entry-rules.ts';
import { withHashes } from './entry-service.ts';
import { currentIn, entriesByKey, sealedHashes, updateEntries } from './entry-store.ts';

export interface EntryTransfer { dataset: Dataset; rows: NewEntry[] }

/** So many of those that stand twice are named. */
const NAMED = 10;

/** Each current entry with the grid that `place` finds for it and the key that it has there; refused where a successor has the same one. */
export async function planTransfer(db: Db, grid: Uuid, place: (location: unknown) => Uuid): Promise<EntryTransfer[] | Refusal> {
  const handings: EntryTransfer[] = [];
  const twice: { dataset: Dataset; entry: StoredEntry }[] = [];
  for (const dataset of await loadDatasets(db)) {
    const entries = await currentIn(db, dataset.collection, grid);
    if (entries.length === 0)
      continue;
    const rows = await placed(db, dataset, entries, place);
    const standing = await entriesByKey(db, dataset, rows.flatMap(({ entry_key }) => entry_key ?? []));
    twice.push(...entries.filter((entry, n) => (standing.get(rows[n]!.entry_key ?? '')?.id ?? entry.id) !== entry.id).map(entry => ({ dataset, entry })));
    handings.push({ dataset, rows });
  }
  return twice.length === 0 ? handings : refused('change_entries_twice', 'successors', { count: twice.length, list: listed(twice, 'zh-CN'), list_en: listed(twice, 'en-US') });
}

async function placed(db: Db, dataset: Dataset, entries: readonly StoredEntry[], place: (location: unknown) => Uuid): Promise<NewEntry[]> {
  const seals = installedCipher();
  const location = dataset.fields.find(({ kind }) => kind === 'location')?.field ?? null;
  const hashes = await sealedHashes(db, entries.map(({ id }) => id));
  return entries.map((entry) => {
    const values = { grid: place(location === null ? null : entry[location]) };
    const entry_key = seals === null ? entry.entry_key : entryKey(dataset, withHashes(dataset, { ...entry, ...values }, hashes.get(entry.id) ?? {}, {}), seals);
    return { id: entry.id, values, sealed: {}, entry_key };
  });
}

/** Of people only how many: a refusal names nobody. */
function listed(twice: readonly { dataset: Dataset; entry: StoredEntry }[], language: 'zh-CN' | 'en-US'): string {
  const sets = Map.groupBy(twice.slice(0, NAMED), ({ dataset }) => dataset);
  const zh = language === 'zh-CN';
  const parts = [...sets].map(([{ name, sensitivity, ...dataset }, those]) => {
    const names = sensitivity === 'internal' ? those.map(({ entry }) => String(entry[displayField(dataset)] ?? '')).filter(Boolean) : [];
    const which = names.map(one => `“${one}”`).join(zh ? '' : ', ') || (zh ? `${those.length}条` : String(those.length));
    return zh ? name[language] + which : `${name[language]}: ${which}`;
  });
  return parts.join(zh ? '；' : '; ');
}

/** How many entries were handed over. Their grid is retired by now: its entries keep the day of their confirmation. */
export async function transferEntries(db: Db, handings: readonly EntryTransfer[], person: Uuid | null): Promise<number> {
  let total = 0;
  for (const { dataset, rows } of handings) {
    await updateEntries(db, dataset, rows, { person });
    total += rows.length;
  }
  return total;
}
