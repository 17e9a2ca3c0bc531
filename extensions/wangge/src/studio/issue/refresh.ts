/**
 * A form, fetched anew after something was done behind it, with what the reader has typed elsewhere kept.
 *
 * The Studio has no injection for it. Its item page listens for changes that the Studio itself
 * makes behind its back (`onSystemToolResult` of the store below), fetches its item again and
 * leaves edits alone: the same is told here. Without that store the page is loaded anew.
 */
import { getActivePinia } from 'pinia';

interface Pinia { _s: Map<string, { triggerSystemToolResult?: (tool: string, change: { collection: string; action: string }) => void }> }

export function refreshForm(collection: string): void {
  const store = (getActivePinia() as unknown as Pinia | undefined)?._s.get('ai-tools-store');
  if (store?.triggerSystemToolResult)
    store.triggerSystemToolResult('items', { collection, action: 'update' });
  else
    window.location.reload();
}
