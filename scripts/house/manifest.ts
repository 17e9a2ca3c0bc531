/**
 * What Directus loads is what the bundle's manifest names. The entries follow from the folders: the hook and the endpoints of
 * the composition root, and of every room what stands in its `ui/` and its operations.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

interface Entry { type: string; name: string; source: string | { app: string; api: string } }

const MANIFEST = 'extensions/wangge/package.json';
const HOME = 'extensions/wangge';

/** Entry points that are no screens. */
const ENTRY_POINTS: readonly Entry[] = [
  { type: 'hook', name: 'rooms', source: 'src/app/hook.ts' },
  { type: 'endpoint', name: 'wangge', source: 'src/app/endpoint.ts' },
  { type: 'endpoint', name: 'notices', source: 'src/disclosure/public-routes.ts' },
];

/** What a screen's `index.ts` may export by default; the first three are the house's own (`ui/screen-entries.ts`). */
const KINDS: Readonly<Record<string, string>> = { panelOf: 'panel', boxOf: 'interface', moduleOf: 'module', defineInterface: 'interface', defineDisplay: 'display', definePanel: 'panel', defineModule: 'module', defineLayout: 'layout' };

/** The manifest as the folders make it; `root` is the project's. */
export async function manifest(root: string): Promise<string> {
  const kept = JSON.parse(await readFile(join(root, MANIFEST), 'utf8'));
  const files = (await readdir(join(root, HOME, 'src'), { recursive: true })).map(file => join('src', file)).sort();
  const screens = await Promise.all(files.filter(file => /\/ui\/[^/]+\/index\.ts$/.test(file)).map(file => screen(root, file)));
  const operations = files.filter(file => file.endsWith('/operation-api.ts')).map(api => ({ type: 'operation', name: basename(dirname(api)), source: { app: api.replace('-api.ts', '-app.ts'), api } }));
  kept['directus:extension'].entries = [...ENTRY_POINTS, ...operations, ...screens];
  return `${JSON.stringify(kept, null, 2)}\n`;
}

async function screen(root: string, file: string): Promise<Entry> {
  const text = await readFile(join(root, HOME, file), 'utf8');
  const kind = /export default (\w+)\(/.exec(text)?.[1];
  const type = kind === undefined ? undefined : KINDS[kind];
  if (type === undefined)
    throw new Error(`${file} exports no screen: its default export is one of ${Object.keys(KINDS).join(', ')}`);
  return { type, name: basename(dirname(file)), source: file };
}

/** True where it has changed. */
export async function writeManifest(root: string): Promise<boolean> {
  const now = await manifest(root);
  if (now === await readFile(join(root, MANIFEST), 'utf8'))
    return false;
  await writeFile(join(root, MANIFEST), now);
  return true;
}
