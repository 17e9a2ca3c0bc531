/** How doors say no: a refusal becomes a Directus error whose text is in the reader's language. */
import type { Language, Messages, Refusal } from './refusal-rules.ts';
import { createError } from '@directus/errors';
import { sentence } from './refusal-rules.ts';

interface FieldError { field: string; type: string; path: string[]; validation_message: string; rule: string }

const FieldRefused = createError<FieldError>('FAILED_VALIDATION', ({ validation_message }) => validation_message, 400);

/**
 * The error for a refusal: at its field it is `FAILED_VALIDATION` (the Studio shows the sentence
 * beside the field), otherwise `WANGGE_REFUSED` (title from the translation `errors.WANGGE_REFUSED`).
 */
export function refusalError(messages: Messages, refusal: Refusal, language: Language, status: 400 | 403 | 409 = 400): Error {
  const text = sentence(messages, refusal, language);
  if (refusal.field !== null)
    return new FieldRefused({ field: refusal.field, type: 'custom', path: [], validation_message: text, rule: refusal.code });
  const Refused = createError<{ rule: string; params: Refusal['params'] }>('WANGGE_REFUSED', text, status);
  return new Refused({ rule: refusal.code, params: refusal.params });
}
