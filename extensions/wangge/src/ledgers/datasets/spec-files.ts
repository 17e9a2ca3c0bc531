/** The data sets that are shipped: the files of `seeds/reference/ledgers`, in the order in which they can be created. */
import type { DatasetSpec } from '../model.ts';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { orderSpecs, parseSpec } from './spec-rules.ts';

const FOLDER = 'seeds/reference/ledgers';

/** `home` is the folder that holds `seeds/`. */
export async function readSpecs(home: string): Promise<DatasetSpec[]> {
  const folder = join(home, FOLDER);
  const names = (await readdir(folder)).filter(name => name.endsWith('.yaml')).sort();
  return orderSpecs(await Promise.all(names.map(async (name) => {
    const document = parseDocument(await readFile(join(folder, name), 'utf8'));
    const [mistake] = document.errors;
    if (mistake)
      throw new Error(`${FOLDER}/${name}: ${mistake.message}`);
    return parseSpec(`${FOLDER}/${name}`, document.toJS());
  })));
}
