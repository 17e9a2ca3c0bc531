/**
 * Evidence is looked at again, as it is counted now: of what does not say any more what it was cited for (a hazard was reopened, a report
 * merged or withdrawn, a rework corrected) the fact falls, and what rests on it is suspended.
 */
import type { SaidAsked } from '../../assessment/index.ts';
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment } from '../../kernel/values.ts';
import type { CitedEvidence } from './evidence-store.ts';
import { referenceOf } from '../../assessment/facts/fact-reference-rules.ts';
import { factsSaying } from '../../assessment/index.ts';
import { periodOf, quarterWith } from '../../calendar/period-rules.ts';
import { askedAgain } from './evidence-rules.ts';
import { citedEvidence, letFall } from './evidence-store.ts';

/** `changed`: of what was recorded lately; `all`: of the last two years. */
export async function lookAgain(db: Db, which: 'changed' | 'all', now: Moment): Promise<number> {
  const cited = await citedEvidence(db, which);
  const groups = Map.groupBy(cited, ({ subdistrict, fact_kind, on_day, cells }) => JSON.stringify([subdistrict, fact_kind, quarterWith(on_day), cells.column ?? null, cells.measure ?? null, cells.threshold ?? null]));
  let fell = 0;
  for (const evidence of groups.values()) {
    const { fact_kind, cells } = evidence[0]!;
    const asked = askedAgain(fact_kind, cells);
    if (asked !== null)
      fell += await letFall(db, await contradicted(db, evidence, asked, now));
  }
  return fell;
}

async function contradicted(db: Db, evidence: readonly CitedEvidence[], asked: SaidAsked, now: Moment): Promise<CitedEvidence[]> {
  const { subdistrict, on_day } = evidence[0]!;
  const says = new Map((await factsSaying(db, subdistrict, periodOf(quarterWith(on_day)) as PeriodSpan, now, asked)).map(({ id, day, verdict }) => [referenceOf(asked.kind, id, day)?.fact, verdict]));
  return evidence.filter(({ fact, cells }) => says.get(fact) !== cells.verdict);
}
