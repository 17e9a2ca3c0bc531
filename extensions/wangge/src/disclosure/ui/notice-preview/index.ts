/** The interface "What a stranger sees" (居民看到的样子): the public rendering of a notice, in its form. */
import { defineInterface } from '@directus/extensions-sdk';
import { inStudio } from '../../../ui/screen-entries.ts';
import NoticePreview from './preview.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'notice-preview',
  get name() {
    return inStudio(speaker)('interface');
  },
  get description() {
    return inStudio(speaker)('about');
  },
  icon: 'visibility',
  component: NoticePreview,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
  hideLabel: true,
  hideLoader: true,
});
