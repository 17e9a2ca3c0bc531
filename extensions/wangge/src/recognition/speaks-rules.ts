/**
 * What of a fact speaks for a cause: without it a fact of somebody says nothing against them, and nothing for them. Pure.
 */
import type { FactKind } from '../assessment/facts/model.ts';
import type { Cause } from './model.ts';
import type { RuleColumn } from './rules/rule-columns-rules.ts';
import { FACT_KIND_NAMES } from '../assessment/facts/model.ts';
import { ruleColumn } from './rules/rule-columns-rules.ts';

/** `flag`: what its verdict has to be. */
export interface Speaking { column: string; flag: boolean; rule: RuleColumn }

/** Of a data set at a month's end no rule counts single facts; a person may cite one. */
const LEDGER_FRESH: RuleColumn = {
  reads: ['fresh', 'expected'],
  verdict: 'case when f.expected > 0 then f.fresh >= f.expected end',
  yes: { 'zh-CN': '台账按期更新', 'en-US': 'Ledger up to date' },
  no: { 'zh-CN': '台账未按期更新', 'en-US': 'Ledger not up to date' },
};

/** Columns of each kind in which a fact speaks for the cause; `!`: by saying no. The first that does is what it is cited for. */
const SPEAKS: Record<Cause, Partial<Record<FactKind, readonly string[]>>> = {
  outstanding: {
    clock: ['first_time', 'on_time', 'solved', 'satisfied', 'responded', 'own_on_time', 'escalated_on_time', 'verified_on_time', 'disclosed_on_time', 'external_on_time'],
    warning: ['urged'],
    report: ['hazard_solved', '!missed', 'resident_solved'],
    duty: ['met'],
    log: ['truthful', 'complete'],
    collection: ['on_time'],
    ledger: ['fresh'],
    finding: ['accurate'],
    part: ['on_time'],
  },
  situation_unknown: { report: ['missed'], duty: ['!met'], log: ['!complete'], collection: ['!on_time'] },
  late_learning: { report: ['missed_grave', 'missed'] },
  stale_ledger: { ledger: ['!fresh'], collection: ['!on_time'] },
  inaccurate_data: { finding: ['!accurate'], log: ['!truthful', '!complete'] },
  // Confirmed findings only.
  false_data: { finding: ['false_data'], log: ['!truthful'] },
  late_handling: {
    clock: ['!on_time', 'overdue_open', '!handled', '!first_time', '!responded', '!own_on_time', '!escalated_on_time', '!verified_on_time', '!disclosed_on_time', '!external_on_time'],
    warning: ['!urged'],
    collection: ['!on_time'],
    part: ['!on_time'],
  },
  improper_handling: { clock: ['improper_grave', 'rework_confirmed', '!solved', '!satisfied', 'repeated', 'returned'], report: ['!resident_solved'] },
};

export function speakingFor(cause: Cause, kind: string): readonly Speaking[] {
  const known = FACT_KIND_NAMES.find(name => name === kind);
  return (known === undefined ? [] : SPEAKS[cause][known] ?? []).map((name): Speaking => {
    const column = name.replace(/^!/, '');
    return { column, flag: !name.startsWith('!'), rule: columnOf(kind, column)! };
  });
}

/** Null: facts of this kind say no such thing. */
export function columnOf(kind: string, column: string): RuleColumn | null {
  return kind === 'ledger' && column === 'fresh' ? LEDGER_FRESH : ruleColumn(kind, column);
}

/** What may become otherwise without having been wrong: it is not looked at again. */
export const OF_ITS_DAY: ReadonlySet<string> = new Set(['overdue_open', 'handled']);
