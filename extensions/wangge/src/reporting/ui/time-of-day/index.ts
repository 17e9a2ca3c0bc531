/** The display of a time of day (时分) as people write it; `24:00` is one, too, which Directus' own display fails on. */
import { defineDisplay } from '@directus/extensions-sdk';
import { inStudio } from '../../../ui/screen-entries.ts';
import { speakerOf } from '../../../ui/speaker.ts';
import Display from './display.vue';

const speaker = speakerOf({ name: '时分' }, { name: 'Time of day' });

export default defineDisplay({
  id: 'time-of-day',
  get name() {
    return inStudio(speaker)('name');
  },
  icon: 'access_time',
  component: Display,
  types: ['time'],
  options: null,
});
