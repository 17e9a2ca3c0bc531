/** `npm run docs:lifecycle`: writes `docs/lifecycle.md` from the table of transitions; a rules test says whether it is current. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lifecyclePage } from '../extensions/wangge/src/handling/lifecycle/lifecycle-page-rules.ts';

const PAGE = 'docs/lifecycle.md';

await writeFile(join(import.meta.dirname, '..', PAGE), lifecyclePage());
console.log(`${PAGE} written`);
