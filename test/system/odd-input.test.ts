/** Strange input and strange moments: whatever is sent, the answer is a sentence and never a failure of the server, and nothing half done is left. */
import type { Cast } from './cast.ts';
import type { Account, Answer, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { attached, castFor, handsOn } from './cast.ts';
import { reported, residentsMatter } from './community.ts';
import { server } from './harness.ts';
import { reportAt, stepAt } from './past.ts';

let wangge: Server;
let community: Cast;
const { done, refused, row, upload } = handsOn(() => wangge);

beforeAll(async () => {
  wangge = await server();
  community = await castFor(wangge);
});

const STRANGE: readonly unknown[] = [
  0,
  -1,
  1.5,
  1e15,
  true,
  [],
  {},
  ['a'],
  { id: 1 },
  { id: randomUUID(), name: 'x' },
  'x',
  '\u0000',
  'a\u0000b',
  '\uD800',
  randomUUID(),
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2199-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '\'; drop table issues; --',
  '字'.repeat(10_001),
];

const post = (as: Account, body: unknown, path = '/items/issue_events') => wangge.request('POST', path, { as, body });
const served = ({ status, body }: Answer<unknown>, what: string): void => {
  expect(status, `${what}: ${JSON.stringify(body).slice(0, 300)}`).toBeLessThan(500);
};

describe('strange values', () => {
  const COMPLETE = {
    progress: { note: '到场' },
    call_in: { to_department: '', note: '请到场' },
    request_extension: { request_kind: 'extension', cause: 'materials', note: '缺配件' },
    route: { note: '改派' },
    merge: {},
    handle: { result: '已清理' },
  };
  const FIELDS = ['note', 'to_department', 'to_person', 'to_scope', 'to_category', 'to_grid', 'to_issue', 'to_seq', 'request_kind', 'until', 'decision', 'cause', 'result', 'channel', 'solved', 'satisfaction', 'attachments'];

  it.each(FIELDS)('in the field %s of an event', async (field) => {
    const id = await reported(wangge, community);
    const bad: string[] = [];
    for (const [type, said] of Object.entries(COMPLETE)) {
      for (const value of STRANGE) {
        const as = type === 'route' || type === 'merge' ? community.dispatcher : community.cadre;
        const answer = await post(as, { issue: id, type, ...said, [field]: value });
        if (answer.status >= 500)
          bad.push(`${type} ${JSON.stringify(value).slice(0, 50)}: ${JSON.stringify(answer.body).slice(0, 160)}`);
      }
    }
    expect(bad).toEqual([]);
  });

  it.each(['title', 'description', 'address', 'external_no', 'contact_name', 'contact_phone', 'client_key', 'location', 'occurred_at', 'external_due_at', 'repeat_of', 'grid', 'category', 'photos', 'events', 'kind', 'severity', 'confidential'])('in the field %s of a report', async (field) => {
    const bad: string[] = [];
    for (const value of STRANGE) {
      const answer = await post(community.worker, residentsMatter(community, { [field]: value }), '/items/issues');
      if (answer.status >= 500)
        bad.push(`${JSON.stringify(value).slice(0, 50)}: ${JSON.stringify(answer.body).slice(0, 160)}`);
    }
    expect(bad).toEqual([]);
  });

  it.each(['issue', 'type'])('in %s', async (field) => {
    for (const value of STRANGE)
      served(await post(community.cadre, { issue: randomUUID(), type: 'accept', [field]: value }), JSON.stringify(value));
  });

  it('files that come by another way than with the event', async () => {
    const id = await reported(wangge, community);
    await done(community.cadre, { type: 'progress', note: '附照片', attachments: attached(await upload(community.cadre)) }, id);
    const { id: link } = await wangge.db('issue_events_files').whereIn('issue_events_id', wangge.db('issue_events').where({ issue: id }).select('id')).first('id');
    for (const attachments of [[link], [{ id: link }], { create: [], update: [{ id: link }], delete: [] }, { create: [], update: [], delete: [link] }])
      await refused(community.cadre, { type: 'progress', note: '同一张照片', attachments }, id);
  });

  it('events that are no list', async () => {
    const id = await reported(wangge, community);
    for (const events of [1, 'x', true, { create: 1 }, { create: [1] }, { create: [null] }, { update: 'x' }, [null], [[]], [{}], { create: { type: 'accept' } }])
      served(await wangge.request('PATCH', `/items/issues/${id}`, { as: community.cadre, body: { events } }), JSON.stringify(events));
  });
});

describe('strange moments', () => {
  it('suspended after it was routed on and before it was accepted again: it goes on where it stood', async () => {
    const id = await reported(wangge, community);
    await done(community.cadre, { type: 'accept' }, id);
    await done(community.dispatcher, { type: 'route', note: '属街道职责', to_department: community.place.office.id }, id);
    expect(await row(id)).toMatchObject({ status: 'assigned' });
    await done(community.level1, { type: 'suspend', cause: 'complex', note: '待改造', until: new Date(Date.now() + 86_400_000).toISOString() }, id);
    await done(community.level1, { type: 'resume' }, id);
    expect(await row(id)).toMatchObject({ status: 'assigned', handler: community.officer.id });
    await done(community.officer, { type: 'accept' }, id);
  });

  it('a reason is in time until the limit itself, and marked late after it', async () => {
    const past = (at: string) => reportAt(wangge.db, { grid: community.place.patches[0].id, category: community.category, reporter: community.worker.id, at });
    const explain = { type: 'explain', cause: 'materials', note: '缺配件' } as const;
    const cadre = { person: community.cadre.id };
    const lateness = async (id: string) => (await wangge.db('issue_events').where({ issue: id, type: 'explain' }).orderBy('seq')).map(one => one.data.decided.late ?? false);
    const plain = await past('2026-08-03T02:00:00.000Z');
    await stepAt(wangge.db, plain, cadre, explain, '2026-08-06T10:00:00.000Z');
    await stepAt(wangge.db, plain, cadre, explain, '2026-08-06T10:00:00.001Z');
    expect(await lateness(plain)).toEqual([false, true]);
  });

  it('a limit of another authority that has passed before the order came in', async () => {
    const passed = { source: 'superior', external_due_at: '2026-01-01T00:00:00Z' };
    const ahead = { source: 'superior', external_due_at: '2099-01-01T00:00:00Z' };
    const refusedAt = async (said: Record<string, unknown>) => {
      const { status, errors } = await post(community.worker, residentsMatter(community, said), '/items/issues');
      return [status, errors[0]?.extensions.field, errors[0]?.extensions.rule];
    };
    expect(await refusedAt(passed)).toEqual([400, 'external_due_at', 'due_before_receipt']);
    expect(await refusedAt({ ...ahead, arrived_late: true })).toEqual([400, 'arrived_late', 'not_late']);
    expect(await refusedAt({ arrived_late: true })).toEqual([400, 'external_due_at', 'late_without_limit']);
    expect(await refusedAt({ ...passed, arrived_late: 'perhaps' })).toEqual([400, 'arrived_late', 'value_invalid']);
    const answer = await post(community.worker, residentsMatter(community, { ...passed, arrived_late: true }), '/items/issues');
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const { id } = answer.body.data;
    await done(community.cadre, { type: 'progress', note: '到场' }, id);
    // Counted from the receipt, by the limit of the policies.
    const [external, resolve] = await Promise.all(['external', 'resolve'].map(kind => wangge.db('issue_deadlines').where({ issue: id, kind }).first('state', 'started_at', 'due_at')));
    expect(external).toEqual({ ...resolve, state: 'running' });
    expect(await row(id)).toMatchObject({ status: 'handling', overdue: false, arrived_late: true });
  });
});

describe('elsewhere', () => {
  it('no department of another sub-district is routed to or called', async () => {
    const { place, station } = await castFor(wangge);
    const id = await reported(wangge, community);
    await refused(community.level2, { type: 'route', note: '改派', to_department: place.office.id }, id);
    await refused(community.dispatcher, { type: 'route', note: '改派', to_department: place.office.id }, id);
    await refused(community.cadre, { type: 'call_in', note: '请到场', to_department: station }, id);
    await refused(community.cadre, { type: 'escalate', to_department: place.office.id }, id);
  });
});

describe('confidence', () => {
  it('a change of many at once keeps the contact of the confidential ones apart', async () => {
    const phone = `139${String(Date.now()).slice(-8)}`;
    const [open, closed] = [await reported(wangge, community), await reported(wangge, community, { confidential: true })];
    const change = (keys: string[]) => wangge.request('PATCH', '/items/issues', { as: community.worker, body: { keys, data: { contact_phone: phone } } });
    const mixed = await change([open, closed]);
    expect(mixed.status).toBe(400);
    expect(mixed.errors[0]!.message).toBe('保密问题与其他问题的联系方式请分别修改。');
    expect((await row(open)).contact_phone).toBeNull();
    for (const keys of [[open], [closed]])
      expect((await change(keys)).status).toBe(200);
    const revisions = await wangge.db('directus_revisions').where({ collection: 'issues', item: closed });
    expect(JSON.stringify(revisions)).not.toContain(phone);
    expect((await row(closed)).contact_phone).toBeNull();
    expect(await wangge.db('issue_contacts').where({ issue: closed }).pluck('phone')).toEqual([phone]);
    expect((await row(open)).contact_phone).toBe(phone);
  });

  it('the bytes of an erased file are gone from its store', async () => {
    const id = await reported(wangge, community);
    const file = await upload(community.cadre);
    await done(community.cadre, { type: 'progress', note: '附照片', attachments: attached(file) }, id);
    const { filename_disk } = await wangge.db('directus_files').where({ id: file }).first();
    const root = wangge.environment.STORAGE_LOCAL_ROOT!;
    expect(existsSync(join(root, filename_disk))).toBe(true);
    await wangge.request('GET', `/assets/${file}?key=system-small-cover`, { as: community.cadre });
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 2 }, id);
    expect(readdirSync(root).filter(name => name.startsWith(file))).toEqual([]);
    await refused(community.cadre, { type: 'redact', note: '再次' }, id);
  });

  it('after all of it the timelines replay', async () => {
    const { faults } = await verifyIssues(wangge.db);
    expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
  });
});
