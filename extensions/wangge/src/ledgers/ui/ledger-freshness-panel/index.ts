/** The panel "Freshness of the ledgers" (台账维护情况): grids by the eight categories. */
import type { Word } from './words.ts';
import { definePanel } from '@directus/extensions-sdk';
import Panel from './panel.vue';
import { speaker } from './words.ts';

const speak = (word: Word): string => speaker(document.documentElement.lang)(word);

export default definePanel({
  id: 'ledger-freshness',
  get name() {
    return speak('panel');
  },
  get description() {
    return speak('about');
  },
  icon: 'menu_book',
  component: Panel,
  minWidth: 24,
  minHeight: 14,
  options: () => [
    {
      field: 'level',
      name: speak('level'),
      type: 'integer',
      meta: { interface: 'select-dropdown', width: 'half', options: { allowNone: true, placeholder: speak('own_level'), choices: ([1, 2, 3] as const).map(value => ({ value, text: speak(`level_${value}`) })) } },
    },
  ],
});
