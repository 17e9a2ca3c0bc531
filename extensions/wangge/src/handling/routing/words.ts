/** What routing says to people: problems of the rules, and why an issue goes where it goes. */
import type { Language, Messages } from '../../kernel/refusal-rules.ts';
import type { RuleProblem } from './rule-check-rules.ts';

type Words = Readonly<Record<string, Record<Language, string>>>;

const PROBLEMS: Words = {
  no_last_rule: {
    'zh-CN': '没有启用且不设条件的兜底规则，不符合其他规则的问题将无人承办。',
    'en-US': 'No active rule is without conditions: issues that no rule takes find nobody.',
  },
  unreachable: {
    'zh-CN': '本规则不会生效：符合条件的问题均已由在前的“{by}”受理。请调整顺序或条件。',
    'en-US': 'This rule never applies: the earlier rule “{by}” takes all of its issues. Change the order or the conditions.',
  },
  overlapping: {
    'zh-CN': '与“{by}”顺序相同且条件有交叉，两条都符合时先后不定。请填写不同的顺序。',
    'en-US': 'Has the same priority as “{by}” and shares issues with it: which takes them is left to chance. Give them different priorities.',
  },
};

export function problemSentence(problem: RuleProblem, nameOf: (rule: string) => string, language: Language): string {
  const text = PROBLEMS[problem.code]![language];
  return text.replaceAll('{by}', 'by' in problem ? nameOf(problem.by) : '');
}

/** How a person was found: the codes of an explanation. */
const FOUND_BY: Words = {
  duty_line: { 'zh-CN': '条线分工', 'en-US': 'line of work' },
  stand_in: { 'zh-CN': '代岗人', 'en-US': 'stand-in' },
  department_head: { 'zh-CN': '承办单位负责人', 'en-US': 'head of the department' },
  follower: { 'zh-CN': '二级网格责任人', 'en-US': 'level-2 leader' },
  grid_leader: { 'zh-CN': '网格责任人', 'en-US': 'leader of the grid' },
  deputy: { 'zh-CN': '网格副责任人', 'en-US': 'deputy of the grid' },
  level_up: { 'zh-CN': '上一级网格责任人', 'en-US': 'leader of the grid above' },
  chosen: { 'zh-CN': '指定', 'en-US': 'chosen' },
  vacant: { 'zh-CN': '空缺', 'en-US': 'vacant' },
};

export function foundBy(code: string, language: Language): string {
  return FOUND_BY[code]?.[language] ?? code;
}

const CONDITIONS: Words = {
  category: { 'zh-CN': '类别', 'en-US': 'category' },
  kinds: { 'zh-CN': '性质', 'en-US': 'kind' },
  parties: { 'zh-CN': '涉及双方', 'en-US': 'parties' },
  involves_departments: { 'zh-CN': '需市、区部门协调', 'en-US': 'needs city or district departments' },
  sources: { 'zh-CN': '来源', 'en-US': 'source' },
  severities: { 'zh-CN': '紧急程度', 'en-US': 'severity' },
  grid: { 'zh-CN': '网格', 'en-US': 'grid' },
};

/** Why a rule takes an issue or does not; `failed` names the first condition that does not hold. */
export function verdictSentence(verdict: 'takes' | 'condition' | 'later', failed: string | null, language: Language): string {
  if (verdict === 'takes')
    return language === 'zh-CN' ? '条件全部符合，由本规则分派。' : 'All conditions hold: this rule takes it.';
  if (verdict === 'later')
    return language === 'zh-CN' ? '在前的规则已受理，未再比对。' : 'An earlier rule has taken it.';
  const name = CONDITIONS[failed ?? '']?.[language] ?? failed ?? '';
  return language === 'zh-CN' ? `“${name}”不符合。` : `The condition “${name}” does not hold.`;
}

export const previewMessages: Messages = {
  preview_invalid: {
    'zh-CN': '“{field}”不正确。试算须填写网格（或位置）、类别，其余与上报相同。',
    'en-US': '“{field}” is not right. A preview names a grid (or a location) and a category; the rest is as in a report.',
  },
  preview_no_grid: {
    'zh-CN': '该位置不在任何已绘制边界的网格内，请直接选择网格。',
    'en-US': 'This place lies in no grid whose boundary is drawn; choose the grid instead.',
  },
};
