/** Facts that count for nobody, since an appeal was upheld: they stay where they are, and no number has them. */
import type { Day, Uuid } from '../../kernel/values.ts';
import type { ExemptFacts, FactKind } from './model.ts';
import { factIdOf } from './fact-reference-rules.ts';

export interface Exemption { id: string; kind: FactKind; fact: string; on_day: Day; subdistrict: Uuid }

/** `known`: ids that a version knew. */
export function sameExemptions(known: readonly string[], standing: readonly Pick<Exemption, 'id'>[]): boolean {
  const ids = new Set(standing.map(({ id }) => id));
  return known.length === ids.size && known.every(id => ids.has(id));
}

/** An entry that was looked at goes by the same id in every period: only what was found in this one is meant. */
export function exemptFactsIn(exemptions: readonly Exemption[], { starts_on, ends_on }: { starts_on: Day; ends_on: Day }): ExemptFacts {
  const here = exemptions.filter(({ kind, on_day }) => kind !== 'finding' || (on_day >= starts_on && on_day <= ends_on));
  return Object.fromEntries([...Map.groupBy(here, ({ kind }) => kind)].map(([kind, own]) => [kind, [...new Set(own.map(factIdOf))].sort()]));
}
