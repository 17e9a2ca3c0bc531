/** What may be proposed on the facts that somebody picked, and of whom. Pure. */
import type { CodeName } from '../../../ui/speaker.ts';
import type { Picked } from './basket.ts';
import type { Speak } from './propose-words.ts';

export interface HonourPlaces { year: number; level: string; places: number; taken: number }

const AGAINST = ['late_handling', 'situation_unknown', 'late_learning', 'stale_ledger', 'inaccurate_data', 'false_data', 'improper_handling'];
const LEVELS = ['city', 'district', 'subdistrict'];

/** `person`: of a grid whoever leads it can be named, too. A nomination rests on a front tier or a commendation; a note for renewal is of a person. */
export function kindsFor(facts: readonly Picked[], person: boolean): string[] {
  if (facts[0]?.against === true)
    return ['criticism', 'warning'];
  const outstanding = facts.some(({ fact }) => fact.startsWith('ranking:') || fact.startsWith('recognition:'));
  return ['commendation', ...outstanding ? ['honour_nomination'] : [], ...person ? ['renewal_note'] : []];
}

export function causesFor(facts: readonly Picked[]): string[] {
  return facts[0]?.against === true ? AGAINST : ['outstanding'];
}

/** Each level with what is left of its places, by year. */
export function levelChoices(places: readonly HonourPlaces[], speak: Speak, codeName: CodeName): { value: string; text: string }[] {
  return LEVELS.map((level) => {
    const own = places.filter(one => one.level === level);
    const left = own.length === 0 ? speak('no_places') : own.map(one => speak('places', { year: one.year, left: Math.max(0, one.places - one.taken), places: one.places })).join(speak('comma'));
    return { value: level, text: speak('level_of', { level: codeName('honour_level', level), left }) };
  });
}
