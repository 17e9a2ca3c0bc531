/** A sensitive set: inactive as shipped, activated by two people, then for those alone who hold its policy (I4). */
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { freshServer } from './harness.ts';
import { ELDERLY, ledgerSecrets, rule, said } from './ledger-secrets.ts';
import { PDF, upload } from './uploads.ts';

// A server of its own: a sensitive set is activated on it.
const wangge = await freshServer();
const { db } = wangge;
const SENSITIVE = 'ledger_disabled_persons';
const { near, patch, sighted, blind, A, ask, send, graphql, created } = await ledgerSecrets(wangge);
afterAll(() => wangge.close());

describe('a sensitive set', () => {
  const entry = (grid: string) => ({ grid, person: A.id });
  const set = () => db('ledger_datasets').where({ collection: SENSITIVE }).first();

  /** By two people, where it was not done yet. */
  async function activated(): Promise<void> {
    if ((await set()).active)
      return;
    const file = await assessment();
    const basis = { legal_basis: '《残疾人保障法》', purpose: '落实补贴', retention_months: 60, impact_assessment: file };
    for (const [person, change] of [[wangge.admin, basis], [await wangge.createUser({ role: 'administrator' }), { active: true }]] as const) {
      const answer = await send(person, 'PATCH', `/items/ledger_datasets/${(await set()).id}`, change);
      expect(answer.status, said(answer)).toBe(200);
    }
  }

  async function assessment(): Promise<string> {
    return await upload(wangge, wangge.admin, { content: PDF, type: 'application/pdf', name: 'assessment.pdf' });
  }

  it('is there and inactive: nobody reads it, nobody writes it', async () => {
    expect(await set()).toMatchObject({ sensitivity: 'sensitive', active: false });
    for (const [role, person] of Object.entries({ ...sighted, ...blind })) {
      expect((await ask(person, `/items/${SENSITIVE}`)).status, role).toBe(403);
      expect((await ask(person, `/items/${SENSITIVE}`, { 'aggregate[count]': '*' })).status, role).toBe(403);
      expect([400, 403], role).toContain((await send(person, 'POST', `/items/${SENSITIVE}`, entry(patch))).status);
      expect((await graphql(person, `{ ${SENSITIVE} { id } }`)).errors.length, role).toBeGreaterThan(0);
      for (const routeName of [`${A.id}/history`, 'template.xlsx', 'export.xlsx'])
        expect([400, 403, 404], `${role} ${routeName}`).toContain((await ask(person, `/wangge/ledgers/${SENSITIVE}/${routeName}`)).status);
    }
    expect(rule(await send(wangge.admin, 'POST', `/items/${SENSITIVE}`, entry(patch)))).toBe('dataset_inactive');
    await expect(db(SENSITIVE).insert({ id: randomUUID(), grid: patch, person: A.id })).rejects.toThrow('not active');
  });

  it('is activated with basis, purpose, retention and assessment, by a second person', async () => {
    const path = `/items/ledger_datasets/${(await set()).id}`;
    const second = await wangge.createUser({ role: 'administrator' });
    for (const [role, person] of Object.entries({ ...sighted, ...blind }))
      expect([400, 403], role).toContain((await send(person, 'PATCH', path, { active: true })).status);
    expect((await set()).active).toBe(false);
    expect(rule(await send(wangge.admin, 'PATCH', path, { active: true, impact_assessment: null }))).toBe('dataset_basis_missing');
    const file = await assessment();
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
    await activated();
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
