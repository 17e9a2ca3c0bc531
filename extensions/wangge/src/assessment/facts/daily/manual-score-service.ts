/** A score that is given by hand, over the API: as it is stored, or why not. */
import type { Db } from '../../../kernel/context.ts';
import type { Refusal } from '../../../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../../../kernel/values.ts';
import { objectionToFile } from '../../../files/index.ts';
import { isRefusal } from '../../../kernel/refusal-rules.ts';
import { askedIn, scoreOf } from './manual-score-rules.ts';
import { foundOf } from './manual-score-store.ts';

/** `cutOf`: of a period, by its code. */
export async function prepareScore(db: Db, payload: Values, { person, trusted, cutOf }: { person: Uuid; trusted: boolean; cutOf: (code: string) => Promise<string> }, now: string): Promise<Values | Refusal> {
  const asked = askedIn(payload, person);
  if (isRefusal(asked))
    return asked;
  const objection = payload.evidence == null ? null : await objectionToFile(db, payload.evidence, { person, trusted, field: 'evidence' });
  if (objection !== null)
    return objection;
  const found = await foundOf(db, asked, person);
  const period = found.period === null ? null : { ...found.period, cut: await cutOf(found.period.code) };
  return scoreOf(payload, asked, { ...found, period }, { person, now });
}
