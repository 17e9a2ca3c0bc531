/**
 * Grids and boundaries into a sub-district as their caller, in one transaction: all of them or nothing. A trial does the same and
 * takes it back, so that whatever refuses a grid in its form refuses it here.
 */
import type { Buffer } from 'node:buffer';
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { CellFault, Report, Verdict } from '../../workbook/import-report-rules.ts';
import type { CheckedRow, ImportRequest, ImportResult } from '../../workbook/import-service.ts';
import type { Compared, DrawnText, FeatureRead } from './boundary-file-task.ts';
import type { GridColumn, WrittenGrid } from './column-rules.ts';
import type { Feature, GridPlan, Known, PlannedGrid } from './grid-plan-rules.ts';
import type { Standing } from './tree-rules.ts';
import type { ToldOverlay } from './warning-rules.ts';
import { randomUUID } from 'node:crypto';
import { isRefusal, refused, sentence } from '../../kernel/refusal-rules.ts';
import { workers } from '../../kernel/worker-pool.ts';
import { newReport } from '../../workbook/import-report-rules.ts';
import { importRows } from '../../workbook/import-service.ts';
import { refusalsOf } from '../../workbook/trial-service.ts';
import { whileChecked } from '../boundary-service.ts';
import { SAME_WAY } from '../boundary-task.ts';
import { codePatterns, postsBeside, todayOf } from '../territory-store.ts';
import { COMPARE_BOUNDARIES, READ_BOUNDARIES } from './boundary-file-task.ts';
import { COLUMNS, readRow, SHEET } from './column-rules.ts';
import { drawnAfter, planGrids } from './grid-plan-rules.ts';
import { codesElsewhere, codesInUse, departmentsByCode, peopleCalled, standingGrids } from './import-store.ts';
import { messages } from './messages.ts';
import { families } from './overlap-rules.ts';
import { moved } from './tree-rules.ts';

export interface GridFiles {
  workbook: Buffer | null;
  features: readonly Feature[] | null;
}

export interface GridImportTarget {
  subdistrict: Uuid;
  /** The day on which leaders in the file begin; null: today. */
  from: Day | null;
}

interface BesideRows {
  boundaries: Report | null;
  missing: GridPlan['missing'];
  overlays: { count: number; worst: ToldOverlay[] };
}

export type GridImport = ImportResult & BesideRows;

export async function readFeatures(file: Buffer, property: string | null, signal: AbortSignal): Promise<Feature[] | Refusal> {
  const features: Feature[] = [];
  const onPiece = ({ faults, ...feature }: FeatureRead): void =>
    void features.push({ ...feature, faults: faults.map(({ code, field, params }) => refused(code, field, params)) });
  const said = await workers.run(READ_BOUNDARIES, { file, property }, { signal, onPiece });
  return said === null ? features : refused(said.code, said.field, said.params);
}

export async function importGrids(request: ImportRequest, target: GridImportTarget, { workbook, features }: GridFiles, signal: AbortSignal): Promise<GridImport | Refusal> {
  let beside: BesideRows | null = null;
  const result = await importRows<GridColumn, CheckedRow>(request, {
    ...SHEET,
    messages,
    place: `territory import ${target.subdistrict}`,
    writesOnTrial: true,
    begin: async (trx, headings) => {
      let plan: GridPlan;
      return {
        check: async (rows) => {
          const written = rows.map(({ row, cells }) => readRow(headings, row, cells));
          const known = await knownTo(target, trx, written, features ?? [], signal);
          plan = planGrids(workbook === null ? null : written, features ?? [], known, randomUUID);
          beside = { boundaries: features === null ? null : newReport(), missing: plan.missing, overlays: features === null || !isDrawable(plan) ? { count: 0, worst: [] } : await overlaysOf(drawnAfter(plan, known), signal) };
          const grids = new Map(plan.grids.flatMap(grid => grid.written === null ? [] : [[grid.written.row, grid]]));
          return written.map(({ row }) => ({ row, verdict: rowVerdict(grids.get(row)), item: null, faults: plan.rowFaults.get(row)! }));
        },
        write: async (rows, faultless) => {
          const refusals = faultless && isDrawable(plan) ? await whileChecked((features ?? []).flatMap(({ boundary }) => boundary ?? []), () => write(request, trx, plan.grids)) : new Map<PlannedGrid, CellFault[]>();
          const byRow = new Map(rows.map(row => [row.row, row]));
          for (const [{ written }, faults] of refusals) {
            if (written !== null)
              byRow.get(written.row)!.faults.push(...faults);
          }
          reportFeatures(beside!.boundaries, plan, features ?? [], refusals, request);
        },
        faultsBeside: () => beside?.boundaries?.counts.error ?? 0,
      };
    },
  }, workbook);
  return isRefusal(result) ? result : { ...result, ...beside! };
}

/** What is refused for its boundaries is told so at once: how they lie upon each other comes when they are right. */
function isDrawable({ featureFaults }: GridPlan): boolean {
  return [...featureFaults.values()].every(faults => faults.length === 0);
}

/** Milliseconds. What takes longer is told as not compared: it holds nothing back. */
const COMPARED_WITHIN = 120_000;

export async function overlaysOf(drawn: DrawnText[], signal: AbortSignal, enough = AbortSignal.timeout(COMPARED_WITHIN)): Promise<BesideRows['overlays']> {
  const found: Compared[] = [];
  await workers.run(COMPARE_BOUNDARIES, drawn, { signal: AbortSignal.any([signal, enough]), onPiece: one => found.push(one) }).catch((error: unknown) => {
    if (signal.aborted || !enough.aborted)
      throw error;
    const codes = new Map(drawn.map(({ code, boundary }) => [code, boundary === null ? undefined : code]));
    // Those under none come first, and again with what lies nowhere near.
    const done = new Set(found.slice(1).map(({ parent }) => parent));
    const left = families(drawn, code => codes.get(code)).flatMap(([parent, below]) => done.has(parent) ? [] : [...parent === null ? [] : [parent], ...below]);
    found.push({ parent: null, count: 1, worst: [{ kind: 'unchecked', codes: left, area: 0, position: null, sketch: null }] });
  });
  return { count: found.reduce((sum, { count }) => sum + count, 0), worst: found.flatMap(({ worst }) => worst) };
}

async function knownTo({ subdistrict, from }: GridImportTarget, trx: Db, rows: readonly WrittenGrid[], features: readonly Feature[], signal: AbortSignal): Promise<Known> {
  const standing = new Map((await standingGrids(trx, subdistrict)).map(grid => [grid.code, grid]));
  await inOneWay(standing, features, signal);
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

/** A boundary that was stored before there was one way may be the same all the same. */
async function inOneWay(standing: ReadonlyMap<string, Standing>, features: readonly Feature[], signal: AbortSignal): Promise<void> {
  const other = features.flatMap(({ code, boundary }) => {
    const before = standing.get(code ?? '');
    return before === undefined || before.boundary === null || before.boundary === boundary ? [] : [before];
  });
  const texts = other.length === 0 ? [] : await workers.run(SAME_WAY, other.map(({ boundary }) => boundary!), { signal });
  other.forEach((grid, at) => {
    grid.boundary = texts[at]!;
  });
}

/**
 * From above, each grid in a savepoint of its own, so that its neighbour's fault is found too; not further down than the first
 * refusal. Who listens to changes hears of them as they are written, as with Directus' own import; of a trial nobody does.
 */
async function write({ context: { services }, caller, trial, language }: ImportRequest, trx: Db, grids: readonly PlannedGrid[]): Promise<Map<PlannedGrid, CellFault[]>> {
  const found = new Map<PlannedGrid, CellFault[]>();
  const options = { bypassLimits: true, ...trial ? { bypassEmitAction: () => {} } : {} };
  let level = 0;
  for (const grid of grids) {
    if (grid.level > level && found.size > 0)
      break;
    level = grid.level;
    const { id, standing, values, post } = grid;
    const refusals = await refusalsOf(() => trx.transaction(async (savepoint) => {
      const items = (collection: string) => new services.ItemsService(collection, { ...caller, knex: savepoint });
      if (standing === null)
        await items('grids').createOne(values, options);
      else if (Object.keys(values).length > 0)
        await items('grids').updateOne(id, values, options);
      if (post !== null)
        await items('posts').createOne({ grid: id, role: 'leader', ends_on: null, ...post }, options);
    }));
    if (refusals.length > 0)
      found.set(grid, refusals.map(({ status, field, text }) => ({ field: columnAt(field), text: status === 403 ? sentence(messages, refused('no_permission'), language) : text })));
  }
  return found;
}

/** A post is refused at its grid. */
function columnAt(field: string | null): string | null {
  return field === 'grid' ? 'leader' : COLUMNS.find(({ name }) => name === field)?.name ?? null;
}

function rowVerdict(grid: PlannedGrid | undefined): Verdict {
  if (grid?.standing == null)
    return 'new';
  return Object.keys(grid.values).some(name => name !== 'boundary') || grid.post !== null ? 'changed' : 'same';
}

/** What was refused while it was written is told once: at the row, or at the boundary that came alone. */
function reportFeatures(report: Report | null, plan: GridPlan, features: readonly Feature[], refusals: ReadonlyMap<PlannedGrid, CellFault[]>, { language }: ImportRequest): void {
  const grids = new Map(plan.grids.flatMap(grid => grid.feature === null ? [] : [[grid.feature.nth, grid]]));
  for (const { nth } of features) {
    const grid = grids.get(nth);
    const met = grid === undefined || grid.written !== null ? [] : refusals.get(grid) ?? [];
    const faults = [...plan.featureFaults.get(nth)!.map(fault => ({ field: fault.field, text: sentence(messages, fault, language) })), ...met];
    report?.add({ row: nth, verdict: faults.length > 0 || grid === undefined ? 'error' : featureVerdict(grid), item: null, faults });
  }
}

function featureVerdict({ standing, values }: PlannedGrid): Verdict {
  return 'boundary' in values ? (standing?.boundary == null ? 'new' : 'changed') : 'same';
}
