/** The interface "Protected number" (受保护号码): identity numbers and telephones, shown masked, replaced whole. */
import { defineInterface } from '@directus/extensions-sdk';
import { inStudio } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'protected-value',
  get name() {
    return inStudio(speaker)('interface');
  },
  get description() {
    return inStudio(speaker)('about');
  },
  icon: 'shield_lock',
  component: Interface,
  types: ['string'],
  group: 'standard',
  options: () => {
    const speak = inStudio(speaker);
    return [
      {
        field: 'kind',
        name: speak('kind'),
        type: 'string',
        schema: { default_value: 'phone' },
        meta: { interface: 'select-dropdown', width: 'half', required: true, options: { choices: (['identity_number', 'phone'] as const).map(value => ({ value, text: speak(value) })) } },
      },
    ];
  },
});
