/** Evidence of format 2: written once, sealed and signed; or read off the database again, and compared part by part. */
import type { Calendar } from '../../calendar/model.ts';
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { PeriodBounds } from '../facts/cut-rules.ts';
import type { FactsQuery } from '../facts/fact-store.ts';
import type { Scheme, Subject } from '../schemes/model.ts';
import type { SigningKey } from './checkpoint-rules.ts';
import type { LineBlock } from './line-store.ts';
import type { TreeHeader } from './recompute-rules.ts';
import type { Result } from './result-rules.ts';
import type { Head, TreeGrid } from './tree-rules.ts';
import type { Sealed } from './tree-writer-rules.ts';
import { schemeHash } from './evidence-rules.ts';
import { lineBlocks } from './line-store.ts';
import { pseudonymOf } from './pseudonym-rules.ts';
import { originOf, resultLine } from './tree-rules.ts';
import { TreeWriter } from './tree-writer-rules.ts';

/** What the evidence of one sub-district is of. */
export interface TreePlace {
  subdistrict: Uuid;
  subdistrict_code: string;
  version: number;
  grids: readonly (Pick<TreeGrid, 'code' | 'level' | 'path'> & { id: Uuid; status: string })[];
  /** Persons by their ids. */
  subjects: readonly Subject[];
}

export interface TreeAsked { span: PeriodSpan; bounds: PeriodBounds; cut: Moment; calendar: Pick<Calendar, 'version'>; facts: FactsQuery; scheme: Scheme; timelines: Head }

export function treeHeader({ span, bounds, cut, calendar, facts, scheme, timelines }: TreeAsked, place: TreePlace, before: Head, salt: Buffer): TreeHeader {
  const period = { ...span, ...bounds, subdistrict: place.subdistrict_code, version: place.version };
  return {
    format: 'wangge-evidence-2',
    origin: originOf(period),
    period,
    cut,
    calendar_version: calendar.version,
    exemptions: [],
    columns: facts.columns,
    scheme,
    scheme_hash: schemeHash(scheme),
    grids: place.grids.map(({ code, level, path, status }) => ({ code, level, path, retired: status === 'retired' })),
    subjects: place.subjects.map(subject => subject.kind === 'person' ? { ...subject, code: pseudonymOf(salt, subject.code) } : subject),
    timelines,
    before,
  };
}

/** The leaves of several sub-districts, one file after the other. */
export class LeafSource {
  readonly #blocks: AsyncGenerator<LineBlock>;
  readonly #first = new Map<Uuid, number>();
  #ahead: LineBlock | undefined;

  constructor(trx: Db, facts: FactsQuery, places: readonly TreePlace[], salt: Buffer) {
    const [grids, gridless]: [{ id: Uuid; code: string; place: number }[], { subdistrict: Uuid; place: number }[]] = [[], []];
    let place = 0;
    for (const { subdistrict, grids: here } of places) {
      this.#first.set(subdistrict, place);
      for (const { id, code } of here)
        grids.push({ id, code, place: place++ });
      gridless.push({ subdistrict, place: place++ });
    }
    this.#blocks = lineBlocks(trx, facts, { grids, gridless }, salt);
  }

  /** In the order of places; each once. */
  async* leavesOf({ subdistrict, grids }: TreePlace): AsyncGenerator<{ grid: string | null; lines: string[] }> {
    const first = this.#first.get(subdistrict)!;
    for (let block = await this.#peek(); block !== undefined && block.place <= first + grids.length; block = await this.#peek()) {
      this.#ahead = undefined;
      yield { grid: grids[block.place - first]?.code ?? null, lines: block.lines };
    }
  }

  async #peek(): Promise<LineBlock | undefined> {
    this.#ahead ??= (await this.#blocks.next()).value as LineBlock | undefined;
    return this.#ahead;
  }

  async close(): Promise<void> {
    await this.#blocks.return(undefined);
  }
}

/** The file's text; when it is at its end, `sealed` has what was signed. */
export async function* treeText(header: TreeHeader, leaves: AsyncIterable<{ grid: string | null; lines: string[] }>, results: AsyncIterable<Result>, key: SigningKey, sealed: (seal: Sealed) => void): AsyncGenerator<string> {
  const writer = new TreeWriter(header);
  yield writer.begin();
  for await (const { grid, lines } of leaves)
    yield writer.leaf(grid, lines);
  for await (const result of results)
    yield `${resultLine(result)}\n`;
  const seal = writer.seal(key);
  sealed(seal);
  yield seal.text;
}
