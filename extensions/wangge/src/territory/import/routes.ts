/**
 * `GET /wangge/territory/:subdistrict/{template.xlsx,export.xlsx,boundaries.geojson}`;
 * `POST …/import?dry_run=true&marked=true&code_property=&from=`, a form with the files `grids` (XLSX or CSV) and `boundaries`
 * (GeoJSON), either or both: the grids of a sub-district and their boundaries, in and out.
 */
import type { Response, Router } from 'express';
import type { Db, HookContext } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Asked } from '../../kernel/route.ts';
import type { Report } from '../../workbook/import-report-rules.ts';
import type { Taken } from './import-service.ts';
import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { turns } from '../../kernel/concurrency-limit.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { isRefusal, refused, sentence } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { mayCreate } from '../../kernel/rights.ts';
import { doors } from '../../kernel/route.ts';
import { markedWorkbook } from '../../workbook/annotated-workbook.ts';
import { rowsOf, textOf, Unreadable, uploadedFiles, XLSX } from '../../workbook/workbook-file.ts';
import { boundaryFeatures, filledWorkbook, gridRows, NAMES, template } from './grid-workbook.ts';
import { readFeatures, readSheet, ROWS_AT_MOST, takeIn } from './import-service.ts';
import { subdistrictById } from './import-store.ts';
import { messages } from './messages.ts';
import { warningsOf } from './warning-rules.ts';

const MEGABYTES = 30;
/** Headings, example and empty rows among them, and enough to see that there are too many. */
const ROWS_READ = ROWS_AT_MOST + 10_000;
const MISSING_TOLD = 100;

const Parameters = z.object({
  dry_run: z.string().optional(),
  marked: z.string().optional(),
  code_property: z.string().trim().max(100).optional().transform(name => name === undefined || name === '' ? null : name),
});

interface Place { id: string; name: string }

export function mount(router: Router, context: HookContext): void {
  const db = context.database as unknown as Db;
  const inTurn = turns(1);

  const at = doors(router, db, messages);
  /** `forMakers`: for those who may make grids. */
  const door = (method: 'get' | 'post', path: string, forMakers: boolean, answer: (asked: Asked & { place: Place }) => Promise<void>): void => at(method, `/territory/:subdistrict/${path}`, async (asked) => {
    const id = keyOf(asked.request.params.subdistrict);
    const place = id === null ? null : await subdistrictById(db, id);
    return place === null || (forMakers && !await mayCreate(context, asked.caller, db, 'grids')) ? null : answer({ ...asked, place });
  });

  door('get', 'template.xlsx', true, async ({ response, language }) => {
    send(response, await template(language), `${NAMES.template[language]}.xlsx`);
  });

  door('get', 'export.xlsx', false, async ({ response, caller, place, language }) => {
    send(response, await filledWorkbook(language, await gridRows(context, caller, place.id, language)), `${place.name}-${NAMES.grids[language]}.xlsx`);
  });

  door('get', 'boundaries.geojson', false, async ({ response, caller, place, language }) => {
    const collection = await boundaryFeatures(context, caller, place.id);
    response.type('application/geo+json').attachment(`${place.name}-${NAMES.boundaries[language]}.geojson`).send(JSON.stringify(collection));
  });

  door('post', 'import', true, async ({ request, response, caller, place, language }) => inTurn(async () => {
    const must = <Value>(value: Value | Refusal): Value => {
      if (isRefusal(value))
        throw refusalError(messages, value, language);
      return value;
    };
    const files = await uploadedFiles(request, MEGABYTES * 1024 * 1024);
    const [sheet, shapes] = [files.get('grids'), files.get('boundaries')];
    const { dry_run, marked, code_property } = Parameters.parse(request.query);
    const trial = dry_run === 'true';
    const from = must(dayIn(request.query.from));
    if (sheet === undefined && shapes === undefined)
      must(refused('file_missing', null, { megabytes: MEGABYTES }));
    const read = sheet === undefined
      ? null
      : must(await readSheet(rowsOf(sheet, ROWS_READ)).catch((error: unknown) => {
          if (error instanceof Unreadable)
            return refused('file_unreadable');
          throw error;
        }));
    const features = shapes === undefined ? null : must(await readFeatures(textOf(shapes), code_property));
    const taken = await takeIn({ context, caller, subdistrict: place.id, language, trial, from }, read?.rows ?? null, features);
    const wrong = (taken.grids?.counts.error ?? 0) + (taken.boundaries?.counts.error ?? 0);
    if (marked === 'true' && read !== null && taken.grids!.counts.error > 0) {
      response.status(422);
      send(response, await markedWorkbook({ dataset: { name: NAMES.grids }, headings: read.headings, report: taken.grids!, rows: read.rows.length, language }, rowsOf(sheet!, ROWS_READ)), `${place.name}-${NAMES.to_correct[language]}.xlsx`);
      return;
    }
    const data = told(taken, trial, read?.headings.unknown ?? [], language);
    if (trial || taken.stored) {
      response.json({ data });
      return;
    }
    const refusal = refused('rows_at_fault', null, { rows: wrong });
    response.status(400).json({ errors: [{ message: sentence(messages, refusal, language), extensions: { code: 'WANGGE_REFUSED', rule: refusal.code } }], data });
  }));
}

function dayIn(said: unknown): string | null | Refusal {
  if (said === undefined || said === '')
    return null;
  return z.iso.date().safeParse(said).data ?? refused('from_invalid', null, { value: String(said).slice(0, 20) });
}

function told(taken: Taken, dry_run: boolean, unknown_columns: string[], language: Language): Record<string, unknown> {
  const part = (report: Report | null, unknown: string[]): object | null => report === null ? null : { counts: report.counts, rows: report.rows(), unknown_columns: unknown };
  return {
    dry_run,
    stored: taken.stored,
    grids: part(taken.grids, unknown_columns),
    boundaries: part(taken.boundaries, []),
    missing: { count: taken.missing.length, grids: taken.missing.slice(0, MISSING_TOLD) },
    warnings: warningsOf(taken, language),
  };
}

function send(response: Response, file: Uint8Array, name: string): void {
  response.type(XLSX).attachment(name).send(Buffer.from(file));
}
