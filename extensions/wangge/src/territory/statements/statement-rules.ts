/** What may become of a statement: drafted, issued, signed, superseded; what its text may still take. Pure. */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../../kernel/values.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';

export type State = 'draft' | 'issued' | 'signed' | 'superseded';

export interface Statement {
  id: Uuid;
  number: string;
  state: State;
  person: Uuid;
  title: string | null;
  duties: string | null;
  signed_copy: Uuid | null;
}

/** Written by making, issuing and signing alone. */
const MANAGED = ['number', 'subdistrict', 'person', 'grid', 'role', 'level', 'term_starts_on', 'term_ends_on', 'grid_path', 'issued_at', 'issued_by', 'signed_at', 'signed_by'];
const TEXT = ['title', 'duties'] as const;

/** Why these statements may not be changed like this by `person`; null if they may. What a role may write at all, the matrix says. */
export function objectionToChange(payload: Values, statements: readonly Statement[], person: Uuid | null): Refusal | null {
  const managed = MANAGED.find(field => field in payload);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  for (const statement of statements) {
    const objection = objectionToTextChange(payload, statement) ?? objectionToStep(payload, statement, person) ?? objectionToCopy(payload, statement);
    if (objection !== null)
      return objection;
  }
  return null;
}

/** Drafts may go; whatever was issued stays. */
export function objectionToRemoval(statements: readonly Statement[]): Refusal | null {
  const kept = statements.find(({ state }) => state !== 'draft');
  return kept === undefined ? null : refused('statement_kept', null, { number: kept.number });
}

function objectionToTextChange(payload: Values, { state, number, ...stored }: Statement): Refusal | null {
  const field = TEXT.find(name => name in payload && payload[name] !== stored[name]);
  if (field === undefined)
    return null;
  if (state !== 'draft')
    return refused('statement_frozen', field, { number });
  return blank(payload[field]) ? refused('field_required', field) : null;
}

function objectionToStep(payload: Values, statement: Statement, person: Uuid | null): Refusal | null {
  const { state, number } = statement;
  if (!('state' in payload) || payload.state === state)
    return null;
  if (payload.state === 'issued' && state === 'draft')
    return blank('duties' in payload ? payload.duties : statement.duties) ? refused('field_required', 'duties') : null;
  if (payload.state === 'signed')
    return objectionToSigning(statement, person);
  return refused('statement_step', 'state', { number });
}

/** In the app a statement is signed by the person alone: nobody confirms for another. */
export function objectionToSigning({ state, number, ...statement }: Pick<Statement, 'state' | 'number' | 'person'>, person: Uuid | null): Refusal | null {
  if (statement.person !== person)
    return refused('sign_own', null, { number });
  return state === 'issued' ? null : refused(`sign_${state}`, null, { number });
}

/** The copy is added once, to what was issued: this signs it. */
function objectionToCopy(payload: Values, { state, number, signed_copy }: Statement): Refusal | null {
  if (!('signed_copy' in payload))
    return null;
  const copy = keyOf(payload.signed_copy);
  if (copy === signed_copy && (copy !== null || payload.signed_copy === null))
    return null;
  if (signed_copy !== null)
    return refused('copy_kept', 'signed_copy', { number });
  if (state === 'draft' || state === 'superseded')
    return refused(`copy_${state}`, 'signed_copy', { number });
  return copy === null ? refused('copy_unknown', 'signed_copy') : null;
}

function blank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}
