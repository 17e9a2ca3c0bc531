/**
 * How rules say no, and how doors say it to people.
 *
 * A rule returns a `Refusal`: a value with the rule's code, the field it concerns and
 * the parameters of its sentence. A door turns it into a Directus error of status 400
 * (or 403, 409) whose text is in the reader's language.
 */

export type Language = 'zh-CN' | 'en-US';
/** One text in every language. */
export type Words = Record<Language, string>;

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
  // Values that people send may have a `kind` and a `code` of their own.
  return typeof answer === 'object' && answer !== null && (answer as Partial<Refusal>).kind === 'refused' && ['code', 'field', 'params'].every(key => key in answer);
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
