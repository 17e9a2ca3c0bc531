/** Data sets are registered, changed and retired; entries are checked, sealed, kept once and with their past. */
import type { Account, Answer, Place, Server } from './harness.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { server } from './harness.ts';

let wangge: Server;
let place: Place;
let worker: Account;
let category: string;

beforeAll(async () => {
  wangge = await server();
  place = await wangge.createSubdistrict();
  worker = await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0]!.id }] });
  category = (await wangge.db('ledger_categories').whereNotNull('parent').orderBy('code').first('id')).id;
});

const register = (body: object) => wangge.request('POST', '/items/ledger_datasets', { as: wangge.admin, body: { category, review_days: 90, ...body } });
const rule = (answer: Answer<unknown>): unknown => answer.errors[0]?.extensions.rule;
const enter = (collection: string, body: object, as: Account = worker) =>
  wangge.request('POST', `/items/${collection}`, { as, body: { grid: place.patches[0]!.id, ...collection === 'ledger_residents' ? { residence: 'registered', address: '和平路1号院3号楼' } : {}, ...body } });

describe('a data set', () => {
  it('registered by its form: a collection with rows, words, permissions, bookmarks, bound to the territory', async () => {
    const made = await register({ collection: 'ledger_registered', name: '登记试验', name_en: 'Registered', key_fields: ['grid+name'] });
    expect(made.status).toBe(200);
    const first = await enter('ledger_registered', { name: '甲' });
    expect(first.status).toBe(200);
    expect(first.body.data).toMatchObject({ grid_path: place.patches[0]!.path, state: 'current', dataset: made.body.data.id });
    expect(rule(await enter('ledger_registered', { name: '甲' }))).toBe('entry_exists');
    expect(rule(await enter('ledger_registered', {}))).toBe('field_required');

    const added = await wangge.request('POST', '/fields/ledger_registered', { as: wangge.admin, body: { field: 'breed', type: 'string', schema: {}, meta: { interface: 'input', required: true, validation: { _and: [{ breed: { _regex: '^[犬猫]$' } }] }, validation_message: '“breed”：只填犬或猫' } } });
    expect(added.status).toBe(200);
    expect(rule(await enter('ledger_registered', { name: '乙' }))).toBe('field_required');
    const refused = await enter('ledger_registered', { name: '乙', breed: '鸟' });
    expect(refused.errors[0]).toMatchObject({ message: expect.stringContaining('只填犬或猫'), extensions: { field: 'breed' } });
    expect((await enter('ledger_registered', { name: '乙', breed: '猫' })).status).toBe(200);

    const collection = await wangge.db('directus_collections').where('collection', 'ledger_registered').first('translations', 'group');
    expect(collection.group).toMatch(/^wangge_ledgers_/);
    expect(await wangge.db('directus_presets').where('collection', 'ledger_registered').pluck('bookmark')).toContain('逾期未维护');
  });

  it.each([
    [{ collection: 'issues' }, 'dataset_collection_invalid'],
    [{ collection: 'ledger_Größe' }, 'dataset_collection_invalid'],
    [{ collection: 'ledger_x; drop table issues' }, 'dataset_collection_invalid'],
    [{ collection: 'ledger_residents' }, 'dataset_name_taken'],
    [{ collection: 'ledger_sealed' }, 'dataset_name_taken'],
    [{ collection: 'ledger_changes' }, 'dataset_name_taken'],
    [{ collection: 'ledger_datasets' }, 'dataset_name_taken'],
    [{ collection: 'ledger_unnamed', name: ' ' }, 'dataset_field_required'],
    [{ collection: 'ledger_unnamed', name: undefined }, 'dataset_field_required'],
    [{ collection: 'ledger_slow', review_days: 0 }, 'dataset_review_days_invalid'],
    [{ collection: 'ledger_slow', review_days: 1.5 }, 'dataset_review_days_invalid'],
    [{ collection: 'ledger_keyed', key_fields: ['a+'] }, 'dataset_key_fields_invalid'],
    [{ collection: 'ledger_keyed', key_fields: { a: 1 } }, 'dataset_key_fields_invalid'],
    [{ collection: 'ledger_private', personal_fields: ['name:密'] }, 'dataset_personal_fields_invalid'],
    [{ collection: 'ledger_secret', sensitivity: 'sensitive', active: true }, 'dataset_second_person'],
    [{ collection: 'ledger_forged', activated_by: '00000000-0000-4000-8000-000000000000' }, 'managed_field'],
  ])('%j is refused with a sentence, and nothing is half made', async (body, code) => {
    const refused = await register({ name: '不成', ...body });
    expect([refused.status, rule(refused)]).toEqual([400, code]);
    if (code !== 'dataset_name_taken' && typeof body.collection === 'string') {
      expect((await wangge.db.raw('select to_regclass(format(\'public.%I\', ?::text)) as made', [body.collection])).rows[0].made === null || body.collection === 'issues').toBe(true);
      expect(await wangge.db('directus_fields').where('collection', body.collection).whereNot('collection', 'issues')).toEqual([]);
    }
  });

  it('of a root category, none', async () => {
    const root = (await wangge.db('ledger_categories').whereNull('parent').first('id')).id;
    expect(rule(await register({ collection: 'ledger_rootless', name: '不成', category: root }))).toBe('dataset_category_root');
  });

  it('registered by two at once, it is there once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => register({ collection: 'ledger_at_once', name: '同时' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    expect(await wangge.db('ledger_datasets').where('collection', 'ledger_at_once')).toHaveLength(1);
  });

  it('retired, it is out of sight, takes nothing in and keeps its rows; its table name stands', async () => {
    const { id } = (await register({ collection: 'ledger_retired', name: '停用试验' })).body.data;
    expect((await enter('ledger_retired', { name: '甲' })).status).toBe(200);
    expect((await wangge.request('PATCH', `/items/ledger_datasets/${id}`, { as: wangge.admin, body: { active: false } })).status).toBe(200);
    expect(rule(await enter('ledger_retired', { name: '乙' }))).toBe('dataset_inactive');
    expect((await wangge.request('GET', '/items/ledger_retired', { as: worker })).body.data).toHaveLength(1);
    expect((await wangge.db('directus_collections').where('collection', 'ledger_retired').first('hidden')).hidden).toBe(true);
    expect(rule(await wangge.request('PATCH', `/items/ledger_datasets/${id}`, { as: wangge.admin, body: { collection: 'ledger_renamed' } }))).toBe('dataset_collection_fixed');
    expect(rule(await wangge.request('DELETE', `/items/ledger_datasets/${id}`, { as: wangge.admin }))).toBe('dataset_kept');
    expect((await wangge.request('PATCH', `/items/ledger_datasets/${id}`, { as: wangge.admin, body: { active: true } })).status).toBe(200);
    expect((await enter('ledger_retired', { name: '乙' })).status).toBe(200);
  });

  it('another interval moves the day by which each entry is to be confirmed', async () => {
    const { id } = (await register({ collection: 'ledger_interval', name: '周期试验', review_days: 30 })).body.data;
    const entry = (await enter('ledger_interval', { name: '甲' })).body.data;
    await wangge.request('PATCH', `/items/ledger_datasets/${id}`, { as: wangge.admin, body: { review_days: 31 } });
    const after = (await wangge.request('GET', `/items/ledger_interval/${entry.id}`, { as: worker })).body.data;
    expect(Date.parse(after.review_due_on) - Date.parse(entry.review_due_on)).toBe(86_400_000);
  });

  it('a sensitive one waits for its basis and a second person, and is read by whom its policy was given', async () => {
    const { id } = (await register({ collection: 'ledger_delicate', name: '敏感试验', sensitivity: 'sensitive' })).body.data;
    const change = (body: object, as: Account = wangge.admin) => wangge.request('PATCH', `/items/ledger_datasets/${id}`, { as, body });
    expect(rule(await change({ active: true }))).toBe('dataset_basis_missing');
    const file = (await wangge.db('directus_files').insert({ id: '5f0c8a4e-0000-4000-8000-000000000001', storage: 'local', filename_download: 'assessment.pdf' }).returning('id'))[0].id;
    expect((await change({ legal_basis: '《社会救助暂行办法》', purpose: '救助', retention_months: 24, impact_assessment: file })).status).toBe(200);
    expect(rule(await change({ active: true }))).toBe('dataset_second_person');
    const second = await wangge.createUser({ role: 'administrator' });
    expect(rule(await change({ active: true, purpose: '别的' }, second))).toBe('dataset_second_person');
    expect((await change({ active: true }, second)).status).toBe(200);
    expect(rule(await change({ purpose: '别的' }))).toBe('dataset_basis_fixed');
    expect(rule(await change({ sensitivity: 'personal' }))).toBe('dataset_basis_fixed');

    expect((await enter('ledger_delicate', { name: '甲' })).status).toBe(403);
    const policy = (await wangge.db('directus_policies').where('name', '台账：敏感试验').first('id')).id;
    expect((await wangge.request('PATCH', `/users/${worker.id}`, { as: wangge.admin, body: { policies: { create: [{ policy: { id: policy } }] } } })).status).toBe(200);
    expect((await enter('ledger_delicate', { name: '甲' })).status).toBe(200);
  });
});

describe('an entry', () => {
  const NUMBERS = ['110105199003070017', '650203198506151234', '650203198506151242'];

  it('numbers stand masked in the row, sealed beside it, and in no revision', async () => {
    const made = (await enter('ledger_residents', { name: '欧阳明', identity_number: NUMBERS[0], phone: '138 0000 1234' })).body.data;
    expect(made).toMatchObject({ identity_number: '110105********0017', phone: '138****1234', sex: 'male', birth_on: '1990-03-07', sealed: null });
    const sealed = await wangge.db('ledger_sealed').where('item', made.id).orderBy('field');
    expect(sealed.map(({ field }) => field)).toEqual(['identity_number', 'phone']);
    expect(JSON.stringify(sealed)).not.toContain(NUMBERS[0]);
    expect(await wangge.db('directus_revisions').where('item', made.id)).toEqual([]);

    // The form sends back what it was shown.
    expect((await wangge.request('PATCH', `/items/ledger_residents/${made.id}`, { as: worker, body: { identity_number: '110105********0017', name: '欧阳小明' } })).status).toBe(200);
    expect(rule(await wangge.request('PATCH', `/items/ledger_residents/${made.id}`, { as: worker, body: { phone: '139****1234' } }))).toBe('masked_text');
    expect((await wangge.request('PATCH', `/items/ledger_residents/${made.id}`, { as: worker, body: { phone: null } })).body.data.phone).toBeNull();
    expect(await wangge.db('ledger_sealed').where('item', made.id).pluck('field')).toEqual(['identity_number']);
    expect((await wangge.db('ledger_residents').where('id', made.id).first('name_masked')).name_masked).toMatch(/^欧阳?\*/);

    const other = await wangge.request('PATCH', `/items/ledger_residents/${made.id}`, { as: worker, body: { birth_on: '1991-03-07' } });
    expect([rule(other), other.errors[0]?.extensions.field]).toEqual(['birth_disagrees', 'birth_on']);

    const revealed = await wangge.request('POST', `/wangge/ledgers/ledger_residents/${made.id}/reveal`, { as: worker, body: { purpose: '入户核对' } });
    expect(revealed.body.data).toEqual({ identity_number: NUMBERS[0] });
    expect(await wangge.db('ledger_access_log').where('item', made.id)).toMatchObject([{ action: 'reveal', user_created: worker.id, purpose: '入户核对', fields: ['identity_number'] }]);
    expect(rule(await wangge.request('POST', `/wangge/ledgers/ledger_residents/${made.id}/reveal`, { as: worker, body: { purpose: ' ' } }))).toBe('purpose_required');

    const history = (await wangge.request('GET', `/wangge/ledgers/ledger_residents/${made.id}/history`, { as: worker })).body.data;
    expect(history.map(({ action }: { action: string }) => action)).toEqual(['update', 'update', 'create']);
    expect(history[1].changes).toEqual(expect.arrayContaining([{ field: 'name', label: '姓名', before: '欧阳明', after: '欧阳小明' }]));
    expect(JSON.stringify(history)).not.toContain(NUMBERS[0]);
  });

  it('one person, one record: whoever enters the number again hears where it stands; moved away, it is free', async () => {
    const there = place.patches[1]!;
    const neighbour = await wangge.createUser({ role: 'level_3', posts: [{ grid: there.id }] });
    const made = (await enter('ledger_residents', { name: '李一', identity_number: NUMBERS[1] })).body.data;
    const twice = await enter('ledger_residents', { grid: there.id, name: '李一', identity_number: NUMBERS[1] }, neighbour);
    expect(rule(twice)).toBe('entry_exists');
    expect((await wangge.request('PATCH', `/items/ledger_residents/${made.id}`, { as: worker, body: { state: 'moved', change_reason: '迁往邻网格' } })).status).toBe(200);
    expect((await enter('ledger_residents', { grid: there.id, name: '李一', identity_number: NUMBERS[1] }, neighbour)).status).toBe(200);
    expect(rule(await wangge.request('PATCH', `/items/ledger_residents/${made.id}`, { as: worker, body: { state: 'current' } }))).toBe('entry_exists');
  });

  it('twenty at once enter one person: it is there once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => enter('ledger_residents', { name: '王二', identity_number: NUMBERS[2] })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => status === 200 || status === 400)).toBe(true);
  });

  it('found by the whole number, in the search box and by the route, by who sees it', async () => {
    const other = await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[3]!.id }] });
    const search = (as: Account, text: string) => wangge.request('GET', '/items/ledger_residents', { as, query: { search: text, fields: 'name' } });
    expect((await search(worker, NUMBERS[0]!)).body.data).toEqual([{ name: '欧阳小明' }]);
    expect((await search(other, NUMBERS[0]!)).body.data).toEqual([]);
    expect((await search(worker, '欧阳小明')).body.data).toEqual([{ name: '欧阳小明' }]);
    const found = await wangge.request('POST', '/wangge/ledgers/ledger_residents/find', { as: worker, body: { field: 'identity_number', value: NUMBERS[0] } });
    expect(found.body.data).toHaveLength(1);
    expect(rule(await wangge.request('POST', '/wangge/ledgers/ledger_residents/find', { as: worker, body: { value: '1101' } }))).toBe('number_incomplete');
  });

  it('is kept, belongs to a patch, and what the system writes is not for people', async () => {
    const made = (await enter('ledger_residents', { name: '赵三' })).body.data;
    expect(rule(await wangge.request('DELETE', `/items/ledger_residents/${made.id}`, { as: wangge.admin }))).toBe('entry_kept');
    expect(rule(await enter('ledger_residents', { name: '赵三', confirmed_on: '2020-01-01' }))).toBe('managed_field');
    expect(rule(await enter('ledger_residents', { name: '赵三', draw: 1 }))).toBe('managed_field');
    expect(rule(await enter('ledger_residents', { name: '赵三', sealed: {} }))).toBe('managed_field');
    const above = await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[0]!.id }] });
    expect(rule(await enter('ledger_residents', { grid: place.communities[0]!.id, name: '赵三' }, above))).toBe('grid_not_patch');
  });

  it('several at once: the same change, one past each; what tells them apart is changed one by one', async () => {
    const ids = (await Promise.all(['甲', '乙', '丙'].map(name => enter('ledger_residents', { name: `批${name}`, birth_on: '1980-01-01' })))).map(({ body }) => body.data.id);
    expect((await wangge.request('PATCH', '/items/ledger_residents', { as: worker, body: { keys: ids, data: { remark: '同住' } } })).status).toBe(200);
    expect(await wangge.db('ledger_changes').whereIn('item', ids).where('action', 'update')).toHaveLength(3);
    expect(rule(await wangge.request('PATCH', '/items/ledger_residents', { as: worker, body: { keys: ids, data: { phone: '13800001234' } } }))).toBe('one_by_one');
    expect((await wangge.request('PATCH', '/items/ledger_residents', { as: worker, body: { keys: ids, data: { state: 'void' } } })).status).toBe(200);
  });
});
