/**
 * From a template to the text of one person's statement: placeholders like `{责任人}` give way to what is true of the post. Pure.
 *
 * A value is put in as it is and never read again: a grid that is called `{街道}` stays so.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day } from '../../kernel/values.ts';
import type { Level } from '../grid-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';

export const PLACEHOLDERS = ['街道', '社区', '网格', '网格编码', '级别', '责任人', '岗位', '职务', '上级网格', '上级责任人', '任期', '任期开始', '任期届满', '编号'] as const;
export type Placeholder = typeof PLACEHOLDERS[number];
export type Role = 'leader' | 'deputy';
export type Values = Readonly<Record<Placeholder, string>>;

/** What is known of the post that a statement is made for. */
export interface PostFacts {
  level: Level;
  subdistrict_name: string;
  /** Of levels 2 and 3; an area has several. */
  community_name: string | null;
  grid_name: string;
  grid_code: string;
  person_name: string;
  role: Role;
  person_title: string | null;
  parent_name: string | null;
  parent_leader: string | null;
  starts_on: Day;
  ends_on: Day | null;
  number: string;
}

export const ROLE_WORDS: Readonly<Record<Role, string>> = { leader: '责任人', deputy: '副责任人' };
export const LEVEL_WORDS: Readonly<Record<Level, string>> = { 1: '一级网格', 2: '二级网格', 3: '三级网格' };
const NONE = '（暂缺）';

const ANY = /\{([^{}]*)\}/g;

/** Why the text cannot be a template; null if it can. `field` is where the sentence is shown. */
export function objectionToText(text: string, field: string): Refusal | null {
  for (const [, name] of text.matchAll(ANY)) {
    if (!isPlaceholder(name!))
      return refused('placeholder_unknown', field, { name: name!, known: PLACEHOLDERS.map(one => `{${one}}`).join('、') });
  }
  const left = /[{}]/.exec(text.replaceAll(ANY, ''));
  return left === null ? null : refused('placeholder_open', field, { brace: left[0] });
}

/** A text without objections, with its values; of another text, what is no placeholder stays. */
export function render(text: string, values: Values): string {
  return text.replaceAll(ANY, (whole, name: string) => isPlaceholder(name) ? values[name] : whole);
}

/** Above level 1 stands the sub-district itself. */
export function valuesOf(facts: PostFacts): Values {
  const top = facts.level === 1;
  return {
    街道: facts.subdistrict_name,
    社区: facts.community_name ?? '各社区',
    网格: facts.grid_name,
    网格编码: facts.grid_code,
    级别: LEVEL_WORDS[facts.level],
    责任人: facts.person_name,
    岗位: ROLE_WORDS[facts.role],
    职务: blankTo(facts.person_title, NONE),
    上级网格: top ? facts.subdistrict_name : blankTo(facts.parent_name, NONE),
    上级责任人: top ? `${facts.subdistrict_name}主要负责人` : blankTo(facts.parent_leader, NONE),
    任期: termText(facts.starts_on, facts.ends_on),
    任期开始: chineseDay(facts.starts_on),
    任期届满: facts.ends_on === null ? '任职结束之日' : chineseDay(facts.ends_on),
    编号: facts.number,
  };
}

export function termText(starts_on: Day, ends_on: Day | null): string {
  return ends_on === null ? `自${chineseDay(starts_on)}起，至任职结束之日止` : `${chineseDay(starts_on)}至${chineseDay(ends_on)}`;
}

/** `2026年1月5日` */
export function chineseDay(day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** The nth statement of a year: `2026-001`; a thousandth has four digits. */
export function numberOf(year: number, nth: number): string {
  return `${year}-${String(nth).padStart(3, '0')}`;
}

function isPlaceholder(name: string): name is Placeholder {
  return (PLACEHOLDERS as readonly string[]).includes(name);
}

function blankTo(text: string | null, instead: string): string {
  return text === null || text.trim() === '' ? instead : text;
}
