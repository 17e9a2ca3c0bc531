/**
 * `directus wangge setup` on a real Directus: twice changes nothing, an upgrade loses nothing that an administrator
 * did, two at once are safe, and whatever interrupts it, the next one completes it.
 */
import type { OwnServer } from './harness.ts';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { readSchemaFile } from '../../extensions/wangge/src/setup/schema/schema-file.ts';
import { root } from '../../scripts/start/environment.ts';
import { freshServer } from './harness.ts';

// Each set-up boots a Directus of its own: three seconds, and many more on a machine under load.
vi.setConfig({ testTimeout: 240_000 });

const FALLBACK_RULE = '0a07e000-0000-4000-8000-000000009999';
const DISTRICT_RULE = '0a07e000-0000-4000-8000-000000000100';
const SHIPPED = ['package.json', 'schema-snapshot.yaml', 'seeds', 'extensions/wangge/package.json', 'extensions/wangge/sql', 'extensions/wangge/dist/api.js'];

/** A copy of the shipped files, to be changed as a later release would change them. */
let home: string;
let wangge: OwnServer;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'wangge-home-'));
  for (const name of SHIPPED)
    await cp(join(root, name), join(home, name), { recursive: true });
  wangge = await freshServer({ environment: { WANGGE_HOME: home } });
});

afterAll(async () => {
  await wangge.close();
  await rm(home, { recursive: true });
});

async function release(name: string, change: (content: any) => void): Promise<void> {
  const path = join(home, name);
  const content: unknown = parse(await readFile(path, 'utf8'), { merge: true });
  change(content);
  await writeFile(path, stringify(content, { aliasDuplicateObjects: false }));
}

async function setup(...options: string[]): Promise<string> {
  const { code, stdout, stderr } = await wangge.cli('wangge', 'setup', ...options);
  expect(stderr + stdout).not.toContain('Set-up failed');
  expect(code).toBe(0);
  return stdout;
}

/** Everything that set-up writes, as one value. */
async function state(): Promise<unknown> {
  const tables = ['directus_collections', 'directus_fields', 'directus_relations', 'directus_permissions', 'directus_policies', 'directus_roles', 'directus_access', 'directus_translations', 'directus_settings', 'directus_dashboards', 'directus_panels', 'directus_presets', 'routing_rules', 'issue_categories', 'deadline_policies', 'calendar_days', 'wangge_release', 'wangge_sql'];
  const rows = await Promise.all(tables.map(async table =>
    [table, (await wangge.db.raw('select md5(string_agg(to_jsonb(t)::text, \'|\' order by to_jsonb(t)::text)) as digest from ?? t', [table])).rows[0].digest as string]));
  const columns = await wangge.db.raw('select md5(string_agg(to_jsonb(c)::text, \'|\' order by table_name, column_name)) as digest from information_schema.columns c where table_schema = \'public\'');
  return [...rows, ['columns', columns.rows[0].digest]];
}

async function isAtWork(): Promise<boolean> {
  const { rows } = await wangge.db.raw(`
    select 1 from pg_locks l join pg_database d on d.oid = l.database
    where l.locktype = 'advisory' and d.datname = current_database() and l.granted`);
  return rows.length > 0;
}

function addField(snapshot: any, field: string): void {
  snapshot.fields.push({ collection: 'issues', field, type: 'string', meta: { note: 'shipped', width: 'half', translations: { 'zh-CN': '新字段', 'en-US': 'New field' } } });
}

async function fieldMeta(field: string): Promise<any> {
  const answer = await wangge.request<any>('GET', `/fields/issues/${field}`, { as: wangge.admin });
  return answer.body.data.meta;
}

describe('an installation of this release', () => {
  it('stores exactly what is shipped', async () => {
    const { body } = await wangge.request<any>('GET', '/schema/snapshot', { as: wangge.admin });
    const shipped = readSchemaFile(await readFile(join(home, 'schema-snapshot.yaml'), 'utf8'));
    const named = (item: any): string => `${item.collection}.${item.field ?? ''}`;
    for (const list of ['collections', 'fields', 'relations'] as const) {
      const stored = new Map(body.data[list].map((item: any) => [named(item), item]));
      expect(shipped[list].filter(item => !stored.has(named(item))).map(named)).toEqual([]);
      for (const item of shipped[list])
        expect.soft((stored.get(named(item)) as any).meta, named(item)).toMatchObject(item.meta as object);
    }
  });

  it('has nothing to do, and says so', async () => {
    await setup();
    const before = await state();
    expect(await setup()).toContain('nothing to do, this release is installed already');
    expect(await setup('--force')).toContain('Set-up: nothing to do.');
    expect(await state()).toEqual(before);
  });
});

describe('an upgrade', () => {
  beforeAll(async () => {
    const as = wangge.admin;
    const must = async (method: string, path: string, body: unknown): Promise<void> => {
      const answer = await wangge.request(method, path, { as, body });
      expect(answer.errors, `${method} ${path}`).toEqual([]);
    };
    // What an administrator does in the Studio between two releases.
    await must('POST', '/collections', { collection: 'tips', schema: {}, meta: { note: 'mine' }, fields: [{ field: 'id', type: 'integer', schema: { is_primary_key: true, has_auto_increment: true } }] });
    await must('POST', '/fields/issues', { field: 'own_note', type: 'string', meta: { note: 'mine' }, schema: {} });
    await must('PATCH', '/fields/issues/address', { meta: { note: 'my note', width: 'full', translations: [{ language: 'zh-CN', translation: '我的地址' }, { language: 'en-US', translation: 'Place' }] } });
    await must('PATCH', `/items/routing_rules/${DISTRICT_RULE}`, { name: '我的规则' });
    await must('DELETE', '/items/issue_categories/0ca7e900-0000-4000-8000-000000000602', undefined);
    await must('PATCH', '/settings', { project_name: '我的项目' });
    const [permission] = await wangge.db('directus_permissions').where({ collection: 'issues', action: 'read' }).orderBy('id').limit(1) as { id: number; fields: string }[];
    await must('PATCH', `/permissions/${permission!.id}`, { fields: [...permission!.fields.split(','), 'own_note'] });

    // What the next release ships.
    await release('schema-snapshot.yaml', (snapshot) => {
      addField(snapshot, 'new_field');
      const address = snapshot.fields.find((item: any) => item.collection === 'issues' && item.field === 'address');
      expect(address.meta.translations['en-US']).toBe('Place');
      Object.assign(address.meta, { note: 'our new note', readonly: true, translations: { ...address.meta.translations, 'en-US': 'Where' } });
      // A column with a boolean default that a trigger names: only its look changes.
      Object.assign(snapshot.fields.find((item: any) => item.collection === 'assessment_scores' && item.field === 'no_data').meta, { note: 'our new note' });
    });
    await release('seeds/reference/21-routing-rules.yaml', ({ rows }) => {
      Object.assign(rows.find((row: any) => row.id === DISTRICT_RULE), { name: 'ours', priority: 105 });
      Object.assign(rows.find((row: any) => row.id === FALLBACK_RULE), { name: 'ours too' });
    });
    await release('seeds/reference/20-issue-categories.yaml', ({ rows }) => rows.push({ id: '0ca7e900-0000-4000-8000-000000000999', code: 'new_one', name: '新类别', active: true }));
    await release('seeds/access/matrix.yaml', ({ access_matrix: { fields, grants } }) => {
      fields.issue.push('new_field');
      delete grants.absences;
    });
    await writeFile(join(home, 'extensions/wangge/sql/990-later.sql'), 'create index if not exists issues_new_field on issues (new_field); -- is that so?\n');
  });

  it('says what it would do, and does nothing, when asked to', async () => {
    const before = await state();
    const plan = await setup('--dry-run');
    expect(plan).toContain('field to create: 1 (issues.new_field)');
    expect(plan).toContain('SQL to run');
    expect(plan).toContain('nothing was written');
    expect(await state()).toEqual(before);
  });

  it('brings what is new', async () => {
    const said = await setup();
    expect(said).toContain('field created: 1 (issues.new_field)');
    expect(said).toContain('routing_rules left as the administrator changed it: 1 (ours: name)');
    await wangge.restart();
    expect(await fieldMeta('new_field')).toMatchObject({ note: 'shipped' });
    expect(await wangge.db('routing_rules').where({ id: FALLBACK_RULE }).first('name')).toEqual({ name: 'ours too' });
    expect(await wangge.db('issue_categories').where({ code: 'new_one' }).first('name')).toEqual({ name: '新类别' });
    const { rows } = await wangge.db.raw('select 1 from pg_indexes where indexname = \'issues_new_field\'');
    expect(rows).toHaveLength(1);
  });

  it('changes the look of a field without touching its column', async () => {
    const { body } = await wangge.request<any>('GET', '/fields/assessment_scores/no_data', { as: wangge.admin });
    expect(body.data.meta.note).toBe('our new note');
  });

  it('keeps an administrator\'s own collection and field', async () => {
    expect((await wangge.request('GET', '/items/tips', { as: wangge.admin })).status).toBe(200);
    expect(await fieldMeta('own_note')).toMatchObject({ note: 'mine' });
  });

  it('keeps changed labels, notes and widths, and changes beside them what they did not touch', async () => {
    const meta = await fieldMeta('address');
    expect(meta).toMatchObject({ note: 'my note', width: 'full', readonly: true });
    expect(meta.translations).toEqual([{ language: 'zh-CN', translation: '我的地址' }, { language: 'en-US', translation: 'Where' }]);
  });

  it('keeps a changed rule and setting, column by column, and a deleted row deleted', async () => {
    expect(await wangge.db('routing_rules').where({ id: DISTRICT_RULE }).first('name', 'priority')).toEqual({ name: '我的规则', priority: 105 });
    expect(await wangge.db('directus_settings').first('project_name', 'default_language')).toEqual({ project_name: '我的项目', default_language: 'zh-CN' });
    expect(await wangge.db('issue_categories').where({ id: '0ca7e900-0000-4000-8000-000000000602' })).toEqual([]);
  });

  it('permits our new field beside the one that the administrator permitted, and withdraws what is no longer granted', async () => {
    const permissions = await wangge.db('directus_permissions').where({ collection: 'issues', action: 'read' }).orderBy('id') as { fields: string }[];
    expect(permissions[0]!.fields.split(',')).toEqual(expect.arrayContaining(['own_note', 'new_field']));
    expect(permissions.every(({ fields }) => fields.split(',').includes('new_field'))).toBe(true);
    expect(await wangge.db('directus_permissions').where({ collection: 'absences' })).toEqual([]);
  });

  it('has nothing to do the second time', async () => {
    const before = await state();
    expect(await setup('--force')).toContain('Set-up: nothing to do.');
    expect(await state()).toEqual(before);
  });
});

describe('two at once', () => {
  it('wait for each other, and only one works', async () => {
    await release('schema-snapshot.yaml', snapshot => addField(snapshot, 'at_once'));
    const said = await Promise.all([setup(), setup()]);
    expect(said.filter(text => text.includes('field created: 1 (issues.at_once)'))).toHaveLength(1);
    expect(said.filter(text => text.includes('nothing to do'))).toHaveLength(1);
  });
});

describe('a set-up that does not come to its end', () => {
  it('fails with a sentence and a code, and is completed by the next', async () => {
    await release('schema-snapshot.yaml', snapshot => addField(snapshot, 'after_failure'));
    await writeFile(join(home, 'extensions/wangge/sql/991-broken.sql'), 'create table half (id integer);\n\nselect no_such_function();\n');
    const failed = await wangge.cli('wangge', 'setup');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('991-broken.sql, line 3: function no_such_function() does not exist');
    expect(await wangge.db.schema.hasTable('half')).toBe(false);

    await writeFile(join(home, 'extensions/wangge/sql/991-broken.sql'), 'create table if not exists half (id integer);\n');
    expect(await setup()).toContain('991-broken.sql');
    expect(await wangge.db.schema.hasTable('half')).toBe(true);
    expect(await setup()).toContain('nothing to do');
  });

  it('is completed after SIGKILL', async () => {
    await release('schema-snapshot.yaml', snapshot => addField(snapshot, 'after_kill'));
    await release('seeds/reference/20-issue-categories.yaml', ({ rows }) => rows.push({ id: '0ca7e900-0000-4000-8000-000000000998', code: 'after_kill', name: '又一类别', active: true }));
    for (const after of [100, 600]) {
      const child = wangge.spawnCli('wangge', 'setup');
      const ended = once(child, 'exit');
      while (child.exitCode === null && !await isAtWork())
        await delay(100);
      await delay(after);
      child.kill('SIGKILL');
      await ended;
    }
    await setup();
    expect(await wangge.db.schema.hasColumn('issues', 'after_kill')).toBe(true);
    expect(await wangge.db('issue_categories').where({ code: 'after_kill' })).toHaveLength(1);
    expect(await setup('--force')).toContain('Set-up: nothing to do.');
  });

  it('says which seed is wrong before anything is written', async () => {
    const before = await state();
    await writeFile(join(home, 'seeds/reference/99-wrong.yaml'), 'collection: issue_categories\nrows: [{ id: 0ca7e900-0000-4000-8000-000000000997, cod: x }]\n');
    const failed = await wangge.cli('wangge', 'setup');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('seeds/reference/99-wrong.yaml, issue_categories: there is no column "cod"');
    expect(await state()).toEqual(before);
    await rm(join(home, 'seeds/reference/99-wrong.yaml'));
  });
});
