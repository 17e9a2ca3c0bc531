/**
 * How rules say no, and how doors say it to people.
 *
 * A rule returns a `Refusal`: a value with the rule's code, the field it concerns and
 * the parameters of its sentence. A door turns it into a Directus error of status 400
 * (or 403, 409) whose text is in the reader's language.
 */
import { createError } from '@directus/errors';

export type Language = 'zh-CN' | 'en-US';

export interface Refusal {
  kind: 'refused';
  /** The rule's name, `snake_case`: the key of its sentence in the room's messages. */
  code: string;
  /** The field where the Studio shows the sentence; null for the whole item. */
  field: string | null;
  params: Record<string, string | number>;
}

/** Sentences by code; `{name}` is replaced by the parameter of that name. */
export type Messages = Record<string, Record<Language, string>>;

export function refused(code: string, field: string | null = null, params: Refusal['params'] = {}): Refusal {
  return { kind: 'refused', code, field, params };
}

/** Where a rule answers with something else, or no. */
export function isRefusal(answer: unknown): answer is Refusal {
  const { kind, code } = (answer ?? {}) as Partial<Refusal>;
  return kind === 'refused' && typeof code === 'string';
}

export function sentence(messages: Messages, refusal: Pick<Refusal, 'code' | 'params'>, language: Language): string {
  const text = messages[refusal.code]?.[language];
  if (text === undefined)
    throw new Error(`No sentence for the refusal "${refusal.code}"`);
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(refusal.params[name] ?? ''));
}

/** zh-CN unless the language asked for is English. */
export function languageOf(tag: string | null | undefined): Language {
  return tag?.toLowerCase().startsWith('en') ? 'en-US' : 'zh-CN';
}

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
