/** What the panel of jobs shows: what wants looking at first. */
import type { Speak } from '../../../ui/speaker.ts';
import type { JobHealth, JobState } from '../../late-jobs-rules.ts';
import type { Word } from './words.ts';
import { isWord } from './words.ts';

export interface HealthAnswer { status: 'ok' | 'late'; at: string; jobs: JobHealth[] }
export interface Line { job: string; name: string; state: JobState; icon: string; text: string; error: string }

const ORDER: readonly JobState[] = ['late', 'failed', 'running', 'new', 'ok'];
const ICONS: Record<JobState, string> = { late: 'schedule', failed: 'error', running: 'autorenew', new: 'fiber_new', ok: 'check_circle' };

export function linesOf({ jobs }: HealthAnswer, speak: Speak<Word>, locale: string): Line[] {
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' });
  return jobs.map(({ job, state, waiting, last }) => ({
    job,
    name: isWord(job) ? speak(job) : job,
    state,
    icon: ICONS[state],
    text: [
      state === 'late' && waiting[0] !== undefined ? speak('waiting', { count: waiting.length, slot: waiting[0].slot }) : '',
      last === null ? speak('none') : speak('last', { slot: last.slot, at: when.format(new Date(last.started_at)) }),
    ].filter(Boolean).join(' · '),
    error: last?.outcome === 'failed' ? last.error ?? '' : '',
  })).toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}
