/** `npm run schema:types`: writes the TypeScript types of the rows from `schema-snapshot.yaml`; with `--check`, only says whether they are current. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { generateTypes } from '../extensions/wangge/src/setup/schema/row-types.ts';
import { readSchemaFile } from '../extensions/wangge/src/setup/schema/schema-file.ts';

const ROOT = join(import.meta.dirname, '..');
const TYPES = 'extensions/wangge/src/setup/schema/types.ts';

const wanted = generateTypes(readSchemaFile(await readFile(join(ROOT, 'schema-snapshot.yaml'), 'utf8')));
const present = await readFile(join(ROOT, TYPES), 'utf8').catch(() => '');
if (wanted === present) {
  console.log(`${TYPES} is current`);
}
else if (process.argv.includes('--check')) {
  console.error(`${TYPES} is not what schema-snapshot.yaml says: run "npm run schema:types"`);
  process.exitCode = 1;
}
else {
  await writeFile(join(ROOT, TYPES), wanted);
  console.log(`${TYPES} written`);
}
