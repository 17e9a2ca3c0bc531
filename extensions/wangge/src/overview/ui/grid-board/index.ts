/** The interface "Grid board" (网格公示牌): on a grid's form its board, and those of the grids below it, as PDF. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'grid-board',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'badge',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
