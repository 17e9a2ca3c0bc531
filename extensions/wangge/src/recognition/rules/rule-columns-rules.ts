/**
 * What a rule can count of each kind of fact: its columns, and a few that rest on a column and on what the fact is of. Data for the
 * form of a rule, words for its evidence. Pure.
 */
import type { FactKind } from '../../assessment/facts/model.ts';
import type { Words } from '../../kernel/refusal-rules.ts';

export interface RuleColumn {
  /** The columns of the fact that are read. */
  reads: readonly string[];
  /** True, false, or null where the fact says nothing: SQL over the fact `f` and what its list joins. */
  verdict: string;
  yes: Words;
  no: Words;
}

const words = (zh: string, en: string): Words => ({ 'zh-CN': zh, 'en-US': en });
const flag = (column: string, yes: Words, no: Words): Record<string, RuleColumn> => ({ [column]: { reads: [column], verdict: `f.${column}`, yes, no } });

const GRAVE = `i.severity in ('urgent', 'critical')`;

export const RULE_COLUMNS: Readonly<Partial<Record<FactKind, Readonly<Record<string, RuleColumn>>>>> = {
  clock: {
    ...flag('on_time', words('按期办结反馈', 'Handled and fed back in time'), words('未按期办结反馈', 'Not handled and fed back in time')),
    ...flag('first_time', words('一次按期办结反馈', 'In time, and not done over'), words('未能一次按期办结反馈', 'Not in time at the first go')),
    ...flag('handled', words('期末前已办结', 'Handled'), words('期末未办结', 'Not handled')),
    ...flag('reworked', words('返工重办', 'Done over'), words('没有返工', 'Not done over')),
    ...flag('rework_confirmed', words('经核查确认返工重办', 'Done over, as verified'), words('没有返工', 'Not done over')),
    ...flag('returned', words('因信息不全被退回', 'Returned for want of information'), words('未被退回', 'Not returned')),
    ...flag('responded', words('及时响应', 'Responded in time'), words('未及时响应', 'Not responded in time')),
    ...flag('solved', words('核查确认已解决', 'Solved, as verified'), words('核查未解决', 'Not solved, as verified')),
    ...flag('satisfied', words('回访满意', 'Satisfied'), words('回访不满意', 'Not satisfied')),
    ...flag('repeated', words('结案后重复发生', 'Happened again'), words('没有重复发生', 'Did not happen again')),
    ...flag('overdue_open', words('超期仍未办结', 'Overdue and open'), words('没有超期未办结', 'Not overdue')),
    ...flag('own_on_time', words('本单位按期办结', 'Own limit kept'), words('本单位未按期办结', 'Own limit missed')),
    ...flag('escalated_on_time', words('按时报区', 'Escalated in time'), words('未按时报区', 'Not escalated in time')),
    ...flag('verified_on_time', words('按时核查', 'Verified in time'), words('未按时核查', 'Not verified in time')),
    ...flag('disclosed_on_time', words('按时公示', 'Published in time'), words('未按时公示', 'Not published in time')),
    ...flag('external_on_time', words('来件按期办结', 'External limit kept'), words('来件未按期办结', 'External limit missed')),
    improper_grave: {
      reads: ['rework_confirmed'],
      verdict: `case when ${GRAVE} then f.rework_confirmed end`,
      yes: words('紧急、特急问题经核查处置不当，返工重办', 'Urgent, and done over as a verification found'),
      no: words('紧急、特急问题没有返工', 'Urgent, and not done over'),
    },
  },
  warning: flag('urged', words('到期前已督促', 'Urged in time'), words('到期前未督促', 'Not urged')),
  report: {
    ...flag('missed', words('由居民或者热线先发现', 'Found by residents or the hotline first'), words('由巡查发现', 'Found on patrol')),
    ...flag('resident_solved', words('居民认为已解决', 'Solved, say residents'), words('居民认为未解决', 'Not solved, say residents')),
    missed_grave: {
      reads: ['missed'],
      verdict: `case when ${GRAVE} then f.missed end`,
      yes: words('紧急、特急问题由居民或者热线先发现，巡查未及时掌握', 'Urgent, and learnt from residents instead of on patrol'),
      no: words('紧急、特急问题由巡查发现', 'Urgent, and found on patrol'),
    },
    hazard_solved: {
      reads: [],
      verdict: `case when i.severity = 'critical' and i.source = 'patrol' then i.status = 'closed' and i.solved is distinct from 'no' and i.reopen_count = 0 end`,
      yes: words('巡查发现特急隐患并办结', 'A critical hazard, found on patrol and solved'),
      no: words('巡查发现的特急隐患尚未办结', 'A critical hazard, found on patrol and not solved yet'),
    },
  },
  duty: flag('met', words('达到履职标准', 'Duty met'), words('未达到履职标准', 'Duty not met')),
  log: {
    ...flag('complete', words('日志记载齐全', 'Log complete'), words('日志记载不齐全', 'Log incomplete')),
    ...flag('truthful', words('日志抽查属实', 'Log true, as checked'), words('日志经查实虚假', 'Log false, as confirmed')),
  },
  collection: flag('on_time', words('采集任务按期完成', 'Collection task in time'), words('采集任务未按期完成', 'Collection task not in time')),
  finding: {
    ...flag('accurate', words('台账核查准确', 'Entry right, as looked at'), words('台账核查查实不准确', 'Entry wrong, as confirmed')),
    false_data: {
      reads: ['accurate'],
      verdict: `case when f.accurate then false else exists (select from ledger_findings o where o.item = cast(split_part(f.id, ':', 1) as uuid) and o.kind = 'false' and o.state in ('confirmed', 'corrected')) end`,
      yes: words('台账经查实虚假', 'Entry false, as confirmed'),
      no: words('台账没有查实虚假', 'Entry not false'),
    },
  },
  part: flag('on_time', words('交办任务按期完成', 'Assigned task in time'), words('交办任务未按期完成', 'Assigned task not in time')),
};

/** Null: facts of this kind say no such thing. */
export function ruleColumn(kind: string | null, column: string | null): RuleColumn | null {
  const columns = Object.hasOwn(RULE_COLUMNS, kind ?? '') ? RULE_COLUMNS[kind as FactKind]! : {};
  return Object.hasOwn(columns, column ?? '') ? columns[column!]! : null;
}
