/** The sheet of a ledger's workbook: its columns, and which of them it cannot do without. Pure. */
import type { SheetFormat } from '../../workbook/sheet-entries.ts';
import type { Dataset } from '../model.ts';
import type { Column } from './column-rules.ts';
import { columnsOf, isMaskedTwin } from './column-rules.ts';

export const ROWS_AT_MOST = 100_000;
const BATCH = 500;

export function sheetFormat(dataset: Pick<Dataset, 'fields'>): SheetFormat<Column> {
  const columns = columnsOf(dataset);
  return { columns, missing: found => missingOf(dataset, columns, found), rowsAtMost: ROWS_AT_MOST, batch: BATCH };
}

/** Entries that are told apart by their number need no more than what is to change. */
function missingOf(dataset: Pick<Dataset, 'fields'>, known: readonly Column[], columns: readonly (Column | null)[]): Column[] {
  const has = (kind: Column['meaning']['kind']): boolean => columns.some(column => column?.meaning.kind === kind);
  if (has('id'))
    return [];
  return known.filter(column => column.meaning.kind === 'field' && column.meaning.field.required && !columns.includes(column)
    && !(column.name === 'grid' && has('grid_code')) && !followsFromIdentity(column.name, columns) && !isMaskedTwin(column.meaning.field, dataset.fields));
}

/** Birthday and sex are read from the identity number; a row without one is told so. */
function followsFromIdentity(name: string, columns: readonly (Column | null)[]): boolean {
  return (name === 'birth_on' || name === 'sex') && columns.some(column => column?.name === 'identity_number');
}
