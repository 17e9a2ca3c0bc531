/** What a person proposes: of whom, for what, on which facts. Pure. */
import type { FactReference } from '../assessment/facts/fact-reference-rules.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Cause, FoundFact, HonourLevel, Kind, Subject } from './model.ts';
import { parseReference, printReference } from '../assessment/facts/fact-reference-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { HELD, PRAISE } from './model.ts';

export const LEAST_TEXT = 8;
/** More is not cited: the number says how many there are. */
export const MOST_EVIDENCE = 50;

export interface Said extends Subject { kind: Kind; cause: Cause; honour_level: HonourLevel | null; text: string; evidence: readonly string[] }

/** The facts that it names, each once. */
export function objectionToSaid({ kind, cause, honour_level, person, grid, department, text, evidence }: Said): Refusal | FactReference[] {
  if (person === null && grid === null && department === null)
    return refused('recognition_subject', 'person');
  if (PRAISE.has(kind) !== (cause === 'outstanding'))
    return refused('recognition_cause', 'cause');
  if ((kind === 'honour_nomination') !== (honour_level !== null))
    return refused('recognition_honour_level', 'honour_level');
  if (kind === 'renewal_note' && person === null)
    return refused('recognition_renewal_person', 'person');
  if ([...text.trim()].length < LEAST_TEXT)
    return refused('recognition_text', 'text', { least: LEAST_TEXT });
  const references: FactReference[] = [];
  for (const name of evidence) {
    const reference = parseReference(name);
    if (reference === null)
      return refused('recognition_evidence_unknown', 'evidence', { fact: name });
    if (!references.some(other => printReference(other) === printReference(reference)))
      references.push(reference);
  }
  return references.length === 0 || references.length > MOST_EVIDENCE ? refused('recognition_evidence', 'evidence', { most: MOST_EVIDENCE }) : references;
}

/** Each names something that is there, stands, is of whom it is said, and speaks for the cause; `spoken`: those of the counted facts that do. */
export function objectionToFacts({ kind, cause, person, grid, department }: Said, references: readonly FactReference[], found: readonly FoundFact[], spoken: ReadonlySet<string>, place: { subdistrict: Uuid; grid_path: string | null }): Refusal | null {
  const praise = cause === 'outstanding';
  for (const reference of references) {
    const name = printReference(reference);
    const fact = found.find(one => one.fact_kind === reference.kind && one.fact === reference.fact);
    if (fact === undefined)
      return refused('recognition_evidence_unknown', 'evidence', { fact: name });
    if (!fact.stands)
      return refused('recognition_evidence_fallen', 'evidence', { fact: fact.title });
    const theirs = fact.subdistrict === place.subdistrict && (person !== null
      ? fact.person === person || (fact.person === null && fact.led.includes(person))
      : department !== null ? fact.department === department : grid !== null && fact.grid_path !== null && place.grid_path !== null && fact.grid_path.startsWith(place.grid_path));
    if (!theirs)
      return refused('recognition_evidence_elsewhere', 'evidence', { fact: fact.title });
    // A bare place says nothing of anybody.
    if (reference.kind === 'ranking' && fact.tier !== 'front' && fact.tier !== 'back')
      return refused('recognition_ranking_only', 'evidence');
    const speaks = reference.kind === 'ranking'
      ? (fact.tier === 'front') === praise
      : reference.kind === 'recognition' ? HELD.has(fact.recognition_state ?? '') && PRAISE.has(fact.recognition_kind ?? '') === praise : spoken.has(name);
    if (!speaks)
      return refused('recognition_evidence_silent', 'evidence', { fact: fact.title });
  }
  const outstanding = found.some(({ tier, recognition_kind, recognition_state }) => tier === 'front' || (recognition_kind === 'commendation' && HELD.has(recognition_state ?? '')));
  return kind === 'honour_nomination' && !outstanding ? refused('recognition_outstanding', 'evidence') : null;
}
