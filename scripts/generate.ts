/**
 * `npm run generate`: brings up to date what follows from the registries of events and of an issue's fields, from the
 * folders (the bundle's manifest) and from the imports (the picture of the house); rules tests say what is not current.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { GENERATED, present, ROOT, wanted } from './generate/files.ts';
import { writeManifest } from './house/manifest.ts';
import { PAGE, withPicture } from './house/picture.ts';
import { survey } from './house/walls.ts';

process.chdir(ROOT);
for (const path of GENERATED)
  await write(path, wanted(path));
await write(PAGE, withPicture(present(PAGE), await survey()));
tell('extensions/wangge/package.json', await writeManifest(ROOT));

async function write(path: string, text: string): Promise<void> {
  const changed = text !== present(path);
  if (changed)
    await writeFile(join(ROOT, path), text);
  tell(path, changed);
}

function tell(path: string, written: boolean): void {
  console.log(`${path} ${written ? 'written' : 'is current'}`);
}
