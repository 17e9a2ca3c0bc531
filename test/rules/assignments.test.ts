/** Assigned tasks by rule: what may be drafted, issued, completed, accepted, by whom; how far it has come; what is said of it. */
import type { Draft, Part, RowState, Standing } from '../../extensions/wangge/src/reporting/assignments/assignment-rules.ts';
import type { CountedPart } from '../../extensions/wangge/src/reporting/assignments/progress-rules.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentence } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { MOST_EVIDENCE, objectionTo, objectionToDraft, objectionToIssue, objectionToWithdrawal, stepsFor } from '../../extensions/wangge/src/reporting/assignments/assignment-rules.ts';
import { messages } from '../../extensions/wangge/src/reporting/assignments/messages.ts';
import { completedNotice, partNotice } from '../../extensions/wangge/src/reporting/assignments/notice-rules.ts';
import { progressOf } from '../../extensions/wangge/src/reporting/assignments/progress-rules.ts';
import { barsOf } from '../../extensions/wangge/src/reporting/ui/assignment-actions/view.ts';

const TODAY = '2026-09-30';
const draft: Draft = { title: '飞线充电排查', description: '逐栋排查，登记楼号', area: 'a', level: 3, due_on: '2026-10-10' };
const area = { status: 'active', grids: 12 } as const;
const open: Part = { state: 'open', assignment_state: 'issued', level: 3, grid_status: 'active', vacant: false, completed_by: null, evidence_required: false, evidence: 0 };
const nobody: Standing = { person: 'p', levels: [], of_community: false, commands: false };
const said = { report: '已排查 12 栋', note: '请补照片', evidence: 0 };
const STATES: RowState[] = ['open', 'completed', 'returned', 'accepted', 'withdrawn'];

describe('a draft', () => {
  it.each([
    ['title', 'field_required', { title: '  ' }],
    ['description', 'field_required', { description: '' }],
    ['level', 'level_unknown', { level: 4 }],
    ['level', 'level_unknown', { level: Number.NaN }],
    ['due_on', 'due_day', { due_on: null }],
    ['due_on', 'due_past', { due_on: '2026-09-29' }],
  ] as const)('%s: %s', (field, code, change) => {
    expect(objectionToDraft({ ...draft, ...change }, area, TODAY)).toMatchObject({ field, code });
  });

  it('lies in an active area that has grids of the level, and may be due today', () => {
    expect(objectionToDraft(draft, area, TODAY)).toBeNull();
    expect(objectionToDraft({ ...draft, due_on: TODAY }, area, TODAY)).toBeNull();
    expect(objectionToDraft({ ...draft, area: null }, null, TODAY)).toMatchObject({ field: 'area', code: 'field_required' });
    expect(objectionToDraft(draft, null, TODAY)).toMatchObject({ field: 'area', code: 'area_unknown' });
    expect(objectionToDraft(draft, { ...area, status: 'retired' }, TODAY)).toMatchObject({ field: 'area', code: 'area_retired' });
    expect(objectionToDraft(draft, { ...area, grids: 0 }, TODAY)).toMatchObject({ field: 'level', code: 'area_without_grids', params: { level: '三' } });
  });

  it('is issued once, while its day is to come; what was issued is withdrawn once, with a reason', () => {
    expect(objectionToIssue({ ...draft, state: 'draft' }, area, TODAY)).toBeNull();
    expect(objectionToIssue({ ...draft, state: 'draft' }, area, '2026-10-11')?.code).toBe('due_past');
    expect(objectionToIssue({ ...draft, state: 'issued' }, area, TODAY)?.code).toBe('issue_issued');
    expect(objectionToIssue({ ...draft, state: 'withdrawn' }, area, TODAY)?.code).toBe('issue_withdrawn');
    expect(objectionToWithdrawal('issued', '重复交办')).toBeNull();
    expect(objectionToWithdrawal('issued', ' ')).toMatchObject({ field: 'withdrawn_reason' });
    expect([objectionToWithdrawal('draft', 'x')?.code, objectionToWithdrawal('withdrawn', 'x')?.code]).toEqual(['withdraw_draft', 'withdraw_withdrawn']);
  });
});

describe('a grid\'s part', () => {
  it('is completed by who holds a post on the grid, or belongs to its community; without a leader, by who leads the grid above', () => {
    const complete = (standing: Partial<Standing>, part: Partial<Part> = {}) => objectionTo('complete', { ...open, ...part }, { ...nobody, ...standing }, said)?.code ?? null;
    expect(complete({ levels: [3] })).toBeNull();
    expect(complete({ of_community: true })).toBeNull();
    expect(complete({ levels: [2] })).toBe('complete_person');
    expect(complete({ levels: [2] }, { vacant: true })).toBeNull();
    expect(complete({ levels: [1] }, { vacant: true })).toBe('complete_person');
    expect(complete({ commands: true })).toBe('complete_person');
    expect(complete({})).toBe('complete_person');
  });

  it('is accepted or returned by the sub-district\'s side, never by who completed it', () => {
    const done: Part = { ...open, state: 'completed', completed_by: 'q' };
    const accept = (standing: Partial<Standing>, part: Partial<Part> = {}) => objectionTo('accept', { ...done, ...part }, { ...nobody, ...standing }, said)?.code ?? null;
    expect(accept({ commands: true })).toBeNull();
    expect(accept({ commands: true }, { completed_by: 'p' })).toBe('decide_own');
    expect(accept({ levels: [2, 3], of_community: true })).toBe('decide_person');
    expect(objectionTo('return', done, { ...nobody, commands: true }, { ...said, note: ' ' })).toMatchObject({ field: 'accept_note' });
    expect(objectionTo('return', { ...done, grid_status: 'retired' }, { ...nobody, commands: true }, said)?.code).toBe('return_retired');
    expect(accept({ commands: true }, { grid_status: 'retired' })).toBeNull();
  });

  it('needs a report, and evidence where the task asks for it; what was given before a return counts', () => {
    const leader = { ...nobody, levels: [3] };
    expect(objectionTo('complete', open, leader, { ...said, report: ' ' })).toMatchObject({ field: 'report', code: 'field_required' });
    expect(objectionTo('complete', { ...open, evidence_required: true }, leader, said)).toMatchObject({ field: 'evidence', code: 'evidence_missing' });
    expect(objectionTo('complete', { ...open, evidence_required: true }, leader, { ...said, evidence: 1 })).toBeNull();
    expect(objectionTo('complete', { ...open, state: 'returned', evidence_required: true, evidence: 1 }, leader, said)).toBeNull();
    expect(objectionTo('complete', { ...open, evidence: MOST_EVIDENCE }, leader, { ...said, evidence: 1 })).toMatchObject({ field: 'evidence', code: 'evidence_most' });
  });

  it('offers exactly the steps that would be taken, and every refusal has its sentence', () => {
    const parts = fc.record({
      state: fc.constantFrom(...STATES),
      assignment_state: fc.constantFrom('issued', 'withdrawn'),
      level: fc.constantFrom(1, 2, 3),
      grid_status: fc.constantFrom('active', 'retired'),
      vacant: fc.boolean(),
      completed_by: fc.constantFrom(null, 'p', 'q'),
      evidence_required: fc.boolean(),
      evidence: fc.constantFrom(0, 1),
    }) as fc.Arbitrary<Part>;
    const standings = fc.record({ person: fc.constant('p'), levels: fc.subarray([1, 2, 3]), of_community: fc.boolean(), commands: fc.boolean() });
    fc.assert(fc.property(parts, standings, (part, standing) => {
      const steps = stepsFor(part, standing);
      for (const step of ['complete', 'accept', 'return'] as const) {
        const objection = objectionTo(step, part, standing, { ...said, evidence: 1 });
        expect(objection === null).toBe(steps.includes(step));
        if (objection !== null)
          expect(sentence(messages, objection, 'zh-CN')).not.toMatch(/\{\w+\}/);
      }
      // Nobody both does it and decides on it at the same moment.
      expect(steps.includes('complete') && steps.includes('accept')).toBe(false);
    }));
  });
});

describe('progress', () => {
  const community = fc.constantFrom(...['02', '01', '03'].map(code => ({ id: code, name: `社区${code}`, path: `/a/${code}/` })));
  const part = fc.record({ state: fc.constantFrom(...STATES), late: fc.boolean(), due_on: fc.constantFrom('2026-09-29', TODAY), community }) as fc.Arbitrary<CountedPart>;

  it('counts every grid once, and the communities add up, in whatever order they come', () => {
    fc.assert(fc.property(fc.array(part, { maxLength: 30 }), fc.infiniteStream(fc.double()), (parts, order) => {
      const { total, communities } = progressOf(parts, TODAY);
      expect(total.total).toBe(parts.length);
      expect(STATES.reduce((sum, state) => sum + total[state], 0)).toBe(parts.length);
      for (const key of ['total', 'late', 'overdue', ...STATES] as const)
        expect(communities.reduce((sum, counts) => sum + counts[key], 0)).toBe(total[key]);
      expect(communities.map(({ grid }) => grid)).toEqual([...communities.map(({ grid }) => grid)].sort());
      const shuffled = parts.map(one => [order.next().value as number, one] as const).sort(([a], [b]) => a - b).map(([, one]) => one);
      expect(progressOf(shuffled, TODAY)).toEqual({ total, communities });
    }));
  });

  it('as bars: what is there fills them, a single community has none of its own', () => {
    fc.assert(fc.property(fc.array(part, { minLength: 1, maxLength: 30 }), (parts) => {
      const progress = progressOf(parts, TODAY);
      const bars = barsOf(progress);
      expect(bars).toHaveLength(progress.communities.length === 1 ? 1 : 1 + progress.communities.length);
      for (const { segments, done, counts } of bars) {
        expect(segments.reduce((sum, { percent }) => sum + percent, 0)).toBeCloseTo(100);
        expect(done).toBeLessThanOrEqual(counts.total);
      }
    }));
  });

  it('overdue is past due and not completed; due today is not', () => {
    const at = (state: RowState, due_on: string): CountedPart => ({ state, due_on, late: false, community: { id: 'c', name: 'c', path: '/c/' } });
    expect(progressOf([at('open', '2026-09-29'), at('returned', '2026-09-29'), at('completed', '2026-09-29'), at('open', TODAY)], TODAY).total.overdue).toBe(2);
  });
});

describe('what is said', () => {
  const told = { id: 'r', person: 'p', grid_name: '第一网格', title: '飞线充电排查', due_on: '2026-10-10', note: '请补照片', actor: 'd', at: '2026-10-01 10:00' };

  it('once for each piece of news; a second return is news again', () => {
    const keys = (['issued', 'due', 'overdue', 'returned', 'withdrawn'] as const).map(news => partNotice(news, told).dedupe_key);
    expect(new Set(keys).size).toBe(5);
    expect(partNotice('due', { ...told, at: null }).dedupe_key).toBe(partNotice('due', told).dedupe_key);
    expect(partNotice('returned', { ...told, at: '2026-10-02 10:00' }).dedupe_key).not.toBe(partNotice('returned', told).dedupe_key);
  });

  it('in Chinese without Latin letters, and to the form', () => {
    for (const news of ['issued', 'due', 'overdue', 'returned', 'withdrawn'] as const) {
      const { subject, body, link } = partNotice(news, told);
      expect(`${subject['zh-CN']}${body['zh-CN']}`).not.toMatch(/[a-z]/i);
      expect(link).toBe('/content/assignment_grids/r');
    }
    const done = completedNotice({ id: 't', title: '飞线充电排查', issued_by: 'd', grids: 4, late: 1, at: 'x', actor: null });
    expect([done.body['zh-CN'], done.recipient]).toEqual(['4 个网格均已报送完成情况，其中逾期 1 个，请验收。', 'd']);
  });
});
