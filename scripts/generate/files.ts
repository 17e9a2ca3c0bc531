/** Every file that the registries of handling write, whole or in part. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lifecyclePage } from '../../extensions/wangge/src/handling/lifecycle/lifecycle-page-rules.ts';
import { generateTypes } from '../../extensions/wangge/src/setup/schema/row-types.ts';
import { readSchemaFile } from '../../extensions/wangge/src/setup/schema/schema-file.ts';
import { matrixWithEvents, schemaWithEvents, translationsWithEvents } from './event-files.ts';
import { boardSql, handlingSql } from './sql-lists.ts';

export const ROOT = join(import.meta.dirname, '../..');
const SCHEMA = 'schema-snapshot.yaml';

const WRITE: Readonly<Record<string, (present: string) => string>> = {
  [SCHEMA]: schemaWithEvents,
  'extensions/wangge/src/setup/schema/types.ts': () => generateTypes(readSchemaFile(schemaWithEvents(present(SCHEMA)))),
  'seeds/studio/translations.yaml': translationsWithEvents,
  'seeds/access/matrix.yaml': matrixWithEvents,
  'extensions/wangge/sql/020-handling.sql': handlingSql,
  'extensions/wangge/sql/045-board.sql': boardSql,
  'docs/lifecycle.md': lifecyclePage,
};
export const GENERATED = Object.keys(WRITE);

export function present(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The file as the registries want it. */
export function wanted(path: string): string {
  return WRITE[path]!(present(path));
}
