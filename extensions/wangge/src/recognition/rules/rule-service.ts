/** Rules at work: tried over the last year before they are switched on, and proposing what they name. Nothing here decides or publishes. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Proposal } from '../model.ts';
import type { Named } from './named-rules.ts';
import type { Rule } from './rule-rules.ts';
import { lastQuarterOver, quarterBefore, quarterWith } from '../../calendar/period-rules.ts';
import { todayOf } from '../../territory/index.ts';
import { propose } from '../recognition-service.ts';
import { placeOfSubject } from '../recognition-store.ts';
import { fresh, quarterWords, textOf } from './named-rules.ts';
import { namedBy, quartersOf } from './naming-service.ts';
import { activeRules, citedBy, gridOfPerson, namesFor, placesWithGrids, ruleById, saveTrial } from './rule-store.ts';

const QUARTERS_TRIED = 4;
/** Facts of each that are listed; the number says how many there are. */
const LISTED = 10;
const MOST_NAMED = 500;

export interface TrialNamed { quarter: string; subdistrict: string; name: string; hits: number; sample: number; facts: { label: string; says: string; says_en: string; on_day: string | null; collection: string | null; item: string | null }[]; more: number }
export interface Trial { quarters: string[]; named: TrialNamed[]; left_out: number }

/** Whom the rule as it reads now would have named in the last four quarters; kept with that very wording. */
export async function tryRule(db: Db, id: Uuid, person: Uuid, now: Moment): Promise<Trial | null> {
  const rule = await ruleById(db, id);
  if (rule === null)
    return null;
  const quarters = [lastQuarterOver(await todayOf(db))];
  while (quarters.length < QUARTERS_TRIED)
    quarters.unshift(quarterBefore(quarters[0]!));
  const named: (TrialNamed & { subject: Uuid })[] = [];
  for (const place of await placesWithGrids(db)) {
    for (const quarter of quarters) {
      for (const { subject, hits, sample, evidence } of await namedBy(db, rule, place.id, quarter, now)) {
        named.push({
          subject,
          quarter: quarterWords(quarter)['zh-CN'],
          subdistrict: place.name,
          name: '',
          hits,
          sample,
          facts: evidence.slice(0, LISTED).map(({ label, says, says_en, on_day, collection, item }) => ({ label, says, says_en, on_day, collection, item })),
          more: Math.max(0, evidence.length - LISTED),
        });
      }
    }
  }
  const names = await namesFor(db, named.map(({ subject }) => subject));
  const trial: Trial = { quarters: quarters.map(code => quarterWords(code)['zh-CN']), named: named.slice(0, MOST_NAMED).map(({ subject, ...row }) => ({ ...row, name: names.get(subject) ?? '' })), left_out: Math.max(0, named.length - MOST_NAMED) };
  const after = await ruleById(db, id);
  // Somebody changed it meanwhile: this was a trial of another wording.
  if (after !== null && JSON.stringify({ ...after, tried: rule.tried }) === JSON.stringify(rule))
    await saveTrial(db, id, trial, person, now);
  return trial;
}

/** What active rules name and have not said yet is proposed, each by itself; `only`: in these sub-districts. */
export async function proposeByRules(db: Db, now: Moment, only?: readonly Uuid[]): Promise<{ proposed: number; rules: number }> {
  const today = await todayOf(db);
  const [last, current] = [lastQuarterOver(today), quarterWith(today)];
  const rules = await activeRules(db, 'proposes');
  const places = (await placesWithGrids(db)).filter(({ id }) => only === undefined || only.includes(id));
  let proposed = 0;
  for (const rule of rules) {
    for (const { id: subdistrict } of places) {
      for (const code of rule.basis === 'fact' ? [last, current] : [last]) {
        const cited = await citedBy(db, rule.id);
        for (const named of await namedBy(db, rule, subdistrict, code, now)) {
          const left = fresh(rule, named, cited);
          if (left !== null && await proposedOnce(db, rule, subdistrict, code, left, now))
            proposed++;
        }
      }
    }
  }
  return { proposed, rules: rules.length };
}

/** False: the subject is not there any more, or another process said it first, or a fact has fallen since. */
async function proposedOnce(db: Db, rule: Rule, subdistrict: Uuid, code: string, named: Named, now: Moment): Promise<boolean> {
  const { subject, evidence } = named;
  const of = { person: null, grid: null, department: null, [rule.subject]: subject } as Pick<Proposal, 'person' | 'grid' | 'department'>;
  const place = await placeOfSubject(db, of);
  if (place === null)
    return false;
  const period = named.period ?? (await db('assessment_periods').where({ subdistrict, code }).first('id'))?.id ?? null;
  const proposal: Proposal = {
    ...of,
    ...of.person !== null && { grid: await gridOfPerson(db, of.person, subdistrict) ?? evidence.find(({ of_grid }) => of_grid !== null)?.of_grid ?? null },
    subdistrict,
    kind: rule.kind!,
    cause: rule.cause,
    honour_level: rule.honour_level,
    year: Number(code.slice(0, 4)),
    period,
    rule: rule.id,
    text: textOf(rule, place.name, quartersOf(rule, code), named),
    evidence,
  };
  try {
    await db.transaction(async trx => propose(trx, proposal, null, now));
    return true;
  }
  catch (error) {
    // Said already, or fallen while it was being said. All else is a mistake that somebody has to see.
    if (error instanceof Error && 'code' in error && (error.code === '23505' || (error.code === '23514' && error.message.includes('a proposal rests on facts that stand'))))
      return false;
    throw error;
  }
}
