/** A proposal by a person, of the team or a leader of an area, on facts that are looked up and frozen. */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { Evidence, FoundFact } from './model.ts';
import type { Said } from './propose-rules.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { objectionToFacts, objectionToSaid } from './propose-rules.ts';
import { propose } from './recognition-service.ts';
import { factsNamed, placeOfSubject, standingTo } from './recognition-store.ts';
import { gridOfPerson } from './rules/rule-store.ts';

const TIERS: Record<string, [string, string]> = { front: ['领先档', 'front tier'], back: ['靠后档', 'back tier'] };

export async function proposeByPerson(db: Db, said: Said, person: Uuid, now: Moment): Promise<{ id: Uuid } | Refusal> {
  const references = objectionToSaid(said);
  if (isRefusal(references))
    return references;
  return db.transaction(async (trx) => {
    const place = await placeOfSubject(trx, said);
    const of = said.grid !== null && said.person !== null && await placeOfSubject(trx, { person: said.person, grid: null, department: null }) === null ? null : place;
    if (of?.subdistrict == null)
      return refused('recognition_subject', 'person');
    // Of a person in their grid: whoever leads above it reads it as they read what rules propose.
    const grid = said.grid ?? (said.person === null ? null : await gridOfPerson(trx, said.person, of.subdistrict));
    const subject = { person: said.person, grid, department: said.department };
    const standing = await standingTo(trx, { ...subject, subdistrict: of.subdistrict }, person);
    if (standing.concerned)
      return refused('recognition_concerned');
    if (!standing.decides && !standing.inspects)
      return refused('recognition_not_team');
    const found = await factsNamed(trx, references.map(({ kind, fact }) => ({ fact_kind: kind, fact })));
    const objection = objectionToFacts(said, references, found, { subdistrict: of.subdistrict, grid_path: of.grid_path });
    if (objection !== null)
      return objection;
    const id = await propose(trx, {
      ...subject,
      subdistrict: of.subdistrict,
      kind: said.kind,
      cause: said.cause,
      honour_level: said.honour_level,
      year: Number(found.map(({ on_day }) => on_day).sort().at(-1)!.slice(0, 4)),
      period: null,
      rule: null,
      text: said.text.trim(),
      evidence: found.map(frozen),
    }, person, now);
    return { id };
  });
}

function frozen({ fact_kind, fact, title, on_day, grid, person, tier, item, collection }: FoundFact): Evidence {
  const [says, says_en] = tier !== null && tier in TIERS ? TIERS[tier]! : [title, title];
  return { fact_kind, fact, label: title, says, says_en, cells: tier === null ? null : { tier }, on_day, of_grid: grid, person, item, collection, once: `${fact_kind}:${fact}` };
}
