/** By what an entry is shown. Pure. */
import type { DatasetSpec } from './model.ts';

/** The field by which lists and relations show an entry: people by their name, though a workbook names them by number. */
export function displayField({ reference_field, fields }: Pick<DatasetSpec, 'reference_field'> & { fields: readonly { field: string; kind: string; personal?: string | null }[] }): string {
  const reference = fields.find(({ field }) => field === reference_field);
  const name = fields.find(({ personal }) => personal === 'name');
  return reference?.kind === 'identity_number' && name !== undefined ? name.field : reference_field;
}
