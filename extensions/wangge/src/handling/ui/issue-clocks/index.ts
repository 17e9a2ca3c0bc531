/** The interface "Clocks" (时限): every limit of the issue, its working time, how it was computed, and who held the issue. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'issue-clocks',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'timer',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
