/** The display of an end: `24:00` is a time, too. */
import { defineDisplay } from '@directus/extensions-sdk';
import { inStudio } from '../../../ui/screen-entries.ts';
import { speaker } from '../end-time/words.ts';
import Display from './display.vue';

export default defineDisplay({
  id: 'end-time-text',
  get name() {
    return inStudio(speaker)('interface');
  },
  icon: 'access_time',
  component: Display,
  types: ['time'],
  options: null,
});
