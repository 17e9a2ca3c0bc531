/** What administrators are told of jobs that did not run when they should have. */
import type { Outcome } from '../kernel/job-rules.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { Notice } from '../outbox/model.ts';

/** `late`: a slot waits for longer than it may; `new`: seen for the first time. */
export type JobState = 'ok' | 'late' | 'failed' | 'running' | 'new';

export interface JobHealth {
  job: string;
  state: JobState;
  /** What is due and not done. */
  waiting: { slot: string; at: Moment }[];
  last: { slot: string; started_at: Moment; outcome: Outcome | null; error: string | null } | null;
}

export interface LateSlot { job: string; slot: string; outcome: Outcome | null }

const BECAME: Record<Outcome | 'begun', Notice['body']> = {
  ok: { 'zh-CN': '已补做', 'en-US': 'made up' },
  skipped: { 'zh-CN': '不再单独补做', 'en-US': 'skipped' },
  failed: { 'zh-CN': '失败，将自动重试', 'en-US': 'failed, will be tried again' },
  begun: { 'zh-CN': '尚未完成', 'en-US': 'not finished yet' },
};

/** One notice for all that is found at a time. */
export function lateNotices(late: readonly LateSlot[], people: readonly Uuid[]): Notice[] {
  const [first] = late;
  if (first === undefined)
    return [];
  const lines = [...Map.groupBy(late, ({ job, outcome }) => `${job} ${outcome ?? 'begun'}`).values()].map((slots) => {
    const { job, slot, outcome } = slots[0]!;
    const became = BECAME[outcome ?? 'begun'];
    return {
      'zh-CN': `${job}（${slot}${slots.length > 1 ? ` 起共 ${slots.length} 次` : ''}）${became['zh-CN']}`,
      'en-US': `${job} (${slot}${slots.length > 1 ? ` and ${slots.length - 1} more` : ''}): ${became['en-US']}`,
    };
  });
  const told = { 'zh-CN': lines.map(line => line['zh-CN']).join('；'), 'en-US': lines.map(line => line['en-US']).join('; ') };
  return people.map(recipient => ({
    dedupe_key: `job_late:${first.job}:${first.slot}`,
    event: 'job_late',
    recipient,
    channel: 'inapp',
    subject: { 'zh-CN': `自动任务有 ${late.length} 次未按时完成`, 'en-US': `Jobs were late ${late.length} time(s)` },
    body: { 'zh-CN': `${told['zh-CN']}。请查看“任务记录”。`, 'en-US': `${told['en-US']}. See the job runs.` },
    link: '/content/job_runs',
    urgent: false,
  }));
}
