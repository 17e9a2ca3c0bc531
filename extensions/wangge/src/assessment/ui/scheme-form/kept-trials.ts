/** What the last trial of each scheme said: fetching the form anew builds its boxes anew, and what was just read must not vanish. */
import type { Trial } from './trial-result.vue';

export const keptTrials = new Map<string, Trial>();
