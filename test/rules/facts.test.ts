/** The registry of facts, and the pure tally over them: every measure counts columns that its kind has; a grid's number reaches as far as it says. */
import type { Measure } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import type { Cell, Fact, FactKind } from '../../extensions/wangge/src/assessment/facts/model.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { FACT_KINDS } from '../../extensions/wangge/src/assessment/facts/fact-kinds.ts';
import { factColumnsFor, measuresOf } from '../../extensions/wangge/src/assessment/facts/fact-lookup-rules.ts';
import { countFacts, rollUpTallies } from '../../extensions/wangge/src/assessment/facts/fact-tally-rules.ts';
import { factColumnsOfMeasure, MEASURE_CODES } from '../../extensions/wangge/src/assessment/facts/measure-lookup-rules.ts';
import { CASE_COLUMNS, MEASURES } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import { FACT_KIND_NAMES } from '../../extensions/wangge/src/assessment/facts/model.ts';
import { countFor } from '../../extensions/wangge/src/assessment/schemes/subject-scoring-rules.ts';

const schemeOf = (...measures: string[]) => ({ tie_break: [], indicators: measures.map(measure => ({ measure })) });
const ALL = factColumnsFor(schemeOf(...MEASURE_CODES));

describe('a kind of fact', () => {
  it('is registered under its own name, in the order of the evidence', () => {
    expect(Object.keys(FACT_KINDS)).toEqual([...FACT_KIND_NAMES]);
    expect(FACT_KIND_NAMES.filter(kind => FACT_KINDS[kind].kind !== kind)).toEqual([]);
  });

  it('has columns of its own, named as SQL names things, each counted by a measure or in every file', () => {
    for (const kind of FACT_KIND_NAMES) {
      const { columns } = FACT_KINDS[kind];
      const counted = new Set(MEASURE_CODES.filter(code => MEASURES[code].fact === kind).flatMap(code => factColumnsOfMeasure(MEASURES[code])));
      expect(Object.keys(columns).filter(column => !/^[a-z][a-z_]+$/.test(column) || ['id', 'grid', 'department', 'person'].includes(column)), kind).toEqual([]);
      expect([...counted].filter(column => !Object.hasOwn(columns, column) || columns[column]!.type === 'word'), `${kind} is asked for what it does not have`).toEqual([]);
      expect(Object.keys(columns).filter(column => columns[column]!.type === 'flag' && !counted.has(column)), `${kind} is asked by nobody`).toEqual([]);
    }
  });

  it('of clocks has every column of a case', () => {
    expect(Object.keys(CASE_COLUMNS).filter(column => FACT_KINDS.clock.columns[column]?.since !== 1)).toEqual([]);
  });
});

describe('what a scheme asks', () => {
  it('is the clocks, which every sample counts, and what its measures count', () => {
    expect(factColumnsFor(schemeOf())).toEqual({ clock: ['clock', 'scope', 'on_time'] });
    expect(factColumnsFor(schemeOf('return_rate', 'own_on_time_rate', 'unknown'))).toEqual({ clock: ['clock', 'scope', 'on_time', 'returned', 'own_on_time'] });
    expect(factColumnsFor(schemeOf('ledger_fresh_rate', 'missed_report_rate'))).toMatchObject({ report: ['scope', 'missed'], ledger: ['fresh', 'entries'] });
  });

  it('is enough to count every measure that it names', () => {
    expect(measuresOf(ALL)).toEqual(MEASURE_CODES);
    for (const code of MEASURE_CODES)
      expect(measuresOf(factColumnsFor(schemeOf(code)))).toContain(code);
  });
});

const GRIDS = [{ code: 'a', path: '/a/' }, { code: 'c', path: '/a/c/' }, { code: 'p', path: '/a/c/p/' }, { code: 'q', path: '/a/c/q/' }];
const factOf = (kind: FactKind, said: Record<string, Cell>, who: Partial<Fact> = {}): Fact =>
  ({ kind, grid: 'p', department: null, person: null, id: '', ...who, cells: ALL[kind]!.map(column => said[column] ?? null) });

describe('counts', () => {
  const numbers = (facts: Fact[], measure: Measure) => Object.fromEntries(rollUpTallies(countFacts(facts, ALL), GRIDS)
    .filter(({ measures }) => measures[measure] !== undefined)
    .map(({ subject: { kind, code }, scope, measures }) => [`${kind} ${code} ${scope}`, Object.values(measures[measure]!)]));

  it('stand for the grid and those above it, the department and the person', () => {
    const facts = [1, 0, null].map(on_time => factOf('clock', { clock: 'resolve', scope: 'community', on_time }, { department: 'd', person: 'x' }));
    expect(numbers(facts, 'on_time_rate')).toEqual(Object.fromEntries(['grid a', 'grid c', 'grid p', 'department d', 'person x'].map(whose => [`${whose} community`, [1, 2]])));
  });

  it('of a leader\'s own deed stand for the grid alone', () => {
    expect(numbers([factOf('warning', { urged: 1 }, { person: 'x' })], 'urged_rate')).toEqual({ 'grid p null': [1, 1], 'person x null': [1, 1] });
  });

  it('of numbers add up what they say, where both are known', () => {
    const months = [[8, 10], [10, 10], [3, null], [null, 4]].map(([recorded, expected]) => factOf('ledger', { recorded: recorded!, expected: expected! }));
    expect(numbers(months, 'ledger_complete_rate')).toMatchObject({ 'grid p null': [18, 20], 'grid a null': [18, 20] });
    expect(numbers([80, 95].map(score => factOf('manual', { score, full: 100, kept: 1 }, { grid: null, person: 'x' })), 'manual_mean')).toEqual({ 'person x null': [175, 200] });
  });

  it('of scores by hand belong to the indicator for which they were given: two of one measure have each their own', () => {
    const facts = [['care', 80], ['care', 90], ['order', 20]].map(([indicator, score]) => factOf('manual', { indicator: indicator!, score: score!, full: 100, kept: 1 }));
    const ofPatch = rollUpTallies(countFacts(facts, ALL), GRIDS).filter(({ subject: { code } }) => code === 'p');
    const count = (code: string, tallies = ofPatch) => countFor('manual_mean', undefined, tallies, code);
    expect([count('care'), count('order'), count('other')]).toEqual([{ numerator: 170, denominator: 200 }, { numerator: 20, denominator: 100 }, { numerator: 0, denominator: 0 }]);
    // Files of before do not say it: there every indicator of the measure has all.
    const before = countFacts(facts.map(fact => ({ ...fact, cells: fact.cells.slice(1) })), { manual: ALL.manual!.filter(column => column !== 'indicator') });
    expect(count('care', before.filter(({ subject: { code } }) => code === 'p'))).toEqual({ numerator: 190, denominator: 300 });
  });

  const anyFact = fc.record({
    grid: fc.constantFrom('p', 'q', 'c', null),
    person: fc.constantFrom('x', 'y', null),
    scope: fc.constantFrom('community', 'subdistrict'),
    on_time: fc.constantFrom(0, 1, null),
  }, { noNullPrototype: true });
  property.prop([fc.array(anyFact)])('do not depend on the order of facts; a grid\'s is the sum of what lies in it', (drawn) => {
    const facts = drawn.map(({ grid, person, ...said }) => factOf('clock', { clock: 'resolve', ...said }, { grid, person }));
    expect(numbers(facts.toReversed(), 'on_time_rate')).toEqual(numbers(facts, 'on_time_rate'));
    const all = facts.filter(fact => fact.grid !== null && fact.cells[2] !== null);
    const sum = Object.entries(numbers(facts, 'on_time_rate')).filter(([key]) => key.startsWith('grid a ')).map(([, [, denominator]]) => denominator as number);
    expect(sum.reduce((total, n) => total + n, 0)).toBe(all.length);
  });
});
