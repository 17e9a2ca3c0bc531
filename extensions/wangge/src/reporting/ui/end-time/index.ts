/** The interface "End of a day's work" (结束时间): a time of day, or the day's own end, which no clock shows. */
import { defineInterface } from '@directus/extensions-sdk';
import { inStudio } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'end-time',
  get name() {
    return inStudio(speaker)('interface');
  },
  get description() {
    return inStudio(speaker)('about');
  },
  icon: 'access_time',
  component: Interface,
  types: ['time'],
  group: 'standard',
  options: null,
});
