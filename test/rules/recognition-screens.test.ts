/** What the pages of recognition and appeals show, from the rows that their reader may see. */
import { expect, it } from 'vitest';
import { findingLines, ownAppealLines, saidLines } from '../../extensions/wangge/src/recognition/ui/assessment/said-view.ts';
import { speaker as saidSpeaker } from '../../extensions/wangge/src/recognition/ui/assessment/said-words.ts';
import { appealGroups, recognitionGroups, ruleGroups } from '../../extensions/wangge/src/recognition/ui/pages/list-view.ts';
import { renewalPeople, renewalYears } from '../../extensions/wangge/src/recognition/ui/pages/renewal-view.ts';
import { speaker } from '../../extensions/wangge/src/recognition/ui/pages/words.ts';
import { causesFor, kindsFor, levelChoices } from '../../extensions/wangge/src/recognition/ui/shared/propose-view.ts';
import { speaker as proposeSpeaker } from '../../extensions/wangge/src/recognition/ui/shared/propose-words.ts';

const codeName = (list: string, code: string): string => `${list}.${code}`;
const told = { speak: speaker('zh-CN'), codeName, locale: 'zh-CN' };
const said = { ...told, speak: saidSpeaker('zh-CN') };
const row = (more: object) => ({ id: 'one', kind: 'criticism', cause: 'late_handling', state: 'proposed', honour_level: null, person: { first_name: '王敏', last_name: null }, grid: null, department: null, answer_until: '2026-12-08T10:00:00.000Z', decided_at: null, published_at: null, ...more });

it('recognitions stand in groups, what somebody must do first; whoever kept silent is to be decided like whoever answered', () => {
  const groups = recognitionGroups([row({ id: 'a', state: 'acknowledged', published_at: '2026-12-20T01:00:00.000Z' }), row({ id: 'b', state: 'silent' }), row({ id: 'c', state: 'answered' }), row({ id: 'd', state: 'suspended' }), row({ id: 'e' })], told);
  expect(groups.map(({ state, lines }) => [state, lines.map(({ id }) => id)])).toEqual([['suspended', ['d']], ['answered', ['b', 'c']], ['proposed', ['e']], ['acknowledged', ['a']]]);
  expect(groups[1]!.lines[0]).toMatchObject({ chip: 'recognition_state.silent', to: '/content/recognitions/b' });
  expect(groups[2]!.lines[0]).toMatchObject({ title: 'recognition_kind.criticism\u3000王敏', text: 'recognition_cause.late_handling，陈述意见至2026年12月8日' });
  // Of a grid as a whole it is the grid's name.
  expect(recognitionGroups([row({ person: null, grid: { name: '第一网格' } })], told)[0]!.lines[0]!.title).toContain('第一网格');
});

it('appeals say who filed them, and by when a review that runs is due', () => {
  const appeal = { id: 'one', title: '工单 0001', filed_at: '2026-12-01T02:00:00.000Z', filed_by: { first_name: '王敏', last_name: null }, due_at: '2026-12-08T10:00:00.000Z' };
  const [first, upheld] = appealGroups([{ ...appeal, state: 'upheld' }, { ...appeal, state: 'first_review' }], told, '2026-12-09T00:00:00.000Z');
  expect(first!.lines[0]).toMatchObject({ text: '王敏于2026年12月1日提出，2026年12月8日前办结', chip: '已超期' });
  expect(upheld!.lines[0]).toMatchObject({ text: '王敏于2026年12月1日提出', chip: '' });
});

it('rules are in use, tried, or not tried', () => {
  const rule = { name: '超期办结', cause: 'late_handling', kind: 'criticism', colour: 'yellow', active: false, tried_at: null };
  const groups = ruleGroups([{ ...rule, id: 'a' }, { ...rule, id: 'b', active: true, tried_at: '2026-11-01T00:00:00Z' }, { ...rule, id: 'c', kind: null, tried_at: '2026-11-01T00:00:00Z' }], told);
  expect(groups.map(({ state, lines }) => [state, lines.map(({ id }) => id)])).toEqual([['active', ['b']], ['tried', ['c']], ['untried', ['a']]]);
  expect(groups[2]!.lines[0]!.text).toBe('recognition_cause.late_handling，提出recognition_kind.criticism，card_colour.yellow提醒');
});

it('what is said of me says what I may still do: answer while it is open, appeal what stands; praise is not appealed', () => {
  const lines = (state: string, kind = 'criticism') => saidLines([{ ...row({ state, kind }), text: '两件事项超期办结。' }], said)[0]!;
  expect(lines('proposed')).toMatchObject({ act: 'answer', fact: null, text: '可在 2026年12月8日 前陈述意见，两件事项超期办结。' });
  expect(lines('published')).toMatchObject({ act: 'see', fact: 'recognition:one' });
  expect(lines('published', 'commendation').fact).toBeNull();
  expect(lines('dismissed')).toMatchObject({ act: 'see', fact: null });
});

it('a finding is answered while it is open; once it is confirmed its fact can be appealed, an entry by the day it was looked at', () => {
  const [item, grid, log] = ['0a0a0a0a-0000-4000-8000-000000000001', '0a0a0a0a-0000-4000-8000-000000000002', '0a0a0a0a-0000-4000-8000-000000000003'];
  const finding = { id: 'one', kind: 'outdated', state: 'open', description: '设施已拆除', found_on: '2026-11-20', item, work_log: null, grid: { id: grid, name: '第一网格' } };
  expect(findingLines([finding], said)[0]).toMatchObject({ act: 'answer_finding', fact: null, title: 'finding_kind.outdated：设施已拆除' });
  expect(findingLines([{ ...finding, state: 'confirmed' }], said)[0]!.fact).toBe(`finding:${item}:${grid}:2026-11-20`);
  expect(findingLines([{ ...finding, state: 'confirmed', item: null, work_log: log }], said)[0]!.fact).toBe(`log:${log}`);
  expect(findingLines([{ ...finding, state: 'dismissed' }], said)[0]!.fact).toBeNull();
});

it('an appeal of one’s own says where it stands', () => {
  expect(ownAppealLines([{ id: 'one', title: '工单 0001', state: 'first_review', filed_at: '2026-12-01T02:00:00.000Z', filed_by: null, due_at: '2026-12-08T10:00:00.000Z' }], said)[0]).toMatchObject({ chip: 'appeal_state.first_review', text: '2026年12月1日提出，2026年12月8日前办结', act: 'see' });
});

it('on what was done well an honour is proposed where a tier or a commendation bears it, a note for renewal of a person; on what was not criticism', () => {
  const picked = (fact: string, against = false) => ({ fact, title: fact, against });
  expect(kindsFor([picked('clock:1')], false)).toEqual(['commendation']);
  expect(kindsFor([picked('clock:1'), picked('ranking:1')], false)).toEqual(['commendation', 'honour_nomination']);
  expect(kindsFor([picked('recognition:1')], true)).toEqual(['commendation', 'honour_nomination', 'renewal_note']);
  expect(kindsFor([picked('ranking:1', true)], true)).toEqual(['criticism', 'warning']);
  expect(causesFor([picked('clock:1')])).toEqual(['outstanding']);
  expect(causesFor([picked('clock:1', true)])).not.toContain('outstanding');
});

it('each level of an honour says how many places are left, and where none are set', () => {
  const choices = levelChoices([{ year: 2026, level: 'district', places: 3, taken: 1 }, { year: 2027, level: 'district', places: 1, taken: 2 }], proposeSpeaker('zh-CN'), codeName);
  expect(choices.map(({ value }) => value)).toEqual(['city', 'district', 'subdistrict']);
  expect(choices[1]!.text).toBe('honour_level.district（2026 年剩余 2 个名额，共 3 个，2027 年剩余 0 个名额，共 1 个）');
  expect(choices[0]!.text).toContain('未设名额');
});

it('a renewal note is printed of each person once, for this year and those before it', () => {
  const person = { id: 'one', first_name: '王敏', last_name: null };
  expect(renewalPeople([{ person, grid: { name: '第一网格' } }, { person, grid: { name: '第二网格' } }, { person: null, grid: null }])).toEqual([{ value: 'one', text: '第一网格\u3000王敏' }]);
  expect(renewalYears('2026-11-30')).toEqual([2026, 2025, 2024]);
});
