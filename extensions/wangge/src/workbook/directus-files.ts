/**
 * Directus' own exports and imports (`?export=csv`, `/utils/export`, `/utils/import`), which know nothing of what a spreadsheet
 * does to a cell: `=HYPERLINK(…)` in a resident's comment would be computed on the desk of whoever opens the file.
 *
 * In CSV what would be computed gets its apostrophe, and loses it when the file comes back; XML is well formed whatever older
 * rows hold. What is imported arrives as a whole first, and is no more than a workbook may be: Directus would begin with the
 * first row, and line up all that came. The seam is the methods through which all of them pass; the start fails where Directus has them no more.
 */
import type { RegisterFunctions } from '@directus/extensions';
import type { Readable } from 'node:stream';
import type { HookContext } from '../kernel/context.ts';
import type { Importing } from '../kernel/on-import.ts';
import type { Received } from '../kernel/received-file.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Values } from '../kernel/values.ts';
import { AsyncLocalStorage } from 'node:async_hooks';
import { cleanDeep } from '../kernel/clean-item-rules.ts';
import { filtersOf } from '../kernel/on-filter.ts';
import { importedWhole } from '../kernel/on-import.ts';
import { ownMethod } from '../kernel/own-method.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { asText, fromText } from './cell-rules.ts';
import { messages } from './messages.ts';
import { FILE_MEGABYTES } from './reading-limits.ts';

type Transform = (input: unknown, format: string, options?: unknown) => string;
type Import = (this: Importing, collection: string, stream: Readable) => Promise<unknown>;
interface Services { ExportService?: { prototype: { transform?: Transform } }; ImportService?: { prototype: { importCSV?: Import; importJSON?: Import } } }

const importing = new AsyncLocalStorage<true>();
const WHOLE = { bytes: FILE_MEGABYTES * 2 ** 20, messages, objectionTo };

export function plainFiles(services: HookContext['services'], filter: RegisterFunctions['filter']): void {
  const { ExportService, ImportService } = services as unknown as Services;
  const [exporter, importer] = [ExportService?.prototype, ImportService?.prototype];
  if (exporter?.transform === undefined || importer?.importCSV === undefined || importer.importJSON === undefined)
    throw new Error('Directus exports and imports by another way than before: its CSV files could compute (workbook/directus-files.ts)');
  const [transform, importCSV, importJSON] = [ownMethod(exporter, 'transform')!, ownMethod(importer, 'importCSV')!, ownMethod(importer, 'importJSON')!];
  exporter.transform = function (input, format, options) {
    return transform.call(this, format.startsWith('csv') ? each(input, asText) : format === 'xml' ? cleanDeep(input) : input, format, options);
  };
  importer.importCSV = function (collection, stream) {
    return importedWhole(this, stream, WHOLE, file => importing.run(true, () => importCSV.call(this, collection, file)));
  };
  importer.importJSON = function (collection, stream) {
    return importedWhole(this, stream, WHOLE, file => importJSON.call(this, collection, file));
  };
  filtersOf(filter, {}).onFilter(['items.create', 'items.update'], async ({ payload }) => importing.getStore() === undefined ? null : each(payload, fromText) as Values);
}

/** What became of a file that does not arrive as a whole. */
function objectionTo({ kind }: Received): Refusal {
  switch (kind) {
    case 'too_large': return refused('import_too_large', null, { most: FILE_MEGABYTES });
    case 'not_written': return { ...refused('import_not_written'), status: 503 };
    default: return refused('import_broken');
  }
}

/** Every text in a value, however deep. */
function each(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string')
    return change(value);
  if (Array.isArray(value))
    return value.map(part => each(part, change));
  if (typeof value !== 'object' || value === null || value instanceof Date)
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, each(part, change)]));
}
