/** The interface "Patrol sheet" (巡查): a new log is filled in from the day, with the facilities on the way; a saved one is checked, and what residents said is reported. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'work-log',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'directions_walk',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
