/**
 * The Studio's own list of a collection, with a filter set as if the reader had set it: visible in the
 * search bar, to be cleared there, with rows to be selected.
 *
 * The Studio has no address for a filtered list. What a list shows comes from the reader's preset in the
 * store: the filter is put there, and not saved.
 */
import type { Filter, Preset } from './list-preset.ts';
import { useStores } from '@directus/extensions-sdk';
import { useRouter } from 'vue-router';
import { presetWithFilter } from './list-preset.ts';

interface PresetsStore { collectionPresets: Preset[]; getPresetForCollection: (collection: string) => Preset | null }

/** To be called where a component is set up. */
export function useFilteredList(): (collection: string, filter: Filter) => void {
  const router = useRouter();
  const { usePresetsStore, useUserStore } = useStores();
  const presets = usePresetsStore() as unknown as PresetsStore;
  const users = useUserStore() as unknown as { currentUser: { id: string } };
  return (collection, filter) => {
    const me = users.currentUser.id;
    const usual = presets.getPresetForCollection(collection);
    const others = presets.collectionPresets.filter(preset => preset.collection !== collection || preset.bookmark !== null || preset.user !== me);
    presets.collectionPresets = [...others, presetWithFilter(usual, collection, me, filter)];
    void router.push(`/content/${collection}`);
  };
}
