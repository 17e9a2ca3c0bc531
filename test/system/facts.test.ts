/**
 * Facts of a quarter of the demonstration: columns and events tell the same of every clock and report, the counts are those of
 * the lines, the list behind a number is as long as the number, and what is recorded after the cut changes nothing.
 */
import type { Knex } from 'knex';
import type { FactsAsked, GatheredFacts } from '../../extensions/wangge/src/assessment/facts/facts-service.ts';
import type { MEASURES } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import type { Cell, Fact, FactKind, SubjectKind, Tally } from '../../extensions/wangge/src/assessment/facts/model.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOCK_COLUMNS } from '../../extensions/wangge/src/assessment/facts/clock-columns.ts';
import { clocksAsOf } from '../../extensions/wangge/src/assessment/facts/clock-rules.ts';
import { cutOf } from '../../extensions/wangge/src/assessment/facts/cut-rules.ts';
import { factBlocks, personPseudonyms } from '../../extensions/wangge/src/assessment/facts/fact-lines-store.ts';
import { factsBehind } from '../../extensions/wangge/src/assessment/facts/fact-list-store.ts';
import { factColumnsFor, measuresOf } from '../../extensions/wangge/src/assessment/facts/fact-lookup-rules.ts';
import { selectionOf } from '../../extensions/wangge/src/assessment/facts/fact-store.ts';
import { countFacts, rollUpTallies } from '../../extensions/wangge/src/assessment/facts/fact-tally-rules.ts';
import { askFacts, gatherFacts, gridsFor } from '../../extensions/wangge/src/assessment/facts/facts-service.ts';
import { MEASURE_CODES } from '../../extensions/wangge/src/assessment/facts/measure-lookup-rules.ts';
import { FACT_KIND_NAMES, SUBJECT_KINDS } from '../../extensions/wangge/src/assessment/facts/model.ts';
import { periodBounds } from '../../extensions/wangge/src/assessment/periods/period-store.ts';
import { loadCalendar } from '../../extensions/wangge/src/calendar/index.ts';
import { loadEvents, pinnedCalendars } from '../../extensions/wangge/src/handling/index.ts';
import { demoServer } from './harness.ts';

const wangge = await demoServer();
const { db } = wangge;
afterAll(async () => await wangge.close());

/** What is counted here; the kinds of daily work have tests of their own. */
const KINDS: readonly FactKind[] = ['clock', 'warning', 'report'];
const COLUMNS = Object.fromEntries(Object.entries(factColumnsFor({ tie_break: [], indicators: MEASURE_CODES.map(measure => ({ measure })) })).filter(([kind]) => KINDS.includes(kind as FactKind)));
const SALT = Buffer.alloc(32, 7);

let subdistricts: string[];
let asked: FactsAsked;

beforeAll(async () => {
  subdistricts = await db('subdistricts').pluck('id');
  const [{ code }] = await db('assessment_periods').where({ kind: 'quarter' }).whereNotNull('evidence').orderBy('starts_on', 'desc').limit(1);
  const { starts_on, ends_on } = await db('assessment_periods').where({ code }).first();
  const [bounds, calendar] = [await periodBounds(db, starts_on, ends_on), await loadCalendar(db)];
  asked = { span: { code, kind: 'quarter', starts_on, ends_on }, bounds, calendar, cut: cutOf({ cut_working_days: 5 }, ends_on, bounds, calendar), columns: COLUMNS };
});

/** Nothing is left behind. */
async function rolledBack<Answer>(work: (trx: Knex.Transaction) => Promise<Answer>): Promise<Answer> {
  const trx = await db.transaction(undefined, { isolationLevel: 'repeatable read' });
  try {
    return await work(trx);
  }
  finally {
    await trx.rollback();
  }
}

async function rowsOf(trx: Knex, { query }: Pick<GatheredFacts, 'query'>, kind: FactKind): Promise<Record<string, unknown>[]> {
  const { parts, bindings } = selectionOf(query, kind)!;
  const rows: Record<string, unknown>[] = [];
  for (const part of parts)
    rows.push(...(await trx.raw(part, bindings as never)).rows);
  return rows.map(row => ({ ...row, id: String(row.id) })).sort((a, b) => String(a.id) < String(b.id) ? -1 : 1);
}

async function linesOf(trx: Knex, { query, places }: GatheredFacts): Promise<string[]> {
  const lines: string[] = [];
  for await (const block of factBlocks(trx, query, [...places].map(([subdistrict, { grids }]) => ({ subdistrict, grids })), SALT)) {
    const found = block.lines.trimEnd().split('\n');
    expect(found).toEqual(found.toSorted());
    expect(found.length).toBe(block.facts);
    lines.push(...found);
  }
  return lines;
}

function factIn(line: string): Fact {
  const [kind, grid, department, person, id, ...cells] = JSON.parse(line) as [FactKind, string | null, string | null, string | null, string, ...Cell[]];
  expect(JSON.stringify([kind, grid, department, person, id, ...cells])).toBe(line);
  return { kind, grid, department, person, id, cells };
}

const said = (tallies: readonly Tally[]): string[] => tallies.flatMap(({ subject, scope, measures }) => Object.entries(measures).filter(([, count]) => count!.denominator > 0)
  .map(([measure, count]) => `${subject.kind} ${subject.code} ${scope} ${measure} ${count!.numerator}/${count!.denominator}`)).sort();

describe('columns and events', () => {
  it('say the same of every clock that nothing happened to since', async () => {
    await rolledBack(async (trx) => {
      const query = await askFacts(trx, subdistricts, asked);
      const { sql, bindings } = { sql: selectionOf(query, 'clock')!.parts[0]!, bindings: selectionOf(query, 'clock')!.bindings };
      const { rows } = await trx.raw(`select s.*, d.issue, d.kind, d.department as own, d.opened_by_seq, i.repeat_of from (${sql}) s join issue_deadlines d on d.id = s.id join issues i on i.id = d.issue`, bindings as never);
      expect(rows.length).toBeGreaterThan(1500);
      const events = Map.groupBy(await loadEvents(trx, [...new Set(rows.map(({ issue }: { issue: string }) => issue))] as string[]), ({ issue }) => issue);
      const calendars = await pinnedCalendars(trx, [...events.values()].flat(), asked.calendar);
      const told = new Map([...events].map(([issue, timeline]) => [issue, clocksAsOf(timeline, rows.some((row: { issue: string; repeat_of: string | null }) => row.issue === issue && row.repeat_of !== null), { ...query.period, calendars })]));
      const differs: unknown[] = [];
      const flags = COLUMNS.clock!.filter(column => CLOCK_COLUMNS[column as keyof typeof CLOCK_COLUMNS].type === 'flag');
      for (const row of rows) {
        const clock = told.get(row.issue)!.find(({ kind, department, opened_by_seq }) => kind === row.kind && department === row.own && opened_by_seq === row.opened_by_seq);
        const [stored, events] = [
          { grid: row.grid, department: row.department, person: row.person, scope: row.scope, ...Object.fromEntries(flags.map(flag => [flag, row[flag]])) },
          clock && { grid: clock.grid, department: clock.department_at_due, person: clock.person_at_due, scope: clock.scope, ...Object.fromEntries(flags.map(flag => [flag, clock.facts[flag as keyof typeof clock.facts]])) },
        ];
        if (JSON.stringify(stored) !== JSON.stringify(events))
          differs.push({ id: row.id, kind: row.kind, stored, events });
      }
      expect(differs.slice(0, 3)).toEqual([]);
      // The demonstration asks every question but one: nothing in it came with a limit of another authority.
      expect(flags.filter(flag => rows.every((row: Record<string, unknown>) => row[flag] === null))).toEqual(['external_on_time']);
    });
  });

  it('say the same of all facts when every issue is told by its events', async () => {
    const [stored, told] = [await rolledBack(facts), await rolledBack(async (trx) => {
      // As if something had been recorded of every issue since.
      await trx.raw('set local session_replication_role = replica');
      await trx.raw(`update issues set event_recorded_at = '2100-01-01'`);
      await trx.raw(`insert into issue_events (issue, seq, type, actor, at, to_status, from_status, data) select id, event_seq + 1, 'redact', null, '2100-01-01', status, status, '{"decided":{},"patch":{}}' from issues`);
      return facts(trx);
    })];
    async function facts(trx: Knex): Promise<Record<string, Record<string, unknown>[]>> {
      const gathered = { query: await askFacts(trx, subdistricts, asked) };
      return { clock: await rowsOf(trx, gathered, 'clock'), warning: await rowsOf(trx, gathered, 'warning'), report: await rowsOf(trx, gathered, 'report') };
    }
    for (const kind of KINDS) {
      expect(stored[kind]!.length, kind).toBeGreaterThan(100);
      expect(told[kind]!.length, kind).toBe(stored[kind]!.length);
      const other = new Map(told[kind]!.map(row => [row.id, JSON.stringify(row)]));
      expect(stored[kind]!.filter(row => other.get(row.id) !== JSON.stringify(row)).slice(0, 3), kind).toEqual([]);
    }
  });
});

describe('counts', () => {
  it('are those of the lines of evidence, for grids, departments and persons', async () => {
    await rolledBack(async (trx) => {
      const gathered = await gatherFacts(trx, subdistricts, asked, SUBJECT_KINDS, SALT);
      const lines = await linesOf(trx, gathered);
      expect(new Set(lines).size).toBe(lines.length);
      const tallies = [...gathered.places.values()].flatMap(place => place.tallies);
      const pseudonyms = await personPseudonyms(trx, tallies.filter(({ subject }) => subject.kind === 'person').map(({ subject }) => subject.code), SALT);
      const hidden = tallies.map(tally => tally.subject.kind === 'person' ? { ...tally, subject: { kind: 'person' as const, code: pseudonyms.get(tally.subject.code)! } } : tally);
      expect(said(hidden)).toEqual(said(countFacts(lines.map(factIn), COLUMNS)));
      for (const measure of measuresOf(COLUMNS).filter(code => !['external_on_time_rate', 'resident_solved_rate'].includes(code)))
        expect(tallies.some(({ measures }) => (measures[measure]?.denominator ?? 0) > 0), measure).toBe(true);
    });
  });

  it('are as many as the list behind them names', async () => {
    await rolledBack(async (trx) => {
      const gathered = await gatherFacts(trx, subdistricts, asked, SUBJECT_KINDS, SALT);
      for (const place of gathered.places.values()) {
        const sums = rollUpTallies(place.tallies, place.grids);
        const ids = (kind: SubjectKind, code: string, measure: keyof typeof MEASURES): string[] => kind === 'grid' ? gridsFor(measure, code, place.grids) : kind === 'person' ? [code] : place.departments.filter(department => department.code === code).map(({ id }) => id);
        for (const measure of measuresOf(COLUMNS)) {
          for (const kind of SUBJECT_KINDS) {
            const [some] = sums.filter(({ subject, measures }) => subject.kind === kind && (measures[measure]?.denominator ?? 0) > 0);
            if (some === undefined)
              continue;
            const { scope, subject: { code } } = some;
            const count = some.measures[measure]!;
            const list = (part: 'hit' | 'miss') => factsBehind(trx, gathered.query, { measure, subject: { kind, ids: ids(kind, code, measure) }, part, scopes: scope === null ? null : [scope] });
            const [hits, misses] = [await list('hit'), await list('miss')];
            expect([measure, kind, hits.length, hits.length + misses.length]).toEqual([measure, kind, count.numerator, count.denominator]);
            expect([...hits, ...misses].filter(({ title, item }) => !title || !item)).toEqual([]);
          }
        }
      }
    });
  });
});

it('residents solve a matter by three votes or more on its first publication, as far as a moderator and the cut leave them', async () => {
  await rolledBack(async (trx) => {
    const { rows } = await trx.raw(`
      select n.id, n.issue, e.at from disclosures n join issues i on i.id = n.issue join issue_events e on e.issue = i.id and e.type = 'disclose'
      where i.reported_at >= ? and i.reported_at < ? and i.status = 'closed' and n.mode = 'individual' and e.at < ? order by n.id limit 5`, [asked.bounds.from, asked.bounds.until, asked.cut]);
    const vote = (n: number, resolved: string, { at = rows[n].at, state = 'pending' } = {}) =>
      trx('disclosure_feedback').insert({ id: trx.raw('gen_random_uuid()'), disclosure: rows[n].id, voter: trx.raw('gen_random_uuid()::text'), resolved, state, created_at: at });
    for (const [n, votes] of [['yes', 'yes', 'no'], ['yes', 'no', 'no'], ['yes', 'no', 'yes', 'no'], ['yes', 'yes'], ['yes', 'yes']].entries()) {
      for (const resolved of votes)
        await vote(n, resolved);
    }
    await vote(3, 'yes', { at: asked.cut });
    await vote(4, 'yes', { state: 'hidden' });
    const said = async () => {
      const found = await rowsOf(trx, { query: await askFacts(trx, subdistricts, asked) }, 'report');
      return rows.map(({ issue }: { issue: string }) => found.find(({ id }) => id === issue)!.resident_solved);
    };
    expect(await said()).toEqual([true, false, false, null, null]);
    // What the moderator does afterwards changes nothing.
    await trx('disclosure_feedback').where({ disclosure: rows[0].id }).update({ state: 'hidden' });
    expect(await said()).toEqual([true, false, false, null, null]);
  });
});

it('a report is one, though its clocks are told by its events', async () => {
  await rolledBack(async (trx) => {
    const reports = async () => await rowsOf(trx, { query: await askFacts(trx, subdistricts, asked) }, 'report');
    const before = await reports();
    await trx.raw('set local session_replication_role = replica');
    await trx.raw('update issue_deadlines set provisional = true where issue in (select id from issues where reported_at >= ? and reported_at < ? order by id limit 200)', [asked.bounds.from, asked.bounds.until]);
    expect(await reports()).toEqual(before);
  });
});

it('whether a patrol sees a category is as it was set at the cut', async () => {
  await rolledBack(async (trx) => {
    const missed = async () => (await rowsOf(trx, { query: await askFacts(trx, subdistricts, asked) }, 'report')).map(({ id, missed }) => [id, missed]);
    const before = await missed();
    expect([true, false, null].filter(value => !before.some(([, said]) => said === value))).toEqual([]);
    await trx('issue_categories').update({ seen_on_patrol: true });
    expect(await missed()).toEqual(before);
  });
});

it('a file of 0.5.0 is read as it was: its reports are of no department, and who led is asked of the moment at which it was computed', async () => {
  await rolledBack(async (trx) => {
    const { rows } = await trx.raw(`select n.id, e.at from disclosures n join issues i on i.id = n.issue join issue_events e on e.issue = i.id and e.type = 'disclose'
      where i.reported_at >= ? and i.reported_at < ? and i.status = 'closed' and n.mode = 'individual' and e.at < ? order by n.id limit 3`, [asked.bounds.from, asked.bounds.until, asked.cut]);
    await trx('disclosure_feedback').insert(rows.flatMap(({ id, at }: { id: string; at: Date }) => [1, 2, 3].map(() => ({ id: trx.raw('gen_random_uuid()'), disclosure: id, voter: trx.raw('gen_random_uuid()::text'), resolved: 'yes', state: 'pending', created_at: at }))));
    const formerly = new Date(Date.now() + 60_000).toISOString();
    const read = async (said: object) => await gatherFacts(trx, subdistricts, { ...asked, ...said }, SUBJECT_KINDS, SALT);
    const reports = async (said: object) => (await linesOf(trx, await read(said))).filter(line => line.includes('"report"'));
    const now = await reports({});
    const then = await reports({ formerly });
    const without = (line: string): string => JSON.stringify((JSON.parse(line) as unknown[]).map((cell, at) => at === 2 ? null : cell));
    expect(then).not.toEqual(now);
    expect(then.toSorted()).toEqual(now.map(without).toSorted());
    const people = ({ places }: GatheredFacts) => [...places.values()].flatMap(({ persons }) => persons.map(({ person, days }) => [person, days]));
    const before = people(await read({}));
    await trx('posts').where({ role: 'leader' }).whereNull('ends_on').where('starts_on', '<=', asked.span.starts_on).update({ ends_on: asked.span.starts_on });
    expect(people(await read({}))).toEqual(before);
    expect(people(await read({ formerly }))).not.toEqual(before);
  });
});

it('a grid that is known only since the period counts for whoever led it', async () => {
  await rolledBack(async (trx) => {
    const columns = Object.fromEntries(Object.entries(factColumnsFor({ tie_break: [], indicators: MEASURE_CODES.map(measure => ({ measure, subject: 'person' })) })).filter(([kind]) => KINDS.includes(kind as FactKind)));
    const led = async () => [...(await gatherFacts(trx, subdistricts, { ...asked, columns }, SUBJECT_KINDS)).places.values()].flatMap(place => Object.entries(place.led ?? {}));
    const before = await led();
    const counted = new Set((await trx('issue_deadlines as d').join('issues as i', 'i.id', 'd.issue').join('grids as g', 'g.id', 'i.grid').where('d.due_at', '>=', asked.bounds.from).where('d.due_at', '<', asked.bounds.until).where('g.level', 3).distinct('g.code')).map(({ code }) => code));
    const [code, leaders] = before.find(([code, stretches]) => counted.has(code) && stretches.some(people => people.length > 0))!;
    await trx.raw('set local session_replication_role = replica');
    await trx('grid_spans').whereIn('grid', trx('grids').where({ code }).select('id')).update({ valid_from: trx.raw('cast(? as date) + 1', [asked.span.ends_on]), valid_to: null });
    expect(Object.fromEntries(await led())[code]).toEqual(leaders);
  });
});

it('departments are called as they were at the cut, and moderators, people and posts may change since', async () => {
  await rolledBack(async (trx) => {
    const lines = async () => await linesOf(trx, await gatherFacts(trx, subdistricts, asked, SUBJECT_KINDS, SALT));
    const before = await lines();
    await trx('departments').update({ code: trx.raw(`code || 'x'`) });
    await trx('posts').whereIn('id', trx('posts').whereNull('ends_on').orderBy('id').limit(5).select('id')).update({ ends_on: trx.raw('starts_on') });
    expect(await lines()).toEqual(before);
  });
});

it('are read in parallel: nothing that their queries name forbids it', async () => {
  await rolledBack(async (trx) => {
    const columns = factColumnsFor({ tie_break: [], indicators: MEASURE_CODES.map(measure => ({ measure })) });
    const query = await askFacts(trx, subdistricts, { ...asked, columns });
    for (const kind of FACT_KIND_NAMES) {
      const { parts } = selectionOf(query, kind)!;
      // One function that is not safe, or one temporary table, and the whole query runs in one process, whatever becomes of it.
      const named = [...new Set(parts[0]!.match(/\bwangge_\w+(?=\()/g))];
      expect((await trx.raw(`select proname from pg_proc where proname = any (?) and proparallel <> 's'`, [named])).rows, kind).toEqual([]);
      expect(parts[0], kind).not.toMatch(/wangge_\w+_told/);
    }
  });
});

it('of a few days are read off an index, whichever clocks are asked', async () => {
  await rolledBack(async (trx) => {
    await trx.raw('analyze issue_deadlines, issues');
    const query = await askFacts(trx, subdistricts, asked);
    const until = asked.bounds.until;
    const from = new Date(Date.parse(until) - 2 * 86_400_000).toISOString();
    for (const columns of [['on_time'], COLUMNS.clock!]) {
      const { parts, bindings } = selectionOf({ period: { ...query.period, from, until }, columns: { clock: columns } }, 'clock')!;
      const { rows } = await trx.raw(`explain ${parts[0]!}`, bindings as never);
      expect(JSON.stringify(rows)).toContain('issue_deadlines_assessed');
    }
  });
});
