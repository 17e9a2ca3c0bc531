/** The interface "Assigned tasks" (交办任务): on a task's form issuing, withdrawing and how far it has come; on a grid's part reporting, accepting, returning. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'assignment-actions',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'assignment_turned_in',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
