/** The interface "Handover" (工作交接): what is open, and confirming it from both sides. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'handover-actions',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'swap_horiz',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
