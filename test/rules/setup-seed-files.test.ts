/** What seed files say, form by form; and that the digest sees every change that set-up would act on. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { releaseDigest } from '../../extensions/wangge/src/setup/release-digest.ts';
import { blocksOf, readSeeds, stableUuid } from '../../extensions/wangge/src/setup/seed-files.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'wangge-seeds-'));
});
afterEach(async () => await rm(home, { recursive: true }));

async function put(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(home, name)), { recursive: true });
  await writeFile(join(home, name), text);
}

describe('the forms of a seed file', () => {
  it('reads rows of any table, several blocks in a file', () => {
    const rows = [{ id: '1' }];
    expect(blocksOf('reference/a.yaml', [{ collection: 'a', rows }, { collection: 'b', key: ['x', 'y'], once: true, rows }])).toEqual([
      { file: 'reference/a.yaml', collection: 'a', key: ['id'], rows, once: false, singleton: false, replaces: {} },
      { file: 'reference/a.yaml', collection: 'b', key: ['x', 'y'], rows, once: true, singleton: false, replaces: {} },
    ]);
  });

  it('makes of a role with its policy three rows', () => {
    const blocks = blocksOf('access/roles.yaml', { roles: [{ id: 'r', name: 'R', policy: { id: 'p', name: 'P' } }] });
    expect(blocks.map(({ collection, rows }) => [collection, rows])).toEqual([
      ['directus_policies', [{ id: 'p', name: 'P' }]],
      ['directus_roles', [{ id: 'r', name: 'R' }]],
      ['directus_access', [{ role: 'r', policy: 'p' }]],
    ]);
  });

  it('reads translations with and without a heading', () => {
    const texts = { 'errors.X': { 'zh-CN': '甲', 'en-US': 'A' } };
    const rows = [{ language: 'zh-CN', key: 'errors.X', value: '甲' }, { language: 'en-US', key: 'errors.X', value: 'A' }];
    expect(blocksOf('studio/errors.yaml', { translations: texts })[0]!.rows).toEqual(rows);
    expect(blocksOf('studio/translations.yaml', texts)[0]!.rows).toEqual(rows);
  });

  it('hangs panels on their dashboard', () => {
    const blocks = blocksOf('studio/d.yaml', { dashboards: [{ id: 'd', name: 'D', panels: [{ id: 'p', type: 'label' }] }] });
    expect(blocks.map(({ rows }) => rows)).toEqual([[{ id: 'd', name: 'D' }], [{ dashboard: 'd', id: 'p', type: 'label' }]]);
  });

  it('refuses what it does not know, with the file', () => {
    expect(() => blocksOf('studio/x.yaml', { panel: [] })).toThrow('seeds/studio/x.yaml: "panel" is not one of');
    expect(() => blocksOf('reference/x.yaml', { collection: 'a' })).toThrow('seeds/reference/x.yaml');
  });

  it('finds a policy by its name, wherever it is defined', async () => {
    await put('seeds/access/10-permissions.yaml', 'permissions: { P: { issues: { read: { fields: ["*"] } } } }');
    await put('seeds/access/20-roles.yaml', 'policies: [{ id: p, name: P }]');
    expect((await readSeeds(home))[0]!.rows).toEqual([{ policy: 'p', collection: 'issues', action: 'read', fields: ['*'] }]);
  });

  it('reads folders and files in their order', async () => {
    for (const name of ['studio/10-a', 'reference/20-b', 'reference/10-c', 'access/d'])
      await put(`seeds/${name}.yaml`, `{ collection: c, rows: [] }`);
    await put('seeds/demo/e.yaml', 'not: [read');
    expect((await readSeeds(home)).map(block => block.file)).toEqual(['access/d.yaml', 'reference/10-c.yaml', 'reference/20-b.yaml', 'studio/10-a.yaml']);
  });

  it('says where YAML is wrong', async () => {
    await put('seeds/reference/10-a.yaml', 'rows: [');
    await expect(readSeeds(home)).rejects.toThrow('seeds/reference/10-a.yaml');
  });

  it('derives ids that are uuids and stay', () => {
    expect(stableUuid('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(stableUuid('a')).toBe(stableUuid('a'));
    expect(stableUuid('a')).not.toBe(stableUuid('b'));
  });
});

describe('the digest of a release', () => {
  it('changes with the schema, a seed, a file of SQL and the bundle, not with the demonstration', async () => {
    const seen = new Set([await releaseDigest(home)]);
    for (const name of ['schema-snapshot.yaml', 'seeds/access/a.yaml', 'seeds/reference/sub/a.yaml', 'extensions/wangge/sql/010-a.sql', 'extensions/wangge/dist/api.js']) {
      await put(name, 'x');
      seen.add(await releaseDigest(home));
    }
    expect(seen.size).toBe(6);
    await put('seeds/demo/a.yaml', 'x');
    expect(seen.has(await releaseDigest(home))).toBe(true);
  });

  it('tells a moved text from another', async () => {
    await put('seeds/access/a.yaml', 'x');
    const before = await releaseDigest(home);
    await rm(join(home, 'seeds/access/a.yaml'));
    await put('seeds/access/b.yaml', 'x');
    expect(await releaseDigest(home)).not.toBe(before);
  });
});
