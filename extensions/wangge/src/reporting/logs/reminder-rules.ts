/** What people are told of their logs: that the standard was not met, and how a check came out. In the app, without consequence. */
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { Per } from '../compliance/compliance-rules.ts';
import type { ComplianceRow } from '../compliance/model.ts';
import { isMet } from '../compliance/compliance-rules.ts';

/**
 * To everybody who did less than the standard asks, in the units that ended on that day: of a working day the night after it, of a
 * week, month or quarter once, when it is over.
 */
export function reminders(rows: readonly ComplianceRow[], day: Day): Notice[] {
  return rows.filter(row => row.units > 0 && !isMet(row)).map(({ person, grid, grid_name, standard, standard_name, kind, per, required, done }) => {
    const unit = kind === 'field_minutes' ? { 'zh-CN': '分钟', 'en-US': ' min' } : { 'zh-CN': '次', 'en-US': '×' };
    const when = whenOf(per, day);
    return {
      dedupe_key: `log_missing:${day}:${grid}:${standard}`,
      event: 'log_missing',
      recipient: person,
      channel: 'inapp',
      subject: {
        'zh-CN': `${when['zh-CN']}履职未达标：${grid_name}`,
        'en-US': `Below the standard, ${when['en-US']}: ${grid_name}`,
      },
      body: {
        'zh-CN': `${standard_name}。已记${done}${unit['zh-CN']}，标准${required}${unit['zh-CN']}。有漏记的请及时补录；期间请假的，请报上级登记。`,
        'en-US': `${standard_name}: ${done}${unit['en-US']} of ${required}${unit['en-US']}. Enter what is missing; leave that was not recorded is recorded by whoever approves it.`,
      },
      link: '/content/work_logs',
      urgent: false,
    };
  });
}

/** The unit that ended on that day, as people call it. */
function whenOf(per: Per, day: Day): { 'zh-CN': string; 'en-US': string } {
  const [year, month] = day.split('-').map(Number) as [number, number];
  switch (per) {
    case 'working_day': return { 'zh-CN': `${day} `, 'en-US': day };
    case 'week': return { 'zh-CN': `截至 ${day} 的一周`, 'en-US': `week until ${day}` };
    case 'month': return { 'zh-CN': `${year}年${month}月`, 'en-US': day.slice(0, 7) };
    case 'quarter': return { 'zh-CN': `${year}年第${'一二三四'[Math.ceil(month / 3) - 1]}季度`, 'en-US': `${year}-Q${Math.ceil(month / 3)}` };
  }
}

/** A log that was checked and is not in order. */
export interface CheckedLog {
  id: Uuid;
  person: Uuid;
  work_date: Day;
  grid_name: string;
  check_result: 'incomplete' | 'false';
  check_note: string;
  checked_by: Uuid;
  /** Of a "false". */
  finding: Uuid | null;
}

/** To the person: what was found, and where to answer it. */
export function checkNotice({ id, person, work_date, grid_name, check_result, check_note, checked_by, finding }: CheckedLog): Notice {
  const what = `${work_date} ${grid_name}`;
  return {
    dedupe_key: `log_check:${id}`,
    event: 'log_checked',
    recipient: person,
    channel: 'inapp',
    subject: check_result === 'false'
      ? { 'zh-CN': `工作日志待说明（不实，待核定）：${what}`, 'en-US': `Please answer: work log found false, to be decided: ${what}` }
      : { 'zh-CN': `工作日志检查为不完整：${what}`, 'en-US': `Work log checked, incomplete: ${what}` },
    body: { 'zh-CN': check_note, 'en-US': check_note },
    link: finding === null ? `/content/work_logs/${id}` : `/content/ledger_findings/${finding}`,
    urgent: false,
    actor: checked_by,
  };
}
