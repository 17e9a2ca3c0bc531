/** The interface "Change of the calendar" (日历变更): an arrangement becomes a draft, a draft shows what it moves, and is published. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'calendar-change',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'event_repeat',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
