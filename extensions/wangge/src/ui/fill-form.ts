/** Sets several fields of the form on which a box stands. */
import { nextTick } from 'vue';

export interface FieldChange { field: string; value: unknown }

/** One after the other: the form takes in one change at a time. */
export async function fillForm(emit: (change: FieldChange) => void, changes: readonly FieldChange[]): Promise<void> {
  for (const change of changes) {
    emit(change);
    await nextTick();
  }
}
