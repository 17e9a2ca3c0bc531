/** What the last trial of each scheme said: fetching the form anew builds its boxes anew, and what was just read must not vanish. */
import type { TrialAnswer } from '../shared/trial-view.ts';

/** Null: no quarter was computed yet. */
export interface Trial { period: string | null; answer: TrialAnswer | null }

export const keptTrials = new Map<string, Trial>();
