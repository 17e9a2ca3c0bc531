/**
 * The panel "Grid ranking" (网格排名).
 *
 * The Studio reads a panel's name and options again whenever its language changes, and by then the page says which
 * that is; translations kept in the database (`$t:`) come too late for names.
 */
import type { Word } from './words.ts';
import { definePanel } from '@directus/extensions-sdk';
import Panel from './panel.vue';
import { speaker } from './words.ts';

const speak = (word: Word): string => speaker(document.documentElement.lang)(word);

export default definePanel({
  id: 'grid-ranking',
  get name() {
    return speak('panel');
  },
  get description() {
    return speak('about');
  },
  icon: 'leaderboard',
  component: Panel,
  minWidth: 20,
  minHeight: 14,
  options: () => [
    {
      field: 'level',
      name: speak('level'),
      type: 'integer',
      schema: { default_value: 3 },
      meta: { interface: 'select-dropdown', width: 'half', options: { choices: ([1, 2, 3] as const).map(value => ({ value, text: speak(`level_${value}`) })) } },
    },
    { field: 'period', name: speak('period'), type: 'string', meta: { interface: 'input', width: 'half', note: speak('period_note') } },
    { field: 'subdistrict', name: speak('subdistrict'), type: 'string', meta: { interface: 'input', width: 'half', note: speak('subdistrict_note') } },
  ],
});
