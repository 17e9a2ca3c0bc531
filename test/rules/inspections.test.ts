/** Visits of the inspection team: the draw, the sheets, who may take which step. */
import type { StoredAnswer, StoredVisit } from '../../extensions/wangge/src/assessment/inspection/model.ts';
import type { FoundVisit, VisitActor } from '../../extensions/wangge/src/assessment/inspection/visit-rules.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn, spreadOver, weightOf } from '../../extensions/wangge/src/assessment/inspection/draw-rules.ts';
import { METHODS, VISIT_STATES } from '../../extensions/wangge/src/assessment/inspection/model.ts';
import { lacking, objectionToAnswer, scoreOfSheets, sheetScores } from '../../extensions/wangge/src/assessment/inspection/sheet-rules.ts';
import { heldWith, objectionToStep, visitIn, visitOf } from '../../extensions/wangge/src/assessment/inspection/visit-rules.ts';
import { nextSheet, placeOf, tabsOf } from '../../extensions/wangge/src/assessment/ui/inspection-visit/view.ts';
import { isWorkingDay } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { isRefusal } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { shipped } from './calendar-world.ts';

const code = (answer: unknown): string | null => isRefusal(answer) ? answer.code : null;
const grids = fc.uniqueArray(fc.record({ code: fc.string({ minLength: 1, maxLength: 12 }), quarters_since: fc.option(fc.nat(20)) }), { selector: grid => grid.code, maxLength: 40 });

describe('the draw of grids', () => {
  it('is the same for the same seed, in whatever order the grids come, and a larger one begins with the smaller', () => {
    fc.assert(fc.property(fc.string(), grids, fc.nat(45), (seed, all, count) => {
      const taken = drawn(seed, all, count);
      expect(drawn(seed, all.toReversed(), count)).toEqual(taken);
      expect(taken).toHaveLength(Math.min(count, all.length));
      expect(new Set(taken.map(grid => grid.code)).size).toBe(taken.length);
      expect(drawn(seed, all, count + 1).slice(0, taken.length)).toEqual(taken);
    }));
  });

  it('a grid that was not seen for long comes up more often; waiting counts to two years', () => {
    expect([0, 1, 8, 30, null].map(quarters_since => weightOf({ quarters_since }))).toEqual([1, 2, 9, 9, 9]);
    const all = [{ code: 'fresh', quarters_since: 0 }, { code: 'old', quarters_since: 3 }];
    const firsts = Array.from({ length: 4_000 }, (_, index) => drawn(`seed ${index}`, all, 1)[0]!.code);
    const share = firsts.filter(name => name === 'old').length / firsts.length;
    // 4 of 5; its standard deviation is 0.0063, and the seeds are always these.
    expect(Math.abs(share - 0.8)).toBeLessThan(0.02);
  });
});

const answer = (said: Partial<StoredAnswer> = {}): StoredAnswer => ({ id: 'a', inspector: 'i', method: 'listen', question: '台账', score: 8, note: null, ...said });
const arbitraryAnswer = fc.record({ method: fc.constantFrom(...METHODS), score: fc.integer({ min: 0, max: 10 }) });

describe('the days of a plan', () => {
  it('are working days from the first to the last, in their order, as even as they can be', () => {
    fc.assert(fc.property(fc.nat(200), fc.nat(92), fc.integer({ min: 1, max: 50 }), (begin, length, count) => {
      const [first, last] = [dayString(epochDay('2026-02-01') + begin), dayString(epochDay('2026-02-01') + begin + length)];
      const days = spreadOver(shipped, first, last, count);
      const working = Array.from({ length: length + 1 }, (_, nth) => dayString(epochDay(first) + nth)).filter(day => isWorkingDay(shipped, day, {}));
      expect(days).toHaveLength(working.length === 0 ? 0 : count);
      expect(days).toEqual([...days].sort());
      expect(days.every(day => working.includes(day))).toBe(true);
      const each = working.map(day => days.filter(one => one === day).length);
      expect(Math.max(0, ...each) - Math.min(...each, Infinity)).toBeLessThanOrEqual(1);
    }));
  });
});

describe('the sheets', () => {
  it('score lies between 0 and 100, does not hang on the order, and never falls when an answer rises', () => {
    fc.assert(fc.property(fc.array(arbitraryAnswer, { minLength: 1, maxLength: 30 }), fc.nat(29), (answers, at) => {
      const score = scoreOfSheets(answers)!;
      expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
      expect(scoreOfSheets(answers.toReversed())).toBe(score);
      const better = answers.map((one, index) => index === at % answers.length ? { ...one, score: Math.min(10, one.score + 1) } : one);
      expect(scoreOfSheets(better)).toBeGreaterThanOrEqual(score);
    }));
  });

  it('each sheet has the same weight; one without questions is left out', () => {
    expect(sheetScores([answer({ score: 10 }), answer({ score: 5 }), answer({ method: 'discuss', score: 6 })])).toEqual([{ method: 'listen', score: 75 }, { method: 'discuss', score: 60 }]);
    expect(scoreOfSheets([answer({ score: 10 }), answer({ score: 5 }), answer({ method: 'discuss', score: 6 })])).toBe(68);
    expect(scoreOfSheets([])).toBeNull();
  });

  it('whole numbers from 0 to 10 are taken, or nothing yet; all are asked for at the end, and a reason below 6', () => {
    expect([null, 0, 10].map(score => objectionToAnswer({ id: 'a', score, note: null }))).toEqual([null, null, null]);
    expect([-1, 11, 7.5, Number.NaN].map(score => code(objectionToAnswer({ id: 'a', score, note: null })))).toEqual(Array.from({ length: 4 }, () => 'inspection_score'));
    expect(code(lacking([answer(), answer({ score: null })]))).toBe('inspection_unanswered');
    expect(code(lacking([answer({ score: 5, note: ' ' })]))).toBe('inspection_reason');
    expect(lacking([answer({ score: 5, note: '台账缺页' }), answer({ score: 6 })])).toBeNull();
  });
});

const PLAN = { grid: '00000000-0000-4000-8000-000000000001', inspector_1: '00000000-0000-4000-8000-000000000002', inspector_2: '00000000-0000-4000-8000-000000000003', planned_on: '2026-12-01', reason: '群众反映' };
const found: FoundVisit = { grid: { code: 'G1' }, planner: true, inspectors: [{ inspects: true, in_line: false }, { inspects: true, in_line: false }], drawn: null };

describe('a visit that is planned', () => {
  it('needs a grid, a day to come, two inspectors and a reason; what follows from steps is not written', () => {
    const said = (more: object): string | null => code(visitIn({ ...PLAN, ...more }, '2026-11-30'));
    expect(said({})).toBeNull();
    expect(said({ planned_on: '2026-11-29' })).toBe('visit_day_past');
    expect(said({ planned_on: 'tomorrow' })).toBe('date_invalid');
    expect(said({ inspector_2: PLAN.inspector_1 })).toBe('visit_two_inspectors');
    expect(said({ reason: ' ' })).toBe('visit_reason');
    for (const field of ['grid', 'inspector_1', 'inspector_2', 'planned_on'])
      expect(visitIn({ ...PLAN, [field]: null }, '2026-11-30')).toMatchObject({ code: 'field_required', field });
    for (const field of ['state', 'held_on', 'completed_1_at', 'acknowledged_by', 'occasion'])
      expect(visitIn({ ...PLAN, [field]: 'x' }, '2026-11-30')).toMatchObject({ code: 'managed_field', field });
  });

  it('by two of the team, in whose line the grid does not lie; drawn is what was drawn', () => {
    const asked = visitIn(PLAN, '2026-11-30');
    if (isRefusal(asked))
      throw new Error(asked.code);
    const stored = (more: Partial<FoundVisit>, draw: string | null = null) => visitOf(PLAN, { ...asked, draw }, { ...found, ...more }, 'me');
    expect(stored({})).toMatchObject({ state: 'planned', occasion: 'called', planned_by: 'me' });
    expect(code(stored({ grid: null }))).toBe('visit_grid');
    expect(code(stored({ planner: false }))).toBe('visit_planner');
    expect(stored({ inspectors: [found.inspectors[0]!, { inspects: false, in_line: false }] })).toMatchObject({ code: 'visit_inspector', field: 'inspector_2' });
    expect(stored({ inspectors: [{ inspects: true, in_line: true }, found.inspectors[1]!] })).toMatchObject({ code: 'visit_own_line', field: 'inspector_1' });
    expect(code(stored({ drawn: ['G2'] }, 'd'))).toBe('visit_not_drawn');
    expect(stored({ drawn: ['G2', 'G1'] }, 'd')).toMatchObject({ occasion: 'drawn' });
  });
});

describe('the steps of a visit', () => {
  const visit = (more: Partial<StoredVisit> = {}): StoredVisit => ({ id: 'v', grid: 'g', state: 'under_way', planned_on: '2026-12-01', inspector_1: 'one', inspector_2: 'two', completed_1_at: null, completed_2_at: null, ...more });
  const actor = (person: string, more: Partial<VisitActor> = {}): VisitActor => ({ person, inspects: person !== 'leader', leads: person === 'leader', ...more });
  const may = (state: StoredVisit['state'], person: string, more: Partial<StoredVisit> = {}): string[] =>
    (['begin', 'answer', 'complete', 'sample', 'acknowledge', 'cancel'] as const).filter(step => objectionToStep(visit({ state, ...more }), step, actor(person)) === null);

  it('are for the two, for the leader, and to be cancelled for the team', () => {
    expect(Object.fromEntries(['one', 'two', 'other', 'leader'].map(person => [person, Object.fromEntries(VISIT_STATES.map(state => [state, may(state, person, state === 'held' || state === 'acknowledged' ? { completed_1_at: 'x', completed_2_at: 'x' } : {})]))]))).toEqual({
      one: { planned: ['begin', 'cancel'], under_way: ['answer', 'complete', 'sample'], held: [], acknowledged: [], cancelled: [] },
      two: { planned: ['begin', 'cancel'], under_way: ['answer', 'complete', 'sample'], held: [], acknowledged: [], cancelled: [] },
      other: { planned: ['cancel'], under_way: [], held: [], acknowledged: [], cancelled: [] },
      leader: { planned: [], under_way: [], held: ['acknowledge'], acknowledged: [], cancelled: [] },
    });
  });

  it('one’s own sheets stay once they are handed in; the other’s are still open, and end it', () => {
    expect(may('under_way', 'one', { completed_1_at: 'x' })).toEqual(['sample']);
    expect(may('under_way', 'two', { completed_1_at: 'x' })).toEqual(['answer', 'complete', 'sample']);
    expect([heldWith(visit(), 1), heldWith(visit({ completed_1_at: 'x' }), 2), heldWith(visit({ completed_2_at: 'x' }), 1)]).toEqual([false, true, true]);
  });

  it('no inspector acknowledges their own visit', () => {
    expect(code(objectionToStep(visit({ state: 'held' }), 'acknowledge', actor('one', { leads: true })))).toBe('visit_not_leader');
  });
});

describe('the form of a visit', () => {
  it('goes on with the first sheet that is not filled in', () => {
    const answers = [answer({ score: 3 }), answer({ method: 'look', score: null }), answer({ method: 'discuss', score: null })];
    expect(tabsOf(answers)).toEqual([{ method: 'listen', done: 1, all: 1 }, { method: 'look', done: 0, all: 1 }, { method: 'discuss', done: 0, all: 1 }]);
    expect(nextSheet(tabsOf(answers))).toBe('look');
    expect(nextSheet(tabsOf([answer()]))).toBe('listen');
    expect(nextSheet([])).toBeNull();
  });

  it('leads to what is looked at', () => {
    const sample = { id: 's', kind: 'entry', collection: 'ledger_venues', item: 'e', work_log: null, issue: null, label: '', result: null, finding: null, note: null } as const;
    expect([sample, { ...sample, kind: 'log', work_log: 'l' } as const, { ...sample, kind: 'issue', issue: 'i' } as const].map(placeOf)).toEqual(['/content/ledger_venues/e', '/content/work_logs/l', '/content/issues/i']);
  });
});
