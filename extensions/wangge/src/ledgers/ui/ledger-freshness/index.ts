/** The display "Freshness" (维护状态) of the day by which an entry has to be confirmed again. */
import { defineDisplay } from '@directus/extensions-sdk';
import { inStudio } from '../../../ui/screen-entries.ts';
import { speakerOf } from '../../../ui/speaker.ts';
import Display from './display.vue';

const speaker = speakerOf({ name: '维护状态' }, { name: 'Freshness' });

export default defineDisplay({
  id: 'ledger-freshness',
  get name() {
    return inStudio(speaker)('name');
  },
  icon: 'update',
  component: Display,
  types: ['date'],
  options: null,
});
