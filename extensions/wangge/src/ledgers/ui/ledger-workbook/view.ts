/** How far the books of many grids have come. */
import type { Speak } from './words.ts';

export interface Job { id: string; state: 'queued' | 'running' | 'done' | 'failed'; done: number | null; total: number | null; error: string | null }

export function jobText({ state, done, total, error }: Job, speak: Speak): string {
  if (state === 'queued' && error !== null && error !== '')
    return speak('job_again', { error });
  return speak(`job_${state}`, { done: done ?? 0, total: total ?? 0, error: error ?? '' });
}

export function jobShare({ state, done, total }: Job): number {
  return state === 'done' ? 100 : total ? Math.round((done ?? 0) / total * 100) : 0;
}
