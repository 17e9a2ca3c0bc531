/**
 * The registry of measures: what can be measured of a grid, and what has to be known of a case for it.
 *
 * A **case** is one `resolve` clock that fell due in the period, as things stood at the cut. The first round says
 * whether it was in time, handled, answered and so on; a later round (it was done over) is a case that says one thing:
 * reworked. So no number of rounds adds to what is good, and the sample counts issues. Which clocks are cases is said in
 * `case-store.ts` and `case-rules.ts`; what is asked of a case (`CASE_COLUMNS`) and what is counted of that (`MEASURES`) is
 * said here, and nowhere else: the SQL of counts and evidence, the pure tally, what a scheme may name, the panel's words and
 * the columns of an evidence file follow from it.
 *
 * A new measure takes an entry in `MEASURES` and, if nobody asked yet what it counts, a column at the end of
 * `CASE_COLUMNS` in a group of its own; its choice in the two lists of `schema-snapshot.yaml`; its name in
 * `seeds/studio/translations.yaml`. Whatever is forgotten does not compile, or `test/rules/measures.test.ts` names it. For
 * a new column, `test/system/ranking.test.ts` wants rows that make it true and false: SQL and tally must count alike.
 *
 * **Nothing here is ever taken out, renamed or moved, and no column changes its group**: published evidence names its
 * columns, its scheme names its measures, and both must be read for ever.
 */
import type { Scope } from '../../handling/model.ts';
import type { Words } from '../../kernel/refusal-rules.ts';

/** Kinds of facts that evidence freezes. Others (duty, logs, ledgers) will have lines and columns of their own. */
export type FactKind = 'case';

export interface CaseColumnDefinition {
  /** `always`: in every evidence file. Otherwise asked for, and frozen, together with its group where the scheme measures one of them. */
  group: 'always' | 'hotline';
  /** May it be null in a file of the first format? In those of the second a case need not say anything. */
  nullable: boolean;
  /**
   * A boolean of one case, or null: the case says nothing of it. Clock `d` of issue `i`, with the joins it names; `:from` and
   * `:until` bound the period. What was recorded after the cut is told by `case-rules.ts`, which says the same of events.
   */
  sql: string;
  /** A join that the expression needs, once for all columns that need it. */
  join?: string;
  /** Needs `:response_from` and `:response_due`: by when the reports of each day were to be answered. */
  response_limits?: true;
}

const HANDLED = `coalesce(d.handled_at < :until, false)`;
const firstRound = (said: string): string => `case when d.first_round then ${said} end`;
/** What happened to the issue `n` before its second round began. */
const IN_FIRST_ROUND = `not exists (select from issue_deadlines l where l.issue = e.issue and l.kind = 'resolve' and not l.first_round and l.opened_by_seq < e.seq)`;

/**
 * Returned for want of information in the first round (a wrong routing is nobody's fault). Few and indexed
 * (`issue_events_setbacks`); a join, since a subquery for each case would keep the aggregate from running in parallel.
 */
const RETURNS = `
  left join (
    select distinct e.issue from issue_events e
    where e.type = 'return' and e.cause = 'insufficient' and e.at < :until and ${IN_FIRST_ROUND}
  ) b on b.issue = d.issue`;

/** The last verification of the first round (`issue_events_verified`), of issues that fell due in the period. */
const VERIFICATIONS = `
  left join (
    select e.issue, (array_agg(e.solved order by e.seq desc))[1] = 'yes' as solved,
      (array_agg(e.satisfaction order by e.seq desc) filter (where e.satisfaction is not null))[1] >= 4 as satisfied
    from issue_deadlines n join issue_events e on e.issue = n.issue and e.type = 'verify' and e.seq > n.opened_by_seq and e.at < :until
    where n.kind = 'resolve' and n.first_round and n.due_at >= :from and n.due_at < :until and n.state <> 'cancelled' and ${IN_FIRST_ROUND}
    group by e.issue
  ) v on v.issue = d.issue`;

/** What is asked of a case, in the order of the columns of an evidence file. */
export const CASE_COLUMNS = columnsOf({
  /** Handled and fed back by the due moment. */
  on_time: { group: 'always', nullable: false, sql: firstRound(`d.met_at is not null and d.met_at <= d.due_at`) },
  /** Handled by the end of the period, in time or not. */
  handled: { group: 'always', nullable: false, sql: firstRound(HANDLED) },
  /** A later round: what was handled had to be done over. Of what was handled, a first round says that it is none. */
  reworked: { group: 'always', nullable: false, sql: `case when not d.first_round then true when ${HANDLED} then false end` },
  /** Returned for want of information that the report should have held; a wrong routing is nobody's fault. */
  returned: { group: 'always', nullable: false, sql: firstRound(`b.issue is not null`), join: RETURNS },
  /** Accepted, or the reporter contacted, within one working day of the report. */
  responded: {
    group: 'hotline',
    nullable: true,
    sql: `case when d.first_round and i.reported_at >= (cast(:response_from as timestamptz[]))[1] then coalesce(least(i.accepted_at, i.contacted_at)
      <= (cast(:response_due as timestamptz[]))[width_bucket(i.reported_at, cast(:response_from as timestamptz[]))], false) end`,
    response_limits: true,
  },
  /** Verified, and found to be solved. */
  solved: { group: 'hotline', nullable: true, sql: firstRound('v.solved'), join: VERIFICATIONS },
  /** Rated, with 4 or 5 of 5. */
  satisfied: { group: 'hotline', nullable: true, sql: firstRound('v.satisfied'), join: VERIFICATIONS },
  /** Reported as happening again after an earlier issue was closed. */
  repeated: { group: 'hotline', nullable: true, sql: firstRound('i.repeat_of is not null') },
});
export type CaseColumn = keyof typeof CASE_COLUMNS;

/** What is known of a case, as far as it was asked; null where it says nothing. */
export type CaseFacts = Partial<Record<CaseColumn, boolean | null>>;
export type CaseFact = { grid: string; scope: Scope } & CaseFacts;

/** Of an evidence file: in those of 1 every round was a case of its own. */
export type EvidenceFormat = 1 | 2;

export interface MeasureDefinition {
  /** What is counted. */
  fact: FactKind;
  /** Which end is good: decides ties. */
  better: 'higher' | 'lower';
  /** Below the line: of this column's facts … */
  among?: CaseColumn;
  /** … those that say something of this column; above the line: those for which it is true. */
  hits: CaseColumn;
  /** Where files of the first format are to be counted otherwise: among these. */
  among_in_1?: CaseColumn;
  /** As the forms of schemes and indicators call it. */
  name: Words;
  /** What is divided by what. */
  says: Words;
}

export const MEASURES = measuresOf({
  on_time_rate: {
    fact: 'case',
    better: 'higher',
    hits: 'on_time',
    name: { 'zh-CN': '按期办结反馈率', 'en-US': 'On-time rate' },
    says: {
      'zh-CN': '时限内办结并反馈的件数 ÷ 本期到期的件数',
      'en-US': 'cases handled and fed back within the limit ÷ cases that fell due in the period',
    },
  },
  handled_rate: {
    fact: 'case',
    better: 'higher',
    hits: 'handled',
    name: { 'zh-CN': '办结率', 'en-US': 'Handled rate' },
    says: {
      'zh-CN': '期末前已办结的件数 ÷ 本期到期的件数',
      'en-US': 'cases handled by the end of the period ÷ cases that fell due in the period',
    },
  },
  rework_rate: {
    fact: 'case',
    better: 'lower',
    hits: 'reworked',
    among_in_1: 'handled',
    name: { 'zh-CN': '返工率', 'en-US': 'Rework rate' },
    says: {
      'zh-CN': '本期到期的重办轮次 ÷（已办结的件数 + 重办轮次）',
      'en-US': 'rounds of rework that fell due in the period ÷ (cases handled + rounds of rework)',
    },
  },
  return_rate: {
    fact: 'case',
    better: 'lower',
    hits: 'returned',
    name: { 'zh-CN': '退回率', 'en-US': 'Return rate' },
    says: {
      'zh-CN': '因上报信息不全被退回的件数 ÷ 本期到期的件数',
      'en-US': 'cases returned because the report was incomplete ÷ cases that fell due in the period',
    },
  },
  // The three rates of the hotline (三率), and how much comes back: a scheme may weigh them, or show them with the weight 0.
  response_rate: {
    fact: 'case',
    better: 'higher',
    hits: 'responded',
    name: { 'zh-CN': '响应率', 'en-US': 'Response rate' },
    says: {
      'zh-CN': '上报后 1 个工作日内签收或联系诉求人的件数 ÷ 本期到期的件数',
      'en-US': 'issues accepted, or whose reporter was contacted, within one working day ÷ issues that fell due in the period',
    },
  },
  solution_rate: {
    fact: 'case',
    better: 'higher',
    hits: 'solved',
    name: { 'zh-CN': '解决率', 'en-US': 'Solution rate' },
    says: {
      'zh-CN': '核查（回访）确认已解决的件数 ÷ 已核查的件数',
      'en-US': 'cases verified as solved ÷ cases verified',
    },
  },
  satisfaction_rate: {
    fact: 'case',
    better: 'higher',
    hits: 'satisfied',
    name: { 'zh-CN': '满意率', 'en-US': 'Satisfaction rate' },
    says: {
      'zh-CN': '回访评分 4 分及以上的件数 ÷ 已评分的件数',
      'en-US': 'cases rated 4 or 5 ÷ cases rated',
    },
  },
  repeat_rate: {
    fact: 'case',
    better: 'lower',
    hits: 'repeated',
    name: { 'zh-CN': '重复发生率', 'en-US': 'Repeat rate' },
    says: {
      'zh-CN': '结案后重复发生的件数 ÷ 本期到期的件数',
      'en-US': 'issues that repeat a closed one ÷ issues that fell due in the period',
    },
  },
});
export type Measure = keyof typeof MEASURES;

function columnsOf<Name extends string>(columns: Record<Name, CaseColumnDefinition>): Record<Name, CaseColumnDefinition> {
  return columns;
}

function measuresOf<Name extends string>(measures: Record<Name, MeasureDefinition>): Record<Name, MeasureDefinition> {
  return measures;
}
