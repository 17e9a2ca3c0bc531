/** Whom a rule names in a sub-district, in so many quarters running: from facts that stand, or from what is published. */
import type { Measure } from '../../assessment/facts/measure-rules.ts';
import type { FactKind } from '../../assessment/facts/model.ts';
import type { SaidFact } from '../../assessment/index.ts';
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Words } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Evidence } from '../model.ts';
import type { Named } from './named-rules.ts';
import type { Rule } from './rule-rules.ts';
import type { MeasureRow } from './rule-store.ts';
import { referenceOf } from '../../assessment/facts/fact-reference-rules.ts';
import { MEASURES } from '../../assessment/facts/measure-rules.ts';
import { factsSaying } from '../../assessment/index.ts';
import { periodOf, quarterBefore } from '../../calendar/period-rules.ts';
import { MOST_EVIDENCE } from '../propose-rules.ts';
import { askedOf } from './evidence-rules.ts';
import { factSays, tierSays } from './named-rules.ts';
import { ruleColumn } from './rule-columns-rules.ts';
import { namesByFacts, namesByMeasure } from './rule-rules.ts';
import { measuresOf, standing, tiersOf } from './rule-store.ts';

/** The quarters that a rule looks at, the last of which is `code`; oldest first. */
export function quartersOf({ quarters_running }: Pick<Rule, 'quarters_running'>, code: string): string[] {
  const quarters = [code];
  while (quarters.length < quarters_running)
    quarters.unshift(quarterBefore(quarters[0]!));
  return quarters;
}

/** In the order of their keys: the same facts name the same people. */
export async function namedBy(db: Db, rule: Rule, subdistrict: Uuid, code: string, cut: Moment): Promise<Named[]> {
  const quarters = quartersOf(rule, code);
  const each: Map<Uuid, Named>[] = [];
  for (const quarter of quarters) {
    const found = rule.basis === 'fact' ? await byFacts(db, rule, subdistrict, quarter, cut) : rule.basis === 'tier' ? await byTier(db, rule, subdistrict, quarter) : await byMeasure(db, rule, subdistrict, quarter, cut);
    each.push(found);
    // Nobody can be named in all of them any more.
    if (found.size === 0)
      return [];
  }
  const last = each.at(-1)!;
  return [...last.values()]
    .filter(({ subject }) => each.every(found => found.has(subject)))
    .map((named) => {
      const all = each.map(found => found.get(named.subject)!);
      const sum = (what: 'hits' | 'sample'): number => all.reduce((total, one) => total + one[what], 0);
      return { ...named, ...rule.basis === 'fact' ? { hits: sum('hits'), sample: sum('sample') } : {}, evidence: all.flatMap(({ evidence }) => evidence).slice(-MOST_EVIDENCE) };
    })
    .sort((a, b) => a.subject < b.subject ? -1 : 1);
}

async function byFacts(db: Db, rule: Rule, subdistrict: Uuid, quarter: string, cut: Moment): Promise<Map<Uuid, Named>> {
  const { reads, verdict } = ruleColumn(rule.fact_kind, rule.fact_column)!;
  const kind = rule.fact_kind as FactKind;
  const facts = await factsSaying(db, subdistrict, periodOf(quarter) as PeriodSpan, cut, { kind, reads, verdict });
  const stand = await standingOnly(db, kind, facts);
  const says = factSays(rule);
  const named = new Map<Uuid, Named>();
  for (const [subject, own] of Map.groupBy(stand, fact => fact[rule.subject])) {
    const hits = own.filter(fact => fact.verdict === rule.flag);
    if (subject !== null && namesByFacts(rule, { hits: hits.length, sample: own.length }))
      named.set(subject, { subject, hits: hits.length, sample: own.length, period: null, evidence: hits.flatMap(fact => evidenceOf(kind, fact, says, { column: rule.fact_column }) ?? []) });
  }
  return named;
}

async function byTier(db: Db, rule: Rule, subdistrict: Uuid, quarter: string): Promise<Map<Uuid, Named>> {
  const tier = rule.tier!;
  const says = tierSays(quarter, tier);
  const rows = (await tiersOf(db, subdistrict, quarter, rule)).filter(({ sample }) => sample >= rule.min_sample);
  const stand = await standing(db, 'ranking', rows.map(({ ranking }) => ranking));
  return new Map(rows.filter(({ ranking }) => stand.has(ranking)).map(({ ranking, period, grid, department, person, sample }): [Uuid, Named] => {
    const subject = { grid, department, person }[rule.subject]!;
    const evidence: Evidence = { fact_kind: 'ranking', fact: ranking, label: says['zh-CN'], says: says['zh-CN'], says_en: says['en-US'], cells: { tier, sample }, on_day: (periodOf(quarter) as PeriodSpan).ends_on, of_grid: grid, person, collection: null, item: null, once: `ranking:${quarter}` };
    return [subject, { subject, hits: sample, sample, period, evidence: [evidence] }];
  }));
}

async function byMeasure(db: Db, rule: Rule, subdistrict: Uuid, quarter: string, cut: Moment): Promise<Map<Uuid, Named>> {
  const rows = (await measuresOf(db, subdistrict, quarter, rule)).filter(row => namesByMeasure(rule, row));
  if (rows.length === 0)
    return new Map();
  const measure = MEASURES[rule.measure as Measure];
  const facts = await factsSaying(db, subdistrict, periodOf(quarter) as PeriodSpan, cut, askedOf(rule.measure as Measure, Number(rule.threshold)));
  const behind = (await standingOnly(db, measure.fact, facts)).filter(({ verdict }) => verdict === (rule.operator === 'at_least'));
  const says = factSays(rule);
  return new Map(rows.flatMap((row): [Uuid, Named][] => {
    const subject = row[rule.subject]!;
    const evidence = behind.filter(fact => isBehind(fact, row, rule)).flatMap(fact => evidenceOf(measure.fact, fact, says, { measure: rule.measure, threshold: Number(rule.threshold) }) ?? []);
    return evidence.length === 0 ? [] : [[subject, { subject, hits: row.numerator, sample: row.denominator, period: row.period, evidence }]];
  }));
}

function isBehind(fact: SaidFact, row: MeasureRow, { subject, measure }: Rule): boolean {
  if (subject !== 'grid')
    return fact[subject] === row[subject];
  return fact.grid === row.grid || (MEASURES[measure as Measure].reach === 'subtree' && row.grid_path !== null && fact.grid_path?.startsWith(row.grid_path) === true);
}

/** Without those that are exempt or have fallen. */
async function standingOnly(db: Db, kind: FactKind, facts: readonly SaidFact[]): Promise<SaidFact[]> {
  const named = facts.map(fact => ({ fact, reference: referenceOf(kind, fact.id, fact.day)?.fact ?? null }));
  const stand = await standing(db, kind, named.flatMap(({ reference }) => reference ?? []));
  return named.filter(({ reference }) => reference === null || stand.has(reference)).map(({ fact }) => fact);
}

function evidenceOf(kind: FactKind, { id, day, title, grid, person, item, verdict }: SaidFact, says: Words, of: Record<string, unknown>): Evidence | null {
  const reference = referenceOf(kind, id, day);
  return reference === null
    ? null
    // A log's own words stay with those who may read it: redacted they are redacted everywhere, and the fact stands.
    : { fact_kind: kind, fact: reference.fact, label: (kind === 'log' ? `工作日志 ${day ?? ''}` : title ?? day ?? '').slice(0, 255), says: says['zh-CN'], says_en: says['en-US'], cells: { ...of, verdict }, on_day: day, of_grid: grid, person, collection: item?.collection ?? null, item: item?.id ?? null, once: `${kind}:${reference.fact}` };
}
