/**
 * What is written over the API passes the rooms' filters: forms, REST, GraphQL, nested saves, batches and imports alike.
 *
 * A filter is told what is to be written, by whom, in the transaction of the write itself where Directus gives it one
 * (a creation does, a change does not). It answers with a refusal, or several, said in the reader's language; with the
 * values to be stored instead; or with null: as it was sent.
 */
import type { RegisterFunctions } from '@directus/extensions';
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Db } from './context.ts';
import type { Language, Messages, Refusal } from './refusal-rules.ts';
import type { Uuid } from './values.ts';
import { readerLanguage } from './reader-language.ts';
import { refusalError } from './refusal-error.ts';
import { isRefusal } from './refusal-rules.ts';

export type Values = Record<string, unknown>;

/** In whose name Directus' services read and write. */
export interface Caller { accountability: Accountability | null; schema: SchemaOverview }

/** One write that passes. */
export interface Write {
  /** `issues`; of a wildcard such as `items.create` the collection that is written. */
  collection: string;
  /** Of a deletion: empty. */
  payload: Values;
  /** Of a creation: empty. */
  keys: Uuid[];
  db: Db;
  caller: Caller;
  /** Null: the system, or somebody who is not known yet and meets the permissions next. */
  person: Uuid | null;
  /** The system or an administrator: rows are theirs to correct. */
  trusted: boolean;
}

export type Verdict = Values | Refusal | readonly Refusal[] | null;

export interface Filters {
  /** Asked of every write, the system's too. */
  onFilter: (events: string | readonly string[], answer: (write: Write) => Promise<Verdict>) => void;
  /** Asked where a person writes: the system itself, and whoever is not known yet, meet the permissions and the database. */
  onPersonFilter: (events: string | readonly string[], answer: (write: Write & { person: Uuid }) => Promise<Verdict>) => void;
  never: (events: string | readonly string[], code: string) => void;
}

interface Meta { collection: string; keys?: Uuid[] }
type Handler = (input: Values | Uuid[], meta: Meta, context: Caller & { database: Db }) => Promise<unknown>;

/** The filters of one room, which say no in its sentences; `worded` puts codes in a refusal's parameters into words first. */
export function filtersOf(filter: RegisterFunctions['filter'], messages: Messages, worded: (refusal: Refusal, language: Language) => Refusal = refusal => refusal): Filters {
  // Directus types the payload of every filter as unknown, and of a deletion as an object that is a list.
  const register = filter as unknown as (event: string, handler: Handler) => void;

  const onFilter: Filters['onFilter'] = (events, answer) => {
    for (const event of [events].flat()) {
      register(event, async (input, { collection, keys = [] }, { database: db, accountability, schema }) => {
        const [payload, ids] = Array.isArray(input) ? [{}, input] : [input, keys];
        const person = accountability?.user ?? null;
        const said = await answer({ collection, payload, keys: ids, db, caller: { accountability, schema }, person, trusted: accountability === null || accountability.admin });
        const refusals = said === null ? [] : isRefusals(said) ? said : isRefusal(said) ? [said] : null;
        if (refusals === null)
          return said;
        if (refusals.length === 0)
          return input;
        const language = await readerLanguage(db, person);
        const errors = refusals.map(refusal => refusalError(messages, worded(refusal, language), language));
        throw errors.length === 1 ? errors[0]! : errors;
      });
    }
  };
  return {
    onFilter,
    onPersonFilter: (events, answer) => onFilter(events, async (write) => {
      const { person } = write;
      return person === null ? null : answer({ ...write, person });
    }),
    never: (events, code) => onFilter(events, async () => ({ kind: 'refused', code, field: null, params: {} })),
  };
}

function isRefusals(said: Verdict): said is readonly Refusal[] {
  return Array.isArray(said);
}
