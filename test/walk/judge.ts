/** Asks the real server as the person, and the mirror; says whether the answer depends on anything that is hidden. */
import type { Answer, Server } from '../system/harness.ts';
import type { Probe } from './probes.ts';
import type { Ask, Question } from './questions.ts';
import type { Scenes } from './scenes.ts';
import type { Walker } from './walkers.ts';
import { csvRows } from '../../extensions/wangge/src/workbook/csv-reader.ts';
import { readsAll } from './matrix.ts';
import { asked, shortened, touched } from './questions.ts';
import { MACHINERY } from './shape.ts';

export type Verdict = 'same' | 'refused' | 'needless' | 'leak' | 'failed';

export interface Finding {
  walker: Walker;
  probe: Probe;
  verdict: Verdict;
  ask: Ask;
  expected: unknown;
  got: unknown;
}

interface Said { status: number; data: unknown; error: { code?: string; rule?: unknown; message: string } | null }

const BATCH = 24;

export class Judge {
  readonly real: Server;
  readonly mirror: Server;
  readonly scenes: Scenes;
  readonly walker: Walker;

  constructor(real: Server, mirror: Server, scenes: Scenes, walker: Walker) {
    this.real = real;
    this.mirror = mirror;
    this.scenes = scenes;
    this.walker = walker;
  }

  async judge(probes: readonly Probe[]): Promise<Finding[]> {
    const { shape } = this.scenes;
    const asks = probes.flatMap((given) => {
      // What GraphQL has no words for is asked at the first door.
      const probe = asked(shape, given.question, given.door) === null ? { ...given, door: 'list' as const } : given;
      const ask = asked(shape, probe.question, probe.door);
      return ask === null ? [] : [{ probe, ask }];
    });
    const real = await this.answers(this.real, asks.map(({ ask }) => ask));
    // The mirror is asked only what was answered, or should have been.
    const open = asks.map(({ probe }) => this.isOpen(probe.question));
    const due = asks.map(({ probe }) => this.isDue(probe.question));
    const needed = asks.map((_, n) => real[n]!.status === 200 || real[n]!.status >= 500 || due[n]!);
    const variants = asks.map(({ probe, ask }, n) => needed[n] ? this.variants(probe, ask) : []);
    const mirrored = await this.answers(this.mirror, variants.flat());
    const twins = asks.map(({ probe }, n) => probe.twin && real[n]!.status !== 200 ? asked(shape, probe.twin, probe.door) : null);
    const twinned = await this.answers(this.real, twins.filter(twin => twin !== null));
    let [m, t] = [0, 0];
    return asks.map(({ probe, ask }, n) => {
      const expected = variants[n]!.map(() => mirrored[m++]!);
      const twin = twins[n] === null ? null : twinned[t++]!;
      const got = real[n]!;
      return { walker: this.walker, probe: { ...probe, hides: probe.hides || !open[n]! }, ask, verdict: this.verdict(probe, got, expected, due[n]!, twin), expected: expected[0]?.data ?? twin?.status, got: got.status === 200 ? got.data : [got.status, got.error] };
    });
  }

  /** Requests that have to be answered, word for word. */
  async compare(asks: readonly (Ask & { isUnordered?: boolean })[]): Promise<{ ask: Ask; same: boolean; expected: unknown; got: unknown }[]> {
    const [real, mirrored] = [await this.answers(this.real, asks), await this.answers(this.mirror, asks)];
    return asks.map((ask, n) => {
      const [got, expected] = [real[n]!, mirrored[n]!];
      return { ask, same: got.status === 200 && isPartOf(got.data, expected.data, false, ask.isUnordered !== true), expected: expected.data, got: got.status === 200 ? got.data : [got.status, got.error] };
    });
  }

  private verdict({ question }: Probe, got: Said, expected: Said[], due: boolean, twin: Said | null): Verdict {
    // Directus fails over some questions of GraphQL, whoever asks: that tells nothing.
    if (got.status >= 500)
      return (expected[0]?.status ?? 0) >= 500 ? 'refused' : 'failed';
    if (got.status !== 200) {
      if (twin !== null && twin.status !== got.status)
        return 'leak';
      return due && expected[0]?.status === 200 && isOurs(got) ? 'needless' : 'refused';
    }
    // What the mirror has to keep to be able to run tells nothing of what the person sees.
    if (touched(this.scenes.shape, question).others.some(([collection]) => MACHINERY.has(collection) && this.scenes.world.get(collection)!.refused))
      return 'leak';
    const isOrderedWithin = Object.values(question.deep ?? {}).some(({ sort }) => sort !== undefined);
    // Groups come in no order.
    return expected.some(one => one.status === 200 && isPartOf(got.data, one.data, isOrderedWithin, question.group === undefined)) ? 'same' : 'leak';
  }

  /** Nothing that the question steps into is hidden, as it happens. */
  private isOpen(question: Question): boolean {
    const { own, others } = touched(this.scenes.shape, question);
    const { world } = this.scenes;
    return !world.get(question.collection)!.refused
      && own.every(([collection, column]) => !world.get(collection)!.refused && !world.get(collection)!.hidden.get(column)?.size)
      && others.every(([collection, column]) => this.scenes.isOpen(collection, this.scenes.shape.get(collection)!.columns.has(column) ? column : null));
  }

  /** It has to be answered: what it steps into is everybody's by the matrix, and the columns are handed out with their values. */
  private isDue(question: Question): boolean {
    const { own, others } = touched(this.scenes.shape, question);
    return this.isOpen(question) && question.fields.every(field => this.isHandedOut(question, field)) && others.every(([collection]) => readsAll(this.walker.role, collection))
      && [...own, ...others].every(([collection, column]) => this.scenes.isShown(collection, column));
  }

  private isHandedOut({ collection, alias = {} }: Question, field: string): boolean {
    const [head = '', inner] = field.split('.');
    const { shape, world } = this.scenes;
    const step = shape.get(collection)!.steps.find(({ name }) => name === (alias[head] ?? head));
    return (step?.kind === 'o2m' || head.includes('(') || world.get(collection)!.columns.has(head)) && (inner === undefined || step === undefined || world.get(step.to)!.columns.has(inner));
  }

  /** What may be answered: what the mirror says; and, where the order would tell of something hidden, without that order. */
  private variants({ question, door }: Probe, ask: Ask): Ask[] {
    const { shape } = this.scenes;
    const short = shortened(shape, question);
    const inside = short.deep && Object.fromEntries(Object.entries(short.deep).map(([name, { sort, ...inner }]) => [name, { ...inner, ...keyOf(sort) }]));
    const { sort, ...unsorted } = short;
    const questions: Question[] = [short, { ...unsorted, ...keyOf(sort) }, ...inside ? [{ ...short, deep: inside }, { ...unsorted, ...keyOf(sort), deep: inside }] : []];
    // In GraphQL what a row points to has no other words than its key's: the same list is asked for at the first door.
    const isSaid = (one: Question): boolean => door !== 'graphql' || one.aggregate !== undefined || JSON.stringify(one.filter) === JSON.stringify(question.filter);
    const asks = questions.map(one => asked(shape, one, isSaid(one) ? door : 'list') ?? ask);
    return asks.filter((one, n) => asks.findIndex(other => JSON.stringify(other) === JSON.stringify(one)) === n);
  }

  /** In order; what goes to GraphQL goes together. */
  private async answers(server: Server, asks: readonly Ask[]): Promise<Said[]> {
    const said: Said[] = Array.from({ length: asks.length });
    const single = asks.flatMap((ask, n) => ask.selection === undefined ? [n] : []);
    const batches = [...Map.groupBy(asks.flatMap((ask, n) => ask.selection === undefined ? [] : [n]), n => asks[n]!.path).values()]
      .flatMap(all => Array.from({ length: Math.ceil(all.length / BATCH) }, (_, part) => all.slice(part * BATCH, (part + 1) * BATCH)));
    const work = [...single.map(n => async () => void (said[n] = await this.alone(server, asks[n]!))), ...batches.map(batch => async () => {
      for (const [place, one] of (await this.together(server, batch.map(n => asks[n]!))).entries())
        said[batch[place]!] = one;
    })];
    await Promise.all(Array.from({ length: 6 }, async () => {
      for (let next = work.pop(); next !== undefined; next = work.pop())
        await next();
    }));
    return said;
  }

  private async alone(server: Server, { method, path, query, body }: Ask): Promise<Said> {
    const answer = await server.request<{ data?: unknown; meta?: unknown } | string | null>(method, path, { as: this.walker, ...query ? { query } : {}, ...body === undefined ? {} : { body } });
    return this.read(answer, query ?? {});
  }

  private read({ status, body, errors }: Answer<{ data?: unknown; meta?: unknown } | string | null>, query: Record<string, string>): Said {
    const { data, meta } = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : { data: typeof body === 'string' && query.export === 'csv' ? filledColumns(body) : body, meta: undefined };
    const [error] = errors;
    return { status, data: query.meta ? meta : meta ? { data, meta } : data ?? null, error: error ? { code: error.extensions.code, rule: error.extensions.rule, message: error.message } : null };
  }

  private async together(server: Server, asks: readonly Ask[]): Promise<Said[]> {
    const query = `query { ${asks.map(({ selection }, n) => `a${n}: ${selection}`).join(' ')} }`;
    const { status, body } = await server.request<{ data?: Record<string, unknown> | null; errors?: { path?: unknown[]; message: string; extensions: { code: string; rule?: string } }[] } | null>('POST', asks[0]!.path, { as: this.walker, body: { query } });
    const errors = body?.errors ?? [];
    if (asks.length > 1 && (!body?.data || errors.some(({ path }) => path === undefined))) {
      const half = Math.ceil(asks.length / 2);
      return [...await this.together(server, asks.slice(0, half)), ...await this.together(server, asks.slice(half))];
    }
    return asks.map((_, n) => {
      const error = errors.find(({ path }) => path === undefined || path[0] === `a${n}`);
      if (error !== undefined)
        return { status: error.extensions.code === 'INTERNAL_SERVER_ERROR' ? 500 : error.extensions.code === 'FORBIDDEN' ? 403 : 400, data: null, error: { code: error.extensions.code, rule: error.extensions.rule, message: error.message } };
      return body?.data ? { status: 200, data: body.data[`a${n}`] ?? null, error: null } : { status: status === 200 ? 400 : status, data: null, error: null };
    });
  }
}

/** Refused by the guard: not by Directus, whose GraphQL has no words for some relations, nor since it cannot be counted rightly. */
function isOurs({ error }: Said): boolean {
  return error?.code === 'WANGGE_REFUSED' && error.rule !== 'aggregate_repeated' && error.rule !== 'count_repeated';
}

/** A CSV without the columns in which there is nothing: of a row that is not there Directus names one, of an empty row its fields. */
function filledColumns(text: string): string[][] {
  const rows = [...csvRows(text)].map(({ cells }) => cells.map(cell => String(cell ?? '')));
  const filled = (rows[0] ?? []).flatMap((_, column) => rows.length === 1 || rows.slice(1).some(row => (row[column] ?? '') !== '') ? [column] : []);
  return rows.map(row => filled.map(column => row[column] ?? ''));
}

/** The last of an order, which is by the key. */
const keyOf = (sort: string[] | undefined): { sort?: string[] } => sort && sort.length > 0 ? { sort: sort.slice(-1) } : {};

/**
 * All that is in the answer is in the other too: lists whole, objects by the names that the answer has. Nothing and empty are
 * one. Lists within come in an order only if one was asked for.
 */
export function isPartOf(answer: unknown, whole: unknown, isOrderedWithin: boolean, isOrdered = true): boolean {
  if (Array.isArray(answer)) {
    if (!Array.isArray(whole) || answer.length !== whole.length)
      return false;
    if (isOrdered)
      return answer.every((one, n) => isPartOf(one, whole[n], isOrderedWithin, isOrderedWithin));
    const left = [...whole];
    return answer.every((one) => {
      const found = left.findIndex(other => isPartOf(one, other, isOrderedWithin, isOrderedWithin));
      return found >= 0 && left.splice(found, 1).length === 1;
    });
  }
  if (typeof answer === 'object' && answer !== null)
    return Object.entries(answer).every(([name, value]) => isPartOf(value, typeof whole === 'object' && whole !== null ? (whole as Record<string, unknown>)[name] : null, isOrderedWithin, isOrderedWithin));
  return isNothing(answer) ? isNothing(whole) : answer === whole;
}

/** Of a row in which nothing may be read Directus says null, or what was asked for with nulls. */
function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(isNothing));
}

/** As it can be pasted. */
export function pasted({ method, path, query, body, selection }: Ask): string {
  const url = `${path}${query ? `?${new URLSearchParams(query).toString()}` : ''}`;
  const sent = selection === undefined ? body : { query: `query { ${selection} }` };
  return `curl -g -X ${method} -H "Authorization: Bearer $TOKEN" ${sent === undefined ? '' : `-H 'Content-Type: application/json' -d '${JSON.stringify(sent).replaceAll('\'', '\'\\\'\'')}' `}"$URL${decodeURIComponent(url).replaceAll('"', '\\"').replaceAll('$FOLLOW', '\\$FOLLOW')}"`;
}
