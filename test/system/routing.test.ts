import type { Knex } from 'knex';
import type { ReportContext } from '../../extensions/wangge/src/handling/routing/model.ts';
import type { Account, Place, Server } from './harness.ts';
/** Routing on the real tables: what is shipped routes everything, people stand in, the last rule stays, the look-up is indexed. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PARTIES } from '../../extensions/wangge/src/handling/model.ts';
import { route } from '../../extensions/wangge/src/handling/routing/routing-rules.ts';
import { CONTEXT_SQL, contextBindings, loadRoutingContext } from '../../extensions/wangge/src/handling/routing/routing-store.ts';
import { openDatabase } from './database.ts';
import { server } from './harness.ts';
import { cloneDatabase, dropDatabase } from './stage.ts';

const DAY = '2026-03-04';
const QUESTION = { kind: 'problem', parties: 'none', involves_departments: false, source: 'patrol', severity: 'normal' } as const;
const LAST_RULE = '0a07e000-0000-4000-8000-000000009999';

let wangge: Server;
let place: Place;
let people: Record<'area' | 'community' | 'patch' | 'cadre' | 'clerk' | 'substitute', Account>;
let categories: { id: string; code: string; parent: string | null }[];
const idOf = (code: string): string => categories.find(category => category.code === code)!.id;
const context = async (code: string | null, day = DAY): Promise<ReportContext> =>
  (await loadRoutingContext(wangge.db, { grid: place.patches[0].id, category: code === null ? null : idOf(code), day }))!;

beforeAll(async () => {
  wangge = await server();
  place = await wangge.createSubdistrict();
  const leader = (grid: { id: string }, role: 'level_1' | 'level_2' | 'level_3'): Promise<Account> =>
    wangge.createUser({ role, posts: [{ grid: grid.id }] });
  people = {
    area: await leader(place.area, 'level_1'),
    community: await leader(place.communities[0], 'level_2'),
    patch: await leader(place.patches[0], 'level_3'),
    cadre: await wangge.createUser({ role: 'community_cadre', department: place.communityDepartments[0].id }),
    clerk: await wangge.createUser({ role: 'office', department: place.office.id }),
    substitute: await wangge.createUser({ role: 'office', department: place.office.id }),
  };
  categories = await wangge.db('issue_categories').select('id', 'code', 'parent');
  const roots = categories.filter(({ parent }) => parent === null);
  await wangge.db('duty_lines').insert(roots.flatMap(({ id: category }) => [
    { id: randomUUID(), department: place.communityDepartments[0].id, category, person: people.cadre.id },
    { id: randomUUID(), department: place.office.id, category, person: people.clerk.id },
  ]));
  await wangge.db('departments').where({ id: place.office.id }).update({ head: people.clerk.id });
});

describe('what is shipped', () => {
  it('finds a lead, a department and a handler for every category, with and without departments', async () => {
    expect(categories.length).toBeGreaterThan(30);
    for (const { code } of categories) {
      const found = await context(code);
      for (const parties of PARTIES) {
        for (const involves_departments of [true, false]) {
          const { rule, lead, department, handler } = route({ ...QUESTION, parties, involves_departments }, found);
          expect([rule, lead, department, handler], code).not.toContain(null);
        }
      }
    }
  });

  it('names level 2 and the office beyond the community, the cadre within it', async () => {
    expect(route(QUESTION, await context('street_lamp'))).toMatchObject({
      scope: 'subdistrict',
      department: place.office.id,
      handler: people.clerk.id,
      lead: people.clerk.id,
      follower: people.community.id,
    });
    expect(route({ ...QUESTION, parties: 'organisations' }, await context('noise'))).toMatchObject({
      scope: 'community',
      department: place.communityDepartments[0].id,
      handler: people.cadre.id,
      lead: people.area.id,
      follower: null,
    });
  });
});

describe('the look-up', () => {
  it('brings all that a report needs', async () => {
    const { chain, subdistrict, pins, policies, category, grid } = await context('manhole');
    expect(chain.map(({ id, level, leader }) => [id, level, leader])).toEqual([
      [place.patches[0].id, 3, people.patch.id],
      [place.communities[0].id, 2, people.community.id],
      [place.area.id, 1, people.area.id],
    ]);
    expect(subdistrict).toEqual({ id: place.id, code: place.code });
    expect(grid).toMatchObject({ id: place.patches[0].id, path: place.patches[0].path, status: 'active' });
    expect(category).toMatchObject({ code: 'manhole', photo_required: true, active: true });
    expect(pins.close_of_business).toBe('18:00');
    expect(policies.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['resolve', 'own', 'escalate']));
  });

  it('without a category: other; an unknown one is not active; an unknown grid is nothing', async () => {
    expect((await context(null)).category.code).toBe('other');
    const unknown = await loadRoutingContext(wangge.db, { grid: place.patches[0].id, category: randomUUID(), day: DAY });
    expect(unknown!.category.active).toBe(false);
    expect(await loadRoutingContext(wangge.db, { grid: randomUUID(), category: null, day: DAY })).toBeNull();
  });

  it('takes the sub-district\'s own close of business', async () => {
    await wangge.db('subdistricts').where({ id: place.id }).update({ close_of_business: '17:30' });
    expect((await context('noise')).pins.close_of_business).toBe('17:30');
    await wangge.db('subdistricts').where({ id: place.id }).update({ close_of_business: null });
  });

  it('goes around people who are away that day, or no longer active', async () => {
    const absence = { id: randomUUID(), person: people.clerk.id, kind: 'leave', starts_on: '2026-03-04', ends_on: '2026-03-05', stand_in: people.substitute.id, approved_by: wangge.admin.id };
    const handlerOn = async (day: string): Promise<[string | null, string]> => {
      const { handler, explanation } = route(QUESTION, await context('street_lamp', day));
      return [handler, explanation.handler_by];
    };
    await wangge.db('absences').insert(absence);
    expect(await handlerOn('2026-03-03')).toEqual([people.clerk.id, 'duty_line']);
    expect(await handlerOn('2026-03-04')).toEqual([people.substitute.id, 'stand_in']);
    expect(await handlerOn('2026-03-05')).toEqual([people.substitute.id, 'stand_in']);
    expect(await handlerOn('2026-03-06')).toEqual([people.clerk.id, 'duty_line']);
    await wangge.db('directus_users').where({ id: people.substitute.id }).update({ status: 'suspended' });
    expect(await handlerOn('2026-03-04')).toEqual([people.community.id, 'follower']);
    await wangge.db('directus_users').where({ id: people.substitute.id }).update({ status: 'active' });
    await wangge.db('absences').where({ id: absence.id }).delete();
  });

  it('sees posts as they were on the day', async () => {
    expect((await context('noise', '2019-12-31')).chain.map(({ leader }) => leader)).toEqual([null, null, null]);
  });
});

describe('the last rule', () => {
  const save = (method: string, path: string, body?: unknown): ReturnType<Server['request']> =>
    wangge.request(method, `/items/${path}`, { as: wangge.admin, body });

  it('cannot be switched off, given conditions or deleted, not even by an administrator', async () => {
    for (const [method, path, body] of [
      ['PATCH', `routing_rules/${LAST_RULE}`, { active: false }],
      ['PATCH', `routing_rules/${LAST_RULE}`, { parties: ['none'] }],
      ['PATCH', 'routing_rules', { keys: [LAST_RULE], data: { involves_departments: true } }],
      ['PATCH', 'routing_rules', [{ id: LAST_RULE, active: false }]],
      ['DELETE', `routing_rules/${LAST_RULE}`, undefined],
    ] as const) {
      const { status, errors } = await save(method, path, body);
      expect(status, `${method} ${path}`).toBe(400);
      expect(errors[0]!.message).toContain('without conditions');
    }
    expect(await wangge.db('routing_rules').where({ id: LAST_RULE }).first()).toMatchObject({ active: true, parties: null });
  });

  it('is kept by the database when two administrators meet', async () => {
    const second = randomUUID();
    await wangge.db('routing_rules').insert({ id: second, name: 'second', priority: 9998, scope: 'community', lead: 'grid_leader', handler: 'community_cadre' });
    const off = async (id: string): Promise<string> => {
      try {
        await wangge.db('routing_rules').where({ id }).update({ active: false });
        return 'done';
      }
      catch (error) {
        return (error as Error).message;
      }
    };
    const outcomes = await Promise.all([off(second), off(LAST_RULE)]);
    expect(outcomes.filter(outcome => outcome === 'done')).toHaveLength(1);
    expect(outcomes.find(outcome => outcome !== 'done')).toContain('must remain');
    await wangge.db('routing_rules').where({ id: LAST_RULE }).update({ active: true });
    await wangge.db('routing_rules').where({ id: second }).delete();
  });

  it('the category of issues that name none stays, active, under its code', async () => {
    for (const [method, body] of [['PATCH', { active: false }], ['PATCH', { code: 'misc' }], ['DELETE', undefined]] as const) {
      const answer = await wangge.request(method, `/items/issue_categories/${idOf('other')}`, { as: wangge.admin, body });
      expect(answer.status).toBe(400);
      expect(answer.errors[0]!.message).toContain('category “other”');
    }
    expect((await wangge.request('PATCH', `/items/issue_categories/${idOf('other')}`, { as: wangge.admin, body: { active: true } })).status).toBe(200);
  });

  it('a limit has one length', async () => {
    const { status, errors } = await save('POST', 'deadline_policies', { kind: 'resolve', working_days: 3, clock_hours: 24 });
    expect([status, errors[0]?.extensions.field]).toEqual([400, 'working_days']);
  });
});

describe('a rule that is saved', () => {
  const rules = (method: string, path: string, body?: unknown) =>
    wangge.request(method, `/items/routing_rules${path}`, { as: wangge.admin, body });
  const saved: string[] = [];
  afterAll(async () => {
    await wangge.db('routing_rules').whereIn('id', saved).delete();
  });

  it('is warned of at once where it never applies or shares issues with another, not refused', async () => {
    const base = { scope: 'subdistrict', lead: 'department_head', handler: 'department', grid: place.communities[0].id };
    const wide = await rules('POST', '', { ...base, name: '宽', priority: 9000, category: idOf('dispute'), warning: '伪造' });
    expect([wide.status, wide.body.data.warning]).toEqual([200, expect.not.stringContaining('伪造')]);
    saved.push(wide.body.data.id);
    const narrow = await rules('POST', '', { ...base, name: '窄', priority: 9001, category: idOf('noise'), scope: 'community' });
    expect(narrow.status).toBe(200);
    saved.push(narrow.body.data.id);
    expect(narrow.body.data.warning).toContain('never applies: the earlier rule “宽”');
    // The other rule changes: so does what is said of this one.
    await rules('PATCH', `/${wide.body.data.id}`, { severities: ['critical'] });
    expect((await rules('GET', `/${narrow.body.data.id}`)).body.data.warning).toBeNull();
    await rules('PATCH', `/${narrow.body.data.id}`, { priority: 9000 });
    const pair = [wide.body.data.id, narrow.body.data.id] as string[];
    const warnings = await Promise.all(pair.map(async id => (await rules('GET', `/${id}`)).body.data.warning as string | null));
    // Said at one of them: which it is follows from their ids.
    expect(warnings.filter(warning => warning !== null)).toEqual([expect.stringMatching(/^Has the same priority as “[宽窄]” .*left to chance/)]);
    expect(await wangge.db('routing_rules').whereIn('id', pair).pluck('warning')).toEqual([null, null]);
  });

  it('the whole table is checked for whoever may read it', async () => {
    const base = { priority: 9002, scope: 'subdistrict', lead: 'department_head', grid: place.communities[1].id, category: idOf('dispute') };
    for (const rule of [{ ...base, name: '甲', handler: 'department', severities: ['critical'] }, { ...base, name: '乙', handler: 'community_cadre', sources: ['patrol'] }])
      saved.push((await rules('POST', '', rule)).body.data.id);
    const { status, body } = await wangge.request('GET', '/wangge/routing/check', { as: people.clerk });
    expect(status).toBe(200);
    const texts: string[] = body.data.map((problem: { text: string }) => problem.text);
    expect(texts.filter(text => text.includes('条件有交叉') && /[甲乙]/.test(text))).toHaveLength(1);
    expect((await wangge.request('GET', '/wangge/routing/check')).status).toBe(403);
  });
});

describe('a preview', () => {
  const ask = (body: object, as: Account = people.clerk) => wangge.request('POST', '/wangge/routing/preview', { as, body });

  it('says which rule takes it, why not the others, whom that names and by when: as the report then has it', async () => {
    const { status, body } = await ask({ grid: place.patches[0].id, category: idOf('street_lamp') });
    expect(status, JSON.stringify(body)).toBe(200);
    const { data } = body;
    expect(data).toMatchObject({
      scope: 'subdistrict',
      department: { id: place.office.id, name: 'office B01' },
      handler: { id: people.clerk.id, by: 'duty_line', found: '条线分工', name: expect.stringContaining('测试') },
      lead: { id: people.clerk.id, by: 'department_head' },
      follower: { id: people.community.id },
    });
    expect(data.steps.filter((step: { verdict: string }) => step.verdict === 'takes')).toMatchObject([{ rule: data.rule, name: '市政设施' }]);
    expect(data.steps.find((step: { name: string }) => step.name === '居民之间')).toMatchObject({ verdict: 'condition', failed: 'parties', text: '“涉及双方”不符合。' });
    expect(data.limits.map((limit: { kind: string }) => limit.kind)).toEqual(['resolve', 'own']);
    expect(data.limits[0]).toMatchObject({ name: '办结反馈时限', text: expect.stringContaining('工作日') });
    // Every other rule is told of, the earlier ones with what is against them.
    const taken = data.steps.findIndex((step: { verdict: string }) => step.verdict === 'takes');
    expect(data.steps.slice(0, taken).map(({ verdict, text }: { verdict: string; text: string }) => [verdict, text.endsWith('。')])).toEqual(Array.from({ length: taken }, () => ['condition', true]));
    expect(taken).toBeGreaterThan(0);

    const report = await wangge.request('POST', '/items/issues', { as: people.patch, body: { grid: place.patches[0].id, category: idOf('street_lamp'), description: '路灯不亮' }, query: { fields: 'id' } });
    expect(report.status, JSON.stringify(report.body)).toBe(200);
    const issue = await wangge.db('issues').where({ id: report.body.data.id }).first('scope', 'department', 'handler', 'lead', 'follower');
    expect(issue).toEqual({ scope: data.scope, department: data.department.id, handler: data.handler.id, lead: data.lead.id, follower: data.follower.id });
    const clocks = await wangge.db('issue_deadlines').where({ issue: report.body.data.id }).whereIn('kind', ['resolve', 'own']).select('kind', 'due_at');
    expect(Object.fromEntries(clocks.map(({ kind, due_at }) => [kind, due_at]))).toEqual(Object.fromEntries(data.limits.map(({ kind, due_at }: { kind: string; due_at: string }) => [kind, due_at])));
  });

  it('tries an unsaved change of a rule, or a new one, and stores nothing', async () => {
    const question = { grid: place.patches[0].id, category: idOf('street_lamp') };
    const { rule } = (await ask(question)).body.data;
    const without = await ask({ ...question, rule: { id: rule, active: false } });
    expect(without.body.data.rule).not.toBe(rule);
    const fresh = await ask({ ...question, rule: { name: '试行', priority: 1, scope: 'community', lead: 'grid_leader', lead_level: 1, handler: 'grid_leader' } });
    expect(fresh.body.data).toMatchObject({ scope: 'community', lead: { id: people.area.id }, handler: { id: people.patch.id } });
    expect(fresh.body.data.steps[0]).toMatchObject({ name: '试行', verdict: 'takes' });
    expect(await wangge.db('routing_rules').where({ name: '试行' })).toEqual([]);
  });

  it('speaks the caller\'s language, and refuses what is no question', async () => {
    const english = await wangge.createUser({ role: 'analyst', language: 'en-US' });
    expect((await ask({ grid: place.patches[0].id, category: idOf('noise') }, english)).body.data.limits[0].name).toMatch(/^time limit/);
    for (const [body, field] of [[{}, 'grid'], [{ grid: randomUUID() }, 'grid'], [{ grid: place.patches[0].id, category: randomUUID() }, 'category'], [{ location: { type: 'Point', coordinates: [0, -89] } }, 'location'], [{ grid: place.patches[0].id, rule: { scope: 'moon' } }, 'rule']] as const)
      expect(await ask(body), JSON.stringify(body)).toMatchObject({ status: 400, errors: [{ extensions: { field } }] });
    expect((await wangge.request('POST', '/wangge/routing/preview', { body: {} })).status).toBe(403);
  });
});

describe('on grown tables', () => {
  const name = `routing_${process.pid}`;
  let db: Knex;

  beforeAll(async () => {
    const stage = inject('stage');
    await cloneDatabase(stage, name);
    db = openDatabase({ ...stage.postgres, name }, 1);
    await db.transaction(async (trx) => {
      // 100 sub-districts of 10 communities and 10 offices; 11,000 grids with ten terms of leaders each. Keys and triggers rest meanwhile.
      await trx.raw(`
        set local session_replication_role = replica;
        create function pg_temp.u(text) returns uuid language sql immutable as $$ select md5($1)::uuid $$;
        insert into subdistricts (id, code, name) select pg_temp.u('s' || i), 800000000 + i, i from generate_series(1, 100) i;
        insert into directus_users (id, status) select pg_temp.u('p' || i), 'active' from generate_series(1, 50000) i;
        insert into departments (id, code, name, subdistrict, kind, head, active)
          select pg_temp.u('d' || i || '-' || j), i || '-' || j, j, pg_temp.u('s' || i), case when j <= 10 then 'community' else 'office' end, pg_temp.u('p' || i * 20 + j), true
          from generate_series(1, 100) i, generate_series(1, 20) j;
        insert into grids (id, code, name, subdistrict, level, parent, path, department, status, kind)
          select pg_temp.u('g' || i), i || 'L', 'a', pg_temp.u('s' || i), 1, null, '/' || i || '/', null, 'active', 'basic' from generate_series(1, 100) i
          union all
          select pg_temp.u('g' || i || '-' || j), i || 'M' || j, 'c', pg_temp.u('s' || i), 2, pg_temp.u('g' || i), '/' || i || '/' || j || '/', pg_temp.u('d' || i || '-' || j), 'active', 'basic'
            from generate_series(1, 100) i, generate_series(1, 10) j
          union all
          select pg_temp.u('g' || i || '-' || j || '-' || k), i || 'N' || j || 'P' || k, 'p', pg_temp.u('s' || i), 3, pg_temp.u('g' || i || '-' || j), '/' || i || '/' || j || '/' || k || '/', null, 'active', 'basic'
            from generate_series(1, 100) i, generate_series(1, 10) j, generate_series(1, 10) k;
        insert into posts (id, person, grid, role, starts_on, ends_on)
          select gen_random_uuid(), pg_temp.u('p' || 1 + (random() * 40000)::int), id, 'leader', date '2026-01-01' - y * 365, case when y > 0 then date '2025-12-31' - (y - 1) * 365 end
          from grids, generate_series(0, 9) y;
        insert into duty_lines (id, department, category, person, active)
          select gen_random_uuid(), d.id, c.id, pg_temp.u('p' || 1 + (random() * 40000)::int), true
          from departments d, issue_categories c, generate_series(1, 2) where d.code like '%-%';
        insert into absences (id, person, kind, starts_on, ends_on, stand_in)
          select gen_random_uuid(), pg_temp.u('p' || i), 'leave', date '2026-01-01' + i % 300, date '2026-01-05' + i % 300, pg_temp.u('p' || i + 1) from generate_series(1, 40000) i;
      `);
    });
    await db.raw('analyze');
  }, 120_000);

  afterAll(async () => {
    await db?.destroy();
    await dropDatabase(inject('stage'), name);
  });

  it('no growing table is read through', async () => {
    const { count } = (await db('duty_lines').count().first())!;
    expect(Number(count)).toBeGreaterThan(100_000);
    const grid = await db('grids').where({ level: 3 }).first('id');
    const category = await db('issue_categories').where({ code: 'noise' }).first('id');
    const question = { grid: grid.id, category: category.id, day: DAY };
    const plan = await db.raw(`explain (format text) ${CONTEXT_SQL}`, contextBindings(question) as Record<string, string>);
    const lines: string[] = plan.rows.map((row: Record<string, string>) => row['QUERY PLAN']);
    expect(lines.filter(line => /Seq Scan on (?:duty_lines|posts|absences|directus_users|grids|departments)\b/.test(line))).toEqual([]);
    expect(lines.join('\n')).toMatch(/duty_lines_routing[\s\S]*posts_/);
    // The prepared statement changes to a generic plan after five uses.
    for (let use = 0; use < 8; use++)
      expect((await loadRoutingContext(db, question))!.chain).toHaveLength(3);
    const generic = await db.raw('select generic_plans from pg_prepared_statements where name = ?', ['wangge_routing_context']);
    expect(Number(generic.rows[0].generic_plans)).toBeGreaterThan(0);
    const started = performance.now();
    for (let use = 0; use < 50; use++)
      await loadRoutingContext(db, question);
    process.stdout.write(`routing context: ${((performance.now() - started) / 50).toFixed(2)} ms\n`);
  });
});
