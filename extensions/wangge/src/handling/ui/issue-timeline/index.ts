/** The interface "Timeline" (办理过程): who did what with the issue, when, and what was decided. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'issue-timeline',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'timeline',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
