/**
 * `GET /wangge/territory/:subdistrict/{template.xlsx,export.xlsx,boundaries.geojson}`;
 * `POST …/import?dry_run=true&marked=true&code_property=&from=`, a form with the files `grids` (XLSX or CSV) and `boundaries`
 * (GeoJSON), either or both: the grids of a sub-district and their boundaries, in and out.
 */
import type { Router } from 'express';
import type { Buffer } from 'node:buffer';
import type { HookContext } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { RequestContext } from '../../kernel/route.ts';
import type { ImportRequest } from '../../workbook/import-service.ts';
import type { GridImport } from './import-service.ts';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { concurrencyLimit } from '../../kernel/concurrency-limit.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { mayCreate } from '../../kernel/rights.ts';
import { routesOf } from '../../kernel/route.ts';
import { answerImport, sendWorkbook, sheetAnswer } from '../../workbook/import-answer.ts';
import { FILE_MEGABYTES } from '../../workbook/reading-limits.ts';
import { boundaryFile, filledWorkbook, gridRows, NAMES, template } from './grid-workbook.ts';
import { importGrids, readFeatures } from './import-service.ts';
import { subdistrictById } from './import-store.ts';
import { messages } from './messages.ts';
import { warningsOf } from './warning-rules.ts';

const MISSING_TOLD = 100;

const CodeProperty = z.string().trim().max(100).optional().transform(name => name === undefined || name === '' ? null : name);

type PlaceRequest = RequestContext & { place: { id: string; name: string } };

export function mount(router: Router, context: HookContext): void {
  const db = context.database;
  const inTurn = concurrencyLimit(1);

  const ofPlace = routesOf(router, context, messages).to(async ({ params }) => {
    const id = keyOf(params.subdistrict);
    const place = id === null ? null : await subdistrictById(db, id);
    return place === null ? null : { place };
  });
  const forMakers = ofPlace.to(async ({ caller }) => await mayCreate(context, caller, db, 'grids') ? {} : null);

  forMakers.get('/territory/:subdistrict/template.xlsx', async ({ response, language }) => {
    sendWorkbook(response, await template(language), `${NAMES.template[language]}.xlsx`);
  });

  ofPlace.get('/territory/:subdistrict/export.xlsx', async ({ response, caller, place, language }) => {
    sendWorkbook(response, await filledWorkbook(language, await gridRows(context, caller, place.id, language)), `${place.name}-${NAMES.grids[language]}.xlsx`);
  });

  ofPlace.get('/territory/:subdistrict/boundaries.geojson', async ({ response, caller, place, language }) => {
    response.type('application/geo+json').attachment(`${place.name}-${NAMES.boundaries[language]}.geojson`);
    await pipeline(boundaryFile(context, caller, place.id), response);
  });

  forMakers.post('/territory/:subdistrict/import', async asked => inTurn(() => answerImport(asked, {
    context,
    messages,
    megabytes: FILE_MEGABYTES,
    run: (files, request) => run(asked, files, request),
    answer: result => answerOf(result, asked.language),
    names: { sheet: NAMES.grids, owner: `${asked.place.name}-${NAMES.file[asked.language]}` },
  })));
}

async function run({ request: { query }, place, signal }: PlaceRequest, files: ReadonlyMap<string, Buffer>, request: ImportRequest): Promise<GridImport | Refusal> {
  const [workbook, boundaries] = [files.get('grids') ?? null, files.get('boundaries') ?? null];
  const codeProperty = CodeProperty.parse(query.code_property);
  const from = dayIn(query.from);
  if (isRefusal(from))
    return from;
  if (workbook === null && boundaries === null)
    return refused('file_missing', null, { megabytes: FILE_MEGABYTES });
  const features = boundaries === null ? null : await readFeatures(boundaries, codeProperty, signal);
  return isRefusal(features) ? features : importGrids(request, { subdistrict: place.id, from }, { workbook, features }, signal);
}

function dayIn(said: unknown): string | null | Refusal {
  if (said === undefined || said === '')
    return null;
  return z.iso.date().safeParse(said).data ?? refused('from_invalid', null, { value: String(said).slice(0, 20) });
}

function answerOf(result: GridImport, language: Language): object {
  const { boundaries, missing } = result;
  return {
    // A sheet without rows is refused: there was none.
    grids: result.rows === 0 ? null : sheetAnswer(result, language),
    boundaries: boundaries === null ? null : sheetAnswer({ report: boundaries, source: null }, language),
    missing: { count: missing.length, grids: missing.slice(0, MISSING_TOLD) },
    warnings: warningsOf(result.overlays, language),
  };
}
