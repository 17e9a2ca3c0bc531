/** Ledgers: nobody reads another grid's entries, nor a full number without a row in the log, by whichever way they ask (I1, I4). */
import type { Account } from './harness.ts';
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, describe, expect, it } from 'vitest';
import { freshServer } from './harness.ts';
import { answersTo, ELDERLY, identity, json, ledgerSecrets, PERSON, RESIDENTS, said, SECRET } from './ledger-secrets.ts';

// A server of its own: offices are given sets.
const wangge = await freshServer();
const { db } = wangge;
const { near, patch, sighted, blind, A, helper, drawn, FULL, ask, send, graphql, ways } = await ledgerSecrets(wangge);
afterAll(() => wangge.close());

const logRows = async (): Promise<number> => Number((await db('ledger_access_log').count('* as n'))[0]!.n);

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
    // Each of them has searched for the number.
    expect(await logRows()).toBe(before + 3);
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
    // Nobody adds a row by hand, nor beside something else.
    for (const person of [near.worker, near.level1, wangge.admin]) {
      const forged = await send(person, 'POST', '/items/ledger_access_log', { action: 'reveal', collection: RESIDENTS, item: A.id, user_created: near.level1.id });
      expect([400, 403]).toContain(forged.status);
      expect(forged.errors[0]!.message.length).toBeGreaterThan(0);
    }
    expect((await wangge.request('POST', '/graphql', { as: near.worker, body: { query: 'mutation { create_ledger_access_log_item(data: { action: "reveal" }) { id } }' } })).body.data?.create_ledger_access_log_item ?? null).toBeNull();
  });

  it('keeps who looked for a whole number in the search box of a list; who may leave no trace looks for nobody', async () => {
    const search = (person: Account, value: string, more: Record<string, string> = {}) => ask(person, `/items/${RESIDENTS}`, { search: value, fields: 'id', ...more });
    const before = await logRows();
    expect((await search(near.worker, A.number)).body.data).toEqual([{ id: A.id }]);
    expect(await logRows()).toBe(before + 1);
    expect(await db('ledger_access_log').orderBy('date_created', 'desc').first('action', 'collection', 'user_created', 'rows')).toEqual({ action: 'find', collection: RESIDENTS, user_created: near.worker.id, rows: 1 });
    expect((await search(near.stranger, A.number)).body.data).toEqual([]);
    expect(await db('ledger_access_log').orderBy('date_created', 'desc').first('user_created', 'rows')).toEqual({ user_created: near.stranger.id, rows: 0 });
    const refused = [await search(near.inspector, A.number), await search(near.inspector, A.phone, { 'aggregate[count]': '*' }), await search(near.inspector, A.number, { export: 'csv' })];
    expect(refused.map(({ status, errors }) => [status, errors[0]?.extensions.rule])).toEqual(refused.map(() => [403, 'search_leaves_trace']));
    expect(refused[0]!.errors[0]!.message).toMatch(/查阅权限/);
    expect((await search(near.inspector, '不是号码')).status).toBe(200);
    expect(await logRows()).toBe(before + 2);
  });
});
