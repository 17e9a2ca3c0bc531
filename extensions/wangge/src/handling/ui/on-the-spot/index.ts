/** The interface "On the spot" (当场处置): one form reports an issue and says how it was handled at once. */
import { defineInterface } from '@directus/extensions-sdk';
import { inStudio } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'on-the-spot',
  get name() {
    return inStudio(speaker)('interface');
  },
  icon: 'bolt',
  component: Interface,
  hideLabel: true,
  types: ['alias'],
  localTypes: ['o2m'],
  group: 'relational',
  relational: true,
  options: null,
});
