/**
 * How rules say no, and how filters and routes say it to people.
 *
 * A rule returns a `Refusal`: a value with the rule's code, the field it concerns and the parameters of its sentence.
 * Filters and routes turn it into a Directus error of status 400 (or 403, 409, 503) whose text is in the reader's language
 * (`refusal-error.ts`).
 */

import { periodsWords, periodWords } from './period-words-rules.ts';

export type Language = 'zh-CN' | 'en-US';
/** One text in every language. */
export type Words = Record<Language, string>;

/** What only `refused` gives: values that people send may have a `kind`, a `code`, a `field` and `params` of their own. */
const REFUSED: unique symbol = Symbol('refused');

export interface Refusal {
  [REFUSED]: true;
  kind: 'refused';
  /** The rule's name, `snake_case`: the key of its sentence in the room's messages. */
  code: string;
  /** The field where the Studio shows the sentence; null for the whole item. */
  field: string | null;
  /**
   * Of the sentence. `field` is the key of a field, which people are told by its label: of the collection that is written,
   * or `collection.field`. `period` is the code of one, `quarters` are those of several with 、 between them, and both are told in words. `label` and `label_en` are the label of the refusal's own field, where the rule knows one.
   */
  params: Record<string, string | number>;
  /** Of the answer; without it 400. At a field it is always 400. */
  status?: 403 | 409 | 503;
}

/** Sentences by code; `{name}` is replaced by the parameter of that name. */
export type Messages = Record<string, Record<Language, string>>;

export function refused(code: string, field: string | null = null, params: Refusal['params'] = {}): Refusal {
  return { [REFUSED]: true, kind: 'refused', code, field, params };
}

/** The no to whatever is done once: somebody was there before (409). Of the item as a whole, since no other value would help. */
export function conflicting(code: string, params: Refusal['params'] = {}): Refusal {
  return { ...refused(code, null, params), status: 409 };
}

/** Where a rule answers with something else, or no. */
export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && REFUSED in answer;
}

/** The refusals that an answer is, or consists of (none: an empty list); null where it is something else. */
export function refusalsIn(answer: unknown): readonly Refusal[] | null {
  const list: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  return list.every(isRefusal) ? list : null;
}

export function sentence(messages: Messages, refusal: Pick<Refusal, 'code' | 'params'>, language: Language): string {
  const text = messages[refusal.code]?.[language];
  if (text === undefined)
    throw new Error(`No sentence for the refusal "${refusal.code}"`);
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const said = String(refusal.params[name] ?? '');
    return name === 'period' ? periodWords(said, language) : name === 'quarters' ? periodsWords(said, language) : said;
  });
}

export interface NamedField { collection: string; field: string }

/** The fields that the sentence names. */
export function fieldsNamed({ field: at, params }: Refusal, collection: string | null): NamedField[] {
  return [params.field, 'label' in params ? at : null].flatMap(key => namedField(key, collection) ?? []);
}

/** The refusal with labels in place of keys; a field without one keeps its key. */
export function withLabels(refusal: Refusal, collection: string | null, labelOf: (field: NamedField) => string | undefined): Refusal {
  const { field: at, params } = refusal;
  const named = namedField(params.field, collection);
  const field = named === null ? params.field : labelOf(named) ?? named.field;
  const own = 'label' in params ? namedField(at, collection) : null;
  const label = own === null ? undefined : labelOf(own);
  return {
    ...refusal,
    params: {
      ...params,
      ...field === undefined ? {} : { field },
      ...label === undefined ? {} : { label, label_en: label },
    },
  };
}

/** Whatever people send as a key: what no field can be called is not looked for. */
function namedField(key: string | number | null | undefined, collection: string | null): NamedField | null {
  const parts = typeof key === 'string' && key.isWellFormed() && !key.includes('\0') ? key.split('.') : [];
  if (parts.length === 2)
    return { collection: parts[0]!, field: parts[1]! };
  return parts.length === 1 && collection !== null ? { collection, field: parts[0]! } : null;
}

/** zh-CN unless the language asked for is English. */
export function languageOf(tag: string | null | undefined): Language {
  return tag?.toLowerCase().startsWith('en') ? 'en-US' : 'zh-CN';
}
