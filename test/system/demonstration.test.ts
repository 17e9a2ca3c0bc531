/**
 * The demonstration in a real database: every issue's events yield its row, chains hold, clocks are what the events
 * give, nothing is left for a sweep, and the accounts can log in.
 */
import { authentication, createDirectus, rest } from '@directus/sdk';
import { afterAll, describe, expect, it } from 'vitest';
import { makeDemoRows } from '../../extensions/wangge/src/app/demonstration/demo-rows.ts';
import { loadReference } from '../../extensions/wangge/src/app/demonstration/demo-store.ts';
import { Directory } from '../../extensions/wangge/src/app/demonstration/directory.ts';
import { readMaterial } from '../../extensions/wangge/src/app/demonstration/material.ts';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { route } from '../../extensions/wangge/src/handling/routing/routing-rules.ts';
import { loadRoutingContext } from '../../extensions/wangge/src/handling/routing/routing-store.ts';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';
import { standing } from '../../extensions/wangge/src/territory/standing-store.ts';
import { DEMO_PASSWORD, demoServer } from './harness.ts';

const wangge = await demoServer();
const { db } = wangge;
afterAll(async () => await wangge.close());

/** The present of the demonstration: just after the last thing that happened in it. */
const { now } = await db('issue_events').max('at as now').first() as { now: string };

describe('every demonstration issue', () => {
  it('is what its events say: rules, patches, row, chain and clocks agree', async () => {
    const { issues, events, faults } = await verifyIssues(db);
    expect(faults).toEqual([]);
    expect(issues).toBeGreaterThan(2000);
    expect(events).toBeGreaterThan(5 * issues);
  }, 120_000);

  it('leaves a sweep at its present nothing to write', async () => {
    const before = await db('issue_events').count('id as n').first();
    expect(await sweep(db, now)).toEqual({ resumed: 0, missed: 0, warned: 0, closed: 0, reassigned: 0, orphans_routed: 0 });
    expect(await db('issue_events').count('id as n').first()).toEqual(before);
  });

  it('is counted: the next report of a day takes the next number', async () => {
    const { rows } = await db.raw(`
      select c.day, c.last, count(i.id)::int as issues, max(right(i.number, 4))::int as highest
      from issue_counters c left join issues i on i.number like '%-' || to_char(c.day, 'YYYYMMDD') || '-%'
      group by c.day, c.last having c.last <> count(i.id) or c.last <> max(right(i.number, 4))::int`);
    expect(rows).toEqual([]);
  });

  it('has the photographs that its events name', async () => {
    const { rows } = await db.raw(`
      select e.id from issue_events e left join issue_events_files f on f.issue_events_id = e.id
      where (e.files_digest is null) <> (f.id is null)`);
    expect(rows).toEqual([]);
  });
});

describe('what the generator answers from memory', async () => {
  const material = await readMaterial('.');
  const reference = await loadReference(db);
  const { rows: [{ today }] } = await db.raw('select wangge_today()::text as today') as { rows: [{ today: string }] };
  const world = makeDemoRows(material, reference.categories, today, '1');
  const directory = new Directory(world, reference);
  const patches = world.grids.filter(({ level }) => level === 3);

  it('is what the database answers: routing', async () => {
    const question = { kind: 'problem', parties: 'none', involves_departments: false, source: 'patrol', severity: 'normal' } as const;
    for (const [index, { id }] of reference.categories.entries()) {
      const patch = patches[index * 7 % patches.length]!;
      for (const parties of ['none', 'residents', 'organisations'] as const) {
        const loaded = await loadRoutingContext(db, { grid: patch.id, category: id, day: today });
        expect(route({ ...question, parties }, directory.context(patch.id, id, today))).toEqual(route({ ...question, parties }, loaded!));
      }
    }
  });

  it('is what the database answers: authority', async () => {
    for (const [index, { id }] of world.people.entries()) {
      const patch = patches[index % patches.length]!;
      const { language: _, ...stored } = (await standing(db, id, patch.path, today))!;
      const { heads, ...remembered } = directory.standing(id, patch.id, today);
      expect({ ...remembered, heads: [...heads].sort() }).toEqual({ ...stored, heads: [...stored.heads].sort() });
    }
  });
});

describe('the accounts', () => {
  it.each(['l1', 'l2', 'l3', 'cadre', 'office', 'dispatcher', 'inspector', 'inspector2', 'analyst'])('%s@example.com logs in', async (name) => {
    const client = createDirectus(wangge.url).with(authentication('json')).with(rest());
    const { access_token } = await client.login({ email: `${name}@example.com`, password: DEMO_PASSWORD });
    expect(access_token).toEqual(expect.any(String));
  });

  it('l3@ holds one patch as scope, in the community of l2@, in the area of l1@', async () => {
    const scopes = await db('directus_users').whereIn('email', ['l1@example.com', 'l2@example.com', 'l3@example.com']).orderBy('email').select('scope_1', 'scope_2') as { scope_1: string; scope_2: string }[];
    const [l1, l2, l3] = scopes.map(({ scope_1 }) => scope_1) as [string, string, string];
    expect(l3.startsWith(l2) && l2.startsWith(l1)).toBe(true);
    expect(scopes.map(({ scope_2 }) => scope_2)).toEqual(['-', '-', '-']);
  });
});

describe('the finished quarters', () => {
  it('are ranked and published, the later one against the earlier', async () => {
    const periods = await db('assessment_periods').where('state', 'published').orderBy('code').select('id') as { id: string }[];
    expect(periods).toHaveLength(2);
    const level3 = await db('rankings').where({ period: periods[1]!.id, subject: 'grid', level: 3 }).select('rank', 'previous_rank', 'note') as { rank: number | null; previous_rank: number | null; note: string | null }[];
    expect(level3).toHaveLength(60);
    expect(level3.filter(({ rank }) => rank !== null).length).toBeGreaterThan(40);
    expect(level3.filter(({ rank, previous_rank }) => rank !== null && previous_rank !== null).length).toBeGreaterThan(30);
    expect(level3.some(({ note }) => note === 'below_minimum')).toBe(true);
  });
});

describe('the visits of the inspection team', () => {
  it('one was held by two who scored apart, with samples and a photograph, and is acknowledged; one is planned', async () => {
    const [acknowledged, planned, ...more] = await db('inspection_visits').orderBy('state').select('*');
    expect([acknowledged.state, planned.state, more]).toEqual(['acknowledged', 'planned', []]);
    expect(planned.planned_on > acknowledged.planned_on).toBe(true);
    const samples = await db('inspection_samples').where({ visit: acknowledged.id }).orderBy('sort').select('kind', 'result') as { kind: string; result: string | null }[];
    expect(new Set(samples.map(({ kind }) => kind))).toEqual(new Set(['entry', 'log', 'issue']));
    expect(samples.map(({ result }) => result)).toEqual(['finding', ...samples.slice(1).map(() => 'right')]);
    expect(await db('inspection_photos').where({ visit: acknowledged.id }).pluck('method')).toEqual(['look']);
    expect(await db('inspection_answers').where({ visit: acknowledged.id }).whereNull('score')).toEqual([]);
    expect(await db('ledger_findings').where({ visit: acknowledged.id }).pluck('state')).toEqual(['open']);
  });
});

describe('a second time', () => {
  it('is refused with a sentence, and nothing is written', async () => {
    const { code, stderr } = await wangge.cli('wangge', 'seed-demo');
    expect(code).toBe(1);
    expect(stderr).toContain('there is a sub-district already');
    expect(await db('subdistricts').count('id as n').first()).toEqual({ n: '1' });
  });
});

describe('recognition', () => {
  it('shows a commendation that went all its way and a criticism that waits for its answer, both resting on facts that stand', async () => {
    const rows = await db('recognitions').select('id', 'kind', 'state', 'published_at').orderBy('kind');
    expect(rows.map(({ kind, state }) => [kind, state])).toEqual([['commendation', 'published'], ['criticism', 'proposed']]);
    const { rows: fallen } = await db.raw('select id from recognition_evidence e where not wangge_evidence_stands(e)');
    expect(fallen).toEqual([]);
    const steps = await db('recognition_steps as s').join('recognitions as r', 'r.id', 's.recognition').where('r.kind', 'commendation').orderBy('s.seq').pluck('s.step');
    expect(steps).toEqual(['proposed', 'answered', 'confirmed', 'published']);
  });
});
