/** A proposal by a person, of the team or a leader of an area, on facts that are looked up and frozen. */
import type { FactKind } from '../assessment/facts/model.ts';
import type { PeriodSpan } from '../calendar/period-rules.ts';
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { Cause, Evidence, FoundFact } from './model.ts';
import type { Said } from './propose-rules.ts';
import type { Speaking } from './speaks-rules.ts';
import { referenceOf } from '../assessment/facts/fact-reference-rules.ts';
import { factsSaying } from '../assessment/index.ts';
import { periodOf, quarterWith } from '../calendar/period-rules.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { objectionToFacts, objectionToSaid } from './propose-rules.ts';
import { propose } from './recognition-service.ts';
import { factsNamed, placeOfSubject, standingTo } from './recognition-store.ts';
import { gridOfPerson } from './rules/rule-store.ts';
import { speakingFor } from './speaks-rules.ts';

const TIERS: Record<string, [string, string]> = { front: ['领先档', 'front tier'], back: ['靠后档', 'back tier'] };

export async function proposeByPerson(db: Db, said: Said, person: Uuid, now: Moment): Promise<{ id: Uuid } | Refusal> {
  const references = objectionToSaid(said);
  if (isRefusal(references))
    return references;
  const place = await placeOfSubject(db, said);
  const of = said.grid !== null && said.person !== null && await placeOfSubject(db, { person: said.person, grid: null, department: null }) === null ? null : place;
  if (of?.subdistrict == null)
    return refused('recognition_subject', 'person');
  const { subdistrict } = of;
  // Of a person in their grid: whoever leads above it reads it as they read what rules propose.
  const grid = said.grid ?? (said.person === null ? null : await gridOfPerson(db, said.person, subdistrict));
  const subject = { person: said.person, grid, department: said.department };
  const standing = await standingTo(db, { ...subject, subdistrict }, person);
  if (standing.concerned)
    return refused('recognition_concerned');
  if (!standing.decides && !standing.inspects)
    return refused('recognition_not_team');
  const found = await factsNamed(db, references.map(({ kind, fact }) => ({ fact_kind: kind, fact })));
  const spoken = await spokenBy(db, found.filter(fact => fact.subdistrict === subdistrict && fact.stands), said.cause, subdistrict, now);
  const objection = objectionToFacts(said, references, found, new Set(spoken.keys()), { subdistrict, grid_path: of.grid_path });
  if (objection !== null)
    return objection;
  // (What falls meanwhile the database sees: it is not proposed, or suspended at once.)
  return db.transaction(async trx => ({
    id: await propose(trx, {
      ...subject,
      subdistrict,
      kind: said.kind,
      cause: said.cause,
      honour_level: said.honour_level,
      year: Number(found.map(({ on_day }) => on_day).sort().at(-1)!.slice(0, 4)),
      period: null,
      rule: null,
      text: said.text.trim(),
      evidence: found.map(fact => frozen(fact, spoken.get(`${fact.fact_kind}:${fact.fact}`))),
    }, person, now),
  }));
}

/** In what each of these facts speaks for the cause, as it is counted now; those that do not are not there. */
async function spokenBy(db: Db, found: readonly FoundFact[], cause: Cause, subdistrict: Uuid, now: Moment): Promise<Map<string, Speaking>> {
  const spoken = new Map<string, Speaking>();
  for (const [group, facts] of Map.groupBy(found, ({ fact_kind, on_day }) => `${fact_kind} ${quarterWith(on_day)}`)) {
    const [kind, quarter] = group.split(' ') as [FactKind, string];
    const names = new Set(facts.map(({ fact }) => fact));
    for (const speaking of speakingFor(cause, kind)) {
      if (facts.every(({ fact }) => spoken.has(`${kind}:${fact}`)))
        break;
      for (const { id, day, verdict } of await factsSaying(db, subdistrict, periodOf(quarter) as PeriodSpan, now, { kind, reads: speaking.rule.reads, verdict: speaking.rule.verdict })) {
        const fact = referenceOf(kind, id, day)?.fact;
        if (fact !== undefined && names.has(fact) && verdict === speaking.flag && !spoken.has(`${kind}:${fact}`))
          spoken.set(`${kind}:${fact}`, speaking);
      }
    }
  }
  return spoken;
}

function frozen({ fact_kind, fact, title, on_day, grid, person, tier, item, collection }: FoundFact, spoken: Speaking | undefined): Evidence {
  const words = spoken?.rule[spoken.flag ? 'yes' : 'no'];
  const [says, says_en] = words !== undefined ? [words['zh-CN'], words['en-US']] : tier !== null && tier in TIERS ? TIERS[tier]! : [title, title];
  const cells = spoken !== undefined ? { column: spoken.column, verdict: spoken.flag } : tier === null ? null : { tier };
  return { fact_kind, fact, label: title, says, says_en, cells, on_day, of_grid: grid, person, item, collection, once: `${fact_kind}:${fact}` };
}
