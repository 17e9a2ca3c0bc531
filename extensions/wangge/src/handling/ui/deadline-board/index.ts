/**
 * The panel "Deadline board" (今日办理): what is overdue, due today, due soon, and what rests on
 * a calendar that is not published yet.
 */
import type { Word } from './words.ts';
import { definePanel } from '@directus/extensions-sdk';
import Panel from './panel.vue';
import { speaker } from './words.ts';

const speak = (word: Word): string => speaker(document.documentElement.lang)(word);

export default definePanel({
  id: 'deadline-board',
  get name() {
    return speak('panel');
  },
  get description() {
    return speak('about');
  },
  icon: 'alarm',
  component: Panel,
  minWidth: 18,
  minHeight: 14,
  options: () => [
    {
      field: 'scope',
      name: speak('scope'),
      type: 'string',
      schema: { default_value: 'mine' },
      meta: { interface: 'select-dropdown', width: 'half', options: { choices: (['mine', 'grids', 'all'] as const).map(value => ({ value, text: speak(value) })) } },
    },
  ],
});
