/** Evidence of format 2: written once, sealed and signed; or read off the database again, and compared part by part. */
import type { Calendar } from '../../calendar/model.ts';
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { PeriodBounds } from '../facts/cut-rules.ts';
import type { FactBlock } from '../facts/fact-lines-store.ts';
import type { FactsQuery } from '../facts/fact-store.ts';
import type { LedBy } from '../facts/fact-tally-rules.ts';
import type { FrozenField } from '../interval/field-rules.ts';
import type { YearBefore } from '../interval/year-rules.ts';
import type { Scheme, Subject } from '../schemes/model.ts';
import type { SigningKey } from './checkpoint-rules.ts';
import type { TreeHeader } from './recompute-rules.ts';
import type { Result } from './result-rules.ts';
import type { Head, TreeGrid } from './tree-rules.ts';
import type { Sealed } from './tree-writer-rules.ts';
import { factBlocks } from '../facts/fact-lines-store.ts';
import { schemeHash } from './evidence-rules.ts';
import { READING } from './recompute-rules.ts';
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
  led: LedBy | null;
}

export interface TreeAsked { span: PeriodSpan; bounds: PeriodBounds; cut: Moment; formerly?: Moment; calendar: Pick<Calendar, 'version'>; facts: FactsQuery; scheme: Scheme; timelines: Head; intervals: readonly FrozenField[]; year: YearBefore | null; exemptions: readonly string[] }

export function treeHeader({ span, bounds, cut, formerly, calendar, facts, scheme, timelines, intervals, year, exemptions }: TreeAsked, place: TreePlace, before: Head, pseudonyms: ReadonlyMap<Uuid, string>): TreeHeader {
  const period = { ...span, ...bounds, subdistrict: place.subdistrict_code, version: place.version };
  return {
    format: 'wangge-evidence-2',
    ...formerly === undefined ? { reading: READING } : {},
    origin: originOf(period),
    period,
    cut,
    calendar_version: calendar.version,
    exemptions,
    columns: facts.columns,
    scheme,
    scheme_hash: schemeHash(scheme),
    grids: place.grids.map(({ code, level, path, status }) => ({ code, level, path, retired: status === 'retired' })),
    subjects: place.subjects.map(subject => subject.kind === 'person' ? { ...subject, code: pseudonyms.get(subject.code)! } : subject),
    ...place.led === null ? {} : { led: Object.fromEntries(Object.entries(place.led).map(([grid, stretches]) => [grid, stretches.map(people => people.map(person => pseudonyms.get(person)!).sort())])) },
    intervals,
    ...year === null ? {} : { year },
    timelines,
    before,
  };
}

/** The blocks of several sub-districts, one file after the other. */
export class BlockSource {
  readonly #blocks: AsyncGenerator<FactBlock>;
  #ahead: FactBlock | undefined;

  constructor(trx: Db, facts: FactsQuery, places: readonly TreePlace[], salt: Buffer) {
    this.#blocks = factBlocks(trx, facts, places, salt);
  }

  /** In the order of places; each once. */
  async* blocksOf({ subdistrict }: Pick<TreePlace, 'subdistrict'>): AsyncGenerator<FactBlock> {
    for (let block = await this.#peek(); block?.subdistrict === subdistrict; block = await this.#peek()) {
      this.#ahead = undefined;
      yield block;
    }
  }

  async #peek(): Promise<FactBlock | undefined> {
    this.#ahead ??= (await this.#blocks.next()).value as FactBlock | undefined;
    return this.#ahead;
  }

  async close(): Promise<void> {
    await this.#blocks.return(undefined);
  }
}

/** Characters that are packed at once, at least. */
const TOGETHER = 65_536;

/** The file's text; when it is at its end, `sealed` has what was signed. */
export async function* treeText(header: TreeHeader, blocks: AsyncIterable<FactBlock>, results: AsyncIterable<Result>, key: SigningKey, sealed: (seal: Sealed) => void): AsyncGenerator<string> {
  const writer = new TreeWriter(header);
  yield writer.begin();
  for await (const { grid, lines } of blocks)
    yield writer.block(grid, lines);
  // Piece by piece each would be packed by itself.
  let lines = '';
  for await (const result of results) {
    lines += `${resultLine(result)}\n`;
    if (lines.length >= TOGETHER) {
      yield lines;
      lines = '';
    }
  }
  if (lines !== '')
    yield lines;
  const seal = writer.seal(key);
  sealed(seal);
  yield seal.text;
}
