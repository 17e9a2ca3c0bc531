/** Findings: whatever people try in whatever order, nobody decides their own case, and what is confirmed stays. */
import type { Actor, Change, FindingKind, StoredFinding } from '../../extensions/wangge/src/ledgers/upkeep/finding-rules.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { sentence } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { decide, decideNew, FINDING_KINDS, FINDING_STATES } from '../../extensions/wangge/src/ledgers/upkeep/finding-rules.ts';
import { messages } from '../../extensions/wangge/src/ledgers/upkeep/messages.ts';

const FINDER: Actor = { person: 'finder', levels: [], inspector: true };
const INSPECTOR: Actor = { person: 'inspector', levels: [], inspector: true };
const WORKER: Actor = { person: 'worker', levels: [3], inspector: false };
const CONFIRMER: Actor = { person: 'confirmer', levels: [], inspector: false };
const LEVEL_2: Actor = { person: 'level_2', levels: [2], inspector: false };
const LEVEL_1: Actor = { person: 'level_1', levels: [1], inspector: false };
/** Works in the patch without being asked for an answer. */
const COLLEAGUE: Actor = { person: 'colleague', levels: [3], inspector: false };
const STRANGER: Actor = { person: 'stranger', levels: [], inspector: false };
const PEOPLE = [FINDER, INSPECTOR, WORKER, CONFIRMER, LEVEL_2, LEVEL_1, COLLEAGUE, STRANGER];

const DUE = '2026-03-13';
const on = (day: string) => ({ today: day, now: `${day}T02:00:00.000Z` });
const EARLY = on('2026-03-11');
const LATE = on('2026-03-14');

interface Row extends StoredFinding { description: string; answer?: string; decided_by?: string; decided_at?: string; corrected_at?: string; answered_at?: string }

const found = (kind: FindingKind, said: Partial<Row> = {}): Row =>
  ({ kind, state: 'open', description: '登记的户数与实际不符', found_by: 'finder', answered_by: null, answer_due_on: DUE, answerers: ['worker', 'confirmer'], ...said });

/** The row after a step; the same row if it is refused. */
function after(row: Row, change: Change, actor: Actor, when: { today: string; now: string }): Row {
  const decided = decide(row, change, actor, when);
  return decided.kind === 'refused' ? row : { ...row, ...change, ...decided.set } as Row;
}

const change = fc.oneof(
  fc.record({ state: fc.constantFrom(...FINDING_STATES), decision_note: fc.constantFrom('', '核实无误') }),
  fc.record({ answer: fc.constantFrom('', '已重新入户核实') }),
  fc.record({ state: fc.constantFrom(...FINDING_STATES), answer: fc.constant('说明') }),
  fc.record({ kind: fc.constantFrom<FindingKind>(...FINDING_KINDS) }),
  fc.record({ description: fc.constantFrom('', '改写') }),
  fc.record({ state: fc.constantFrom(...FINDING_STATES), description: fc.constant('改写') }),
  fc.constantFrom<Change>({ found_by: 'worker' }, { decided_by: 'finder' }, { grid: 'elsewhere' }, { item: null }, {}),
);
const step = fc.record({ change, actor: fc.constantFrom(...PEOPLE), when: fc.constantFrom(EARLY, LATE) });

describe('whatever happens', () => {
  test.prop([fc.constantFrom(...FINDING_KINDS), fc.array(step, { maxLength: 30 })])('a decision is another person\'s than the finder\'s and the answerer\'s, with authority, and taken once', (kind, steps) => {
    let row = found(kind);
    for (const { change, actor, when } of steps) {
      const next = after(row, change, actor, when);
      if (next.decided_by !== row.decided_by) {
        expect(row.decided_by).toBeUndefined();
        expect(next.decided_by).toBe(actor.person);
        expect([row.found_by, row.answered_by, ...row.answerers]).not.toContain(actor.person);
        expect(actor.inspector || actor.levels.some(level => level <= 2)).toBe(true);
      }
      row = next;
    }
  });

  test.prop([fc.constantFrom(...FINDING_KINDS), fc.array(step, { maxLength: 30 })])('what was confirmed stays: kind, words and finder; it only ever becomes corrected', (kind, steps) => {
    let row = found(kind);
    for (const { change, actor, when } of steps) {
      const next = after(row, change, actor, when);
      expect(next.found_by).toBe('finder');
      if (row.state !== 'open' || next.state !== 'open')
        expect({ kind: next.kind, description: next.description }).toEqual({ kind: row.kind, description: row.description });
      if (row.state === 'confirmed')
        expect(['confirmed', 'corrected']).toContain(next.state);
      if (row.state === 'dismissed' || row.state === 'corrected')
        expect(next).toEqual(row);
      row = next;
    }
  });

  test.prop([fc.array(step, { maxLength: 30 })])('"false" is never confirmed unanswered within the time for an answer', (steps) => {
    let row = found('false');
    for (const { change, actor, when } of steps) {
      const next = after(row, change, actor, when);
      if (next.state === 'confirmed' && row.state !== 'confirmed' && row.kind === 'false')
        expect(row.answered_by !== null || when.today > DUE).toBe(true);
      row = next;
    }
  });

  test.prop([fc.constantFrom(...FINDING_KINDS), fc.array(step, { maxLength: 30 })])('state and columns agree, and every refusal has a sentence', (kind, steps) => {
    let row = found(kind);
    for (const { change, actor, when } of steps) {
      const decided = decide(row, change, actor, when);
      if (decided.kind === 'refused')
        expect(sentence(messages, decided, 'zh-CN')).not.toBe('');
      row = after(row, change, actor, when);
      expect(row.answered_by === null).toBe(row.answered_at === undefined);
      expect(['confirmed', 'dismissed', 'corrected'].includes(row.state)).toBe(row.decided_by !== undefined);
      expect(row.state === 'corrected').toBe(row.corrected_at !== undefined);
      if (row.state === 'answered')
        expect(row.answered_by).not.toBeNull();
    }
  });
});

describe('a new finding', () => {
  const said = { grid: 'grid', kind: 'missing', description: '三号楼新租户未登记' };

  it('is its caller\'s, of today, open', () => {
    expect(decideNew(said, FINDER, EARLY)).toEqual({ kind: 'decided', set: { found_by: 'finder', found_on: EARLY.today, state: 'open' } });
    expect(decideNew(said, LEVEL_2, EARLY)).toMatchObject({ kind: 'decided' });
  });

  it.each([
    [{ ...said, kind: 'late' }, FINDER, 'finding_kind_unknown'],
    [{ ...said, kind: null }, FINDER, 'field_required'],
    [{ ...said, description: ' ' }, FINDER, 'field_required'],
    [{ grid: 'grid' }, FINDER, 'field_required'],
    [{ ...said, found_on: '2026-03-12' }, FINDER, 'date_future'],
    [{ ...said, found_on: 'soon' }, FINDER, 'date_invalid'],
    [{ ...said, found_by: 'worker' }, FINDER, 'managed_field'],
    [{ ...said, decision_note: '属实' }, FINDER, 'managed_field'],
    [{ ...said, state: 'confirmed' }, FINDER, 'finding_begins_open'],
    [{ ...said, item: 'item' }, FINDER, 'finding_needs_dataset'],
    [said, STRANGER, 'finding_out_of_scope'],
  ])('is refused: %j', (change, actor, code) => {
    expect(decideNew(change, actor, EARLY)).toMatchObject({ kind: 'refused', code });
  });
});

describe('steps', () => {
  it('answered by the worker, confirmed by level 2, corrected by the worker', () => {
    let row = found('false');
    row = after(row, { answer: '已入户，确有此人' }, WORKER, EARLY);
    expect(row).toMatchObject({ state: 'answered', answered_by: 'worker', answered_at: EARLY.now });
    row = after(row, { state: 'confirmed' }, LEVEL_2, EARLY);
    expect(row).toMatchObject({ state: 'confirmed', decided_by: 'level_2' });
    row = after(row, { state: 'corrected' }, WORKER, LATE);
    expect(row).toMatchObject({ state: 'corrected', kind: 'false', corrected_at: LATE.now });
  });

  it.each([
    [found('false'), { state: 'confirmed' }, INSPECTOR, EARLY, 'finding_unanswered'],
    [found('false'), { state: 'confirmed' }, INSPECTOR, on(DUE), 'finding_unanswered'],
    [found('outdated'), { state: 'confirmed' }, FINDER, EARLY, 'finding_own'],
    [found('outdated'), { state: 'confirmed' }, WORKER, EARLY, 'finding_concerns_self'],
    [found('outdated'), { state: 'confirmed' }, STRANGER, EARLY, 'finding_authority'],
    [found('outdated'), { state: 'confirmed' }, COLLEAGUE, EARLY, 'finding_authority'],
    [found('outdated', { answered_by: 'level_2', state: 'answered', answerers: [] }), { state: 'dismissed', decision_note: '不实' }, LEVEL_2, EARLY, 'finding_concerns_self'],
    [found('outdated'), { state: 'dismissed' }, LEVEL_1, EARLY, 'finding_reason'],
    [found('outdated'), { state: 'corrected' }, WORKER, EARLY, 'finding_not_confirmed'],
    [found('outdated', { state: 'confirmed' }), { state: 'open' }, LEVEL_1, EARLY, 'finding_step'],
    [found('outdated', { state: 'confirmed' }), { state: 'dismissed', decision_note: '不实' }, LEVEL_1, EARLY, 'finding_decided'],
    [found('outdated', { state: 'confirmed' }), { state: 'confirmed' }, INSPECTOR, EARLY, 'finding_decided'],
    [found('outdated', { state: 'corrected' }), { state: 'dismissed' }, INSPECTOR, EARLY, 'finding_decided'],
    [found('outdated', { state: 'dismissed' }), { decision_note: '又' }, INSPECTOR, EARLY, 'finding_decided'],
    [found('outdated', { state: 'confirmed' }), { kind: 'inaccurate' }, FINDER, EARLY, 'finding_fixed'],
    [found('outdated'), { kind: 'inaccurate' }, LEVEL_1, EARLY, 'finding_not_finder'],
    [found('outdated'), { answer: '说明' }, LEVEL_1, EARLY, 'finding_not_answerer'],
    [found('outdated'), { state: 'confirmed', answer: '说明' }, LEVEL_1, EARLY, 'finding_one_step'],
    [found('outdated'), { decision_note: '属实' }, LEVEL_1, EARLY, 'finding_step'],
    [found('outdated', { state: 'answered', answered_by: 'worker' }), { answer: '另有说明' }, CONFIRMER, EARLY, 'finding_answered_by_other'],
    [found('outdated'), { item: null }, FINDER, EARLY, 'finding_place_fixed'],
  ] as const)('are refused: %#', (row, change, actor, when, code) => {
    expect(decide(row, change, actor, when)).toMatchObject({ kind: 'refused', code });
  });

  it('without an answer, "false" may be confirmed once the time for it is over', () => {
    expect(decide(found('false'), { state: 'confirmed' }, INSPECTOR, LATE)).toMatchObject({ kind: 'decided' });
    expect(decide(found('false'), { state: 'dismissed', decision_note: '同名' }, INSPECTOR, EARLY)).toMatchObject({ kind: 'decided' });
  });
});
