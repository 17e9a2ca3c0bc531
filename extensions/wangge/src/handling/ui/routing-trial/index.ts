/** The interface "Trial" (试算): what would become of an issue under the rules, with this one as the form has it. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'routing-trial',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'alt_route',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
