/** Every cell of the access matrix (docs: access), asked of a running server as each role. */
import type { Account, Place, RoleName, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { made } from './assessed.ts';
import { server } from './harness.ts';
import { insertIssue } from './issue-rows.ts';
import { insertEvent } from './notice-rows.ts';

type Role = Exclude<RoleName, 'administrator'>;
const LEVELS = ['level_1', 'level_2', 'level_3'] as const;
const ROLES: readonly Role[] = [...LEVELS, 'community_cadre', 'office', 'dispatcher', 'inspector', 'analyst'];

/** What the rows of a scene have to do with its person. */
type Label = 'scope' | 'mine' | 'department' | 'foreign';
const LABELS: readonly Label[] = ['scope', 'mine', 'department', 'foreign'];

interface Scene { person: Account; issues: Record<Label, string> }

let wangge: Server;
let place: Place;
let far: Place;
const scenes = {} as Record<Role, Scene>;

beforeAll(async () => {
  wangge = await server();
  [place, far] = [await wangge.createSubdistrict(), await wangge.createSubdistrict()];
  const centre = randomUUID();
  await wangge.db('departments').insert({ id: centre, code: `${place.code}D`, name: '分派中心', subdistrict: place.id, kind: 'office', active: true, dispatches: true });
  // Everybody has a post and a department, so that a role that must not see by one of them is caught.
  const grids: Partial<Record<Role, string>> = { level_1: place.area.id, level_2: place.communities[0].id };
  const departments: Partial<Record<Role, string>> = { community_cadre: place.communityDepartments[0].id, dispatcher: centre };
  for (const role of ROLES) {
    const department = departments[role] ?? place.office.id;
    const person = await wangge.createUser({ role, department, posts: [{ grid: grids[role] ?? place.patches[0].id, role: 'deputy' }] });
    scenes[role] = {
      person,
      issues: {
        scope: await insertIssue(wangge.db, { grid: place.patches[0], columns: { contact_name: '李四' } }),
        mine: await insertIssue(wangge.db, { grid: far.patches[0], reporter: person.id, department: far.office.id }),
        department: await insertIssue(wangge.db, { grid: far.patches[0], department }),
        foreign: await insertIssue(wangge.db, { grid: far.patches[0] }),
      },
    };
  }
});

const ask = (role: Role, method: string, path: string, query: Record<string, string> = {}, body?: unknown) =>
  wangge.request(method, path, { as: scenes[role].person, query, ...(body === undefined ? {} : { body }) });
const refused = (status: number): boolean => status === 400 || status === 403;

/** Which of the labelled rows a role finds, by a column that holds their keys. */
async function found(role: Role, collection: string, column: string, rows: Partial<Record<Label, string>>): Promise<Label[]> {
  const answer = await ask(role, 'GET', `/items/${collection}`, { fields: column, limit: '-1', filter: JSON.stringify({ [column]: { _in: Object.values(rows) } }) });
  if (answer.status === 403)
    return [];
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const keys = new Set(answer.body.data.map((row: Record<string, string>) => row[column]));
  return LABELS.filter(label => rows[label] !== undefined && keys.has(rows[label]));
}

const SEES: Record<Role, Label[]> = {
  level_1: ['scope', 'mine'],
  level_2: ['scope', 'mine'],
  level_3: ['scope', 'mine'],
  community_cadre: ['scope', 'mine', 'department'],
  office: ['mine', 'department'],
  dispatcher: [...LABELS],
  inspector: [...LABELS],
  analyst: [...LABELS],
};

/** Events that a role may create at all. */
const HANDLER = ['accept', 'return', 'progress', 'explain', 'request_extension', 'resume', 'escalate', 'call_in', 'answer_call', 'rate_help', 'handle', 'feed_back'];
const LEVEL_3 = ['report', 'withdraw', 'reopen', 'urge', ...HANDLER];
const LEVEL_2 = [...LEVEL_3, 'verify', 'route', 'reject', 'merge', 'close', 'decide_extension'];
const EVENTS: Record<Role, string[]> = {
  level_1: [...LEVEL_2, 'suspend', 'supervise', 'disclose', 'withdraw_disclosure'],
  level_2: LEVEL_2,
  level_3: LEVEL_3,
  community_cadre: [...HANDLER, 'route', 'close', 'reopen', 'decide_extension'],
  office: [...HANDLER, 'route', 'close', 'reopen', 'decide_extension'],
  dispatcher: [...HANDLER, 'route', 'reject', 'merge', 'verify', 'disclose', 'withdraw_disclosure', 'redact', 'decide_extension', 'withdraw'],
  inspector: ['supervise', 'urge'],
  analyst: [],
};

/** Read by everybody, kept by administrators. */
const COMMON = ['subdistricts', 'grids', 'posts', 'departments', 'duty_lines', 'duty_standards', 'issue_categories', 'routing_rules', 'deadline_policies', 'calendar_versions', 'calendar_days', 'settings_wangge', 'assessment_schemes', 'assessment_indicators'];
/** For administrators alone. */
const HIDDEN = ['job_runs', 'outbox'];

describe.each(ROLES)('%s', (role) => {
  it('reads issues, their events and clocks', async () => {
    const { issues } = scenes[role];
    expect(await found(role, 'issues', 'id', issues)).toEqual(SEES[role]);
    expect(await found(role, 'issue_events', 'issue', issues)).toEqual(SEES[role]);
    expect(await found(role, 'issue_deadlines', 'issue', issues)).toEqual(SEES[role]);
  });

  it('reads contacts and free text only where the matrix says so', async () => {
    const contact = await ask(role, 'GET', '/items/issues', { fields: 'contact_name', limit: '1' });
    expect(contact.status).toBe(['inspector', 'analyst'].includes(role) ? 403 : 200);
    const apart = await ask(role, 'GET', '/items/issue_contacts', { limit: '1' });
    expect(apart.status).toBe(['level_1', 'dispatcher'].includes(role) ? 200 : 403);
    const note = await ask(role, 'GET', '/items/issue_events', { fields: 'note', limit: '1' });
    expect(note.status).toBe(role === 'analyst' ? 403 : 200);
    expect((await ask(role, 'GET', '/items/issue_events', { fields: 'salt', limit: '1' })).status).toBe(403);
  });

  it('creates issues', async () => {
    const { status, body } = await ask(role, 'POST', '/items/issues', {}, { description: '路灯不亮', grid: place.patches[0].id });
    if ((LEVELS as readonly string[]).includes(role))
      expect(status, JSON.stringify(body)).toBe(200);
    else
      expect(refused(status), JSON.stringify(body)).toBe(true);
  });

  it('takes in what comes from outside, within its sub-district, where it dispatches', async () => {
    const take = (source: string, grid: string) => ask(role, 'POST', '/items/issues', {}, { description: '来电反映路灯不亮', grid, source });
    const taken = role === 'dispatcher' || (LEVELS as readonly string[]).includes(role);
    for (const source of ['hotline', 'superior', 'transfer', 'notice_page', 'resident']) {
      const { status, body } = await take(source, place.patches[0].id);
      expect(refused(status), `${source}: ${JSON.stringify(body)}`).toBe(!taken);
    }
    expect(refused((await take('hotline', far.patches[0].id)).status)).toBe(true);
    if (role === 'dispatcher')
      expect([(await take('patrol', place.patches[0].id)).status, (await take('hotline', place.patches[2].id)).status]).toEqual([400, 200]);
  });

  it('changes issues: level 3 its own report before it is accepted, nobody anything else', async () => {
    const { issues } = scenes[role];
    for (const label of LABELS) {
      const { status, body } = await ask(role, 'PATCH', `/items/issues/${issues[label]}`, {}, { description: '改过的描述' });
      if (role === 'level_3' && label === 'mine')
        expect(status, JSON.stringify(body)).toBe(200);
      else
        expect(refused(status), `${label}: ${JSON.stringify(body)}`).toBe(true);
      for (const managed of ['status', 'due_at', 'handler', 'grid_path'])
        expect(refused((await ask(role, 'PATCH', `/items/issues/${issues[label]}`, {}, { [managed]: null })).status)).toBe(true);
    }
  });

  it('creates events', async () => {
    const policy = await wangge.db('directus_access as a').join('directus_users as u', 'u.role', 'a.role').where('u.id', scenes[role].person.id).select('a.policy');
    expect(policy).toHaveLength(1);
    const rows = await wangge.db('directus_permissions').where({ policy: policy[0].policy, collection: 'issue_events' });
    const create = rows.filter(row => row.action === 'create');
    expect(create.flatMap(row => row.validation.type._in).sort()).toEqual([...EVENTS[role]].sort());
    expect(rows.filter(row => row.action === 'update' || row.action === 'delete')).toEqual([]);
    // The lifecycle would let a level-2 leader reject; whoever has no word for it in the matrix is stopped here.
    const { status } = await ask(role, 'POST', '/items/issue_events', {}, { issue: scenes[role].issues.scope, type: 'reject', note: '不属于受理范围' });
    expect(status === 200).toBe(EVENTS[role].includes('reject'));
  });

  it('reads what everybody reads, and changes none of it', async () => {
    for (const collection of COMMON) {
      const answer = await ask(role, 'GET', `/items/${collection}`, { limit: '1', fields: 'id' });
      expect(answer.status, collection).toBe(200);
      const id = [answer.body.data].flat()[0]?.id ?? randomUUID();
      const singleton = collection === 'settings_wangge';
      const path = singleton ? `/items/${collection}` : `/items/${collection}/${id}`;
      const changes = [await ask(role, 'PATCH', path, {}, { name: 'x' })];
      if (!singleton)
        changes.push(await ask(role, 'POST', `/items/${collection}`, {}, { name: 'x' }), await ask(role, 'DELETE', path));
      expect(changes.map(({ status }) => refused(status)), collection).toEqual(changes.map(() => true));
    }
    for (const collection of HIDDEN)
      expect((await ask(role, 'GET', `/items/${collection}`)).status, collection).toBe(403);
  });

  it('reads absences and responsibility statements', async () => {
    const { db } = wangge;
    const { person } = scenes[role];
    const [own, other] = [randomUUID(), randomUUID()];
    const absence = { kind: 'leave', starts_on: '2026-01-01', ends_on: '2026-01-02' };
    await db('absences').insert([{ ...absence, id: own, person: person.id }, { ...absence, id: other, person: wangge.admin.id }]);
    expect(await found(role, 'absences', 'id', { mine: own, foreign: other })).toEqual(role === 'dispatcher' ? ['mine', 'foreign'] : ['mine']);

    const rows = { mine: randomUUID(), scope: randomUUID(), foreign: randomUUID(), department: randomUUID() };
    const statement = (label: Label, columns: Record<string, unknown>): Record<string, unknown> =>
      ({ id: rows[label], number: rows[label], state: 'issued', person: wangge.admin.id, grid: far.patches[0].id, level: 3, term_starts_on: '2026-01-01', ...columns });
    // `department` stands for a draft of their own.
    await db('responsibility_statements').insert([statement('mine', { person: person.id }), statement('scope', { grid: place.patches[0].id }), statement('foreign', {}), statement('department', { person: person.id, state: 'draft' })]);
    const sees: Partial<Record<Role, Label[]>> = { level_1: ['scope', 'mine'], level_2: ['scope', 'mine'], level_3: ['mine'], community_cadre: ['mine'], dispatcher: ['scope', 'mine'], inspector: ['scope', 'mine', 'foreign'] };
    expect(await found(role, 'responsibility_statements', 'id', rows)).toEqual(sees[role] ?? []);
  });

  it('reads disclosures and what residents say of them: the published ones, and drafts where they are written', async () => {
    const { db } = wangge;
    const { issues } = scenes[role];
    for (const label of LABELS)
      await insertEvent(db, issues[label], 'close', { decided: { disclosure: { mode: 'individual', reason: null } } });
    // `mine` stands for a published one of elsewhere.
    await insertEvent(db, issues.mine, 'disclose', { decided: { shown_until: '2099-12-31' } });
    const notices = await db('disclosures').whereIn('issue', Object.values(issues)).select('id', 'issue', 'state');
    const rows = Object.fromEntries(LABELS.map(label => [label, notices.find(({ issue }) => issue === issues[label]).id])) as Record<Label, string>;
    const sees: Record<Role, Label[]> = {
      level_1: ['scope', 'mine'],
      level_2: ['scope', 'mine'],
      level_3: ['mine'],
      community_cadre: ['mine', 'department'],
      office: ['mine', 'department'],
      dispatcher: [...LABELS],
      inspector: [...LABELS],
      analyst: [...LABELS],
    };
    // A community's own level is above a patch: only who holds it has it in scope.
    expect(await found(role, 'disclosures', 'id', rows)).toEqual(sees[role]);
    const writes: Partial<Record<Role, Label[]>> = { level_2: ['scope'], community_cadre: ['department'], office: ['department'], dispatcher: ['scope', 'department', 'foreign'] };
    for (const label of LABELS) {
      expect(refused((await ask(role, 'PATCH', `/items/disclosures/${rows[label]}`, {}, { state: 'published' })).status), label).toBe(true);
      expect((await ask(role, 'PATCH', `/items/disclosures/${rows[label]}`, {}, { summary: '改写' })).status === 200, label).toBe((writes[role] ?? []).includes(label));
    }
    const photo = (label: Label): Record<string, unknown> => ({ disclosures_id: rows[label], directus_files_id: randomUUID() });
    expect(refused((await ask(role, 'POST', '/items/disclosures_files', {}, photo('foreign'))).status)).toBe(true);

    const votes = Object.fromEntries(LABELS.map(label => [label, randomUUID()])) as Record<Label, string>;
    await db('disclosure_feedback').insert(LABELS.map(label => ({ id: votes[label], disclosure: rows[label], rating: 5, resolved: 'yes', state: 'pending', voter: 'x' })));
    const hears: Record<Role, Label[]> = { ...sees, level_1: ['scope'], level_2: ['scope'], level_3: [], community_cadre: ['department'], office: ['department'] };
    expect(await found(role, 'disclosure_feedback', 'id', votes)).toEqual(hears[role]);
    expect((await ask(role, 'GET', `/items/disclosure_feedback/${votes.scope}`, { fields: 'voter' })).status).toBe(403);
    expect((await ask(role, 'PATCH', `/items/disclosure_feedback/${votes.scope}`, {}, { state: 'shown' })).status === 200).toBe(role === 'dispatcher');
    expect(refused((await ask(role, 'POST', '/items/disclosure_feedback', {}, { disclosure: rows.mine, rating: 1 })).status)).toBe(true);
  });

  it('reads results: published ranks of grids; in a preview, and of persons and departments always, one\'s own and what is below', async () => {
    const { db } = wangge;
    const codes = new Map<string, string>();
    const period = async (state: string, version: number, draft_version: number | null): Promise<string> => {
      const id = randomUUID();
      // Of a year that no other role has.
      codes.set(id, `20${40 + ROLES.indexOf(role)}-Q${codes.size + 1}`);
      await made(db, 'assessment_periods', { id, code: codes.get(id), kind: 'quarter', subdistrict: place.id, starts_on: '2026-01-01', ends_on: '2026-03-31', state, version, draft_version });
      return id;
    };
    // The last: a correction of what was published is under way.
    const [published, preview, computed, corrected] = [await period('published', 1, null), await period('preview', 0, 1), await period('computed', 0, 1), await period('computed', 1, 2)];
    const { person } = scenes[role];
    const { department, scope_1: scope } = await db('directus_users').where({ id: person.id }).first('department', 'scope_1');
    const lies = ({ id: grid, path: grid_path }: { id: string; path: string }) => ({ grid, grid_path });
    const of = { grid: { subject: 'grid', level: 3, department: null, person: null }, department: { subject: 'department', level: null, grid: null, grid_path: null }, person: { subject: 'person', level: 3, department: null } };
    const nowhere = { grid: null, grid_path: null };
    const rows = {
      grid: { ...of.grid, ...lies(far.patches[0]), period: published, state: 'published' },
      corrected: { ...of.grid, ...lies(far.patches[0]), period: corrected, state: 'published' },
      superseded: { ...of.grid, ...lies(place.patches[0]), period: published, state: 'superseded', version: 2 },
      grid_computed: { ...of.grid, ...lies(place.patches[0]), period: computed, state: 'computed' },
      grid_preview: { ...of.grid, ...lies(place.patches[0]), period: preview, state: 'preview' },
      grid_preview_elsewhere: { ...of.grid, ...lies(far.patches[0]), period: preview, state: 'preview' },
      // Whoever led it and is gone sees what they are ranked by.
      grid_preview_led: { ...of.grid, ...lies(far.patches[1]), person: person.id, period: preview, state: 'preview' },
      person_below: { ...of.person, ...lies(place.communities[0]), person: wangge.admin.id, period: published, state: 'published' },
      person_elsewhere: { ...of.person, level: 2, ...lies(far.communities[0]), person: wangge.admin.id, period: published, state: 'published' },
      person_self: { ...of.person, ...nowhere, person: person.id, period: preview, state: 'preview' },
      department_other: { ...of.department, department: far.office.id, person: null, period: published, state: 'published' },
      ...department === null ? {} : { department_own: { ...of.department, department, person: null, period: preview, state: 'preview' } },
    } as Record<string, object>;
    const ids = Object.fromEntries(Object.keys(rows).map(label => [label, randomUUID()]));
    await made(db, 'rankings', Object.entries(rows).map(([label, row]) => ({ version: 1, vetoed: false, ...row, id: ids[label] })));
    const indicator = await db('assessment_indicators').first('id');
    await made(db, 'assessment_scores', Object.values(rows).map(row => ({ version: 1, no_data: true, indicator: indicator.id, ...row })));

    const own = ['grid_preview_led', 'person_self', ...department === null ? [] : ['department_own']];
    const open = ['grid', 'corrected'];
    const sees: Record<Role, string[]> = {
      level_1: [...open, ...own, 'grid_preview', 'person_below', 'department_other'],
      level_2: [...open, ...own, 'grid_preview', 'person_below'],
      level_3: [...open, ...own, 'grid_preview'],
      community_cadre: [...open, ...own, ...place.patches[0].path.startsWith(scope) ? ['grid_preview'] : [], ...place.communities[0].path.startsWith(scope) ? ['person_below'] : []],
      office: own,
      dispatcher: [...open, ...own],
      inspector: Object.keys(rows),
      analyst: Object.keys(rows).filter(label => !label.startsWith('person_')),
    };
    const filter = JSON.stringify({ id: { _in: Object.values(ids) } });
    const answer = await ask(role, 'GET', '/items/rankings', { fields: 'id', limit: '-1', filter });
    const labels = answer.body.data.map(({ id }: { id: string }) => Object.keys(ids).find(label => ids[label] === id));
    expect(labels.sort()).toEqual([...sees[role]].sort());
    const counted = async (collection: string, asked: object) => (await ask(role, 'GET', `/items/${collection}`, { 'aggregate[count]': '*', 'filter': JSON.stringify(asked) })).body.data[0].count;
    expect(Number(await counted('rankings', { id: { _in: Object.values(ids) } }))).toBe(sees[role].length);
    expect(Number(await counted('assessment_scores', { period: { _in: [published, preview, computed, corrected] } }))).toBe(sees[role].length);
    const overview = await ask(role, 'GET', '/items/assessment_periods', { fields: 'id', filter: JSON.stringify({ id: { _in: [published, preview, computed, corrected] } }) });
    expect(overview.body.data).toHaveLength(['inspector', 'analyst'].includes(role) ? 4 : 3);

    // Every door shows of each period what may be read of it, published or under way, and nothing besides.
    const all = Object.entries(rows).map(([label, row]) => ({ version: 1, ...row, label }) as { label: string; period: string; version: number; subject: string; level: number | null; grid: string | null });
    for (const [id, code] of codes) {
      for (const draft of ['false', 'true'] as const) {
        const shown = draft === 'true' ? { [preview]: 1, [computed]: 1, [corrected]: 2 }[id] : { [published]: 1, [corrected]: 1 }[id];
        for (const kind of ['grid', 'department', 'person'] as const) {
          const { status, body } = await ask(role, 'GET', `/wangge/assessment/${code}/ranking`, { kind, draft, subdistrict: place.code });
          const expected = all.filter(row => row.period === id && row.version === shown && row.subject === kind && (kind === 'department' || row.level === 3) && sees[role].includes(row.label));
          expect([code, kind, draft, status], JSON.stringify(body)).toEqual([code, kind, draft, status === 200 ? 200 : 400]);
          expect([code, kind, draft, status === 200 ? body.data.rows.length : 0]).toEqual([code, kind, draft, expected.length]);
        }
        for (const path of ['mine', `grids/${place.patches[0].id}/scores`, `grids/${far.patches[1].id}/scores`, 'steps', 'indicators', `indicators/on_time`, 'simulations', `leaf/${far.patches[0].id}`, 'evidence', 'evidence?part=checkpoint']) {
          const [door, more] = path.split('?');
          const answer = await ask(role, 'GET', `/wangge/assessment/${code}/${door}`, { draft, subdistrict: place.code, ...more === undefined ? {} : { part: 'checkpoint' } });
          expect(answer.status === 200 || refused(answer.status), `${path}: ${JSON.stringify(answer.body)}`).toBe(true);
          if (!sees[role].includes('person_elsewhere') && !(sees[role].includes('person_below') && id === published))
            expect(JSON.stringify(answer.body ?? ''), path).not.toContain(wangge.admin.id);
        }
      }
    }
  });

  it('reads names of people and dashboards, and sets up nothing', async () => {
    const names = await ask(role, 'GET', '/users', { fields: 'id,first_name,department', filter: JSON.stringify({ id: { _eq: wangge.admin.id } }) });
    expect(names.body.data).toHaveLength(1);
    for (const field of ['email', 'token', 'scope_1', 'phone']) {
      const answer = await ask(role, 'GET', '/users', { fields: field, filter: JSON.stringify({ id: { _eq: wangge.admin.id } }) });
      expect(answer.status === 403 || answer.body.data.every((user: Record<string, unknown>) => user[field] === null), field).toBe(true);
    }
    expect((await ask(role, 'GET', '/dashboards')).status).toBe(200);
    expect((await ask(role, 'GET', '/panels')).status).toBe(200);
    for (const path of ['/dashboards', '/roles', '/policies', '/permissions', '/users', '/collections', '/flows', '/shares', '/settings'])
      expect(refused((await ask(role, path === '/settings' ? 'PATCH' : 'POST', path, {}, { name: 'x', email: `${randomUUID()}@example.com` })).status), path).toBe(true);
  });
});

describe('nobody without an account', () => {
  it('reads nothing', async () => {
    for (const path of ['/items/issues', '/items/grids', '/items/rankings', '/items/disclosures', '/users', '/files', '/dashboards'])
      expect((await wangge.request('GET', path, { as: null })).status, path).toBe(403);
    expect((await wangge.request('POST', '/items/issues', { as: null, body: { description: 'x', grid: place.patches[0].id } })).status).toBeGreaterThanOrEqual(400);
  });
});
