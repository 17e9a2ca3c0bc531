/** What waits for somebody, in its order and in words. */
import type { InboxItem, Waiting } from '../../extensions/wangge/src/recognition/inbox/inbox-rules.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOrder, WAITS, waitsFor } from '../../extensions/wangge/src/recognition/inbox/inbox-rules.ts';
import { pageAt, pagesFor } from '../../extensions/wangge/src/recognition/ui/assessment/pages.ts';
import { inboxLines } from '../../extensions/wangge/src/recognition/ui/shared/inbox-view.ts';
import { speaker } from '../../extensions/wangge/src/recognition/ui/shared/inbox-words.ts';

const waiting = fc.record<Waiting>({
  waits: fc.constantFrom(...WAITS),
  collection: fc.constantFrom('recognitions', 'appeals', 'inspection_visits', 'assessment_year_scores'),
  item: fc.uuid(),
  what: fc.constantFrom(null, 'criticism', 'clock'),
  title: fc.constantFrom('甲网格', '乙网格'),
  due_at: fc.option(fc.integer({ min: 1, max: 28 }).map(day => `2026-12-${String(day).padStart(2, '0')}T10:00:00.000Z`)),
  day: fc.option(fc.integer({ min: 1, max: 28 }).map(day => `2026-12-${String(day).padStart(2, '0')}`)),
});

it('everything that waits is told once, what falls due first before the rest, in whatever order it was found', () => {
  fc.assert(fc.property(fc.array(waiting, { maxLength: 12 }), (items) => {
    const told = inOrder(items);
    expect(told).toHaveLength(items.length);
    expect(new Set(told)).toEqual(new Set(items));
    expect(inOrder([...items].reverse()).map(({ item }) => item)).toEqual(told.map(({ item }) => item));
    const dues = told.map(({ due_at }) => due_at);
    const known = dues.filter(due => due !== null);
    expect(dues.slice(0, known.length)).toEqual([...known].sort());
  }));
});

it('of what somebody may do the one step waits that others wait for; a second answer, or a dismissal before the time, does not', () => {
  expect(waitsFor('proposed', ['answer'])).toBe('answer');
  expect(waitsFor('answered', ['answer'])).toBeNull();
  expect(waitsFor('proposed', ['dismiss'])).toBeNull();
  expect(waitsFor('silent', ['confirm', 'dismiss'])).toBe('decide');
  expect(waitsFor('confirmed', ['publish', 'revoke'])).toBe('publish');
  expect(waitsFor('confirmed', ['revoke'])).toBeNull();
  expect(waitsFor('published', ['acknowledge'])).toBe('acknowledge');
  expect(waitsFor('suspended', ['revoke'])).toBe('settle');
});

const zh = speaker('zh-CN');
const name = (list: string, code: string): string => `${list}.${code}`;
const item = (more: Partial<InboxItem>): InboxItem => ({ waits: 'answer', collection: 'recognitions', item: 'one', what: 'criticism', title: '王敏', due_at: null, day: null, remaining: null, ...more });

it('a line says which step, of what, until when, and leads there', () => {
  const [answer, visit, score] = inboxLines([
    item({ due_at: '2026-12-08T10:00:00.000Z', remaining: { overdue: false, working_days: 5, minutes: 9_000 } }),
    item({ waits: 'visit_begin', collection: 'inspection_visits', what: null, title: '第一网格', day: '2026-12-03' }),
    item({ waits: 'confirm_score', collection: 'assessment_year_scores', what: '2026' }),
  ], zh, name, 'zh-CN');
  expect(answer).toEqual({ key: 'answer one', to: '/content/recognitions/one', step: '请陈述意见', title: 'recognition_kind.criticism：王敏', due: '2026年12月8日截止（还剩 5 个工作日）', urgency: 'calm' });
  expect(visit).toMatchObject({ to: '/content/inspection_visits/one', title: '第一网格', due: '安排在2026年12月3日' });
  expect(score).toMatchObject({ to: '/assessment/year?year=2026' });
  expect(inboxLines([item({ due_at: '2026-12-01T10:00:00.000Z', remaining: { overdue: true, working_days: 2, minutes: 0 } })], zh, name, 'zh-CN')[0]).toMatchObject({ due: '2026年12月1日截止（已超期 2 个工作日）', urgency: 'over' });
});

it('each sees the pages that answer them, and always the one that is open', () => {
  const names = (...[open, told, reads]: [Parameters<typeof pagesFor>[0], Parameters<typeof pagesFor>[1], readonly string[]]): string[] => pagesFor(open, told, collection => reads.includes(collection)).map(page => page.name);
  expect(names('mine', {}, [])).toEqual(['mine', 'inbox', 'ranking']);
  expect(names('mine', { quarter: true, indicators: true }, ['inspection_visits'])).toEqual(expect.arrayContaining(['quarter', 'indicators', 'inspection']));
  expect(names('quarter', {}, [])).toContain('quarter');
  expect(pageAt('/assessment/inspection/')).toBe('inspection');
  expect(pageAt('/assessment')).toBe('mine');
});
