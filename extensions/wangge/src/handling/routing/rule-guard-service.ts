/**
 * What an administrator may not do to the tables that handling reads: leave no active
 * routing rule without conditions (issues would find nobody), a deadline policy
 * without a length, no category for issues that name none. It gives people the sentence; `sql/025-routing.sql` holds when two
 * administrators are at it at once.
 */
import type { HookConfig } from '@directus/extensions';
import type { Db, HookContext } from '../../kernel/context.ts';
import type { Messages, Refusal } from '../../kernel/refusal-rules.ts';
import type { DeadlinePolicy } from '../clocks/policy-rules.ts';
import type { Conditions } from './rule-check-rules.ts';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { CATEGORY_OTHER } from './routing-store.ts';
import { isUnconditional } from './rule-check-rules.ts';
import { ruleWarnings, warningTexts } from './rule-warnings-service.ts';

type RegisterFilter = Parameters<HookConfig>[0]['filter'];
type Payload = Record<string, unknown>;
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

export function guardRoutingRules(filter: RegisterFilter, { database: pool }: Pick<HookContext, 'database'>): void {
  filter<Payload>('routing_rules.items.create', async ({ warning: _warning, ...payload }) => payload);
  filter<Payload>('routing_rules.items.update', async (payload, { keys }, { database, accountability }) => {
    if (states(payload, ['active', ...CONDITIONS])) {
      const change = (rules: StoredRule[]): StoredRule[] => rules.map(rule => keys.includes(rule.id) ? { ...rule, ...said(payload) } : rule);
      await refuse(database ?? pool, accountability?.user, await objectionToLoss(database ?? pool, change, 'active'));
    }
    const { warning: _warning, ...change } = payload;
    return change;
  });
  filter<Payload[]>('routing_rules.items.read', async (rules, { query }, { database, accountability }) => {
    const fields: readonly string[] = query?.fields ?? ['*'];
    if (!fields.some(field => field === '*' || field === 'warning'))
      return rules;
    const db = database ?? pool;
    const texts = warningTexts(await ruleWarnings(db, await readerLanguage(db, accountability?.user)));
    return rules.map(rule => 'warning' in rule ? { ...rule, warning: texts.get(String(rule.id)) ?? null } : rule);
  });
  filter<string[]>('routing_rules.items.delete', async (keys, _meta, { database, accountability }) => {
    const change = (rules: StoredRule[]): StoredRule[] => rules.filter(rule => !keys.includes(rule.id));
    await refuse(database ?? pool, accountability?.user, await objectionToLoss(database ?? pool, change, null));
    return keys;
  });
}

export function guardDeadlinePolicies(filter: RegisterFilter, { database: pool }: Pick<HookContext, 'database'>): void {
  filter<Payload>('deadline_policies.items.create', async (payload, _meta, { database, accountability }) => {
    await refuse(database ?? pool, accountability?.user, objectionToLength({ working_days: null, clock_hours: null }, payload));
    return payload;
  });
  filter<Payload>('deadline_policies.items.update', async (payload, { keys }, { database, accountability }) => {
    if (states(payload, LENGTHS)) {
      const stored: StoredLength[] = await (database ?? pool)('deadline_policies').whereIn('id', keys).select(...LENGTHS);
      const objection = stored.map(row => objectionToLength(row, payload)).find(refusal => refusal !== null);
      await refuse(database ?? pool, accountability?.user, objection ?? null);
    }
    return payload;
  });
}

/** The category of issues that name none. */
export function guardOtherCategory(filter: RegisterFilter, { database: pool }: Pick<HookContext, 'database'>): void {
  const check = async (db: Db | undefined, user: string | null | undefined, keys: readonly unknown[], field: string | null): Promise<void> => {
    const found = await (db ?? pool)('issue_categories').where({ code: CATEGORY_OTHER }).whereIn('id', keys as string[]).first('id');
    await refuse(db ?? pool, user, found === undefined ? null : refused('other_stays', field));
  };
  filter<Payload>('issue_categories.items.update', async (payload, { keys }, { database, accountability }) => {
    const field = ['code', 'active'].find(name => Object.hasOwn(payload, name) && payload[name] !== CATEGORY_OTHER && payload[name] !== true);
    if (field !== undefined)
      await check(database, accountability?.user, keys, field);
    return payload;
  });
  filter<string[]>('issue_categories.items.delete', async (keys, _meta, { database, accountability }) => {
    await check(database, accountability?.user, keys, null);
    return keys;
  });
}

async function refuse(db: Db, user: string | null | undefined, refusal: Refusal | null): Promise<void> {
  if (refusal === null)
    return;
  throw refusalError(messages, refusal, await readerLanguage(db, user));
}

/** A table that had no last rule before (a new installation) is not the change's fault. */
async function objectionToLoss(db: Db, change: (rules: StoredRule[]) => StoredRule[], field: string | null): Promise<Refusal | null> {
  const rules: StoredRule[] = await db('routing_rules').select('id', 'active', ...CONDITIONS);
  return !remains(rules) || remains(change(rules)) ? null : refused('last_rule_stays', field);
}

function remains(rules: readonly StoredRule[]): boolean {
  return rules.some(rule => rule.active && isUnconditional(rule));
}

function objectionToLength(stored: StoredLength, payload: Payload): Refusal | null {
  const lengths = LENGTHS.map(field => Object.hasOwn(payload, field) ? read(payload[field]) : stored[field]).filter(length => length !== null);
  return lengths.length === 1 && Number.isInteger(Number(lengths[0])) && Number(lengths[0]) >= 1 ? null : refused('one_length', 'working_days');
}

function states(payload: Payload, fields: readonly string[]): boolean {
  return fields.some(field => Object.hasOwn(payload, field));
}

/** What the change says of activity and conditions, typed as the rows are. */
function said(payload: Payload): Partial<StoredRule> {
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
