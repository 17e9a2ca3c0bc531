/** What a computation stands on: all kinds of facts as things stood at the cut, and who is scored by them. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { FactsQuery } from '../facts/fact-store.ts';
import type { FactsAsked, FactsPlace } from '../facts/facts-service.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { Scheme, Subject } from '../schemes/model.ts';
import { periodBefore } from '../../calendar/period-rules.ts';
import { gatherFacts } from '../facts/facts-service.ts';
import { fieldsOf } from '../schemes/model.ts';
import { subjectsIn } from './subject-rules.ts';
import { daysInUse, resultsBefore } from './subject-store.ts';

/** Of one sub-district. */
export interface ScoredPlace extends FactsPlace {
  /** Persons by their ids. */
  subjects: Subject[];
}

export interface Basis { query: FactsQuery; places: ReadonlyMap<Uuid, ScoredPlace> }

/** Read once for all these sub-districts; needs a transaction in which nothing changes meanwhile. `salt`: of the lines of evidence. */
export async function gatherBasis(trx: Db, subdistricts: readonly Uuid[], asked: FactsAsked, scheme: Scheme, salt: Buffer): Promise<Basis> {
  const kinds = [...new Set<SubjectKind>(['grid', ...fieldsOf(scheme).map(({ kind }) => kind)])];
  const { query, places } = await gatherFacts(trx, subdistricts, asked, kinds, salt);
  const known = { days: await daysInUse(trx, subdistricts, asked.span), before: await resultsBefore(trx, periodBefore(asked.span), asked.cut, asked.formerly !== undefined) };
  return {
    query,
    places: new Map([...places].map(([subdistrict, place]): [Uuid, ScoredPlace] => [subdistrict, { ...place, subjects: subjectsIn(place, known, scheme) }])),
  };
}
