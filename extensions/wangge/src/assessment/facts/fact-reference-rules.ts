/**
 * How a fact is named by others: `kind:id`, the id being the fact's own as facts give it. (An entry that was looked at has the day
 * besides: it may be looked at again, and each time is a fact of its own.) A ranking is its row, a recognition its item.
 */
import type { FactKind } from './model.ts';
import { FACT_KIND_NAMES } from './model.ts';

export const REFERENCE_KINDS = [...FACT_KIND_NAMES, 'ranking', 'recognition'] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** As it stands in two columns, `fact_kind` and `fact`. */
export interface FactReference { kind: ReferenceKind; fact: string }

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const DAY = '\\d{4}-\\d{2}-\\d{2}';

/** What an id of each kind looks like; what is not listed is a key. */
const SHAPES: Partial<Record<ReferenceKind, string>> = {
  clock: '[1-9]\\d{0,17}',
  warning: '[1-9]\\d{0,17}',
  // Person, grid, standard, first day.
  duty: `${UUID}:${UUID}:${UUID}:${DAY}`,
  // Grid, data set, day of the count.
  ledger: `${UUID}:${UUID}:${DAY}`,
  // Entry, grid, and the day on which it was looked at.
  finding: `${UUID}:${UUID}:${DAY}`,
};

/** Null: it names none. */
export function factReference(kind: unknown, fact: unknown): FactReference | null {
  const known = REFERENCE_KINDS.find(name => name === kind);
  if (known === undefined || (typeof fact !== 'string' && typeof fact !== 'number'))
    return null;
  const said = String(fact).trim().toLowerCase();
  return new RegExp(`^${SHAPES[known] ?? UUID}$`).test(said) && isDay(said) ? { kind: known, fact: said } : null;
}

/** `2026-02-30` looks like a day and is none. */
function isDay(fact: string): boolean {
  const day = /\d{4}-\d{2}-\d{2}$/.exec(fact)?.[0];
  if (day === undefined || !/:\d{4}-\d{2}-\d{2}$/.test(fact))
    return true;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** `clock:1234`. */
export function parseReference(text: unknown): FactReference | null {
  if (typeof text !== 'string')
    return null;
  const at = text.indexOf(':');
  return at < 0 ? null : factReference(text.slice(0, at).trim(), text.slice(at + 1));
}

export function printReference({ kind, fact }: FactReference): string {
  return `${kind}:${fact}`;
}

export function sameFact(one: FactReference, other: FactReference): boolean {
  return one.kind === other.kind && one.fact === other.fact;
}

/** Is it counted as a fact? Rankings and recognitions are not. */
export function isCounted(kind: ReferenceKind): kind is FactKind {
  return kind !== 'ranking' && kind !== 'recognition';
}

/** The id by which the facts of a period call it. */
export function factIdOf({ kind, fact }: FactReference): string {
  return kind === 'finding' ? fact.slice(0, fact.lastIndexOf(':')) : fact;
}

/** `clock:1234` of a fact in a list, or null. */
export function referenceText(kind: FactKind, id: string, day: string | null): string | null {
  const found = referenceOf(kind, id, day);
  return found === null ? null : printReference(found);
}

/** What facts of a period call `id`, as others name it: `day` is the one on which it counts. */
export function referenceOf(kind: FactKind, id: string, day: string | null): FactReference | null {
  return factReference(kind, kind === 'finding' ? `${id}:${day ?? ''}` : id);
}
