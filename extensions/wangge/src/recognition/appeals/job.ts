/** Appeals on the clock: reviews are warned of and reported as missed; what an upheld appeal moved is computed anew. */
import type { Job } from '../../kernel/job-rules.ts';
import { evidenceFiles } from '../../assessment/index.ts';
import { messages as assessment } from '../../assessment/messages.ts';
import { everyMinute } from '../../calendar/slot-rules.ts';
import { sentence } from '../../kernel/refusal-rules.ts';
import { watchAppeals } from './clock-service.ts';
import { recomputeExempt } from './recompute-service.ts';

const watchReviews: Job = { name: 'watch_appeals', slots: everyMinute, missed: 'newest', often: true, run: async (db, { now }) => watchAppeals(db, now) };

const computeAnew: Job = {
  name: 'compute_appeals',
  slots: everyMinute,
  missed: 'newest',
  often: true,
  run: async (db, { now }, context) => {
    const { computed, refused } = await recomputeExempt(db, evidenceFiles(context), now);
    if (refused.length > 0)
      throw new Error(refused.map(({ code, why }) => `${code}: ${sentence(assessment, why, 'zh-CN')}`).join('\n'));
    return { computed };
  },
};

export const jobs = [watchReviews, computeAnew] as const;
