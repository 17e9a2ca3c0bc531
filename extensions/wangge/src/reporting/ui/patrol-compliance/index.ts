/** The panel "Duty" (履职情况): who has met the standards of their post, by grid. */
import type { Word } from './words.ts';
import { definePanel } from '@directus/extensions-sdk';
import Panel from './panel.vue';
import { speaker } from './words.ts';

const speak = (word: Word): string => speaker(document.documentElement.lang)(word);

export default definePanel({
  id: 'patrol-compliance',
  get name() {
    return speak('panel');
  },
  get description() {
    return speak('about');
  },
  icon: 'fact_check',
  component: Panel,
  minWidth: 20,
  minHeight: 12,
  options: () => [
    {
      field: 'period',
      name: speak('period'),
      type: 'string',
      meta: { interface: 'select-dropdown', width: 'half', options: { choices: (['today', 'quarter'] as const).map(value => ({ value, text: speak(value) })) } },
      schema: { default_value: 'today' },
    },
  ],
});
