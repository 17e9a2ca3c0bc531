/**
 * What an administrator may not do to the tables that handling reads: leave no active
 * routing rule without conditions (issues would find nobody), a deadline policy
 * without a length, no category for issues that name none. It gives people the sentence; `sql/025-routing.sql` holds when two
 * administrators are at it at once.
 */
import type { HookConfig } from '@directus/extensions';
import type { Db } from '../../kernel/context.ts';
import type { Messages, Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../../kernel/values.ts';
import type { DeadlinePolicy } from '../clocks/policy-rules.ts';
import type { Conditions } from './rule-check-rules.ts';
import { filtersOf } from '../../kernel/on-filter.ts';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { CATEGORY_OTHER } from './routing-store.ts';
import { isUnconditional } from './rule-check-rules.ts';
import { ruleWarnings, warningTexts } from './rule-warnings-service.ts';

type RegisterFilter = Parameters<HookConfig>[0]['filter'];
type StoredRule = Conditions & { id: string; active: boolean };
type StoredLength = Pick<DeadlinePolicy, 'working_days' | 'clock_hours'>;

const CONDITIONS = ['category', 'kinds', 'parties', 'involves_departments', 'sources', 'severities', 'grid'] as const;
const LENGTHS = ['working_days', 'clock_hours'] as const;

export const messages: Messages = {
  last_rule_stays: {
    'zh-CN': '分派规则中须保留一条启用且不设条件的兜底规则，否则问题将无人承办。请先新建或启用另一条兜底规则。',
    'en-US': 'An active rule without conditions must remain, or issues would find nobody. Create or activate another one first.',
  },
  other_stays: {
    'zh-CN': '“其他事项”用于未选类别的问题，须保留并启用，代码不能改。',
    'en-US': 'The category “other” takes issues without a category: it stays, active, under its code.',
  },
  one_length: {
    'zh-CN': '“工作日”与“小时”须填写且只填写一项，数值为不小于 1 的整数。',
    'en-US': 'State either working days or hours, one of the two: a whole number from 1.',
  },
};

export function guardRoutingRules(filter: RegisterFilter): void {
  const { onFilter, onRead } = filtersOf(filter, messages);

  onFilter('routing_rules.items.create', async ({ payload: { warning: _warning, ...payload } }) => payload);
  onFilter('routing_rules.items.update', async ({ payload: { warning: _warning, ...payload }, keys, db }) => {
    const change = (rules: StoredRule[]): StoredRule[] => rules.map(rule => keys.includes(rule.id) ? { ...rule, ...said(payload) } : rule);
    const objection = states(payload, ['active', ...CONDITIONS]) ? await objectionToLoss(db, change, 'active') : null;
    return objection ?? payload;
  });
  onRead('routing_rules', async ({ rows, fields, db, person }) => {
    if (!fields.some(field => field === '*' || field === 'warning'))
      return rows;
    const texts = warningTexts(await ruleWarnings(db, await readerLanguage(db, person)));
    return rows.map(rule => 'warning' in rule ? { ...rule, warning: texts.get(String(rule.id)) ?? null } : rule);
  });
  onFilter('routing_rules.items.delete', async ({ keys, db }) => objectionToLoss(db, rules => rules.filter(rule => !keys.includes(rule.id)), null));
}

export function guardDeadlinePolicies(filter: RegisterFilter): void {
  const { onFilter } = filtersOf(filter, messages);

  onFilter('deadline_policies.items.create', async ({ payload }) => objectionToLength({ working_days: null, clock_hours: null }, payload));
  onFilter('deadline_policies.items.update', async ({ payload, keys, db }) => {
    const stored: StoredLength[] = states(payload, LENGTHS) ? await db('deadline_policies').whereIn('id', keys).select(...LENGTHS) : [];
    return stored.map(row => objectionToLength(row, payload)).find(refusal => refusal !== null) ?? null;
  });
}

/** The category of issues that name none. */
export function guardOtherCategory(filter: RegisterFilter): void {
  const { onFilter } = filtersOf(filter, messages);
  const objection = async (db: Db, keys: readonly Uuid[], field: string | null): Promise<Refusal | null> =>
    await db('issue_categories').where({ code: CATEGORY_OTHER }).whereIn('id', keys).first('id') === undefined ? null : refused('other_stays', field);

  onFilter('issue_categories.items.update', async ({ payload, keys, db }) => {
    const field = ['code', 'active'].find(name => Object.hasOwn(payload, name) && payload[name] !== CATEGORY_OTHER && payload[name] !== true);
    return field === undefined ? null : objection(db, keys, field);
  });
  onFilter('issue_categories.items.delete', async ({ keys, db }) => objection(db, keys, null));
}

/** A table that had no last rule before (a new installation) is not the change's fault. */
async function objectionToLoss(db: Db, change: (rules: StoredRule[]) => StoredRule[], field: string | null): Promise<Refusal | null> {
  const rules: StoredRule[] = await db('routing_rules').select('id', 'active', ...CONDITIONS);
  return !remains(rules) || remains(change(rules)) ? null : refused('last_rule_stays', field);
}

function remains(rules: readonly StoredRule[]): boolean {
  return rules.some(rule => rule.active && isUnconditional(rule));
}

function objectionToLength(stored: StoredLength, payload: Values): Refusal | null {
  const lengths = LENGTHS.map(field => Object.hasOwn(payload, field) ? read(payload[field]) : stored[field]).filter(length => length !== null);
  return lengths.length === 1 && Number.isInteger(Number(lengths[0])) && Number(lengths[0]) >= 1 ? null : refused('one_length', 'working_days');
}

function states(payload: Values, fields: readonly string[]): boolean {
  return fields.some(field => Object.hasOwn(payload, field));
}

/** What the change says of activity and conditions, typed as the rows are. */
function said(payload: Values): Partial<StoredRule> {
  const change = Object.fromEntries(['active', ...CONDITIONS].filter(field => Object.hasOwn(payload, field)).map(field => [field, read(payload[field])]));
  if (Object.hasOwn(change, 'active'))
    change.active = change.active === true || change.active === 'true';
  return change as Partial<StoredRule>;
}

/** An empty field is null; a list may arrive as its JSON text. */
function read(value: unknown): unknown {
  if (value === '' || value === undefined)
    return null;
  try {
    return typeof value === 'string' && value.startsWith('[') ? JSON.parse(value) : value;
  }
  catch {
    return value;
  }
}
