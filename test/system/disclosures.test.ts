/** Drafts of notices as staff write them: who may, what is refused and how, what a stranger would see. */
import type { Community } from './community.ts';
import type { Account, Server } from './harness.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { disclosureFacts } from '../../extensions/wangge/src/disclosure/index.ts';
import { peopled } from './community.ts';
import { server } from './harness.ts';
import { closedIssue, insertEvent } from './notice-rows.ts';
import { upload } from './uploads.ts';

let wangge: Server;
let here: Community;

beforeAll(async () => {
  wangge = await server();
  here = await peopled(wangge);
});

const drafted = (said: Partial<Parameters<typeof closedIssue>[1]> = {}) =>
  closedIssue(wangge.db, { grid: here.place.patches[0], department: here.place.communityDepartments[0].id, ...said });
const change = (as: Account, notice: string, body: object) => wangge.request('PATCH', `/items/disclosures/${notice}`, { as, body });

describe('closing', () => {
  it('drafts a notice of the community from what is already written', async () => {
    const { issue } = await drafted({ description: '井盖破损', result: '已更换井盖。' });
    const { name } = await wangge.db('issue_categories').orderBy('code').first('name');
    expect(await wangge.db('disclosures').where({ issue }).first('mode', 'state', 'title', 'summary', 'result', 'grid', 'grid_path', 'department', 'published_at')).toEqual({
      mode: 'individual',
      state: 'draft',
      title: `${name}：2级网格001`,
      summary: '井盖破损',
      result: '已更换井盖。',
      grid: here.place.communities[0].id,
      grid_path: here.place.communities[0].path,
      department: here.place.communityDepartments[0].id,
      published_at: null,
    });
  });

  it('counts at once, without a word, what could show a person', async () => {
    const { issue } = await drafted({ mode: 'count_only', reason: 'confidential', description: '保密件' });
    const notice = await wangge.db('disclosures').where({ issue }).first();
    expect(notice).toMatchObject({ mode: 'count_only', mode_reason: 'confidential', state: 'published', title: null, summary: null, result: null, published_by: null });
    expect(notice.published_at).not.toBeNull();
  });
});

describe('a draft', () => {
  it('is written by the level-2 leader, the department and the dispatcher; read by no other patch', async () => {
    const { notice } = await drafted();
    for (const who of [here.level2, here.cadre, here.dispatcher])
      expect((await change(who, notice, { summary: '路灯不亮，已修复。' })).status).toBe(200);
    for (const who of [here.worker, here.stranger, here.officer, here.inspector])
      expect((await change(who, notice, { summary: '改写' })).status).toBe(403);
    for (const who of [null, here.stranger, here.worker])
      expect((await wangge.request('GET', `/items/disclosures/${notice}`, { as: who })).status).toBe(403);
    expect((await wangge.db('disclosures').where({ id: notice }).first('user_updated')).user_updated).toBe(here.dispatcher.id);
  });

  it('keeps its managed columns, and says why, over REST, GraphQL and the database itself', async () => {
    const { notice, issue } = await drafted();
    for (const body of [{ state: 'published' }, { published_at: '2026-01-01T00:00:00Z' }, { shown_until: '2030-01-01' }, { grid: here.place.communities[1].id }, { department: null }]) {
      const { status, errors } = await change(wangge.admin, notice, body);
      expect(status).toBe(400);
      expect(errors[0]!.extensions).toMatchObject({ code: 'FAILED_VALIDATION', field: Object.keys(body)[0] });
    }
    const graphql = await wangge.request('POST', '/graphql', { as: wangge.admin, body: { query: `mutation { update_disclosures_item(id: "${notice}", data: { state: "published" }) { id } }` } });
    expect(graphql.errors[0]!.message).toContain('written by the steps');
    expect((await wangge.request('POST', '/items/disclosures', { as: wangge.admin, body: { issue, title: '又一条', mode: 'individual' } })).errors[0]!.message).toContain('drafted when its issue is closed');
    expect((await wangge.request('DELETE', `/items/disclosures/${notice}`, { as: wangge.admin })).errors[0]!.message).toContain('withdraw');
    await expect(wangge.db('disclosures').where({ id: notice }).update({ state: 'published' })).rejects.toThrow('through events only');
    await expect(wangge.db('disclosures').where({ id: notice }).delete()).rejects.toThrow('not deleted');
  });

  it('is made a count or a notice with a reason, and a count is published without its words', async () => {
    const { notice, issue } = await drafted();
    const unsaid = await change(here.level2, notice, { mode: 'count_only' });
    expect(unsaid.errors[0]!.message).toContain('请写明理由');
    expect((await change(here.level2, notice, { mode: 'count_only', mode_reason: '一看便知是哪一户' })).status).toBe(200);
    expect((await change(here.level2, notice, { mode: 'individual', mode_reason: '已改写' })).status).toBe(200);
    expect((await change(here.level2, notice, { title: ' ' })).errors[0]!.message).toContain('须有标题');
    await change(here.level2, notice, { mode: 'count_only', mode_reason: '一看便知是哪一户' });
    await insertEvent(wangge.db, issue, 'disclose', { actor: here.dispatcher.id, decided: { shown_until: '2099-01-01' } });
    expect(await wangge.db('disclosures').where({ id: notice }).first('state', 'mode', 'title', 'summary', 'result', 'published_by')).toEqual({ state: 'published', mode: 'count_only', title: null, summary: null, result: null, published_by: here.dispatcher.id });
  });

  it('is frozen while it is published', async () => {
    const { notice, issue } = await drafted();
    await insertEvent(wangge.db, issue, 'disclose', { decided: { shown_until: '2099-01-01' } });
    expect((await change(wangge.admin, notice, { summary: '改写' })).errors[0]!.message).toContain('while it is published');
    await expect(wangge.db('disclosures').where({ id: notice }).update({ summary: '改写' })).rejects.toThrow('while it is published');
    expect((await change(here.level2, notice, { summary: '改写' })).errors[0]!.message).toContain('不能修改');
  });

  it('with other photographs needs the editor’s word again', async () => {
    const file = await upload(wangge, here.cadre);
    const { notice } = await drafted();
    const cleared = async () => (await wangge.db('disclosures').where({ id: notice }).first('photos_cleared')).photos_cleared;
    const facts = async () => (await disclosureFacts(wangge.db, (await wangge.db('disclosures').where({ id: notice }).first('issue')).issue))!.photos_unchecked;
    const withPhoto = { photos: { create: [{ directus_files_id: { id: file } }], update: [], delete: [] } };
    const both = await change(here.cadre, notice, { ...withPhoto, photos_cleared: true });
    expect(both.errors).toEqual([]);
    expect([await cleared(), await facts()]).toEqual([true, false]);
    const [row] = await wangge.db('disclosures_files').where({ disclosures_id: notice }).pluck('id');
    await change(here.cadre, notice, { photos: { create: [], update: [], delete: [row] } });
    expect(await cleared()).toBe(false);
    await change(here.cadre, notice, { photos_cleared: true });
    expect((await wangge.request('POST', '/items/disclosures_files', { as: here.cadre, body: { disclosures_id: notice, directus_files_id: file } })).status).toBe(200);
    expect([await cleared(), await facts()]).toEqual([false, true]);
    // Somebody else's file that has nothing to do with the issue.
    const foreign = await upload(wangge, here.stranger);
    expect((await wangge.request('POST', '/items/disclosures_files', { as: here.cadre, body: { disclosures_id: notice, directus_files_id: foreign } })).status).not.toBe(200);
  });
});

describe('before it is published', () => {
  it('the decider learns of personal data, of the author and of unseen photographs', async () => {
    const { notice, issue } = await drafted({ description: '3号楼2单元501室反映，找老周', columns: { contact_name: '老周', contact_phone: '13800138000' } });
    expect(await disclosureFacts(wangge.db, issue)).toMatchObject({ state: 'draft', mode: 'individual', authors: [], photos_unchecked: false, shown_days: 30, faults: [{ field: 'summary', kind: 'door', found: '3号楼2单元501室' }, { field: 'summary', kind: 'contact', found: '老周' }] });
    await change(here.level2, notice, { summary: '居民反映。' });
    expect(await disclosureFacts(wangge.db, issue)).toMatchObject({ authors: [here.level2.id], faults: [] });
    expect(await disclosureFacts(wangge.db, '00000000-0000-4000-8000-000000000000')).toBeNull();
  });

  it('it is cleared by one person and published by another, through the event', async () => {
    const { notice, issue } = await drafted({ description: '住3号楼2单元501室的王女士反映路灯不亮' });
    const disclose = (as: Account) => wangge.request('POST', '/items/issue_events', { as, body: { issue, type: 'disclose' } });
    expect((await disclose(here.dispatcher)).errors[0]!.message).toContain('3号楼2单元501室');
    expect((await change(here.dispatcher, notice, { summary: '居民反映路灯不亮。' })).status).toBe(200);
    expect((await disclose(here.dispatcher)).status).not.toBe(200);
    expect((await disclose(here.cadre)).status).not.toBe(200);
    expect((await change(here.level2, notice, { summary: '居民反映路灯不亮，已修复。' })).status).toBe(200);
    // Who wrote a part of it does not publish it, though others wrote after them.
    expect((await change(here.level2, notice, { photos_cleared: true })).status).toBe(200);
    expect((await disclose(here.dispatcher)).errors[0]!.extensions).toMatchObject({ rule: 'separation' });
    const colleague = await wangge.createUser({ role: 'dispatcher', department: (await wangge.db('directus_users').where({ id: here.dispatcher.id }).first('department')).department });
    const published = await disclose(colleague);
    expect(published.errors).toEqual([]);
    expect(await wangge.db('disclosures').where({ id: notice }).first('state', 'published_by')).toEqual({ state: 'published', published_by: colleague.id });
    expect((await wangge.request<string>('GET', `/notices/${notice}`)).body).toContain('居民反映路灯不亮，已修复。');
    const withdrawn = await wangge.request('POST', '/items/issue_events', { as: here.dispatcher, body: { issue, type: 'withdraw_disclosure', note: '结果有误' } });
    expect(withdrawn.errors).toEqual([]);
    expect(await wangge.db('disclosures').where({ id: notice }).first('state', 'withdrawn_reason')).toEqual({ state: 'withdrawn', withdrawn_reason: '结果有误' });
    expect((await wangge.request<string>('GET', `/notices/${notice}`)).status).toBe(410);
    // Put right, it is published again.
    expect((await change(here.level2, notice, { result: '更换灯具三盏。' })).status).toBe(200);
    expect((await disclose(colleague)).errors).toEqual([]);
    expect((await wangge.request<string>('GET', `/notices/${notice}`)).body).toContain('更换灯具三盏。');
  });

  it('an editor sees what a stranger would see, with what has to go marked; a stranger sees nothing', async () => {
    const { notice } = await drafted({ description: '住3号楼2单元501室的王女士反映路灯不亮' });
    const preview = (as: Account | null) => wangge.request<string>('GET', `/wangge/disclosures/${notice}/preview`, { as });
    const { status, body, headers } = await preview(here.cadre);
    expect(status).toBe(200);
    expect(body).toContain('<mark>3号楼2单元501室</mark>');
    expect(body).toContain('<mark>王女士</mark>');
    expect(headers.get('content-security-policy')).toContain('frame-ancestors \'self\'');
    for (const who of [null, here.stranger, here.worker])
      expect((await preview(who)).status).toBe(403);
  });
});
