/** Fields of the Studio in small forms of a screen's own, and what is wrong with what was entered. */

/** A field of the Studio, as far as the small forms change it. */
export interface StudioField {
  field: string;
  name: string;
  meta: { options?: Record<string, unknown> | null; interface?: string | null; [key: string]: unknown } | null;
  [key: string]: unknown;
}

/** What is wrong with a field, as the Studio's form takes it. */
export interface Fault { collection: string; field: string; code: string; type: string; validation_message?: string }

export type Entered = Record<string, unknown>;

/** Has anybody filled in anything? */
export function hasEntered(entered: Entered): boolean {
  return Object.values(entered).some(value => value !== null && value !== undefined && value !== false && !(typeof value === 'string' && value.trim() === '') && !(Array.isArray(value) && value.length === 0));
}

/** Of the `required` fields those that nobody has filled in yet, as the form marks them. */
export function missingFields(collection: string, required: readonly string[], entered: Entered, sentence: string): Fault[] {
  return required
    .filter(field => String(entered[field] ?? '').trim() === '')
    .map(field => ({ collection, field, code: 'FAILED_VALIDATION', type: 'required', validation_message: sentence }));
}

/** A fault stays with its field until that is filled in anew. */
export function faultsLeft(faults: readonly Fault[], before: Entered, after: Entered): Fault[] {
  return faults.filter(({ field }) => before[field] === after[field]);
}

/** The Studio shows at a field what the field itself has as its message. */
export function withFaults(fields: readonly StudioField[], faults: readonly Fault[]): StudioField[] {
  return fields.map(field => ({
    ...field,
    meta: { ...field.meta, validation: null, validation_message: faults.find(fault => fault.field === field.field)?.validation_message ?? null },
  }));
}
