/** By what an entry is shown. Pure. */
import type { PersonalKind } from '../kernel/mask-rules.ts';
import type { FieldKind } from './model.ts';

interface Named {
  reference_field: string;
  fields: readonly { field: string; kind: FieldKind; personal?: PersonalKind | null; of?: string | null }[];
}

/** The field by which lists and relations show an entry: people by their name, though a workbook names them by number. */
export function displayField({ reference_field, fields }: Named): string {
  const reference = fields.find(({ field }) => field === reference_field);
  const name = fields.find(({ personal }) => personal === 'name');
  return reference?.kind === 'identity_number' && name !== undefined ? name.field : reference_field;
}

/** The same as a path through relations, as the Studio's templates write it; `elsewhere`: that of another set. */
export function displayPath(spec: Named, elsewhere: (collection: string) => string): string {
  const shown = spec.fields.find(({ field }) => field === displayField(spec));
  if (shown === undefined)
    return 'grid.name';
  const target = shown.kind === 'person' ? RESIDENTS : shown.kind === 'entry' ? shown.of! : null;
  return target === null ? shown.field : `${shown.field}.${elsewhere(target)}`;
}

export const RESIDENTS = 'ledger_residents';
