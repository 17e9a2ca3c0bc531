/** Ledgers: nobody writes another grid's entries by whichever way; strange input is refused at its field, never a failure (I1). */
import type { Answer } from './harness.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { MANAGED_FIELDS } from '../../extensions/wangge/src/ledgers/model.ts';
import { freshServer } from './harness.ts';
import { ELDERLY, json, ledgerSecrets, PERSON, RESIDENTS, said, SECRET } from './ledger-secrets.ts';

// A server of its own: offices are given sets.
const wangge = await freshServer();
const { db } = wangge;
const { near, patch, blind, sighted, dataset, A, helper, drawn, ask, send, graphql, imported } = await ledgerSecrets(wangge);
afterAll(() => wangge.close());

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

  it('at our own routes likewise', async () => {
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
      for (const file of ['template.xlsx', 'export.xlsx', 'book.pdf'])
        served(await ask(near.worker, `/wangge/ledgers/${collection}/${file}`, { filter: '{"name":"\\u0000"}', search: '\0', sort: 'nowhere' }), `${collection} ${file}`);
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
