/**
 * Directus' own exports and imports (`?export=csv`, `/utils/export`, `/utils/import`), which know nothing of what a spreadsheet
 * does to a cell: `=HYPERLINK(…)` in a resident's comment would be computed on the desk of whoever opens the file.
 *
 * In CSV what would be computed gets its apostrophe, and loses it when the file comes back; XML is well formed whatever older
 * rows hold. The seam is the two methods through which all of them pass; the start fails where Directus has them no more.
 */
import type { RegisterFunctions } from '@directus/extensions';
import type { HookContext } from '../kernel/context.ts';
import type { Values } from '../kernel/values.ts';
import { AsyncLocalStorage } from 'node:async_hooks';
import { cleanDeep } from '../kernel/clean-item-rules.ts';
import { filtersOf } from '../kernel/on-filter.ts';
import { asText, fromText } from './cell-rules.ts';

type Transform = (input: unknown, format: string, options?: unknown) => string;
type ImportCsv = (collection: string, stream: unknown) => Promise<unknown>;
interface Services { ExportService?: { prototype: { transform?: Transform } }; ImportService?: { prototype: { importCSV?: ImportCsv } } }

/** The sources were patched in this process: Directus loads its extensions anew without loading itself anew. */
const PATCHED = Symbol.for('wangge.directus-files');
const importing = new AsyncLocalStorage<true>();

export function plainFiles(services: HookContext['services'], filter: RegisterFunctions['filter']): void {
  const { ExportService, ImportService } = services as unknown as Services;
  const [exporter, importer] = [ExportService?.prototype, ImportService?.prototype];
  if (exporter?.transform === undefined || importer?.importCSV === undefined)
    throw new Error('Directus exports and imports by another way than before: its CSV files could compute (workbook/directus-files.ts)');
  if (!(PATCHED in exporter)) {
    const { transform } = exporter;
    exporter.transform = function (input, format, options) {
      return transform.call(this, format.startsWith('csv') ? each(input, asText) : format === 'xml' ? cleanDeep(input) : input, format, options);
    };
    Object.defineProperty(exporter, PATCHED, { value: true });
  }
  const { importCSV } = importer;
  importer.importCSV = function (...file) {
    return importing.run(true, () => importCSV.apply(this, file));
  };
  filtersOf(filter, {}).onFilter(['items.create', 'items.update'], async ({ payload }) => importing.getStore() === undefined ? null : each(payload, fromText) as Values);
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
