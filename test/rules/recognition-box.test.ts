/** The form of a recognition and of a rule, in words. */
import type { RecognitionAnswer } from '../../extensions/wangge/src/recognition/ui/recognition-steps/view.ts';
import { expect, it } from 'vitest';
import { namedLines } from '../../extensions/wangge/src/recognition/ui/recognition-rule/view.ts';
import { speaker as ruleSpeaker } from '../../extensions/wangge/src/recognition/ui/recognition-rule/words.ts';
import { recognitionView } from '../../extensions/wangge/src/recognition/ui/recognition-steps/view.ts';
import { speaker } from '../../extensions/wangge/src/recognition/ui/recognition-steps/words.ts';

const codeName = (list: string, code: string): string => `${list}.${code}`;
const answer = (recognition: Partial<RecognitionAnswer['recognition']> = {}, more: Partial<RecognitionAnswer> = {}): RecognitionAnswer => ({
  recognition: { id: 'one', kind: 'criticism', cause: 'late_handling', state: 'proposed', honour_level: null, text: '两件事项超期办结。', number: null, answer_until: '2026-12-08T10:00:00.000Z', person: '王敏', grid: '第一网格', department: null, rule: null, ...recognition },
  remaining: { overdue: false, working_days: 5, minutes: 9_000 },
  evidence: [{ fact_kind: 'clock', fact: '12', label: '工单 0001', says: '超期办结', says_en: 'handled late', collection: 'issues', item: 'x', on_day: '2026-11-20', stands: false, grid: '第一网格' }],
  steps: [
    { step: 'proposed', actor: null, reason: null, at: '2026-12-01T01:00:00.000Z' },
    { step: 'answered', actor: '王敏', reason: '当日停电', at: '2026-12-02T01:00:00.000Z' },
    { step: 'silent', actor: null, reason: null, at: '2026-12-08T10:00:00.000Z' },
    { step: 'suspended', actor: null, reason: 'appeal_upheld', at: '2026-12-09T01:00:00.000Z' },
  ],
  may: ['answer'],
  concerned: true,
  cites: null,
  ...more,
});
const zh = (one: RecognitionAnswer) => recognitionView(one, speaker('zh-CN'), codeName, 'zh-CN');

it('says where it stands and until when one may answer; what was said and what fell is told in words, not in codes', () => {
  const view = zh(answer());
  expect(view.state).toBe('陈述意见期：当事人可在 2026年12月8日 前陈述意见（还剩 5 个工作日）');
  expect(view.facts).toEqual(['对象：王敏，第一网格']);
  expect(view.evidence[0]).toEqual({ key: 'clock:12', says: '超期办结', where: '工单 0001，第一网格，2026年11月20日', to: '/content/issues/x', stands: false, appeal: null });
  expect(zh(answer({}, { evidence: [{ ...answer().evidence[0]!, stands: true }] })).evidence[0]!.appeal).toBe('clock:12');
  expect(view.steps.map(line => line.split('\u3000')[1])).toEqual(['系统提出', '王敏陈述意见：当日停电', '期满未陈述意见', '系统因依据变动中止：申诉成立']);
  expect(zh(answer({}, { remaining: { overdue: true, working_days: 1, minutes: 0 } })).state).toBe('陈述意见期已满，等待认定');
});

it('what stands is appealed by whom it concerns; praise, what is open, and others’ is not', () => {
  expect(zh(answer({ state: 'published' })).appeal).toBe('recognition:one');
  expect(zh(answer({ state: 'published', kind: 'commendation' })).appeal).toBeNull();
  expect(zh(answer({ state: 'published' }, { concerned: false })).appeal).toBeNull();
  expect(zh(answer()).appeal).toBeNull();
});

it('a commendation that was confirmed is evidence for more, for whoever may propose', () => {
  expect(zh(answer({ kind: 'commendation', state: 'published', number: '〔2026〕1号' }, { cites: { kind: 'person', of: 'p' } })).cites).toEqual({ kind: 'person', of: 'p', fact: 'recognition:one', title: 'recognition_kind.commendation，王敏，〔2026〕1号', against: false });
  expect(zh(answer()).cites).toBeNull();
});

it('every state has a sentence in both languages, none of them a code', () => {
  for (const state of ['proposed', 'answered', 'silent', 'confirmed', 'dismissed', 'published', 'acknowledged', 'suspended', 'revoked'] as const) {
    expect(zh(answer({ state })).state).toMatch(/\p{Script=Han}/u);
    expect(recognitionView(answer({ state }), speaker('en-US'), codeName, 'en-US').state).toMatch(/^[A-Z]/);
  }
});

it('a trial tells whom it would have named, with their facts', () => {
  const fact = { label: '工单 0001', says: '超期办结', says_en: 'handled late', on_day: '2026-08-20', collection: 'issues', item: 'x' };
  const [line] = namedLines({ quarters: [], named: [{ quarter: '2026 年第三季度', subdistrict: '甲街道', name: '王敏', hits: 2, sample: 9, facts: [fact], more: 1 }], left_out: 0 }, ruleSpeaker('zh-CN'), 'zh-CN');
  expect(line).toEqual({ key: '0', text: '2026 年第三季度，王敏：2 / 9', facts: [{ key: '0', says: '工单 0001、超期办结、2026年8月20日', to: '/content/issues/x' }], more: '另有 1 项' });
});
