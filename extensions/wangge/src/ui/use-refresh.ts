/**
 * A form, fetched anew after something was done behind it, with what the reader has typed elsewhere kept.
 *
 * The Studio has no injection for it. Its item page listens for changes that the Studio itself
 * makes behind its back (`onSystemToolResult` of the store below), fetches its item again and
 * leaves edits alone: the same is told here. Without that store the page is loaded anew.
 */
import { useStores } from '@directus/extensions-sdk';

type ChangeListener = (tool: string, change: { collection: string; action: string }) => void;
/** What a store of Pinia knows of the others. */
interface Store { _p: { _s: Map<string, { triggerSystemToolResult?: ChangeListener }> } }

/** To be called where a component is set up. */
export function useRefresh(): (collection: string) => void {
  const { _p: pinia } = useStores().useAppStore() as unknown as Store;
  return (collection) => {
    const store = pinia._s.get('ai-tools-store');
    if (store?.triggerSystemToolResult)
      store.triggerSystemToolResult('items', { collection, action: 'update' });
    else
      window.location.reload();
  };
}
