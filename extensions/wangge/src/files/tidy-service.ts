/**
 * What an upload leaves that was broken off by a kill or a full disk: a row without a file, a file without a row, a file that
 * was still arriving. After a day nobody waits for any of them.
 */
import type { Db } from '../kernel/context.ts';
import type { Counts } from '../kernel/job-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import { opendir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { halfRows, knownFiles, removeRow } from './file-store.ts';

const DAY = 24 * 3600_000;
const AT_ONCE = 500;
/** As Directus names what it stores: a file, what is made of it for screens (`__`), a replacement on its way (`temp_`). Nothing else is touched. */
const STORED = /^(temp_)?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:__[\da-f]{40})?(?:\.\w{1,10})?$/i;
const ARRIVING = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

export interface Places {
  /** Of local storages. */
  storages: readonly string[];
  arriving: readonly string[];
}

/** Right at any moment, and again. `now` in milliseconds. */
export async function tidyFiles(db: Db, { storages, arriving }: Places, now: number): Promise<Counts> {
  const before = now - DAY;
  let [rows, files] = [0, 0];
  for (const id of await halfRows(db, new Date(before).toISOString()))
    rows += Number(await removeRow(db, id));
  for (const folder of storages) {
    for await (const names of batches(folder)) {
      const known = await knownFiles(db, names.flatMap(name => idIn(name) ?? []));
      for (const name of names.filter(name => isReplacement(name) || !known.has(idIn(name)!)))
        files += Number(await removedIfOlder(join(folder, name), before));
    }
  }
  for (const folder of arriving) {
    for await (const names of batches(folder, ARRIVING)) {
      for (const name of names)
        files += Number(await removedIfOlder(join(folder, name), before));
    }
  }
  return { rows, files };
}

async function* batches(folder: string, named = STORED): AsyncGenerator<string[]> {
  const entries = await opendir(folder).catch(() => null);
  let names: string[] = [];
  for await (const entry of entries ?? []) {
    if (entry.isFile() && named.test(entry.name))
      names.push(entry.name);
    if (names.length === AT_ONCE) {
      yield names;
      names = [];
    }
  }
  yield names;
}

function idIn(name: string): Uuid | null {
  return STORED.exec(name)?.[2]?.toLowerCase() ?? null;
}

function isReplacement(name: string): boolean {
  return STORED.exec(name)?.[1] !== undefined;
}

async function removedIfOlder(path: string, before: number): Promise<boolean> {
  const there = await stat(path).catch(() => null);
  if (there === null || there.mtimeMs >= before)
    return false;
  return unlink(path).then(() => true, () => false);
}
