/**
 * What follows of an upheld appeal for the numbers: every month and quarter that counted the fact is computed anew, as another version
 * with the appeal as its reason. Of what was published people publish the next version, as always.
 *
 * What is to be done is read off the database each time (`toComputeAnew`): killed at any moment, it is done by the next who looks; of
 * two at once the second finds nothing left. One period that cannot be computed keeps no other back.
 */
import type { EvidenceFiles } from '../../assessment/evidence/kept-file.ts';
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment } from '../../kernel/values.ts';
import { rankPeriod } from '../../assessment/index.ts';
import { isRefusal } from '../../kernel/refusal-rules.ts';
import { toComputeAnew } from './appeal-store.ts';

export interface Recomputed { computed: number; refused: { code: string; why: Refusal }[] }

/** (A year rests on what was published of its quarters: once they are published anew its own job computes it, `compute_year`.) */
export async function recomputeExempt(db: Db, files: EvidenceFiles, now: Moment): Promise<Recomputed> {
  const done: Recomputed = { computed: 0, refused: [] };
  for (const { code, subdistrict_code, title } of await toComputeAnew(db)) {
    const ranked = await rankPeriod(db, files, { period: code, subdistrict: subdistrict_code, reason: `申诉成立，重新核算：${title}`, actor: null, where_exemptions_differ: true }, now);
    if (isRefusal(ranked))
      done.refused.push({ code, why: ranked });
    else
      done.computed += ranked.periods.filter(({ outcome }) => outcome === 'computed').length;
  }
  return done;
}
