/** The interface "Similar issues" (相似问题): likely duplicates, offered before a report is stored. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'similar-issues',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'file_copy',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
