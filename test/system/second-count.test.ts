/**
 * Every measure is counted a second time, in plain SQL that was written from the texts (`test/oracle/*.sql`), and agrees for every
 * grid, department and person: of the demonstration and of quarters as chance has them, before and after people changed what they
 * could when the cut was past. Behind every number stands a list as long.
 *
 * `SECOND_COUNT=31,32,33` counts these quarters instead of the usual.
 */
import type { Knex } from 'knex';
import type { FactsAsked } from '../../extensions/wangge/src/assessment/facts/facts-service.ts';
import type { Measure } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import type { CountedPeriod, Numbers } from '../oracle/second-count.ts';
import type { Account } from './harness.ts';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { isWhole, measureOfKey } from '../../extensions/wangge/src/assessment/facts/count-key-rules.ts';
import { cutOf } from '../../extensions/wangge/src/assessment/facts/cut-rules.ts';
import { factsBehind } from '../../extensions/wangge/src/assessment/facts/fact-list-store.ts';
import { factColumnsFor } from '../../extensions/wangge/src/assessment/facts/fact-lookup-rules.ts';
import { selectionOf } from '../../extensions/wangge/src/assessment/facts/fact-store.ts';
import { rollUpTallies } from '../../extensions/wangge/src/assessment/facts/fact-tally-rules.ts';
import { askFacts, gatherFacts, gridsFor } from '../../extensions/wangge/src/assessment/facts/facts-service.ts';
import { hasNumbersOf, MEASURE_CODES } from '../../extensions/wangge/src/assessment/facts/measure-lookup-rules.ts';
import { FACT_KIND_NAMES, SUBJECT_KINDS } from '../../extensions/wangge/src/assessment/facts/model.ts';
import { periodBounds } from '../../extensions/wangge/src/assessment/periods/period-store.ts';
import { loadCalendar } from '../../extensions/wangge/src/calendar/index.ts';
import { CUT, QUARTER, randomQuarter } from '../oracle/random-quarter.ts';
import { countAgain, script } from '../oracle/second-count.ts';
import { openDatabase } from './database.ts';
import { demoServer } from './harness.ts';
import { cloneDatabase, dropDatabase } from './stage.ts';

type Seen = { subject: 'grid' | 'department' | 'person'; numerator: number; denominator: number; indicator: { code: string; measure: string } } & Record<'grid' | 'department' | 'person', string | null>;

const SEEDS = process.env.SECOND_COUNT?.split(',') ?? ['1'];
const ISSUES = 300;

/** Nothing is left behind. */
async function rolledBack<Answer>(db: Knex, work: (trx: Knex.Transaction) => Promise<Answer>): Promise<Answer> {
  const trx = await db.transaction(undefined, { isolationLevel: 'repeatable read' });
  try {
    return await work(trx);
  }
  finally {
    await trx.rollback();
  }
}

async function askedOf(db: Knex, { code, starts_on, ends_on, cut }: Pick<CountedPeriod, 'code' | 'starts_on' | 'ends_on'> & { cut?: string }): Promise<FactsAsked> {
  const [bounds, calendar] = [await periodBounds(db, starts_on, ends_on), await loadCalendar(db)];
  const columns = factColumnsFor({ tie_break: [], indicators: MEASURE_CODES.map(measure => ({ measure, params: { multiplier: 2 } })) });
  return { span: { code, kind: code.includes('Q') ? 'quarter' : 'month', starts_on, ends_on }, bounds, calendar, cut: cut ?? cutOf({ cut_working_days: 5 }, ends_on, bounds, calendar), columns };
}

const { flagged } = script();

/** As the product counts, in the words of the second count; and the lists behind what it counted. */
async function counted(db: Knex, subdistrict: string, asked: FactsAsked, listed = false): Promise<Numbers> {
  return rolledBack(db, async (trx) => {
    const { query, places } = await gatherFacts(trx, [subdistrict], asked, SUBJECT_KINDS);
    const { grids, departments, tallies } = places.get(subdistrict)!;
    const numbers: Numbers = new Map();
    const greatest = new Map<string, { code: string; scope: string | null; numerator: number; denominator: number }>();
    for (const { subject, scope, measures } of rollUpTallies(tallies, grids)) {
      // (Scores by hand are kept by their indicators; of sources some measures are counted again.)
      const compared = Object.entries(measures).filter(([key]) => isWhole(key) || flagged.has(measureOfKey(key)));
      for (const [measure, counts] of Map.groupBy(compared, ([key]) => key.replace(/#[^@]*/, ''))) {
        const [numerator, denominator] = (['numerator', 'denominator'] as const).map(part => counts.reduce((sum, [, count]) => sum + count![part], 0)) as [number, number];
        if (denominator === 0)
          continue;
        numbers.set(`${subject.kind} ${subject.code} ${scope} ${measure}`, `${numerator}/${denominator}`);
        if (isWhole(measure) && (greatest.get(`${subject.kind} ${measure}`)?.denominator ?? 0) < denominator)
          greatest.set(`${subject.kind} ${measure}`, { code: subject.code, scope, numerator, denominator });
      }
    }
    for (const [of, { code, scope, numerator, denominator }] of listed ? greatest : []) {
      const [kind, measure] = of.split(' ') as [typeof SUBJECT_KINDS[number], Measure];
      const ids = kind === 'grid' ? gridsFor(measure, code, grids) : kind === 'person' ? [code] : departments.filter(department => department.code === code).map(({ id }) => id);
      const [hit, miss] = [await sum('hit'), await sum('miss')];
      async function sum(part: 'hit' | 'miss'): Promise<number> {
        const rows = await factsBehind(trx, query, { measure, subject: { kind, ids }, part, scopes: scope === null ? null : [scope as 'community'] });
        return rows.reduce((total, { amount }) => total + amount, 0);
      }
      expect([of, hit, hit + miss]).toEqual([of, numerator, denominator]);
    }
    return numbers;
  });
}

/** Past triggers, as if appeals had been upheld. */
async function pastTriggers(db: Knex, work: (trx: Knex.Transaction) => Promise<unknown>): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await work(trx);
  });
}

/** Up to five facts of every kind that has some; answers which have. */
async function exempt(db: Knex, subdistrict: string, asked: FactsAsked): Promise<string[]> {
  const facts = await rolledBack(db, async (trx) => {
    const query = await askFacts(trx, [subdistrict], asked);
    const found: { fact_kind: string; fact: string }[] = [];
    for (const kind of FACT_KIND_NAMES) {
      const { parts, bindings } = selectionOf(query, kind)!;
      for (const part of parts) {
        const { rows } = await trx.raw<{ rows: { id: string }[] }>(`select distinct cast(f.id as text) as id from (${part}) f order by 1 limit 5`, bindings as Record<string, string>);
        found.push(...rows.map(({ id }) => ({ fact_kind: kind, fact: kind === 'finding' ? `${id}:${asked.span.starts_on}` : id })));
      }
    }
    return found;
  });
  await pastTriggers(db, async trx => trx('assessment_exemptions').insert(facts.map(fact => ({ ...fact, subdistrict, on_day: asked.span.starts_on, reason: '申诉成立' }))).onConflict().ignore());
  return [...new Set(facts.map(({ fact_kind }) => fact_kind))];
}

const countedAgain = (db: Knex, period: CountedPeriod): Promise<Numbers> => rolledBack(db, trx => countAgain(trx, period));

/** What the one says and the other does not. */
function differences(one: Numbers, other: Numbers): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter(key => one.get(key) !== other.get(key)).map(key => `${key}: ${one.get(key) ?? 'nothing'}, but ${other.get(key) ?? 'nothing'}`);
}

it('has a SELECT for every measure, and for nothing else', () => {
  expect([...script().measures.keys()].toSorted()).toEqual([...MEASURE_CODES].toSorted());
});

describe('a quarter as chance has it', () => {
  const stage = inject('stage');
  const name = `second_count_${process.pid}`;
  let db: Knex;
  beforeAll(async () => {
    await cloneDatabase(stage, name);
    db = openDatabase({ ...stage.postgres, name });
  });
  afterAll(async () => {
    await db.destroy();
    await dropDatabase(stage, name);
  });

  it.each(SEEDS)('%s', { timeout: 180_000 }, async (seed) => {
    const { place, afterwards } = await randomQuarter(db, await loadCalendar(db), seed, ISSUES);
    const period = { ...QUARTER, subdistrict: place.id, cut: CUT };
    const asked = await askedOf(db, period);
    const [numbers, again] = [await counted(db, place.id, asked, true), await countedAgain(db, period)];
    expect(differences(numbers, again)).toEqual([]);
    // There is something to count for everybody: of each measure above and below the line.
    const total = (measure: string): [number, number] => [...numbers].filter(([key]) => key.endsWith(` ${measure}`)).map(([, count]) => count.split('/').map(Number)).reduce<[number, number]>(([hits, of], [hit, one]) => [hits + hit!, of + one!], [0, 0]);
    expect(MEASURE_CODES.filter(measure => total(measure)[1] === 0)).toEqual([]);
    expect(['superior', 'media', 'hotline'].filter(source => total(`on_time_rate@${source}`)[1] === 0)).toEqual([]);
    expect([...numbers.keys()].filter(key => key.startsWith('department ') && !hasNumbersOf(measureOfKey(key.split(' ').at(-1)!) as Measure, 'department'))).toEqual([]);
    // Some facts of every kind count for nobody: both leave them out, and nothing else.
    const kinds = await exempt(db, place.id, asked);
    expect(kinds.toSorted()).toEqual(FACT_KIND_NAMES.toSorted());
    const [without, withoutAgain] = [await counted(db, place.id, asked, true), await countedAgain(db, period)];
    expect(differences(without, withoutAgain)).toEqual([]);
    expect(differences(numbers, without).length).toBeGreaterThan(20);
    expect(differences(numbers, await counted(db, place.id, { ...asked, exemptions: [] }))).toEqual([]);
    await pastTriggers(db, async trx => trx('assessment_exemptions').delete());
    await afterwards();
    expect(differences(numbers, await counted(db, place.id, asked))).toEqual([]);
    // (When an office's own limit was moved before the cut and after it, no column says any more when it was to end between.)
    expect(differences(again, await countedAgain(db, period)).filter(line => !line.includes(' own_on_time_rate'))).toEqual([]);
  });
});

describe('the demonstration', async () => {
  const wangge = await demoServer();
  const { db } = wangge;
  afterAll(async () => await wangge.close());
  const { id: subdistrict } = await db('subdistricts').first('id');
  const quarter = await db('assessment_periods').where({ kind: 'quarter' }).whereNotNull('evidence').orderBy('starts_on', 'desc').first('id', 'code', 'starts_on', 'ends_on');
  /** Its second month: some of what falls due in it was urged before. */
  const month = (): { code: string; starts_on: string; ends_on: string } => {
    const starts_on = `${quarter.starts_on.slice(0, 5)}${String(Number(quarter.starts_on.slice(5, 7)) + 1).padStart(2, '0')}-01`;
    return { code: starts_on.slice(0, 7), starts_on, ends_on: `${starts_on.slice(0, 8)}${new Date(Date.UTC(Number(starts_on.slice(0, 4)), Number(starts_on.slice(5, 7)), 0)).getUTCDate()}` };
  };
  const periodOf = ({ span: { code, starts_on, ends_on }, bounds, cut }: FactsAsked): CountedPeriod => ({ code, starts_on, ends_on, cut, subdistrict, from: bounds.from, until: bounds.until, time_zone: bounds.time_zone });

  it('counts a month alike', { timeout: 120_000 }, async () => {
    const asked = await askedOf(db, month());
    const numbers = await counted(db, subdistrict, asked);
    expect(numbers.size).toBeGreaterThan(2000);
    expect(differences(numbers, await countedAgain(db, periodOf(asked)))).toEqual([]);
  });

  it('counts its quarter alike, and what was frozen of it; behind every number stands a list as long, for everybody who may see it', { timeout: 180_000 }, async () => {
    const asked = await askedOf(db, quarter);
    const again = await countedAgain(db, periodOf(asked));
    expect(differences(await counted(db, subdistrict, asked), again)).toEqual([]);
    const scores = await db('assessment_scores as s').join('assessment_indicators as i', 'i.id', 's.indicator').where({ 's.period': quarter.id }).whereIn('s.subject', ['grid', 'department']).whereNotIn('i.measure', ['manual_mean', 'inspection_mean']).leftJoin('grids as g', 'g.id', 's.grid').leftJoin('departments as d', 'd.id', 's.department')
      .select('s.*', 'i.measure', 'i.params', 'i.code as indicator_code', 'g.code as grid_code', 'd.code as department_code');
    // (Whose posts and indicators are told apart beside it has tests of its own: here a person is whoever a fact names.)
    const wrong = scores.filter(({ subject, grid_code, department_code, measure, params, numerator, denominator }) => {
      const scopes = params?.scopes ?? ['null', 'community', 'subdistrict', 'district'];
      const found = [...new Set(['null', ...scopes])].map(scope => again.get(`${subject} ${subject === 'grid' ? grid_code : department_code} ${scope} ${measure}`) ?? '0/0').map(count => count.split('/').map(Number));
      return found.reduce((sum, [hit]) => sum + hit!, 0) !== Number(numerator) || found.reduce((sum, [, of]) => sum + of!, 0) !== Number(denominator);
    });
    expect(scores.length).toBeGreaterThan(800);
    expect(wrong.slice(0, 3).map(({ subject, grid_code, department_code, measure, numerator, denominator }) => [subject, grid_code ?? department_code, measure, numerator, denominator])).toEqual([]);

    // One number of each measure, as somebody sees it: each role in turn.
    const grid = async (level: number) => (await db('grids').where({ level }).orderBy('code').first('id')).id as string;
    const office = (await db('departments').where({ kind: 'office' }).orderBy('code').first('id')).id as string;
    const people: Account[] = [
      await wangge.createUser({ role: 'inspector' }),
      await wangge.createUser({ role: 'analyst' }),
      await wangge.createUser({ role: 'level_1', posts: [{ grid: await grid(1), role: 'deputy', starts_on: '2026-11-01' }] }),
      await wangge.createUser({ role: 'level_2', posts: [{ grid: await grid(2), role: 'deputy', starts_on: '2026-11-01' }] }),
      await wangge.createUser({ role: 'level_3', posts: [{ grid: await grid(3), role: 'deputy', starts_on: '2026-11-01' }] }),
      await wangge.createUser({ role: 'dispatcher' }),
      await wangge.createUser({ role: 'office', department: office }),
    ];
    const seen = new Set<string>();
    for (const [n, one] of people.entries()) {
      const { body } = await wangge.request('GET', '/items/assessment_scores', { as: one, query: { 'limit': '-1', 'filter[period][_eq]': quarter.id, 'filter[denominator][_gt]': '0', 'fields': 'subject,grid,department,person,numerator,denominator,indicator.code,indicator.measure' } });
      // (The shortest lists: of every number of a quarter it is told above.)
      const visible = (body.data as Seen[]).filter(({ indicator }) => !seen.has(indicator.measure)).sort((a, b) => a.denominator - b.denominator);
      const some = [...Map.groupBy(visible, ({ indicator }) => indicator.measure)].filter((_, index) => people.length - n < 3 || index % 3 === 0);
      expect((body.data as Seen[]).length, String(n)).toBeGreaterThan(0);
      for (const [key, [row]] of some) {
        seen.add(key);
        const query = { indicator: row!.indicator.code, kind: row!.subject, subject: row![row!.subject]!, limit: '1000' };
        const lists = await Promise.all((['hit', 'miss'] as const).map(part => wangge.request('GET', `/wangge/assessment/${quarter.code}/cases`, { as: one, query: { ...query, part } })));
        const amounts = lists.map(({ body: answer }) => (answer.data.rows as { amount?: number }[]).reduce((sum, { amount = 1 }) => sum + amount, 0));
        expect([key, n, amounts[0], amounts[0]! + amounts[1]!]).toEqual([key, n, Number(row!.numerator), Number(row!.denominator)]);
      }
    }
    expect(seen.size).toBeGreaterThan(12);
  });
});
