/** The event that goes with a report, as the form of an issue saves it. */
import type { Step } from '../issue-actions/view.ts';

export const HANDLING: Step = { type: 'handle', name: '', requires: ['result'], accepts: ['channel', 'attachments'] };

export interface NestedEvents { create: Record<string, unknown>[]; update: never[]; delete: never[] }

/** Nothing when it was not handled on the spot. */
export function nestedHandling(on: boolean, entered: Record<string, unknown>): NestedEvents | undefined {
  return on ? { create: [{ ...entered, type: 'handle' }], update: [], delete: [] } : undefined;
}

/** What was entered before, where the form is drawn again. */
export function enteredBefore(value: unknown): Record<string, unknown> | null {
  const first = (value as { create?: Record<string, unknown>[] } | null | undefined)?.create?.[0];
  if (first === undefined)
    return null;
  const { type: _type, ...entered } = first;
  return entered;
}
