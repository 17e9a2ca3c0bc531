/**
 * Rules as data: what an administrator enters, and whom a rule names. A rule counts facts that stand, a published measure, or tiers;
 * never a bare place. Pure.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../../kernel/values.ts';
import type { Cause, HonourLevel, Kind } from '../model.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { PRAISE } from '../model.ts';
import { ruleColumn } from './rule-columns-rules.ts';

export type Basis = 'fact' | 'measure' | 'tier';
export type Of = 'person' | 'grid' | 'department';
export type Colour = 'none' | 'blue' | 'yellow' | 'red';

export interface Rule {
  id: Uuid;
  name: string;
  cause: Cause;
  kind: Kind | null;
  honour_level: HonourLevel | null;
  colour: Colour;
  basis: Basis;
  subject: Of;
  fact_kind: string | null;
  fact_column: string | null;
  flag: boolean;
  measure: string | null;
  tier: 'front' | 'back' | null;
  operator: 'at_least' | 'at_most';
  threshold: number | null;
  min_sample: number;
  quarters_running: number;
  text: string | null;
  active: boolean;
}

/** Written by the trial alone. */
const MANAGED = ['tried_at', 'tried_by', 'tried_wording', 'tried_result'] as const;

/** As it would stand after this change; or why not. `stored` null: a new one. What rests on something else is emptied. */
export function ruleIn(said: Values, stored: (Rule & { tried: boolean }) | null): Values | Refusal {
  const managed = MANAGED.find(field => said[field] != null);
  if (managed !== undefined)
    return refused('rule_managed', managed);
  const rule = { basis: 'fact', subject: 'person', colour: 'none', operator: 'at_least', flag: true, min_sample: 1, quarters_running: 1, active: false, ...stored, ...said } as Partial<Rule>;
  const emptied: Values = {
    ...rule.basis !== 'fact' && { fact_kind: null, fact_column: null },
    ...rule.basis !== 'measure' && { measure: null },
    ...rule.basis === 'fact' && { operator: 'at_least' },
    ...rule.basis !== 'tier' ? { tier: null } : { threshold: null },
    ...rule.kind !== 'honour_nomination' && stored?.honour_level != null && { honour_level: null },
  };
  const next = { ...rule, ...emptied } as Partial<Rule>;
  const objection = objectionTo(next);
  if (objection !== null)
    return objection;
  if (stored === null && next.active === true)
    return refused('rule_not_tried', 'active');
  // A change of what it names puts it out of use (in the database); switched on it is only as it was tried.
  if (stored !== null && said.active === true && (!stored.tried || reworded(said, emptied, stored)))
    return refused('rule_not_tried', 'active');
  return { ...said, ...emptied };
}

const WORDING = ['cause', 'kind', 'honour_level', 'colour', 'basis', 'subject', 'fact_kind', 'fact_column', 'flag', 'measure', 'tier', 'operator', 'threshold', 'min_sample', 'quarters_running', 'text'] as const;

function reworded(said: Values, emptied: Values, stored: Rule): boolean {
  const next = { ...said, ...emptied };
  return WORDING.some(field => field in next && String(next[field] ?? '') !== String(stored[field] ?? ''));
}

function objectionTo({ basis, kind, subject, cause, colour, honour_level, fact_kind, fact_column, measure, tier, threshold }: Partial<Rule>): Refusal | null {
  if (kind == null && (colour ?? 'none') === 'none')
    return refused('rule_nothing', 'kind');
  if (kind != null && (cause === 'outstanding') !== PRAISE.has(kind))
    return refused('rule_praise', 'kind');
  if ((kind === 'honour_nomination') !== (honour_level != null))
    return refused('rule_honour_level', 'honour_level');
  if (kind === 'renewal_note' && subject !== 'person')
    return refused('rule_renewal_person', 'subject');
  const number = threshold == null ? null : Number(threshold);
  switch (basis) {
    case 'fact':
      if (fact_kind == null || fact_column == null || number === null)
        return refused('rule_fact', fact_kind == null ? 'fact_kind' : fact_column == null ? 'fact_column' : 'threshold');
      if (ruleColumn(fact_kind, fact_column) === null)
        return refused('rule_column', 'fact_column', { kind: fact_kind });
      return Number.isInteger(number) && number >= 1 ? null : refused('rule_threshold', 'threshold');
    case 'measure':
      return measure != null && number !== null && number >= 0 && number <= 100 ? null : refused('rule_measure', measure == null ? 'measure' : 'threshold');
    case 'tier':
      return tier === 'front' || tier === 'back' ? null : refused('rule_tier', 'tier');
    default:
      return refused('rule_tier', 'basis');
  }
}

/** Does it name a subject with so many hits among so many facts? */
export function namesByFacts({ threshold, min_sample }: Pick<Rule, 'threshold' | 'min_sample'>, { hits, sample }: { hits: number; sample: number }): boolean {
  return hits >= Number(threshold) && sample >= min_sample;
}

/** Exactly: n / d against per cents, without a division. */
export function namesByMeasure({ operator, threshold, min_sample }: Pick<Rule, 'operator' | 'threshold' | 'min_sample'>, { numerator, denominator }: { numerator: number; denominator: number }): boolean {
  if (denominator <= 0 || denominator < min_sample)
    return false;
  const [share, limit] = [10_000 * numerator, Math.round(100 * Number(threshold)) * denominator];
  return operator === 'at_least' ? share >= limit : share <= limit;
}
