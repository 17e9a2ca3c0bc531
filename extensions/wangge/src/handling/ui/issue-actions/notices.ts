/** What the top of an issue's form tells before the buttons: a request that waits, a standstill, a missed or provisional limit, who helps. */
import type { Person } from '../../../ui/person.ts';
import type { CodeName } from '../../../ui/speaker.ts';
import type { Speak } from './words.ts';
import { dayText, momentText } from '../../../ui/person.ts';

/** The issue as the form holds it. */
export interface IssueValues {
  status?: string;
  overdue?: boolean;
  due_at?: string | null;
  due_provisional?: boolean;
  resumes_at?: string | null;
  reason_recorded_at?: string | null;
  reply_awaited_at?: string | null;
  fed_back_at?: string | null;
  withdrawn_at?: string | null;
  [field: string]: unknown;
}

export interface Pending {
  kind: 'extension' | 'suspension' | 'escalation';
  at: string;
  until: string | null;
  to_department: string | null;
  approver: 'lead' | 'level_1';
  cause: string | null;
  by: string | null;
}

/** A report that was merged into the issue. */
export interface Merged { id: string; number: string; title: string; reported_at: string }

export interface Helper {
  department: { id: string; name: string } | null;
  called_at: string;
  arrive_by: string | null;
  arrived_at: string | null;
  answered_at: string | null;
  result: string | null;
  answer: string | null;
  rating: number | null;
}

export interface Notice { kind: 'info' | 'warning' | 'danger'; icon: string; text: string; details: string[] }

const OVER = ['closed', 'rejected', 'merged'];

export function noticesOf(issue: IssueValues, pending: Pending | null, asker: Person | null, district: string | null, named: (person: Person | null) => string, speak: Speak, codeName: CodeName, locale: string): Notice[] {
  const due = momentText(issue.due_at, locale);
  const notices: Notice[] = [];
  if (pending !== null) {
    notices.push({
      kind: 'warning',
      icon: 'pending_actions',
      text: speak('pending', { who: named(asker), at: momentText(pending.at, locale), kind: codeName('request', pending.kind), approver: speak(`approver_${pending.approver}`) }),
      details: [
        ...(district === null ? [] : [speak('pending_district', { name: district })]),
        ...(pending.until === null ? [] : [speak('pending_until', { until: dayText(pending.until, locale) })]),
        ...(pending.cause === null ? [] : [speak('pending_cause', { cause: codeName('cause', pending.cause) })]),
      ],
    });
  }
  const tell = (kind: Notice['kind'], icon: string, text: string): void => void notices.push({ kind, icon, text, details: [] });
  const open = !OVER.includes(issue.status ?? '');
  if (issue.status === 'suspended' && issue.resumes_at)
    tell('info', 'pause_circle', speak('suspended', { until: momentText(issue.resumes_at, locale) }));
  if (open && issue.overdue)
    tell(issue.reason_recorded_at ? 'warning' : 'danger', 'alarm_off', speak(issue.reason_recorded_at ? 'overdue_reason' : 'overdue_no_reason', { due }));
  if (open && issue.due_provisional)
    tell('info', 'event_note', speak('provisional', { due }));
  if (open && issue.reply_awaited_at)
    tell('warning', 'notifications_active', speak('reply_awaited', { at: momentText(issue.reply_awaited_at, locale), progress: codeName('event', 'progress') }));
  if ((issue.status === 'rejected' || issue.status === 'merged') && !issue.fed_back_at && !issue.withdrawn_at)
    tell('warning', 'reply', speak('feedback_owed'));
  return notices;
}

/** Where a called department stands. */
export function helperText(helper: Helper, speak: Speak, locale: string): string {
  const { called_at, arrive_by, arrived_at, answered_at, rating } = helper;
  const stands = answered_at !== null
    ? speak('helper_answered', { at: momentText(answered_at, locale) })
    : arrived_at !== null
      ? speak('helper_arrived', { at: momentText(arrived_at, locale) })
      : arrive_by !== null
        ? speak('helper_arrive_by', { at: momentText(called_at, locale), by: momentText(arrive_by, locale) })
        : speak('helper_called', { at: momentText(called_at, locale) });
  return rating === null ? stands : `${stands} · ${speak('helper_rating', { rating })}`;
}
