/** `npm run generate`: brings up to date what follows from the registries of events and of an issue's fields; a rules test says what is not. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GENERATED, present, ROOT, wanted } from './generate/files.ts';

for (const path of GENERATED) {
  const text = wanted(path);
  const current = text === present(path);
  if (!current)
    await writeFile(join(ROOT, path), text);
  console.log(`${path} ${current ? 'is current' : 'written'}`);
}
