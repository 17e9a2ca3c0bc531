/** The interface "Next steps" (下一步): what the reader may do with the issue now, at the top of its form. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'issue-actions',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'play_circle',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
