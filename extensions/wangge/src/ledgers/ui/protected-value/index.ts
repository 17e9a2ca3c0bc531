/** The interface "Protected number" (受保护号码): identity numbers and telephones, shown masked, replaced whole. */
import type { Word } from './words.ts';
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

const speak = (word: Word): string => speaker(document.documentElement.lang)(word);

export default defineInterface({
  id: 'protected-value',
  get name() {
    return speak('interface');
  },
  get description() {
    return speak('about');
  },
  icon: 'shield_lock',
  component: Interface,
  types: ['string'],
  group: 'standard',
  options: () => [
    {
      field: 'kind',
      name: speak('kind'),
      type: 'string',
      schema: { default_value: 'phone' },
      meta: { interface: 'select-dropdown', width: 'half', required: true, options: { choices: (['identity_number', 'phone'] as const).map(value => ({ value, text: speak(value) })) } },
    },
  ],
});
