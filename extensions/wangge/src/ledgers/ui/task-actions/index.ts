/** The interface "Do it" (办理) of a collection task: to the data set's form, or "none here" in one tap. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'task-actions',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'task_alt',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
