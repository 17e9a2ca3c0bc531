/**
 * Takes grids and boundaries into a sub-district as their caller, in one transaction: all of them or nothing. A trial does the
 * same and takes it back, so that whatever refuses a grid in its form refuses it here.
 */
import type { Db, HookContext } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Caller } from '../../kernel/route.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Report } from '../../workbook/import-report-rules.ts';
import type { FileRow } from '../../workbook/workbook-file.ts';
import type { Feature } from './boundary-file-rules.ts';
import type { Headings, Said } from './column-rules.ts';
import type { Overlay } from './overlap-rules.ts';
import type { Judged, Known, Line } from './verdict-rules.ts';
import { randomUUID } from 'node:crypto';
import { setImmediate as others } from 'node:timers/promises';
import { isRefusal, refused, sentence } from '../../kernel/refusal-rules.ts';
import { newReport } from '../../workbook/import-report-rules.ts';
import { isEntry } from '../../workbook/sheet-mark-rules.ts';
import { codePatterns, postsBeside, todayOf } from '../territory-store.ts';
import { readCollection, readFeature } from './boundary-file-rules.ts';
import { COLUMNS, readHeadings, readRow } from './column-rules.ts';
import { codesElsewhere, codesInUse, departmentsByCode, peopleCalled, standingGrids, waitForTurn } from './import-store.ts';
import { messages } from './messages.ts';
import { overlaysOf } from './overlap-rules.ts';
import { moved } from './tree-rules.ts';
import { drawnAfter, judge } from './verdict-rules.ts';

/** More grids than any sub-district has: this is a small city. */
export const ROWS_AT_MOST = 10_000;

export interface Sheet { headings: Headings; rows: Said[] }

export interface Asked {
  context: Pick<HookContext, 'services' | 'database'>;
  caller: Caller;
  subdistrict: Uuid;
  language: Language;
  trial: boolean;
  /** The day on which leaders in the file begin; null: today. */
  from: Day | null;
}

export interface Taken {
  kind: 'taken';
  stored: boolean;
  grids: Report | null;
  boundaries: Report | null;
  missing: Judged['missing'];
  overlays: Overlay[];
  /** Grids as they would be, for whoever draws the overlays. */
  drawn: ReturnType<typeof drawnAfter>;
}

class TakenBack extends Error {}

export async function readSheet(file: AsyncIterable<FileRow>): Promise<Sheet | Refusal> {
  let headings: Headings | Refusal | null = null;
  const rows: Said[] = [];
  for await (const { row, cells } of file) {
    if (headings === null)
      headings = readHeadings(cells);
    else if (isEntry(cells) && !isRefusal(headings))
      rows.push(readRow(headings, row, cells));
    if (isRefusal(headings))
      return headings;
    if (rows.length > ROWS_AT_MOST)
      return refused('rows_too_many', null, { limit: ROWS_AT_MOST });
  }
  return headings === null || rows.length === 0 ? refused('sheet_empty') : { headings, rows };
}

export async function readFeatures(text: string, property: string | null): Promise<Feature[] | Refusal> {
  const collection = readCollection(text, property, ROWS_AT_MOST);
  if (isRefusal(collection))
    return collection;
  const features: Feature[] = [];
  for (const [at, feature] of collection.features.entries()) {
    features.push(readFeature(feature, at + 1, collection.property));
    // A long boundary is compared with itself.
    if (at % 20 === 0)
      await others();
  }
  return features;
}

export async function takeIn(asked: Asked, rows: Said[] | null, features: Feature[] | null): Promise<Taken> {
  let taken: Taken | undefined;
  await asked.context.database.transaction(async (transaction) => {
    taken = await inTransaction(asked, transaction as unknown as Db, rows, features);
    if (!taken.stored)
      throw new TakenBack();
  }).catch((error: unknown) => {
    if (!(error instanceof TakenBack))
      throw error;
  });
  return taken!;
}

async function inTransaction(asked: Asked, trx: Db, rows: Said[] | null, features: Feature[] | null): Promise<Taken> {
  await waitForTurn(trx, asked.subdistrict);
  const known = await knownTo(asked, trx, rows ?? [], features ?? []);
  const judged = judge(rows, features ?? [], known, randomUUID);
  const drawn = drawnAfter(judged, known);
  const overlays: Overlay[] = [];
  for (const found of features === null ? [] : overlaysOf(drawn)) {
    overlays.push(...found);
    await others();
  }
  const faulty = [...judged.rowFaults.values(), ...judged.featureFaults.values()].some(faults => faults.length > 0);
  const refusals = faulty ? new Map<Line, Met[]>() : await write(asked, trx, judged.lines);
  const grids = rows === null ? null : reportOf(rows.map(({ row }) => row), judged, 'row', refusals, asked.language);
  const boundaries = features === null ? null : reportOf(features.map(({ nth }) => nth), judged, 'feature', refusals, asked.language);
  return { kind: 'taken', stored: !asked.trial && !faulty && refusals.size === 0, grids, boundaries, missing: judged.missing, overlays, drawn };
}

async function knownTo({ subdistrict, from }: Asked, trx: Db, rows: readonly Said[], features: readonly Feature[]): Promise<Known> {
  const standing = new Map((await standingGrids(trx, subdistrict)).map(grid => [grid.code, grid]));
  const named = [...rows.flatMap(({ code, parent }) => [code, parent]), ...features.map(({ code }) => code)].filter(code => code !== null);
  const people = await peopleCalled(trx, rows.flatMap(({ leader }) => leader ?? []));
  const ids = [...people.values()].flat().map(({ id }) => id);
  const led = rows.flatMap(({ code, leader }) => leader === null ? [] : standing.get(code ?? '')?.id ?? []);
  const today = await todayOf(trx);
  return {
    subdistrict,
    standing,
    elsewhere: await codesElsewhere(trx, subdistrict, [...new Set(named)]),
    in_use: await codesInUse(trx, moved(rows, standing)),
    patterns: await codePatterns(trx),
    departments: await departmentsByCode(trx, subdistrict, [...new Set(rows.flatMap(({ department }) => department ?? []))]),
    people,
    posts: ids.length + led.length === 0 ? [] : await postsBeside(trx, led, ids, []),
    today,
    from: from ?? today,
  };
}

/** A fault as Directus, a hook or an administrator's rule says it. */
interface Met { field: string | null; text: string }

/**
 * From above, each grid in a savepoint of its own, so that its neighbour's fault is found too; not further down than the first
 * refusal. Who listens to changes hears of them as they are written, as with Directus' own import; of a trial nobody does.
 */
async function write({ context: { services }, caller, trial, language }: Asked, trx: Db, lines: readonly Line[]): Promise<Map<Line, Met[]>> {
  const refusals = new Map<Line, Met[]>();
  const options = { bypassLimits: true, ...trial ? { bypassEmitAction: () => {} } : {} };
  let level = 0;
  for (const line of lines) {
    if (line.level > level && refusals.size > 0)
      break;
    level = line.level;
    const { id, standing, values, post } = line;
    try {
      await trx.transaction(async (savepoint) => {
        const items = (collection: string) => new services.ItemsService(collection, { ...caller, knex: savepoint });
        if (standing === null)
          await items('grids').createOne(values, options);
        else if (Object.keys(values).length > 0)
          await items('grids').updateOne(id, values, options);
        if (post !== null)
          await items('posts').createOne({ grid: id, role: 'leader', ends_on: null, ...post }, options);
      });
    }
    catch (error) {
      refusals.set(line, saidIn(error, language));
    }
  }
  return refusals;
}

interface Thrown extends Error { status?: number; code?: string; extensions?: { field?: string; validation_message?: string } }

function saidIn(error: unknown, language: Language): Met[] {
  return ([error].flat() as Thrown[]).map((one) => {
    if (one.status === undefined || one.status >= 500)
      throw error;
    // Of the columns a grid's own; a post is refused at its grid.
    const field = one.extensions?.field === 'grid' ? 'leader' : COLUMNS.find(({ name }) => name === one.extensions?.field)?.name ?? null;
    return { field, text: one.status === 403 ? sentence(messages, refused('no_permission'), language) : one.extensions?.validation_message ?? one.message };
  });
}

function reportOf(numbers: readonly number[], judged: Judged, of: 'row' | 'feature', refusals: ReadonlyMap<Line, Met[]>, language: Language): Report {
  const report = newReport();
  const lines = new Map(judged.lines.flatMap(line => of === 'row' ? (line.said === null ? [] : [[line.said.row, line] as const]) : line.feature === null ? [] : [[line.feature.nth, line] as const]));
  const ruled = of === 'row' ? judged.rowFaults : judged.featureFaults;
  for (const row of numbers) {
    const line = lines.get(row);
    // What was refused while it was written is told once: at the row, or at the boundary that came alone.
    const met = line === undefined || (of === 'feature' && line.said !== null) ? [] : refusals.get(line) ?? [];
    const faults = [...ruled.get(row)!.map(fault => ({ field: fault.field, text: sentence(messages, fault, language) })), ...met];
    report.add({ row, verdict: faults.length > 0 || line === undefined ? 'error' : verdictOf(line, of), item: null, faults });
  }
  return report;
}

function verdictOf({ standing, values, post }: Line, of: 'row' | 'feature'): 'new' | 'changed' | 'same' {
  if (of === 'feature')
    return 'boundary' in values ? (standing?.boundary == null ? 'new' : 'changed') : 'same';
  if (standing === null)
    return 'new';
  return Object.keys(values).some(name => name !== 'boundary') || post !== null ? 'changed' : 'same';
}
