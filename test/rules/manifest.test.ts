/** The bundle's manifest names what the folders hold: a screen that nobody wrote there would never load. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { manifest, writeManifest } from '../../scripts/house/manifest.ts';

const MANIFEST = 'extensions/wangge/package.json';

it('the manifest is current (npm run build writes it)', async () => {
  expect(await manifest('.')).toBe(await readFile(MANIFEST, 'utf8'));
});

it('a new screen and a new operation are entered by their folders; what is no screen is named', async () => {
  const home = await mkdtemp(join(tmpdir(), 'wangge-manifest-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const put = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(home, 'extensions/wangge', file)), { recursive: true });
    await writeFile(join(home, 'extensions/wangge', file), text);
  };
  await put('src/ledgers/ui/lamps/index.ts', 'export default definePanel({ id: \'lamps\' });\n');
  await put('src/outbox/told/operation-api.ts', '');
  await put('src/outbox/told/operation-app.ts', '');
  await cp(MANIFEST, join(home, MANIFEST));
  expect(await writeManifest(home)).toBe(true);
  expect(await writeManifest(home)).toBe(false);
  const { 'directus:extension': { entries } } = JSON.parse(await readFile(join(home, MANIFEST), 'utf8'));
  expect(entries.filter(({ type }: { type: string }) => !['hook', 'endpoint'].includes(type))).toEqual([
    { type: 'operation', name: 'told', source: { app: 'src/outbox/told/operation-app.ts', api: 'src/outbox/told/operation-api.ts' } },
    { type: 'panel', name: 'lamps', source: 'src/ledgers/ui/lamps/index.ts' },
  ]);
  await put('src/ledgers/ui/lamps/index.ts', 'export const lamps = 1;\n');
  await expect(manifest(home)).rejects.toThrow('src/ledgers/ui/lamps/index.ts exports no screen');
});
