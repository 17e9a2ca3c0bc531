/** `npm run docs`: writes what in `docs/` is made from the code; a test says whether it is current. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { lifecyclePage } from '../extensions/wangge/src/handling/lifecycle/lifecycle-page-rules.ts';
import { architecturePage, PAGE } from './house/picture.ts';
import { root } from './start/environment.ts';

process.chdir(root);
for (const [file, content] of [['docs/lifecycle.md', lifecyclePage()], [PAGE, await architecturePage(root)]] as const) {
  await writeFile(join(root, file), content);
  console.log(`${file} written`);
}
