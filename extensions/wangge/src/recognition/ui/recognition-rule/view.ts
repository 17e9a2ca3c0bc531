/** What a trial of a rule says, from the server's answer. Pure. */
import type { Speak } from './words.ts';
import { dayWords } from '../../../ui/days.ts';

export interface TrialFact { label: string; says: string; says_en: string; on_day: string | null; collection: string | null; item: string | null }
export interface TrialAnswer { quarters: string[]; named: { quarter: string; subdistrict: string; name: string; hits: number; sample: number; facts: TrialFact[]; more: number }[]; left_out: number }

export interface NamedLine { key: string; text: string; facts: { key: string; says: string; to: string | null }[]; more: string }

export function namedLines({ named }: TrialAnswer, speak: Speak, locale: string): NamedLine[] {
  const english = locale.toLowerCase().startsWith('en');
  return named.map(({ quarter, name, hits, sample, facts, more }, place) => ({
    key: `${place}`,
    text: speak(sample > hits ? 'line' : 'line_alone', { quarter, name, hits, sample }),
    facts: facts.map(({ label, says, says_en, on_day, collection, item }, nth) => ({
      key: `${nth}`,
      says: [label, english ? says_en : says, on_day === null ? '' : dayWords(on_day, locale)].filter(text => text !== '').join(speak('and')),
      to: collection === null || item === null ? null : `/content/${collection}/${item}`,
    })),
    more: more > 0 ? speak('more', { count: more }) : '',
  }));
}
