/** What is erased, or was told in confidence, stands nowhere: every table of the database is looked through. */
import type { Cast } from './cast.ts';
import type { Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { attached, calling, castFor, handsOn, SHOWN } from './cast.ts';
import { reported } from './community.ts';
import { server } from './harness.ts';

let wangge: Server;
let community: Cast;
const { done, refused, upload } = handsOn(() => wangge);

beforeAll(async () => {
  wangge = await server();
  community = await castFor(wangge);
});

/** Every table and column of the database in which a text still stands. */
async function whereverStands(text: string): Promise<string[]> {
  const { rows } = await wangge.db.raw<{ rows: { table_name: string }[] }>(`
    select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`);
  const places: string[] = [];
  for (const { table_name } of rows) {
    const found = await wangge.db.raw<{ rows: unknown[] }>('select from ?? t where strpos(t::text, ?) > 0 limit 1', [table_name, text]);
    if (found.rows.length > 0)
      places.push(table_name);
  }
  return places;
}

const secret = (): string => `绝密${randomUUID().slice(0, 8)}`;

describe('erasure', () => {
  it('of an issue: no text of it is left anywhere, and its chain still holds', async () => {
    const texts = Array.from({ length: 10 }, secret);
    const [title, description, address, name, note, nested, result, answer, asked, summary] = texts;
    const id = await reported(wangge, community, { ...SHOWN, source: 'resident', title, description, address, contact_name: name });
    const saved = await wangge.request('PATCH', `/items/issues/${id}`, { as: community.cadre, body: { events: { create: [{ type: 'progress', note: nested }], update: [], delete: [] } } });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    await done(community.cadre, { type: 'progress', note }, id);
    await done(community.cadre, { type: 'call_in', to_department: community.station, note: asked }, id);
    await done(community.helper, { type: 'answer_call', note: answer, result: answer }, id);
    await done(community.cadre, { type: 'handle', result, channel: 'visit' }, id);
    await done(community.level2, { type: 'verify', solved: 'yes', channel: 'phone' }, id);
    const { id: notice } = await wangge.db('disclosures').where({ issue: id }).first('id');
    expect((await wangge.request('PATCH', `/items/disclosures/${notice}`, { as: community.dispatcher, body: { summary } })).status).toBe(200);
    // As the app shows it: a notification of its own.
    await wangge.db('directus_notifications').insert({ recipient: community.level2.id, subject: `已反馈：${title}`, message: '', collection: 'issues', item: id, status: 'inbox' });
    for (const text of texts)
      expect(await whereverStands(text!), text).not.toEqual([]);

    await done(community.dispatcher, { type: 'redact', note: '当事人要求' }, id);
    for (const text of texts)
      expect(await whereverStands(text!), text).toEqual([]);
    const events = await wangge.db('issue_events').where({ issue: id }).orderBy('seq');
    expect(events.slice(0, -1).every(one => one.note === null && one.result === null && one.salt === null)).toBe(true);
    expect(events.find(({ type }) => type === 'handle').result_digest).toMatch(/^[0-9a-f]{64}$/);
    expect(events.at(-1)).toMatchObject({ type: 'redact', note: '当事人要求' });
    const { faults } = await verifyIssues(wangge.db);
    expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
  });

  it('of one event: its text is gone, the others stay', async () => {
    const [gone, kept] = [secret(), secret()];
    const id = await reported(wangge, community);
    const saved = await wangge.request('PATCH', `/items/issues/${id}`, { as: community.cadre, body: { events: { create: [{ type: 'progress', note: gone }], update: [], delete: [] } } });
    expect(saved.status).toBe(200);
    await done(community.cadre, { type: 'progress', note: kept }, id);
    await refused(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 9 }, id);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 2 }, id);
    expect(await whereverStands(gone)).toEqual([]);
    expect(await whereverStands(kept)).toEqual(['issue_events']);
    const { faults } = await verifyIssues(wangge.db);
    expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
  });

  it.each([
    ['urge', () => community.worker],
    ['supervise', () => community.team],
    ['call_in', () => community.cadre],
    ['return', () => community.cadre],
    ['request_extension', () => community.cadre],
    ['explain', () => community.cadre],
  ] as const)('of one %s: its words are gone from the messages too', async (type, by) => {
    const gone = secret();
    const id = await reported(wangge, community, { severity: 'urgent' });
    const said = { call_in: { to_department: community.station }, return: { cause: 'insufficient' }, request_extension: { request_kind: 'extension', cause: 'materials' }, explain: { cause: 'materials' }, urge: {}, supervise: {} }[type];
    await done(by(), { type, note: gone, ...said }, id);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 2 }, id);
    expect(await whereverStands(gone)).toEqual([]);
  });

  it('of one handling: its words are gone from the notice that was drafted from it', async () => {
    const gone = secret();
    const id = await reported(wangge, community, SHOWN);
    await done(community.cadre, { type: 'handle', result: gone, channel: 'visit' }, id);
    await done(community.level2, { type: 'verify', solved: 'yes', channel: 'phone' }, id);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 2 }, id);
    expect(await whereverStands(gone)).toEqual([]);
  });

  it('of one answer to a call: the department’s answer is gone from the helpers too', async () => {
    const gone = secret();
    const id = await reported(wangge, community);
    await done(...calling(community), id);
    await done(community.helper, { type: 'answer_call', note: gone }, id);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 3 }, id);
    expect(await whereverStands(gone)).toEqual([]);
    // What comes later does not bring it back.
    await done(community.helper, { type: 'answer_call', result: '已劝离' }, id);
    expect(await whereverStands(gone)).toEqual([]);
  });

  it('of files: they are deleted with the event that they came with', async () => {
    const id = await reported(wangge, community);
    const file = await upload(community.cadre);
    await done(community.cadre, { type: 'progress', note: '附照片', attachments: attached(file) }, id);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 2 }, id);
    expect(await wangge.db('directus_files').where({ id: file })).toEqual([]);
    expect((await wangge.request('GET', `/assets/${file}`, { as: wangge.admin })).status).toBe(403);
  });

  it.each([['one event', 2], ['the whole issue', null]])('of photographs that a published notice shows: %s', async (_, to_seq) => {
    const id = await reported(wangge, community, { ...SHOWN, source: 'resident' });
    const file = await upload(community.cadre);
    await done(community.cadre, { type: 'handle', result: '已清理', channel: 'visit', attachments: attached(file) }, id);
    await done(community.level2, { type: 'verify', solved: 'yes', channel: 'phone' }, id);
    const { id: notice } = await wangge.db('disclosures').where({ issue: id }).first('id');
    expect((await wangge.request('PATCH', `/items/disclosures/${notice}`, { as: community.level2, body: { photos_cleared: true } })).status).toBe(200);
    await done(community.dispatcher, { type: 'disclose' }, id);
    expect(await wangge.db('disclosures_files').where({ directus_files_id: file })).toHaveLength(1);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq }, id);
    expect(await wangge.db('disclosures_files').where({ disclosures_id: notice })).toEqual([]);
    expect(await wangge.db('directus_files').where({ id: file })).toEqual([]);
  });

  it('of a file that came with another event too: it stays there until that one goes', async () => {
    const id = await reported(wangge, community);
    const file = await upload(community.cadre);
    for (const note of ['附照片', '同一张照片'])
      await done(community.cadre, { type: 'progress', note, attachments: attached(file) }, id);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 2 }, id);
    expect(await wangge.db('issue_events_files').where({ directus_files_id: file })).toHaveLength(1);
    expect(await wangge.db('directus_files').where({ id: file })).toHaveLength(1);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 3 }, id);
    expect(await wangge.db('directus_files').where({ id: file })).toEqual([]);
  });
});

describe('the contact of a confidential report', () => {
  it('stands in a table of its own, for level 1 and the dispatchers, and nowhere else', async () => {
    const [name, phone] = [secret(), secret()];
    const id = await reported(wangge, community, { confidential: true, contact_name: name, contact_phone: phone });
    expect(await whereverStands(name)).toEqual(['issue_contacts']);
    expect(await whereverStands(phone)).toEqual(['issue_contacts']);
    for (const as of [community.cadre, community.level2, community.worker]) {
      const seen = await wangge.request('GET', `/items/issues/${id}`, { as, query: { fields: 'id,contact_name,contact_phone' } });
      expect(seen.body.data).toEqual({ id, contact_name: null, contact_phone: null });
      expect((await wangge.request('GET', '/items/issue_contacts', { as })).status).toBe(403);
      // Directus answers with the key where it knows no such relation.
      const asked = await wangge.request('GET', `/items/issues/${id}`, { as, query: { fields: 'contacts.name' } });
      expect(JSON.stringify(asked.body)).not.toMatch(new RegExp(`${name}|${phone}`));
    }
    for (const as of [community.level1, community.dispatcher]) {
      const seen = await wangge.request('GET', '/items/issue_contacts', { as, query: { filter: JSON.stringify({ issue: { _eq: id } }), fields: 'name,phone' } });
      expect(seen.body.data).toEqual([{ name, phone }]);
    }
  });

  it('of a report that becomes confidential later too', async () => {
    const [name, phone] = [secret(), secret()];
    const id = await reported(wangge, community, { contact_name: name, contact_phone: phone });
    const change = async (body: object): Promise<void> => {
      const changed = await wangge.request('PATCH', `/items/issues/${id}`, { as: community.worker, body });
      expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    };
    await change({ confidential: true });
    expect(await whereverStands(name)).toEqual(['issue_contacts']);
    expect(await whereverStands(phone)).toEqual(['issue_contacts']);
    const corrected = secret();
    await change({ contact_phone: corrected });
    expect(await whereverStands(corrected)).toEqual(['issue_contacts']);
    expect(await wangge.db('issue_contacts').where({ issue: id }).first('name', 'phone')).toEqual({ name, phone: corrected });
  });
});
