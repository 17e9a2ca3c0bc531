/** What a rule says of whom it names, in words; and what of it was not said before. Pure. */
import type { Measure } from '../../assessment/facts/measure-rules.ts';
import type { Words } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Evidence } from '../model.ts';
import type { Rule } from './rule-rules.ts';
import { MEASURES } from '../../assessment/facts/measure-rules.ts';
import { periodWords } from '../../kernel/period-words-rules.ts';
import { CAUSE_WORDS } from '../words.ts';
import { ruleColumn } from './rule-columns-rules.ts';

export interface Named {
  subject: Uuid;
  /** How many say it, and of how many: of facts in all its quarters (more than are listed as evidence), else in the last of them. */
  hits: number;
  sample: number;
  period: Uuid | null;
  evidence: Evidence[];
}

const TIERS: Record<'front' | 'back', Words> = { front: { 'zh-CN': '领先档', 'en-US': 'front tier' }, back: { 'zh-CN': '靠后档', 'en-US': 'back tier' } };

/** `2026年第三季度`. */
export function quarterWords(code: string): Words {
  return { 'zh-CN': periodWords(code, 'zh-CN'), 'en-US': periodWords(code, 'en-US') };
}

export function tierSays(code: string, tier: 'front' | 'back'): Words {
  const quarter = quarterWords(code);
  return { 'zh-CN': `${quarter['zh-CN']}评定为${TIERS[tier]['zh-CN']}`, 'en-US': `${TIERS[tier]['en-US']} in ${quarter['en-US']}` };
}

/** What the rule counts, as a fact says it. */
export function factSays({ basis, fact_kind, fact_column, flag, measure, operator }: Pick<Rule, 'basis' | 'fact_kind' | 'fact_column' | 'flag' | 'measure' | 'operator'>): Words {
  if (basis === 'fact') {
    const { yes, no } = ruleColumn(fact_kind, fact_column)!;
    return flag ? yes : no;
  }
  const { fact, hits, name } = MEASURES[measure as Measure];
  const column = ruleColumn(fact, hits);
  if (column !== null)
    return operator === 'at_least' ? column.yes : column.no;
  return operator === 'at_least'
    ? { 'zh-CN': `${name['zh-CN']}：达到`, 'en-US': `${name['en-US']}: met` }
    : { 'zh-CN': `${name['zh-CN']}：未达到`, 'en-US': `${name['en-US']}: not met` };
}

/** The text of a proposal; an administrator's own words stand before it. */
export function textOf(rule: Rule, name: string, quarters: readonly string[], { hits, sample }: Pick<Named, 'hits' | 'sample'>): string {
  const when = quarters.map(code => quarterWords(code)['zh-CN']).join('、');
  const said = rule.basis === 'fact'
    ? `${factSays(rule)['zh-CN']} ${hits} 件（同类事实 ${sample} 件）`
    : rule.basis === 'measure'
      ? `${MEASURES[rule.measure as Measure].name['zh-CN']}为 ${(100 * hits / sample).toFixed(1)}%（规则界限：${rule.operator === 'at_most' ? '不高于' : '不低于'} ${Number(rule.threshold)}%）`
      : `${quarters.length > 1 ? `连续 ${quarters.length} 个季度` : ''}评定为${TIERS[rule.tier!]['zh-CN']}`;
  const own = rule.text?.trim() ?? '';
  return `${own}${own === '' ? '' : '\n'}${name}，${when}${said}。事由：${CAUSE_WORDS[rule.cause]['zh-CN']}。`;
}

/** What this rule has not said of this subject yet; null: nothing that would name them. What rests on a whole quarter is said of it once. */
export function fresh(rule: Pick<Rule, 'basis' | 'threshold'>, named: Named, cited: ReadonlySet<string>): Named | null {
  const left = named.evidence.filter(({ once }) => !cited.has(`${named.subject}|${once}`));
  if (rule.basis === 'fact')
    return left.length >= Number(rule.threshold) ? { ...named, hits: left.length === named.evidence.length ? named.hits : left.length, evidence: left } : null;
  return left.length === named.evidence.length && left.length > 0 ? named : null;
}
