/** How filters and routes say no: a refusal becomes a Directus error whose text is in the reader's language. */
import type { Db } from './context.ts';
import type { Language, Messages, Refusal } from './refusal-rules.ts';
import { createError } from '@directus/errors';
import { fieldLabels } from './field-labels-store.ts';
import { fieldsNamed, sentence, withLabels } from './refusal-rules.ts';

interface FieldError { field: string; type: string; path: string[]; validation_message: string; rule: string }

const FieldRefused = createError<FieldError>('FAILED_VALIDATION', ({ validation_message }) => validation_message, 400);

/** In what words a room says no. */
export interface Voice {
  messages: Messages;
  /** Puts codes in a refusal's parameters into words. */
  worded?: (refusal: Refusal, language: Language) => Refusal;
}

/** The errors of these refusals; fields of `collection` are named by their labels. */
export async function refusalErrors(db: Db, { messages, worded = refusal => refusal }: Voice, refusals: readonly Refusal[], language: Language, collection: string | null): Promise<Error[]> {
  const labelled = await labelledRefusals(db, refusals, language, collection);
  return labelled.map(refusal => refusalError(messages, worded(refusal, language), language));
}

/**
 * The error of a refusal that names no field in its sentence: at its field it is `FAILED_VALIDATION` (the Studio shows the
 * sentence beside the field), otherwise `WANGGE_REFUSED` (title from the translation `errors.WANGGE_REFUSED`).
 */
export function refusalError(messages: Messages, refusal: Refusal, language: Language, status: 400 | 403 | 409 | 503 = refusal.status ?? 400): Error {
  const text = sentence(messages, refusal, language);
  if (refusal.field !== null)
    return new FieldRefused({ field: refusal.field, type: 'custom', path: [], validation_message: text, rule: refusal.code });
  const Refused = createError<{ rule: string; params: Refusal['params'] }>('WANGGE_REFUSED', text, status);
  return new Refused({ rule: refusal.code, params: refusal.params });
}

/** One query, and only where a sentence names a field. */
async function labelledRefusals(db: Db, refusals: readonly Refusal[], language: Language, collection: string | null): Promise<readonly Refusal[]> {
  const named = refusals.flatMap(refusal => fieldsNamed(refusal, collection));
  if (named.length === 0)
    return refusals;
  const labels = await fieldLabels(db, named, language);
  return refusals.map(refusal => withLabels(refusal, collection, labels));
}
