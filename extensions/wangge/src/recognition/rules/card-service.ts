/**
 * Colour cards: what active rules with a colour say of the reader, of the grid that they lead and of the department that they head,
 * from facts as they stand now. A reminder, worked out when it is looked at: nothing is stored, nobody is proposed.
 */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Evidence } from '../model.ts';
import type { Named } from './named-rules.ts';
import type { Colour, Rule } from './rule-rules.ts';
import { lastQuarterOver, quarterWith } from '../../calendar/period-rules.ts';
import { epochMs } from '../../kernel/civil-date-rules.ts';
import { todayOf } from '../../territory/index.ts';
import { ownSubjects } from './card-store.ts';
import { namedBy } from './naming-service.ts';
import { activeRules, namesFor } from './rule-store.ts';

const STRONGEST: readonly Colour[] = ['red', 'yellow', 'blue'];
/** Many look at the same quarter within a minute. */
const KEPT_MS = 60_000;
const LISTED = 10;

export interface Card {
  colour: Colour;
  rule: Uuid;
  name: string;
  cause: Rule['cause'];
  subject: Rule['subject'];
  of: string;
  hits: number;
  facts: Pick<Evidence, 'fact_kind' | 'fact' | 'label' | 'says' | 'says_en' | 'on_day' | 'collection' | 'item'>[];
}

const kept = new WeakMap<Db, Map<string, { at: number; named: Promise<Named[]> }>>();

function named(db: Db, rule: Rule, subdistrict: Uuid, code: string, now: Moment): Promise<Named[]> {
  const mine = kept.get(db) ?? new Map<string, { at: number; named: Promise<Named[]> }>();
  kept.set(db, mine);
  const key = JSON.stringify([rule, subdistrict, code]);
  const found = mine.get(key);
  if (found !== undefined && Math.abs(epochMs(now) - found.at) < KEPT_MS)
    return found.named;
  for (const [other, { at }] of mine) {
    if (Math.abs(epochMs(now) - at) >= KEPT_MS)
      mine.delete(other);
  }
  const asked = namedBy(db, rule, subdistrict, code, now);
  mine.set(key, { at: epochMs(now), named: asked });
  asked.catch(() => mine.delete(key));
  return asked;
}

/** Of several of one cause and subject the strongest. `item`: those alone that rest on it. */
export async function cardsOf(db: Db, person: Uuid, now: Moment, item: Uuid | null = null): Promise<Card[]> {
  const own = await ownSubjects(db, person);
  if (own.subdistricts.length === 0)
    return [];
  const today = await todayOf(db);
  const cards: (Card & { key: Uuid })[] = [];
  for (const rule of await activeRules(db, 'shows')) {
    const mine = new Set(own[rule.subject]);
    if (mine.size === 0)
      continue;
    for (const subdistrict of own.subdistricts) {
      for (const one of await named(db, rule, subdistrict, rule.basis === 'fact' ? quarterWith(today) : lastQuarterOver(today), now)) {
        if (mine.has(one.subject) && (item === null || one.evidence.some(fact => fact.item === item)))
          cards.push({ key: one.subject, colour: rule.colour, rule: rule.id, name: rule.name, cause: rule.cause, subject: rule.subject, of: '', hits: one.hits, facts: one.evidence.slice(-LISTED).map(({ fact_kind, fact, label, says, says_en, on_day, collection, item }) => ({ fact_kind, fact, label, says, says_en, on_day, collection, item })) });
      }
    }
  }
  const names = await namesFor(db, cards.map(({ key }) => key));
  return [...Map.groupBy(cards, ({ cause, key }) => `${cause} ${key}`).values()]
    .map(alike => alike.sort((a, b) => STRONGEST.indexOf(a.colour) - STRONGEST.indexOf(b.colour))[0]!)
    .sort((a, b) => STRONGEST.indexOf(a.colour) - STRONGEST.indexOf(b.colour) || (a.name < b.name ? -1 : 1))
    .map(({ key, ...card }) => ({ ...card, of: names.get(key) ?? '' }));
}
