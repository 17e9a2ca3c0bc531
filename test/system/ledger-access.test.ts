/** Ledgers: nobody reads or writes another grid's entries, nor a full number without a row in the log, by whichever way they ask (I1, I4). */
import type { Community } from './community.ts';
import type { Account, Answer } from './harness.ts';
import { Buffer } from 'node:buffer';
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDigit } from '../../extensions/wangge/src/kernel/identity-number-rules.ts';
import { MANAGED_FIELDS } from '../../extensions/wangge/src/ledgers/model.ts';
import { peopled } from './community.ts';
import { freshServer } from './harness.ts';

// A server of its own: a sensitive set is activated on it, and offices are given sets.
const wangge = await freshServer();
const { db } = wangge;
const RESIDENTS = 'ledger_residents';
const ELDERLY = 'ledger_elderly';
const SENSITIVE = 'ledger_disabled_persons';

/** What every resident has beside a name. */
const PERSON = { sex: 'male', birth_on: '1990-01-01', residence: 'registered', address: '某小区1号楼1单元101室' };

let near: Community;
let far: Community;
let patch: string;
/** Sees the entries of patch 0, one of each role that may. */
let sighted: Record<string, Account>;
/** Does not, one of each role. */
let blind: Record<string, Account>;
let dataset: string;

/** What stands in patch 0. `A` is in nobody's draw, `drawn` is. */
const A = { id: '', name: '欧阳绝密', remark: '绝密备注', number: '', phone: `139${randomInt(10_000_000, 99_999_999)}`, address: '绝密小区3号楼2单元501室' };
const helper = { id: '', name: '司马绝密', phone: `137${randomInt(10_000_000, 99_999_999)}` };
const drawn = { id: '', name: '上官绝密', phone: `136${randomInt(10_000_000, 99_999_999)}` };
/** Anything of it gives it away; ids are names of nothing, and are probed for separately. */
const SECRET = /绝密/;
const FULL = (): RegExp => new RegExp([A.number, A.phone, helper.phone, drawn.phone].join('|'));

beforeAll(async () => {
  [near, far] = [await peopled(wangge), await peopled(wangge)];
  const { place } = near;
  patch = place.patches[0].id;
  const office = randomUUID();
  await db('departments').insert({ id: office, code: `${place.code}B07`, name: '民政办', subdistrict: place.id, kind: 'office', active: true });
  const used = await db('ledger_datasets').whereIn('collection', [RESIDENTS, ELDERLY]).pluck('id');
  // The same sets are given to an office of another sub-district.
  await db('ledger_datasets_departments').insert(used.flatMap(id => [office, far.place.office.id].map(departments_id => ({ id: randomUUID(), ledger_datasets_id: id, departments_id }))));
  sighted = {
    level_3: near.worker,
    level_2: near.level2,
    level_1: near.level1,
    community_cadre: near.cadre,
    office: await wangge.createUser({ role: 'office', department: office }),
  };
  blind = {
    'level_3': near.stranger,
    'level_3 without a post': await wangge.createUser({ role: 'level_3' }),
    'level_2': await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[1].id }] }),
    'level_1': far.level1,
    'community_cadre': await wangge.createUser({ role: 'community_cadre', department: place.communityDepartments[1].id }),
    'office': near.officer,
    'office of another sub-district': far.officer,
    'dispatcher': near.dispatcher,
    'inspector': near.inspector,
    'analyst': await wangge.createUser({ role: 'analyst', department: office }),
  };
  dataset = (await db('ledger_datasets').where({ collection: RESIDENTS }).first('id')).id;
  const ids = (await db.raw('select id::text, hashtextextended(id::text, 0) & 127 as draw from (select gen_random_uuid() as id from generate_series(1, 400)) s')).rows as { id: string; draw: string }[];
  A.id = ids.find(({ draw }) => Number(draw) >= 13)!.id;
  drawn.id = ids.find(({ draw }) => Number(draw) < 13)!.id;
  A.number = identity('19491231', 'female');
  await created(near.worker, RESIDENTS, { id: A.id, grid: patch, name: A.name, residence: 'registered', identity_number: A.number, phone: A.phone, address: A.address, remark: A.remark });
  await created(near.worker, RESIDENTS, { id: drawn.id, grid: patch, name: drawn.name, phone: drawn.phone, ...PERSON, remark: '绝密备注' });
  helper.id = await created(near.worker, ELDERLY, { grid: patch, person: A.id, kinds: ['alone'], contact: helper.name, contact_phone: helper.phone, frequency: 'weekly' });
  // Something of their own, so that an empty answer is not for want of rows.
  await created(near.stranger, RESIDENTS, { grid: place.patches[2].id, name: '李可见', ...PERSON });
});
afterAll(async () => wangge.close());

function identity(born: string, sex: 'male' | 'female'): string {
  const first = `110105${born}${randomInt(10, 99)}${sex === 'male' ? 1 : 2}`;
  return first + checkDigit(first);
}

const ask = (as: Account | null, path: string, query: Record<string, string> = {}) => wangge.request('GET', path, { as, query });
const send = (as: Account | null, method: string, path: string, body: unknown, query: Record<string, string> = {}) => wangge.request(method, path, { as, body, query });
const graphql = (as: Account, query: string) => wangge.request('POST', '/graphql', { as, body: { query } });
const said = ({ body }: Answer<unknown>): string => typeof body === 'string' ? body : JSON.stringify(body);
const json = JSON.stringify;
const rule = ({ errors }: Answer<unknown>) => errors[0]?.extensions.rule ?? errors[0]?.extensions.code;
const logRows = async (): Promise<number> => Number((await db('ledger_access_log').count('* as n'))[0]!.n);

async function created(as: Account, collection: string, body: object): Promise<string> {
  const answer = await send(as, 'POST', `/items/${collection}`, body);
  expect(answer.status, said(answer)).toBe(200);
  return answer.body.data.id;
}

/**
 * By Directus' own import. In 11.17.4 it waits for ever where the last row was answered before the file's end was read
 * (`importJSON` asks a queue that is empty already to tell when it drains): then it is asked again.
 */
async function imported(as: Account, collection: string, rows: object[]): Promise<Answer<any>> {
  for (let attempt = 1; ; attempt++) {
    const form = new FormData();
    form.append('file', new Blob([json(rows)], { type: 'application/json' }), 'rows.json');
    const answer = await Promise.race([send(as, 'POST', `/utils/import/${collection}`, form), delay(10_000, null, { ref: false })]);
    if (answer !== null)
      return answer;
    if (attempt === 3)
      throw new Error('Directus\' import did not answer three times');
  }
}

/** Every way of asking that could bring an entry of patch 0 to light. */
function ways(as: Account): Record<string, () => Promise<Answer<any>>> {
  const list = (query: Record<string, string>, collection = RESIDENTS) => () => ask(as, `/items/${collection}`, { limit: '-1', ...query });
  return {
    'list': list({}),
    'list with everything related': list({ fields: '*.*' }),
    'item': () => ask(as, `/items/${RESIDENTS}/${A.id}`, { fields: '*.*' }),
    'items by id': list({ filter: json({ id: { _in: [A.id, drawn.id] } }) }),
    'alias': list({ 'fields': 'x,y,z', 'alias[x]': 'name', 'alias[y]': 'identity_number', 'alias[z]': 'remark' }),
    'sorted page': list({ sort: 'name,-phone', limit: '1', fields: 'name,phone,address' }),
    'search by name': list({ search: A.name }),
    'search by number': list({ search: A.number }),
    'SEARCH': () => send(as, 'SEARCH', `/items/${RESIDENTS}`, { query: { filter: { name: { _contains: '绝密' } }, limit: -1 } }),
    'minimum and maximum': list({ 'aggregate[min]': 'birth_on', 'aggregate[max]': 'draw' }),
    'grouped': list({ 'aggregate[count]': 'id', 'groupBy[]': 'name' }),
    'grouped by masked number': list({ 'aggregate[countDistinct]': 'name', 'groupBy[]': 'identity_number' }),
    'another set, through its relation': list({ fields: '*,person.*,person.grid.*' }, ELDERLY),
    'another set, deep': list({ fields: 'person.name', deep: json({ person: { _filter: { name: { _nnull: true } } } }) }, ELDERLY),
    'GraphQL': () => graphql(as, `{
      everybody: ${RESIDENTS}(limit: -1) { id name identity_number phone address remark }
      searched: ${RESIDENTS}(search: "${A.name}") { who: name where: address }
      probed: ${RESIDENTS}(filter: { remark: { _contains: "绝密" } }) { remark }
      one: ${RESIDENTS}_by_id(id: "${A.id}") { name phone }
      groups: ${RESIDENTS}_aggregated(groupBy: ["name", "remark"]) { group count { id } }
      related: ${ELDERLY} { contact contact_phone person { name phone identity_number grid { name } } }
    }`),
    // Without the fields that the inspection team does not know.
    'GraphQL of what is shared': () => graphql(as, `{
      everybody: ${RESIDENTS}(limit: -1) { identity_number phone name_masked sex birth_on }
      groups: ${RESIDENTS}_aggregated(groupBy: ["identity_number"]) { group count { id } }
      related: ${ELDERLY} { contact_phone person { phone identity_number name_masked } }
    }`),
    ...Object.fromEntries(['csv', 'json'].map(format => [`export ${format}`, list({ export: format, fields: '*' })])),
    'revisions': () => ask(as, '/revisions', { limit: '-1', fields: '*.*' }),
    'activity': () => ask(as, '/activity', { limit: '-1', fields: '*.*' }),
    'versions': () => ask(as, '/versions', { limit: '-1' }),
    'a version of it': () => ask(as, `/items/${RESIDENTS}/${A.id}`, { version: 'main' }),
    'comments': () => ask(as, '/comments', { limit: '-1' }),
    'where numbers are kept': () => ask(as, '/items/ledger_sealed', { limit: '-1' }),
    'where changes are kept': () => ask(as, '/items/ledger_changes', { limit: '-1' }),
    ...Object.fromEntries(['ledger_findings', 'ledger_confirmations', 'ledger_prints', 'ledger_print_jobs', 'collection_tasks', 'ledger_expected'].map(collection => [collection, list({}, collection)])),
    'history': () => ask(as, `/wangge/ledgers/${RESIDENTS}/${A.id}/history`),
    'history of the other set': () => ask(as, `/wangge/ledgers/${ELDERLY}/${helper.id}/history`),
    'freshness': () => ask(as, '/wangge/ledgers/freshness', { grid: patch }),
  };
}

async function answersTo(asked: ReturnType<typeof ways>): Promise<[string, Answer<any>][]> {
  return Promise.all(Object.entries(asked).map(async ([way, question]): Promise<[string, Answer<any>]> => [way, await question()]));
}

describe('entries of another grid', () => {
  it('are seen by their own people: the questions below have answers', async () => {
    for (const [role, person] of Object.entries(sighted)) {
      const list = await ask(person, `/items/${RESIDENTS}`, { search: '绝密', fields: 'id,name,identity_number,phone', sort: 'name', meta: '*' });
      expect(list.body, role).toMatchObject({ data: [{ name: drawn.name }, { name: A.name, identity_number: `${A.number.slice(0, 6)}********${A.number.slice(14)}`, phone: `139****${A.phone.slice(7)}` }], meta: { filter_count: 2 } });
      expect(said(await graphql(person, `{ ${ELDERLY} { contact person { name } } }`)), role).toContain(A.name);
      expect(said(await ask(person, `/wangge/ledgers/${RESIDENTS}/${A.id}/history`)), role).toContain(A.name);
      expect((await ask(person, `/items/${RESIDENTS}`, { search: A.number, fields: 'id' })).body.data, role).toEqual([{ id: A.id }]);
    }
    const part = await ask(near.inspector, `/items/${RESIDENTS}`, { filter: json({ grid: { _eq: patch } }) });
    expect(part.body.data.map((row: { id: string }) => row.id)).toEqual([drawn.id]);
    expect(part.body.data[0]).toMatchObject({ name_masked: '上**', phone: `136****${drawn.phone.slice(7)}` });
  });

  it('are read by no role, by no way of asking', async () => {
    for (const [role, person] of Object.entries(blind)) {
      for (const [way, answer] of await answersTo(ways(person))) {
        expect(answer.status, `${role}: ${way}: ${said(answer).slice(0, 300)}`).toBeLessThan(500);
        expect(said(answer), `${role}: ${way}`).not.toMatch(SECRET);
        expect(said(answer), `${role}: ${way}`).not.toMatch(FULL());
        if (way !== 'freshness' && !answer.errors[0]?.message.includes(A.id))
          expect(said(answer), `${role}: ${way}`).not.toContain(A.id);
      }
    }
  });

  it('do not show in what is counted, or in which question has an answer', async () => {
    const PROBES = [
      { name: { _eq: A.name } },
      { name: { _starts_with: '欧阳' } },
      { id: { _eq: A.id } },
      { identity_number: { _ends_with: A.number.slice(14) } },
      { phone: { _contains: A.phone.slice(7) } },
      { address: { _contains: '绝密' } },
      { remark: { _icontains: '绝密' } },
      { entry_key: { _nnull: true }, grid: { _eq: patch } },
      { grid: { id: { _eq: patch } }, name: { _nnull: true } },
      { _or: [{ id: { _eq: A.id } }, { _and: [{ remark: { _contains: '绝密' } }] }] },
    ];
    for (const [role, person] of Object.entries(blind)) {
      if ((await ask(person, `/items/${RESIDENTS}`, { limit: '1' })).status === 403)
        continue;
      for (const filter of PROBES) {
        for (const query of [{ 'filter': json(filter), 'aggregate[count]': '*' }, { filter: json(filter), fields: 'id', meta: '*' }] as Record<string, string>[]) {
          const answer = await ask(person, `/items/${RESIDENTS}`, query);
          const found = answer.status === 200 ? answer.body.meta?.filter_count ?? answer.body.data[0]?.count ?? answer.body.data.length : 0;
          expect([200, 403], `${role}: ${json(query)}`).toContain(answer.status);
          expect(Number(found), `${role}: ${json(query)}`).toBe(0);
        }
      }
      for (const filter of [{ person: { name: { _eq: A.name } } }, { person: { _eq: A.id } }, { person: { identity_number: { _nnull: true } }, grid: { _eq: patch } }]) {
        const answer = await ask(person, `/items/${ELDERLY}`, { filter: json(filter), fields: 'id' });
        expect(answer.status === 403 ? [] : answer.body.data, `${role}: ${json(filter)}`).toEqual([]);
      }
    }
  });

  it('are not to be told from entries that do not exist', async () => {
    const nowhere = randomUUID();
    for (const [role, person] of Object.entries(blind)) {
      for (const path of ['', '/history']) {
        const [there, not] = await Promise.all([A.id, nowhere].map(id => ask(person, path === '' ? `/items/${RESIDENTS}/${id}` : `/wangge/ledgers/${RESIDENTS}/${id}${path}`)));
        expect(there!.status, `${role} ${path}`).toBe(403);
        expect(said(there!).replaceAll(A.id, nowhere), `${role} ${path}`).toBe(said(not!));
      }
    }
  });

  it('are in no file that Directus exports', async () => {
    const exported = async (as: Account): Promise<string> => {
      const title = randomUUID();
      const asked = await send(as, 'POST', `/utils/export/${RESIDENTS}`, { format: 'csv', query: { fields: ['*'], limit: -1 }, file: { title } });
      expect(asked.status, said(asked)).toBeLessThan(500);
      if (asked.status >= 400)
        return '';
      // Directus tells whoever asked that it is done, or that it could not.
      await expect.poll(async () => db('directus_notifications').where({ recipient: as.id }).pluck('id'), { timeout: 15_000, interval: 200 }).not.toEqual([]);
      const file = await db('directus_files').where({ title }).first('id');
      return file === undefined ? '' : said(await ask(wangge.admin, `/assets/${file.id}`));
    };
    const all = await exported(wangge.admin);
    expect(all).toContain(A.name);
    expect(all).not.toMatch(FULL());
    for (const role of ['level_3', 'inspector', 'office', 'analyst', 'dispatcher'])
      expect(await exported(blind[role]!), role).not.toMatch(SECRET);
  });

  it('are in no workbook, and no workbook that is brought in tells of them', async () => {
    const exported = async (as: Account, collection = RESIDENTS): Promise<{ status: number; text: string }> => {
      const response = await fetch(`${wangge.url}/wangge/ledgers/${collection}/export.xlsx`, { headers: { authorization: `Bearer ${as.token}` } });
      const bytes = Buffer.from(await response.arrayBuffer());
      const rows = response.status === 200 ? (await readXlsx(bytes)).sheets[0]!.rows : bytes.toString();
      return { status: response.status, text: json(rows) };
    };
    const before = await logRows();
    const mine = await exported(near.worker);
    expect(mine.text).toContain(A.name);
    expect(mine.text).not.toMatch(FULL());
    expect((await exported(wangge.admin)).text).not.toMatch(FULL());
    expect(await logRows()).toBe(before + 2);
    const workbook = `网格,姓名,公民身份号码,人口类别,现住地址\n${near.place.patches[0].code},某人,${A.number},户籍人口,${PERSON.address}\n`;
    const stands = await db(RESIDENTS).where({ id: A.id }).first();
    for (const [role, person] of Object.entries(blind)) {
      for (const collection of [RESIDENTS, ELDERLY]) {
        const { status, text } = await exported(person, collection);
        expect(status, `${role}: ${text}`).toBeLessThan(500);
        expect(text, role).not.toMatch(SECRET);
        expect(text, role).not.toMatch(FULL());
      }
      for (const query of [{ dry_run: 'true' }, {}] as Record<string, string>[]) {
        const form = new FormData();
        form.append('file', new Blob([workbook], { type: 'text/csv' }), 'rows.csv');
        const answer = await send(person, 'POST', `/wangge/ledgers/${RESIDENTS}/import`, form, query);
        expect(answer.status, `${role}: ${said(answer).slice(0, 300)}`).toBeLessThan(500);
        expect(answer.body.data?.counts?.error ?? 1, `${role}: ${said(answer).slice(0, 300)}`).toBe(1);
        expect(said(answer), role).not.toMatch(SECRET);
        expect(said(answer), role).not.toContain(A.id);
      }
    }
    expect(await db(RESIDENTS).where({ id: A.id }).first()).toEqual(stands);
  });

  it('are in no book that others print', async () => {
    for (const [role, person] of Object.entries(blind)) {
      const book = await ask(person, `/wangge/ledgers/${patch}/book.pdf`);
      expect([400, 403], role).toContain(book.status);
    }
    expect(await db('ledger_prints').where({ grid: patch })).toEqual([]);
    expect((await ask(near.worker, `/wangge/ledgers/${patch}/book.pdf`)).status).toBe(200);
    expect(await db('ledger_access_log').where({ action: 'print', user_created: near.worker.id, grid: patch })).toHaveLength(1);
    for (const [role, person] of Object.entries(blind).filter(([name]) => name !== 'inspector'))
      expect(said(await ask(person, '/items/ledger_prints', { filter: json({ grid: { _eq: patch } }) })), role).not.toContain(near.worker.id);
  });

  it('show nothing of themselves in a refused change: the answer is the same whatever is written', async () => {
    const masked = `${A.number.slice(0, 6)}********${A.number.slice(14)}`;
    for (const [role, person] of Object.entries(blind)) {
      const answers = new Set<string>();
      for (const body of [{ remark: 'x' }, { identity_number: masked }, { identity_number: masked.replace('110105', '310105') }, { identity_number: A.number }, { identity_number: identity('19900307', 'male') }, { sex: 'male' }, { name: '' }, { state: 'nonsense' }]) {
        const answer = await send(person, 'PATCH', `/items/${RESIDENTS}/${A.id}`, body);
        expect(answer.status, `${role}: ${json(body)}: ${said(answer)}`).toBe(403);
        answers.add(said(answer));
      }
      expect([...answers], role).toHaveLength(1);
    }
  });

  it('nor in a refused new entry of somebody who may make none', async () => {
    for (const role of ['level_1', 'community_cadre', 'office', 'dispatcher', 'inspector', 'analyst']) {
      for (const grid of [patch, near.place.patches[2].id]) {
        const [known, unknown] = await Promise.all([A.number, identity('19491231', 'female')].map(identity_number =>
          send(role === 'level_1' ? near.level1 : blind[role]!, 'POST', `/items/${RESIDENTS}`, { grid, name: '某人', residence: 'registered', address: PERSON.address, identity_number, phone: A.phone })));
        expect([400, 403], role).toContain(known!.status);
        expect(said(known!), role).toBe(said(unknown!));
      }
    }
  });
});

describe('a full number', () => {
  const reveal = (as: Account | null, body: unknown = { purpose: '上门核实' }, item = A.id, collection = RESIDENTS) => send(as, 'POST', `/wangge/ledgers/${collection}/${item}/reveal`, body);

  it('comes by no other way, for administrators neither', async () => {
    const before = await logRows();
    for (const [role, person] of Object.entries({ worker: near.worker, office: sighted.office!, administrator: wangge.admin })) {
      for (const [way, answer] of await answersTo(ways(person))) {
        expect(answer.status, `${role}: ${way}: ${said(answer).slice(0, 300)}`).toBeLessThan(500);
        expect(said(answer), `${role}: ${way}`).not.toMatch(FULL());
      }
    }
    expect(await logRows()).toBe(before);
  });

  it('stands in no column of the database', async () => {
    const { rows: tables } = await db.raw('select relname from pg_class where relkind = \'r\' and relnamespace = \'public\'::regnamespace and reltuples <> 0') as { rows: { relname: string }[] };
    const { rows: ledgers } = await db.raw('select relname from pg_class where relkind = \'r\' and relname like \'ledger\\_%\'') as { rows: { relname: string }[] };
    for (const { relname } of [...tables, ...ledgers]) {
      const { rows } = await db.raw('select count(*) as n from ?? t where t::text ~ ?', [relname, FULL().source]);
      expect(Number(rows[0].n), relname).toBe(0);
    }
    expect(await db('ledger_sealed').where({ item: A.id }).orderBy('field').pluck('field')).toEqual(['identity_number', 'phone']);
  });

  it('is shown with a purpose, and a row in the log says to whom', async () => {
    for (const [role, person] of Object.entries(sighted)) {
      const before = await logRows();
      const answer = await reveal(person);
      expect(answer.body, role).toEqual({ data: { identity_number: A.number, phone: A.phone } });
      expect(await logRows(), role).toBe(before + 1);
      expect(await db('ledger_access_log').orderBy('date_created', 'desc').first('action', 'collection', 'item', 'user_created', 'purpose', 'grid')).toEqual({ action: 'reveal', collection: RESIDENTS, item: A.id, user_created: person.id, purpose: '上门核实', grid: patch });
    }
  });

  it('is not shown without a purpose, to others, or where the log takes no row', async () => {
    const before = await logRows();
    for (const body of [{}, { purpose: '' }, { purpose: ' ' }, { purpose: ['x', 'y'] }, { purpose: 'x'.repeat(501) }, null, [], 'x'])
      expect([400, 403], json(body)).toContain((await reveal(near.worker, body)).status);
    for (const [role, person] of Object.entries(blind)) {
      for (const [item, collection] of [[A.id, RESIDENTS], [helper.id, ELDERLY], [A.id, ELDERLY], [drawn.id, RESIDENTS]] as const) {
        const answer = await reveal(person, undefined, item, collection);
        expect(answer.status, role).toBe(403);
        expect(said(answer), role).not.toMatch(FULL());
      }
    }
    expect((await reveal(null)).status).toBe(403);
    expect(await logRows()).toBe(before);
    // A log that takes nothing gives nothing.
    await db.raw('create function refuse_log() returns trigger language plpgsql as $$ begin raise exception \'full\'; end $$; create trigger refuse_log before insert on ledger_access_log for each row execute function refuse_log()');
    const answer = await reveal(near.worker);
    await db.raw('drop trigger refuse_log on ledger_access_log; drop function refuse_log()');
    expect(answer.status).not.toBe(200);
    expect(said(answer)).not.toMatch(FULL());
  });

  it('finds its entry for those who see it, with a row in the log', async () => {
    const find = (as: Account, value: unknown = A.number, field = 'identity_number') => send(as, 'POST', `/wangge/ledgers/${RESIDENTS}/find`, { field, value });
    const before = await logRows();
    expect((await find(near.worker)).body).toEqual({ data: [A.id] });
    expect((await find(near.level2, A.phone, 'phone')).body).toEqual({ data: [A.id] });
    expect(await logRows()).toBe(before + 2);
    for (const [role, person] of Object.entries(blind)) {
      const answer = await find(person);
      expect([200, 403], role).toContain(answer.status);
      expect(said(answer), role).not.toContain(A.id);
    }
    for (const value of [null, '', '110', [], {}, '\0', 'x'.repeat(10_000)])
      expect([400, 403]).toContain((await find(near.worker, value)).status);
  });

  it('leaves a log that nobody rewrites or reads beyond their own', async () => {
    const mine = await ask(near.worker, '/items/ledger_access_log', { limit: '-1', fields: 'id,user_created' });
    expect(mine.body.data.length).toBeGreaterThan(0);
    expect(new Set(mine.body.data.map((row: { user_created: string }) => row.user_created))).toEqual(new Set([near.worker.id]));
    expect((await ask(near.stranger, '/items/ledger_access_log', { filter: json({ item: { _eq: A.id } }) })).body.data).toEqual([]);
    const { id } = mine.body.data[0];
    for (const person of [near.worker, near.level1, wangge.admin]) {
      expect((await send(person, 'PATCH', `/items/ledger_access_log/${id}`, { purpose: 'x' })).status).not.toBe(200);
      expect((await wangge.request('DELETE', `/items/ledger_access_log/${id}`, { as: person })).status).not.toBe(204);
    }
    await expect(db('ledger_access_log').where({ id }).update({ purpose: 'x' })).rejects.toThrow('only added to');
    // A row that somebody adds by hand is in their own name.
    const forged = await send(near.worker, 'POST', '/items/ledger_access_log', { action: 'reveal', collection: RESIDENTS, item: A.id, user_created: near.level1.id }, { fields: 'user_created' });
    expect(forged.status === 200 ? forged.body.data.user_created : near.worker.id).toBe(near.worker.id);
  });
});

describe('writing', () => {
  const row = (id: string, collection = RESIDENTS) => db(collection).where({ id }).first();

  it('outside one\'s part of the territory is refused, by every way of writing', async () => {
    const before = [await row(A.id), await row(helper.id, ELDERLY), (await db(RESIDENTS).where({ grid: patch }).count())[0]];
    const fresh = { grid: patch, name: '外来', ...PERSON };
    const writers = { ...blind, 'level_1 above': near.level1, 'cadre of the community': near.cadre, 'office of the set': sighted.office! };
    for (const [role, person] of Object.entries(writers)) {
      const answers: Record<string, Answer<any>> = {
        'create': await send(person, 'POST', `/items/${RESIDENTS}`, fresh),
        'create many': await send(person, 'POST', `/items/${RESIDENTS}`, [fresh]),
        'change': await send(person, 'PATCH', `/items/${RESIDENTS}/${A.id}`, { remark: '改' }),
        'change of many': await send(person, 'PATCH', `/items/${RESIDENTS}`, { keys: [A.id], data: { remark: '改' } }),
        'change by list': await send(person, 'PATCH', `/items/${RESIDENTS}`, [{ id: A.id, remark: '改' }]),
        'delete': await wangge.request('DELETE', `/items/${RESIDENTS}/${A.id}`, { as: person }),
        'import': await imported(person, RESIDENTS, [fresh]),
        'import over it': await imported(person, RESIDENTS, [{ id: A.id, remark: '改' }]),
        'taken over': await send(person, 'PATCH', `/items/${RESIDENTS}/${A.id}`, { grid: near.place.patches[2].id }),
        'confirmation': await send(person, 'POST', '/items/ledger_confirmations', { dataset, item: A.id }),
        'confirmation of many': await send(person, 'POST', `/wangge/ledgers/${RESIDENTS}/confirm`, { keys: [A.id] }),
      };
      for (const [way, answer] of Object.entries(answers)) {
        expect([400, 403], `${role}: ${way}: ${said(answer).slice(0, 200)}`).toContain(answer.status);
        expect(said(answer), `${role}: ${way}`).not.toMatch(SECRET);
      }
      const mutation = await graphql(person, `mutation { update_${RESIDENTS}_item(id: "${A.id}", data: { remark: "改" }) { id } }`);
      expect(mutation.errors.length, `${role}: ${said(mutation)}`).toBeGreaterThan(0);
    }
    expect([await row(A.id), await row(helper.id, ELDERLY), (await db(RESIDENTS).where({ grid: patch }).count())[0]]).toEqual(before);
  });

  it('through a relation reaches nobody else\'s entry', async () => {
    for (const person of [{ id: A.id, name: '改名' }, { name: '新人', grid: patch, ...PERSON }]) {
      for (const answer of [
        await send(near.stranger, 'POST', `/items/${ELDERLY}`, { grid: near.place.patches[2].id, person, kinds: ['alone'], contact: '某人', contact_phone: '13800138000', frequency: 'weekly' }),
        await send(near.worker, 'PATCH', `/items/${ELDERLY}/${helper.id}`, { person }),
      ])
        expect(answer.status, said(answer)).toBe(400);
    }
    expect((await row(A.id)).name).toBe(A.name);
    // To name another grid's resident does not open their entry.
    const named = await send(near.stranger, 'POST', `/items/${ELDERLY}`, { grid: near.place.patches[3].id, person: A.id, kinds: ['alone'], contact: '某人', contact_phone: '13800138000', frequency: 'weekly' }, { fields: '*,person.*' });
    expect(said(named)).not.toMatch(SECRET);
    const own = await send(near.stranger, 'POST', `/items/${ELDERLY}`, { grid: near.place.patches[2].id, person: A.id, kinds: ['alone'], contact: '某人', contact_phone: '13800138000', frequency: 'weekly' }, { fields: '*,person.*' });
    expect(said(own)).not.toMatch(SECRET);
    expect(said(await ask(near.stranger, `/items/${ELDERLY}`, { fields: '*,person.*' }))).not.toMatch(SECRET);
    if (own.status === 200)
      expect(said(await ask(near.stranger, `/wangge/ledgers/${ELDERLY}/${own.body.data.id}/history`))).not.toMatch(SECRET);
  });

  it('of what only the system writes is refused', async () => {
    const values: Record<string, unknown> = { sealed: {}, draw: 1, confirmed_on: '2020-01-01', review_due_on: '2099-01-01', date_created: '2020-01-01T00:00:00Z', date_updated: '2020-01-01T00:00:00Z', grid_path: near.place.patches[2].path, entry_key: 'x', dataset };
    const before = await row(drawn.id);
    for (const field of MANAGED_FIELDS) {
      const value = values[field] ?? near.level1.id;
      for (const person of [near.worker, wangge.admin]) {
        const answers = [
          await send(person, 'PATCH', `/items/${RESIDENTS}/${drawn.id}`, { [field]: value }),
          await send(person, 'POST', `/items/${RESIDENTS}`, { grid: patch, name: `管理${field}`, ...PERSON, [field]: value }),
          await imported(person, RESIDENTS, [{ grid: patch, name: `管理${field}`, ...PERSON, [field]: value }]),
        ];
        for (const answer of answers)
          expect([400, 403], `${field}: ${said(answer)}`).toContain(answer.status);
      }
    }
    expect(await row(drawn.id)).toEqual(before);
    expect(await db(RESIDENTS).whereLike('name', '管理%').count()).toEqual([{ count: '0' }]);
    // What follows from another field is passed over.
    expect((await send(near.worker, 'PATCH', `/items/${RESIDENTS}/${drawn.id}`, { name_masked: drawn.name, remark: '绝密备注二' })).status).toBe(200);
    expect((await row(drawn.id)).name_masked).toBe('上**');
  });

  it('an entry is kept: it is made void or moved, by nobody deleted', async () => {
    for (const person of [near.worker, near.level2, wangge.admin]) {
      expect((await wangge.request('DELETE', `/items/${RESIDENTS}/${drawn.id}`, { as: person })).status).not.toBe(204);
      expect((await send(person, 'DELETE', `/items/${RESIDENTS}`, [drawn.id])).status).not.toBe(204);
    }
    expect(await row(drawn.id)).toBeDefined();
  });
});

describe('a sensitive set', () => {
  const entry = (grid: string) => ({ grid, person: A.id });
  const set = () => db('ledger_datasets').where({ collection: SENSITIVE }).first();
  let second: Account;

  it('is there and inactive: nobody reads it, nobody writes it', async () => {
    expect(await set()).toMatchObject({ sensitivity: 'sensitive', active: false });
    for (const [role, person] of Object.entries({ ...sighted, ...blind })) {
      expect((await ask(person, `/items/${SENSITIVE}`)).status, role).toBe(403);
      expect((await ask(person, `/items/${SENSITIVE}`, { 'aggregate[count]': '*' })).status, role).toBe(403);
      expect([400, 403], role).toContain((await send(person, 'POST', `/items/${SENSITIVE}`, entry(patch))).status);
      expect((await graphql(person, `{ ${SENSITIVE} { id } }`)).errors.length, role).toBeGreaterThan(0);
      for (const door of [`${A.id}/history`, 'template.xlsx', 'export.xlsx'])
        expect([400, 403, 404], `${role} ${door}`).toContain((await ask(person, `/wangge/ledgers/${SENSITIVE}/${door}`)).status);
    }
    expect(rule(await send(wangge.admin, 'POST', `/items/${SENSITIVE}`, entry(patch)))).toBe('dataset_inactive');
    await expect(db(SENSITIVE).insert({ id: randomUUID(), grid: patch, person: A.id })).rejects.toThrow('not active');
  });

  it('is activated with basis, purpose, retention and assessment, by a second person', async () => {
    const path = `/items/ledger_datasets/${(await set()).id}`;
    second = await wangge.createUser({ role: 'administrator' });
    for (const [role, person] of Object.entries({ ...sighted, ...blind }))
      expect([400, 403], role).toContain((await send(person, 'PATCH', path, { active: true })).status);
    expect((await set()).active).toBe(false);
    expect(rule(await send(wangge.admin, 'PATCH', path, { active: true, impact_assessment: null }))).toBe('dataset_basis_missing');
    const form = new FormData();
    form.append('file', new Blob(['%PDF-1.4'], { type: 'application/pdf' }), 'assessment.pdf');
    const file = (await send(wangge.admin, 'POST', '/files', form)).body.data.id;
    const basis = { legal_basis: '《残疾人保障法》', purpose: '落实补贴', retention_months: 60, impact_assessment: file };
    expect(rule(await send(wangge.admin, 'PATCH', path, { ...basis, active: true }))).toBe('dataset_second_person');
    const written = await send(wangge.admin, 'PATCH', path, basis);
    expect(written.status, said(written)).toBe(200);
    expect(rule(await send(wangge.admin, 'PATCH', path, { active: true }))).toBe('dataset_second_person');
    for (const field of ['prepared_by', 'activated_by', 'activated_at'])
      expect(rule(await send(wangge.admin, 'PATCH', path, { [field]: null })), field).toBe('managed_field');
    const activated = await send(second, 'PATCH', path, { active: true });
    expect(activated.status, said(activated)).toBe(200);
    expect(await set()).toMatchObject({ active: true, prepared_by: wangge.admin.id, activated_by: second.id });
    expect(rule(await send(second, 'PATCH', path, { purpose: '其他' }))).toBe('dataset_basis_fixed');
    expect(rule(await send(second, 'PATCH', path, { sensitivity: 'personal' }))).toMatch(/^dataset_/);
    await expect(db('ledger_datasets').where({ collection: SENSITIVE }).update({ activated_by: wangge.admin.id })).rejects.toThrow();
  });

  it('is then read and written by those alone who hold its policy, in their own part', async () => {
    const { rows: columns } = await db.raw('select field, special, interface, options, required from directus_fields where collection = ? and required', [SENSITIVE]);
    const complete = Object.fromEntries((columns as { field: string; options: { choices?: { value: string }[] } | null; interface: string }[])
      .filter(({ field }) => !['grid', 'person', 'id'].includes(field))
      .map(({ field, options }) => [field, options?.choices?.[0]?.value ?? '1']));
    const body = (grid: string) => ({ ...complete, ...entry(grid), remark: '绝密残疾' });
    for (const [role, person] of Object.entries({ ...sighted, ...blind })) {
      expect((await ask(person, `/items/${SENSITIVE}`)).status, role).toBe(403);
      expect([400, 403], role).toContain((await send(person, 'POST', `/items/${SENSITIVE}`, body(patch))).status);
    }
    const { policy } = await db('directus_permissions').where({ collection: SENSITIVE, action: 'read' }).first('policy');
    expect(await db('directus_access').where({ policy })).toEqual([]);
    const holders = [await wangge.createUser({ role: 'level_3', posts: [{ grid: patch, role: 'deputy' }] }), await wangge.createUser({ role: 'level_3', posts: [{ grid: near.place.patches[2].id, role: 'deputy' }] })] as const;
    for (const { id } of holders) {
      const given = await send(wangge.admin, 'PATCH', `/users/${id}`, { policies: { create: [{ policy }], update: [], delete: [] } });
      expect(given.status, said(given)).toBe(200);
    }
    const id = await created(holders[0], SENSITIVE, body(patch));
    expect((await ask(holders[0], `/items/${SENSITIVE}`, { fields: 'id,remark' })).body.data).toEqual([{ id, remark: '绝密残疾' }]);
    expect((await ask(holders[1], `/items/${SENSITIVE}`)).body.data).toEqual([]);
    expect((await ask(holders[1], `/items/${SENSITIVE}/${id}`)).status).toBe(403);
    expect([400, 403]).toContain((await send(holders[1], 'PATCH', `/items/${SENSITIVE}/${id}`, { remark: 'x' })).status);
    expect([400, 403]).toContain((await send(holders[1], 'POST', `/items/${SENSITIVE}`, body(patch))).status);
    for (const [role, person] of Object.entries({ ...sighted, ...blind, 'the other holder': holders[1] })) {
      for (const answer of [
        await ask(person, `/wangge/ledgers/${SENSITIVE}/${id}/history`),
        await ask(person, `/items/${ELDERLY}`, { fields: '*.*.*' }),
        await ask(person, `/wangge/ledgers/${SENSITIVE}/export.xlsx`),
        await send(person, 'POST', `/wangge/ledgers/${SENSITIVE}/${id}/reveal`, { purpose: '看看' }),
      ])
        expect(said(answer), role).not.toContain('绝密残疾');
    }
  });
});

describe('strange input', () => {
  const STRANGE: readonly unknown[] = [0, 1e300, true, [], { id: 1 }, ['a'], '\0', '\uD800', '2026-02-31', '字'.repeat(11_000), '\'; drop table grids; --'];
  const served = (answer: Answer<unknown>, what: string): void => expect(answer.status, `${what}: ${said(answer).slice(0, 300)}`).toBeLessThan(500);

  it('in a field is refused at that field, or is a value; never a failure', async () => {
    const columns: string[] = await db('directus_fields').where({ collection: RESIDENTS }).pluck('field');
    const [systems, people] = [columns.filter(field => (MANAGED_FIELDS as readonly string[]).includes(field)), columns.filter(field => !(MANAGED_FIELDS as readonly string[]).includes(field))];
    for (const [field, values] of [...people.map(name => [name, STRANGE] as const), ...systems.map(name => [name, STRANGE.slice(0, 3)] as const)]) {
      await Promise.all(values.map(async (value) => {
        const what = `${field}: ${json(value).slice(0, 60)}`;
        const answer = await send(near.worker, 'PATCH', `/items/${RESIDENTS}/${drawn.id}`, { [field]: value });
        served(answer, what);
        if (answer.status === 400 && answer.errors[0]!.extensions.code === 'FAILED_VALIDATION')
          expect(answer.errors[0]!.extensions.field, what).toMatch(/^\w+$/);
        expect(answer.errors.map(({ message }) => message).join(), what).not.toMatch(/\{\w+\}/);
      }));
    }
    await send(near.worker, 'PATCH', `/items/${RESIDENTS}/${drawn.id}`, { remark: '绝密备注', name: drawn.name });
  });

  it('as a whole entry, a batch, a filter or an import likewise', async () => {
    const complete = { grid: patch, name: '怪', ...PERSON };
    for (const value of STRANGE) {
      const what = json(value).slice(0, 60);
      served(await send(near.worker, 'POST', `/items/${RESIDENTS}`, value), what);
      served(await send(near.worker, 'POST', `/items/${RESIDENTS}`, [{ ...complete, phone: value }, value]), what);
      served(await send(near.worker, 'POST', `/items/${RESIDENTS}`, { ...complete, id: value }), `id ${what}`);
      served(await send(near.worker, 'PATCH', `/items/${RESIDENTS}`, { keys: value, data: { remark: 'x' } }), `keys ${what}`);
      served(await imported(near.worker, RESIDENTS, [value as object, { ...complete, grid: value }]), `import ${what}`);
      if (what.length < 60) {
        served(await ask(near.worker, `/items/${RESIDENTS}`, { search: String(value) }), `search ${what}`);
        served(await ask(near.worker, `/items/${RESIDENTS}`, { filter: json({ name: { _eq: value } }) }), `filter ${what}`);
      }
    }
  });

  it('at our own doors likewise', async () => {
    for (const collection of [RESIDENTS, 'ledger_nowhere', 'directus_users', 'ledger_datasets', 'ledger_access_log', '..', '%00', '%27']) {
      for (const item of [A.id, A.id.toUpperCase(), '1', '%00', '..%2f', 'x'.repeat(300)]) {
        served(await ask(near.worker, `/wangge/ledgers/${collection}/${item}/history`), `${collection} ${item}`);
        served(await send(near.worker, 'POST', `/wangge/ledgers/${collection}/${item}/reveal`, { purpose: '核实' }), `${collection} ${item}`);
      }
      for (const value of STRANGE) {
        served(await send(near.worker, 'POST', `/wangge/ledgers/${collection}/find`, { field: value, value }), `${collection} find`);
        served(await send(near.worker, 'POST', `/wangge/ledgers/${collection}/confirm`, { keys: value }), `${collection} confirm`);
        served(await send(near.worker, 'POST', `/wangge/ledgers/${collection}/${A.id}/reveal`, { purpose: value }), `${collection} reveal`);
      }
      for (const door of ['template.xlsx', 'export.xlsx', 'book.pdf'])
        served(await ask(near.worker, `/wangge/ledgers/${collection}/${door}`, { filter: '{"name":"\\u0000"}', search: '\0', sort: 'nowhere' }), `${collection} ${door}`);
      served(await ask(null, `/wangge/ledgers/sheet/${A.id}/${collection}`), `sheet ${collection}`);
      served(await ask(null, `/wangge/ledgers/sheet/${collection}/${RESIDENTS}`), `sheet ${collection}`);
    }
    for (const value of STRANGE) {
      served(await send(near.worker, 'POST', '/wangge/ledgers/books', { grid: value }), `books ${json(value)}`);
      served(await ask(near.worker, '/wangge/ledgers/freshness', { grid: String(value), level: String(value) }), `freshness ${json(value)}`);
      served(await send(near.worker, 'POST', '/items/ledger_datasets', { collection: value, name: value, category: value, review_days: value, key_fields: value }), `set ${json(value)}`);
      served(await send(wangge.admin, 'POST', '/items/ledger_datasets', { collection: value, name: value, category: value, review_days: value, key_fields: value }), `set ${json(value)}`);
    }
    // None of it has brought a number to light for somebody else, or broken the server.
    expect((await ask(near.worker, '/server/ping')).status).toBe(200);
  });
});
