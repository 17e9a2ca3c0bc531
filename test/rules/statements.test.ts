/** Statements without a database: the text from a template, what may become of one, and what it looks like on paper. */
import type { State, Statement } from '../../extensions/wangge/src/territory/statements/statement-rules.ts';
import type { PostFacts } from '../../extensions/wangge/src/territory/statements/text-rules.ts';
import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sentence } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { messages } from '../../extensions/wangge/src/territory/statements/messages.ts';
import { blocks } from '../../extensions/wangge/src/territory/statements/page-rules.ts';
import { objectionToChange, objectionToRemoval } from '../../extensions/wangge/src/territory/statements/statement-rules.ts';
import { numberOf, objectionToText, PLACEHOLDERS, render, valuesOf } from '../../extensions/wangge/src/territory/statements/text-rules.ts';
import { linesOf } from '../../extensions/wangge/src/territory/ui/statement-actions/view.ts';

const FACTS: PostFacts = {
  level: 3,
  subdistrict_name: '东城街道',
  community_name: '花园社区',
  grid_name: '第一网格',
  grid_code: '110101001001001',
  person_name: '王敏',
  role: 'leader',
  person_title: null,
  parent_name: '花园社区',
  parent_leader: '李强',
  starts_on: '2026-01-05',
  ends_on: '2026-12-31',
  number: '2026-001',
};
const text = fc.array(fc.oneof(fc.constantFrom(...PLACEHOLDERS.map(name => `{${name}}`)), fc.string({ maxLength: 8 }).map(said => said.replaceAll(/[{}]/g, '')))).map(parts => parts.join(''));
const facts = fc.record({ person_name: fc.constantFrom('王敏', '{街道}', '$&', '{责任人}'), grid_name: fc.string({ maxLength: 6 }), level: fc.constantFrom(1 as const, 2 as const, 3 as const), ends_on: fc.constantFrom(null, '2026-12-31') })
  .map(some => ({ ...FACTS, ...some }));

describe('the text', () => {
  test.prop([text, facts])('puts every value in once, as it is, and leaves the rest alone', (template, post) => {
    const values = valuesOf(post);
    expect(objectionToText(template, 'body')).toBeNull();
    const slow = template.split(/(\{[^{}]*\})/).map(part => PLACEHOLDERS.find(name => `{${name}}` === part)).reduce<string[]>((out, name, at) => [...out, name === undefined ? template.split(/(\{[^{}]*\})/)[at]! : values[name]], []);
    expect(render(template, values)).toBe(slow.join(''));
  });

  test.prop([text, fc.string({ minLength: 1, maxLength: 6 }).filter(name => !/[{}]/.test(name) && !(PLACEHOLDERS as readonly string[]).includes(name)), fc.nat()])('refuses a placeholder that there is none of, wherever it stands', (template, name, at) => {
    // Not inside another one.
    const ends = [0, ...[...template.matchAll(/\{[^{}]*\}/g)].map(({ index, 0: found }) => index + found.length)];
    const cut = ends[at % ends.length]!;
    const refusal = objectionToText(`${template.slice(0, cut)}{${name}}${template.slice(cut)}`, 'body');
    expect(refusal).toMatchObject({ code: 'placeholder_unknown', field: 'body', params: { name } });
  });

  it('names what there is instead, and a brace without its partner', () => {
    expect(sentence(messages, objectionToText('{姓名}负责', 'body')!, 'zh-CN')).toBe(`没有“姓名”这一项。可用的有：${PLACEHOLDERS.map(name => `{${name}}`).join('、')}。`);
    expect(objectionToText('{责任人', 'body')).toMatchObject({ code: 'placeholder_open', params: { brace: '{' } });
    expect(objectionToText('责任人}', 'title')).toMatchObject({ code: 'placeholder_open', field: 'title' });
  });

  it('says what is vacant, and whom level 1 answers to', () => {
    expect(valuesOf({ ...FACTS, parent_leader: null })).toMatchObject({ 上级责任人: '（暂缺）', 任期: '2026年1月5日至2026年12月31日' });
    expect([valuesOf(FACTS).岗位, valuesOf({ ...FACTS, role: 'deputy' }).岗位]).toEqual(['责任人', '副责任人']);
    expect(valuesOf({ ...FACTS, level: 1, community_name: null, parent_name: null, parent_leader: null, ends_on: null })).toMatchObject({ 上级网格: '东城街道', 上级责任人: '东城街道主要负责人', 任期: '自2026年1月5日起，至任职结束之日止' });
  });

  test.prop([fc.integer({ min: 1, max: 5000 })])('numbers are of the year, in order, and never shorter than three digits', (nth) => {
    expect(numberOf(2026, nth)).toMatch(/^2026-\d{3,}$/);
    expect(Number(numberOf(2026, nth).slice(5))).toBe(nth);
  });

  it('the shipped templates name what there is, one for each level, with the hours of T2 and T3', () => {
    const { rows } = parse(readFileSync('seeds/reference/12-statement-templates.yaml', 'utf8')) as { rows: { level: number; title: string; body: string }[] };
    expect(rows.map(({ level }) => level)).toEqual([1, 2, 3]);
    for (const { title, body } of rows) {
      expect([objectionToText(title, 'title'), objectionToText(body, 'body')]).toEqual([null, null]);
      expect(body).not.toMatch(/[a-z]/i);
    }
    expect([rows[1]!.body.includes('**1小时**'), rows[2]!.body.includes('**2小时**')]).toEqual([true, true]);
  });
});

describe('what may become of a statement', () => {
  const of = (state: State, more: Partial<Statement> = {}): Statement => ({ id: '1', number: '2026-001', state, person: 'me', title: '责任书', duties: '一、', signed_copy: null, ...more });
  const code = (payload: Record<string, unknown>, statement: Statement, person = 'me') => objectionToChange(payload, [statement], person)?.code ?? null;
  const COPY = '6b1c2c1e-1b1a-4c1f-9b6d-0f3f5a0d1a11';

  it.each([
    ['draft', 'issued', null],
    ['draft', 'signed', 'sign_draft'],
    ['draft', 'superseded', 'statement_step'],
    ['issued', 'signed', null],
    ['issued', 'draft', 'statement_step'],
    ['signed', 'issued', 'statement_step'],
    ['superseded', 'signed', 'sign_superseded'],
    ['superseded', 'issued', 'statement_step'],
  ] as const)('from %s to %s', (from, to, refusal) => {
    expect(code({ state: to }, of(from))).toBe(refusal);
    if (to === 'signed')
      expect(code({ state: to }, of(from), 'somebody')).toBe('sign_own');
  });

  it('the text is frozen once it is issued, the copy is added once', () => {
    expect(['draft', 'issued', 'signed', 'superseded'].map(state => code({ duties: '二、' }, of(state as State)))).toEqual([null, 'statement_frozen', 'statement_frozen', 'statement_frozen']);
    expect(['draft', 'issued', 'signed', 'superseded'].map(state => code({ signed_copy: COPY }, of(state as State)))).toEqual(['copy_draft', null, null, 'copy_superseded']);
    expect([code({ signed_copy: null }, of('signed', { signed_copy: COPY })), code({ signed_copy: COPY.toUpperCase() }, of('signed', { signed_copy: COPY })), code({ signed_copy: 'no' }, of('issued'))]).toEqual(['copy_kept', null, 'copy_unknown']);
    expect([code({ number: '2026-009' }, of('draft')), code({ signed_at: null }, of('issued')), code({ duties: ' ' }, of('draft')), code({ state: 'issued' }, of('draft', { duties: null }))]).toEqual(['managed_field', 'managed_field', 'field_required', 'field_required']);
    expect([objectionToRemoval([of('draft')]), objectionToRemoval([of('draft'), of('issued')])?.code]).toEqual([null, 'statement_kept']);
  });

  it('every refusal has its sentence in both languages, the Chinese one without English', () => {
    for (const [name, words] of Object.entries(messages)) {
      expect(words['en-US'].length, name).toBeGreaterThan(0);
      // Names of parameters are for those who call the interface.
      if (!['make_input', 'keys_or_grid'].includes(name))
        expect(words['zh-CN'].replaceAll(/\{\w+\}/g, '').replaceAll(/[^a-z]/gi, ''), name).toBe('');
    }
  });
});

test.prop([fc.array(fc.constantFrom('## 一、工作职责', '1. 巡查', '- 走访', '**加粗**的话', '普通一段', '', '   ', '#无空格', '1、顿号'))])('on paper every line that says something is a paragraph', (lines) => {
  expect(blocks(lines.join('\n'))).toHaveLength(lines.filter(line => line.trim() !== '').length);
});

it('on the screen it is read without its marks', () => {
  expect(linesOf('## 一、职责\n\n1. 不少于**2小时**')).toEqual([{ heading: true, text: '一、职责' }, { heading: false, text: '1. 不少于2小时' }]);
  expect(linesOf(null)).toEqual([]);
});
