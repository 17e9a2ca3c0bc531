/**
 * What is written over the API passes the rooms' filters: forms, REST, GraphQL, nested saves, batches and imports alike.
 *
 * A filter is told what is to be written, by whom, in the transaction of the write itself where Directus gives it one
 * (a creation does, a change does not). It answers with a refusal, or several, said in the reader's language; with the
 * values to be stored instead; or with null: as it was sent.
 */
import type { RegisterFunctions } from '@directus/extensions';
import type { Caller, Db, KnownCaller } from './context.ts';
import type { Voice } from './refusal-error.ts';
import type { Messages, Refusal } from './refusal-rules.ts';
import type { Uuid, Values } from './values.ts';
import { WORK } from './messages.ts';
import { readerLanguage } from './reader-language.ts';
import { refusalError, refusalErrors } from './refusal-error.ts';
import { refusalsIn, refused, sentence } from './refusal-rules.ts';
import { saidOfWork } from './worker-pool.ts';

/** One write that passes. */
export interface Write {
  /** `issues`; of a wildcard such as `items.create` the collection that is written. */
  collection: string;
  /** Of a deletion: empty. Of `items.query` the query. */
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

export interface PersonsWrite extends Write { caller: KnownCaller; person: Uuid }

/** Rows that have been read, before they are handed out. */
export interface Reading {
  rows: Values[];
  /** The fields that were asked for; `*` stands for all. */
  fields: readonly string[];
  query: Values;
  db: Db;
  person: Uuid | null;
}

export type Verdict = Values | Refusal | readonly Refusal[] | null;
type Events = string | readonly string[];

export interface Filters {
  /** Asked of every write, the system's too. */
  onFilter: (events: Events, answer: (write: Write) => Promise<Verdict>) => void;
  /** Asked where a person writes: the system itself, and whoever is not known yet, meet the permissions and the database. */
  onPersonFilter: (events: Events, answer: (write: PersonsWrite) => Promise<Verdict>) => void;
  never: (events: Events, code: string) => void;
  /** The rows of a collection as they are handed out; `*`: of any, also of Directus' own. */
  onRead: (collection: string, answer: (reading: Reading) => Promise<Values[]>) => void;
  /** What somebody signs in with, or what their token is going to say: said on, as it was or otherwise. */
  onSignIn: (event: 'auth.login' | 'auth.jwt', answer: (said: { payload: Values; person: Uuid | null; db: Db }) => Promise<Values>) => void;
  /** What the database refused: a sentence for the faults that are known here. Whoever asked is not told here, so it is said in the office's language. */
  onDatabaseError: (known: (error: DatabaseError) => Refusal | null) => void;
  /** What Directus refuses by itself, in its own English: a sentence for what is known here. */
  onDirectusError: (known: (message: string) => Refusal | null) => void;
}

/** What Postgres says of a fault. */
export interface DatabaseError { message: string; constraint: string | null }

interface Meta { collection: string; user?: Uuid | null; keys?: Uuid[]; query?: Values & { fields?: string[] | null } }
type Handler = (input: unknown, meta: Meta, context: Caller & { database: Db }) => Promise<unknown>;

/** The filters of one room, which say no in its sentences; `worded` puts codes in a refusal's parameters into words first. */
export function filtersOf(filter: RegisterFunctions['filter'], messages: Messages, worded?: Voice['worded']): Filters {
  const voice: Voice = { messages: { ...WORK, ...messages }, ...worded === undefined ? {} : { worded } };
  // Directus types the payload of every filter as unknown, and of a deletion as an object that is a list.
  const register = filter as unknown as (event: string, handler: Handler) => void;

  const onFilter: Filters['onFilter'] = (events, answer) => {
    for (const event of [events].flat()) {
      register(event, async (input, meta, { database: db, accountability, schema }) => {
        const person = accountability?.user ?? null;
        const { collection } = meta;
        const verdict = await answer({ collection, ...written(event, input, meta), db, caller: { accountability, schema }, person, trusted: accountability === null || accountability.admin }).catch(error => saidOfWork(error, console));
        const refusals = verdict === null ? [] : refusalsIn(verdict);
        if (refusals === null)
          return verdict;
        if (refusals.length === 0)
          return input;
        const errors = await refusalErrors(db, voice, refusals, await readerLanguage(db, person), collection);
        throw errors.length === 1 ? errors[0]! : errors;
      });
    }
  };
  return {
    onFilter,
    onPersonFilter: (events, answer) => onFilter(events, async (write) => {
      const { person, caller: { accountability, schema } } = write;
      return person === null || accountability === null ? null : answer({ ...write, person, caller: { accountability, schema } });
    }),
    never: (events, code) => onFilter(events, async () => refused(code)),
    onRead: (collection, answer) => register(collection === '*' ? '*.read' : `${collection}.items.read`, async (rows, { query = {} }, { database: db, accountability }) =>
      answer({ rows: rows as Values[], fields: query.fields ?? ['*'], query, db, person: accountability?.user ?? null })),
    onSignIn: (event, answer) => register(event, async (payload, { user }, { database: db }) => answer({ payload: payload as Values, person: user ?? null, db })),
    onDatabaseError: known => register('database.error', async (error) => {
      const { message, constraint } = (error ?? {}) as { message?: unknown; constraint?: string };
      const refusal = known({ message: String(message ?? ''), constraint: constraint ?? null });
      return refusal === null ? error : refusalError(messages, refusal, 'zh-CN');
    }),
    onDirectusError: known => register('request.error', async (errors, _meta, { database: db, accountability }) => {
      const said = (errors as { message: string }[]).map(error => ({ error, refusal: known(error.message) }));
      if (said.every(({ refusal }) => refusal === null))
        return errors;
      const language = await readerLanguage(db, accountability?.user);
      return said.map(({ error, refusal }) => refusal === null ? error : { message: sentence(messages, refusal, language), extensions: { code: 'WANGGE_REFUSED', rule: refusal.code } });
    }),
  };
}

/** An import may hold anything in place of a row: a list holds no fields. */
function written(event: string, input: unknown, { keys = [] }: Meta): Pick<Write, 'payload' | 'keys'> {
  if (event.endsWith('delete'))
    return { payload: {}, keys: input as Uuid[] };
  return { payload: Array.isArray(input) ? {} : input as Values, keys };
}
